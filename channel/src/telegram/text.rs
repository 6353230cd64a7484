//! Words with what Telegram keeps beside them.

use super::protocol::{Message, MessageEntity, TextQuote};

/// The words of a message: where a link hides behind them it stands beside them, and what the customer quoted of another
/// message stands above them.
pub fn of(message: &Message) -> String {
    let (text, entities) = if message.text.is_empty() {
        (&message.caption, &message.caption_entities)
    } else {
        (&message.text, &message.entities)
    };
    let words = with_links(text, entities);
    match &message.quote {
        Some(quote) if tells(message, quote) => format!("{}\n{words}", quoted(&quote.text)),
        _ => words,
    }
}

/// Whether a quote says more than which message is answered: the customer chose a part, or the message is in another chat.
fn tells(message: &Message, quote: &TextQuote) -> bool {
    !quote.text.is_empty() && (quote.is_manual || message.external_reply.is_some())
}

fn quoted(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

/// `text` with the address of each hidden link after the words it hides behind. Offsets count UTF-16 units; one that is
/// none is left out.
fn with_links(text: &str, entities: &[MessageEntity]) -> String {
    let mut links: Vec<(usize, &str)> = entities
        .iter()
        .filter(|entity| entity.kind == "text_link" && !entity.url.is_empty())
        .filter_map(|entity| {
            let start = byte_at(text, entity.offset)?;
            let end = byte_at(text, entity.offset.checked_add(entity.length)?)?;
            (text.get(start..end)? != entity.url).then_some((end, entity.url.as_str()))
        })
        .collect();
    links.sort_by_key(|(end, _)| *end);
    let (mut visible, mut from) = (String::with_capacity(text.len()), 0);
    for (end, url) in links {
        visible.push_str(&text[from..end]);
        visible.push_str(" (");
        visible.push_str(url);
        visible.push(')');
        from = end;
    }
    visible.push_str(&text[from..]);
    visible
}

/// The byte at which the UTF-16 unit `units` begins; none beyond the end or inside a character.
fn byte_at(text: &str, units: usize) -> Option<usize> {
    let mut passed = 0;
    for (byte, c) in text.char_indices() {
        if passed >= units {
            return (passed == units).then_some(byte);
        }
        passed += c.len_utf16();
    }
    (passed == units).then_some(text.len())
}
