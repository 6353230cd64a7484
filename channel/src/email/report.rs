//! Mails that programs write about a mail of ours: that it did not arrive (RFC 3464), that it was seen (RFC 8098), that
//! somebody calls it spam (RFC 5965).

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use yingke_channel_contract::{Health, Inbound, Mark, Peer, Sent, What};

use super::{encoded_words, headers, mime, reply_token, settings::Account, smtp};

/// The events of a report; none when the mail is no report, or one that does not say about what.
pub fn events(account: &Account, message: &Message<'_>, id: &str) -> Option<Vec<Inbound>> {
    let part = |kind: &str| {
        message.parts.iter().find(|part| {
            part.content_type().is_some_and(|given| {
                given.ctype().eq_ignore_ascii_case("message")
                    && given.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case(kind))
            })
        })
    };
    if let Some(part) = part("delivery-status").or_else(|| part("global-delivery-status")) {
        return deliveries(account, message, part, id);
    }
    if let Some(part) = part("disposition-notification") {
        return disposition(message, part, id);
    }
    let part = part("feedback-report")?;
    let fields = fields(&mime::bytes_of(message, part));
    let of = |name: &str| field(&fields, name).unwrap_or_default();
    let detail = format!("{} {}", of("feedback-type"), of("original-rcpt-to"));
    Some(vec![event(
        id,
        0,
        What::Health(Health::Degraded {
            code: "complaint",
            detail: encoded_words::one_line(&detail),
        }),
    )])
}

type Fields = Vec<(String, String)>;

fn deliveries(
    account: &Account,
    message: &Message<'_>,
    part: &MessagePart<'_>,
    id: &str,
) -> Option<Vec<Inbound>> {
    let original = original(account, message)?;
    let text = mime::bytes_of(message, part);
    let groups = groups(&text);
    let states = groups.iter().filter_map(|fields| {
        let of = |name: &str| field(fields, name).unwrap_or_default();
        let action = field(fields, "action")?.trim().to_ascii_lowercase();
        let state = match action.as_str() {
            "failed" => {
                let diagnostic = of("diagnostic-code");
                // `smtp; 550 5.1.1 …`
                let said = diagnostic
                    .split_once(';')
                    .map_or(diagnostic, |(_, said)| said)
                    .trim();
                Err(smtp::bounced(of("status"), said))
            }
            "delivered" => Ok(Sent::Delivered),
            // Delayed, relayed, expanded: on its way, of which we know no more.
            _ => Ok(Sent::as_parts([original.as_str()])),
        };
        let of = Mark::Message(original.clone());
        Some(What::Receipt { of, state })
    });
    let events: Vec<_> = states.enumerate().map(|(at, what)| event(id, at, what)).collect();
    (!events.is_empty()).then_some(events)
}

fn disposition(message: &Message<'_>, part: &MessagePart<'_>, id: &str) -> Option<Vec<Inbound>> {
    let fields = fields(&mime::bytes_of(message, part));
    let original = headers::id(field(&fields, "original-message-id")?);
    let kind = field(&fields, "disposition")?
        .rsplit(';')
        .next()?
        .trim()
        .to_ascii_lowercase();
    let state = match kind.split('/').next().unwrap_or_default().trim() {
        "displayed" => Sent::Read,
        _ => Sent::Delivered,
    };
    let what = What::Receipt {
        of: Mark::Message(original.clone()),
        state: Ok(state),
    };
    (!original.is_empty()).then(|| vec![event(id, 0, what)])
}

fn event(id: &str, at: usize, what: What) -> Inbound {
    Inbound::new(format!("report:{id}:{at}"), Peer::default(), what)
}

/// The id of the mail a report is about: by our own mark first, for some providers give mails another Message-ID.
fn original(account: &Account, message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| {
        let kind = part.content_type()?;
        let sub = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        let headers_only = matches!(sub.as_str(), "rfc822-headers" | "global-headers");
        match &part.body {
            PartType::Message(inner) => of_original(account, inner),
            _ if headers_only => {
                let bytes = mime::bytes_of(message, part);
                of_original(account, &MessageParser::new().parse_headers(&bytes)?)
            }
            _ => None,
        }
    })
}

fn of_original(account: &Account, original: &Message<'_>) -> Option<String> {
    let own = mime::text_header(original, reply_token::OWN);
    let own = own.and_then(|header| reply_token::own_id(account, header));
    let id = own
        .map(ToOwned::to_owned)
        .or_else(|| original.message_id().map(headers::id))?;
    (!id.is_empty()).then_some(id)
}

/// The groups of fields of a delivery status: one about the message, then one a receiver.
fn groups(bytes: &[u8]) -> Vec<Fields> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    text.split("\n\n")
        .map(|group| fields(group.as_bytes()))
        .filter(|fields| !fields.is_empty())
        .collect()
}

fn fields(bytes: &[u8]) -> Fields {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut found: Fields = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = found.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            found.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    found
}

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    let found = fields.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}
