//! The messages of a draft.

use serde_json::{Value, json};
use yingke_channel_contract::{Content, Ctx, DeliveryError, Draft, ErrorKind, Recipient};

use super::{inbound::quote_place, manifest::TEXT, menu};

/// The longest name of a place, and the longest address. [K]
const PLACE: usize = 100;
/// The longest name of whoever writes.
const NAME: usize = 20;

/// All messages, in their order: words, then what else it holds.
pub fn messages(ctx: &Ctx<'_>, draft: &Draft) -> Result<Vec<Value>, DeliveryError> {
    if !draft.files.is_empty() {
        // LINE fetches pictures itself, from a public address; it takes no bytes.
        return Err(unsendable("files"));
    }
    let mut messages = match &draft.content {
        Some(Content::Menu(menu)) => menu::messages(menu, &draft.text)?,
        _ => TEXT.split(&words(draft)?).into_iter().map(text).collect(),
    };
    if let Some(Content::Location(at)) = &draft.content {
        let or = |one: &str, other: &str, usual: &str| {
            let first = [one, other].into_iter().find(|text| !text.trim().is_empty());
            cut(first.unwrap_or(usual), PLACE)
        };
        messages.push(json!({
            "type": "location",
            "title": or(&at.name, &at.address, "📍"),
            "address": or(&at.address, &at.name, "📍"),
            "latitude": at.latitude.degrees(),
            "longitude": at.longitude.degrees(),
        }));
    }
    if let (Some(first), Some(quote)) = (messages.first_mut(), quote_token(&draft.to, &draft.replies_to))
        && first["type"] == "text"
    {
        first["quoteToken"] = quote.into();
    }
    if let Some(name) = shown_name(ctx, draft) {
        for message in &mut messages {
            message["sender"] = json!({ "name": name });
        }
    }
    if messages.is_empty() {
        return Err(unsendable("empty"));
    }
    Ok(messages)
}

/// This channel cannot carry `what`.
pub fn unsendable(what: &str) -> DeliveryError {
    DeliveryError::of(ErrorKind::Unsendable).said(what, "")
}

/// A text message.
pub fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

/// Everything that is said in words.
fn words(draft: &Draft) -> Result<String, DeliveryError> {
    let text = draft.text.as_str();
    let lines = match &draft.content {
        Some(Content::Template(_)) => return Err(unsendable("template")),
        Some(Content::Mail(_)) => return Err(unsendable("mail")),
        Some(Content::Link(link)) => vec![text, &link.title, &link.description, &link.url],
        Some(Content::Contact { name, phone }) => vec![text, name, phone],
        _ => vec![text],
    };
    let lines: Vec<_> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
    Ok(lines.join("\n"))
}

/// The token of the message that is answered, where it is one of the last.
fn quote_token<'a>(to: &'a Recipient, message: &str) -> Option<&'a str> {
    let kept = to.context.get(&quote_place(message))?;
    (!message.is_empty() && kept["message"] == message).then(|| kept["token"].as_str())?
}

/// The name shown beside what is said, if that is wanted. LINE refuses its own name there.
fn shown_name(ctx: &Ctx<'_>, draft: &Draft) -> Option<String> {
    let name = draft.author.trim();
    let fit = !name.is_empty() && !name.to_lowercase().contains("line");
    (ctx.text("show_names") == "true" && fit).then(|| cut(name, NAME))
}

/// The beginning of `text` that has at most `most` UTF-16 units.
pub fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    text.chars().take_while(fits).collect()
}
