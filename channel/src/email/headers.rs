//! What the head of a mail says: ids, people, dates.

use mail_parser::{Addr, Address, HeaderName, HeaderValue, Message};
use yingke_channel_contract::scheme::{digest::sha256, hex};
use yingke_words::{Span, Time};

use super::{encoded_words, mime};

/// Ids longer than this are kept as their hash.
const LONGEST_ID: usize = 250;

/// So many ids of a thread are looked up, and sent along.
pub const MOST_REFERENCES: usize = 20;

/// Somebody in the head of a mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Person {
    /// Their address, in lower case.
    pub address: String,
    /// Their name, as they write it.
    pub name: String,
}

impl Person {
    /// As a mail shows them.
    pub fn shown(&self) -> String {
        if self.name.is_empty() || self.name.eq_ignore_ascii_case(&self.address) {
            return self.address.clone();
        }
        format!("{} <{}>", self.name, self.address)
    }
}

/// An id as it is kept everywhere: without brackets.
pub fn id(raw: &str) -> String {
    let plain: String = raw
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>'))
        .collect();
    if plain.len() > LONGEST_ID {
        return format!("sha256:{}", hex(&sha256(&[plain.as_bytes()])));
    }
    plain
}

/// The mail's id; without a Message-ID a hash over what makes it itself.
pub fn message_id(message: &Message<'_>) -> String {
    let given = message.message_id().map(id).unwrap_or_default();
    if !given.is_empty() {
        return given;
    }
    let of = |name: HeaderName<'static>| mime::raw_header(message, &name).unwrap_or_default();
    let body = message.parts.first().map_or(0, |part| part.offset_body as usize);
    let body = message.raw_message.get(body..).unwrap_or_default();
    let parts: [&[u8]; 9] = [
        of(HeaderName::Date),
        b"\0",
        of(HeaderName::From),
        b"\0",
        of(HeaderName::To),
        b"\0",
        of(HeaderName::Subject),
        b"\0",
        body,
    ];
    format!("sha256:{}", hex(&sha256(&parts)))
}

/// The ids a header lists.
fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let list: Vec<&str> = match value {
        HeaderValue::Text(text) => vec![text],
        HeaderValue::TextList(list) => list.iter().map(|text| &**text).collect(),
        _ => Vec::new(),
    };
    list.into_iter().map(id).filter(|id| !id.is_empty()).collect()
}

/// The ids this mail refers to, the surest first: In-Reply-To, then References from the newest on.
pub fn referred(message: &Message<'_>) -> impl Iterator<Item = String> {
    let references = ids(message.references()).into_iter().rev();
    ids(message.in_reply_to()).into_iter().chain(references)
}

/// The mails this one answers, the surest first.
pub fn thread(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for id in referred(message) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found.truncate(MOST_REFERENCES * 2);
    found
}

/// What an answer to this mail has as its References, without those that are `ours` to put there: at most twenty, the
/// first and the last ones.
pub fn references(message: &Message<'_>, own: &str, ours: impl Fn(&str) -> bool) -> Vec<String> {
    let mut all = ids(message.references());
    if all.is_empty() {
        all = ids(message.in_reply_to()).into_iter().take(1).collect();
    }
    all.retain(|id| id != own && !ours(id));
    all.push(own.to_owned());
    shortened(all, MOST_REFERENCES)
}

/// At most so many ids, the first and the last ones.
pub fn shortened(mut ids: Vec<String>, most: usize) -> Vec<String> {
    if ids.len() > most {
        ids.drain(1..=ids.len() - most);
    }
    ids
}

/// The people of an address header.
pub fn people(address: Option<&Address<'_>>, message: &Message<'_>) -> Vec<Person> {
    let Some(address) = address else {
        return Vec::new();
    };
    address.iter().filter_map(|one| person(one, message)).collect()
}

fn person(addr: &Addr<'_>, message: &Message<'_>) -> Option<Person> {
    let address = addr
        .address
        .as_deref()?
        .trim()
        .trim_matches(['<', '>', '\'', '"']);
    let plain = !address.is_empty()
        && address.len() <= 320
        && !address.chars().any(|c| c.is_whitespace() || c.is_control());
    let mut name = encoded_words::one_line(addr.name.as_deref().unwrap_or_default());
    if name.contains('\u{fffd}') {
        name = raw_name(message).unwrap_or(name);
    }
    let name = name.trim_matches(['"', '\'', ' ']).chars().take(200).collect();
    plain.then(|| Person {
        address: address.to_lowercase(),
        name,
    })
}

/// The sender's name where it was sent as bare bytes, or in words that cut characters in two.
fn raw_name(message: &Message<'_>) -> Option<String> {
    let raw = mime::raw_header(message, &HeaderName::From)?;
    let text = encoded_words::decode(raw, &mime::charset_of(message));
    let (name, _) = text.rsplit_once('<')?;
    Some(name.trim().trim_matches('"').to_owned()).filter(|name| !name.contains('\u{fffd}'))
}

/// Who sent it: From, or what stands in for it.
pub fn sender(message: &Message<'_>) -> Option<Person> {
    let first = |address| people(address, message).into_iter().next();
    first(message.from())
        .or_else(|| first(message.sender()))
        .or_else(|| {
            let back = message
                .return_address()?
                .trim()
                .trim_matches(['<', '>'])
                .to_lowercase();
            back.contains('@').then(|| Person {
                address: back,
                name: String::new(),
            })
        })
}

/// Its subject.
pub fn subject(message: &Message<'_>) -> String {
    let raw = mime::raw_header(message, &HeaderName::Subject).unwrap_or_default();
    let text = encoded_words::decode(raw, &mime::charset_of(message));
    text.chars().take(500).collect()
}

/// When it was written: its own date, unless that is missing, of the future or of the last millennium.
pub fn written(message: &Message<'_>, received: Option<Time>) -> Option<Time> {
    let date = message.date().filter(|date| date.is_valid() && date.year >= 2000);
    let date = date.map(|date| Time::from_millis(date.to_timestamp().saturating_mul(1_000)));
    match (date, received) {
        (Some(date), Some(received)) if date > received + Span::minutes(5) => Some(received),
        (Some(date), _) => Some(date),
        (None, received) => received,
    }
}
