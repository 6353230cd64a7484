//! What a draft becomes: messages, their words, buttons and files.

use bytes::Bytes;
use serde_json::{Map, Value, json};
use yingke_channel_contract::{Choice, Content, Draft, FormPart, Menu, OutFile, PartBody};

use super::{manifest, outbound};

/// Files of one message.
const FILES: usize = 10;

/// Bytes of one message's files. Discord speaks of each file and of the request in different places: this holds for both.
pub const BYTES: u64 = 10 * 1024 * 1024;

/// Buttons: five rows of five.
const ROW: usize = 5;
const ROWS: usize = 5;

/// Characters on a button.
const LABEL: usize = 80;

/// One message of those a draft becomes.
pub struct Part<'a> {
    at: usize,
    text: &'a str,
    files: &'a [OutFile],
    last: bool,
}

/// All words of a draft: a card's heading, the text, a link, the words below a menu.
pub fn text(draft: &Draft) -> String {
    let (mut before, mut after) = (String::new(), Vec::new());
    match &draft.content {
        Some(Content::Menu(menu)) => {
            if !menu.title.is_empty() {
                before = format!("**{}**", menu.title);
            }
            after = vec![menu.tail.as_str()];
        }
        // Discord adds the preview.
        Some(Content::Link(link)) => after = vec![&link.title, &link.description, &link.url],
        _ => {}
    }
    let lines = [before.as_str(), &draft.text];
    let lines = lines.into_iter().chain(after).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The messages: the text's pieces, files on the last of them, what does not fit there in messages after it.
pub fn parts<'a>(draft: &'a Draft, text: &'a str) -> Vec<Part<'a>> {
    let mut pieces = manifest::MANIFEST.limits.text.split(text);
    let mut batches = batches(&draft.files);
    if pieces.is_empty() && (!batches.is_empty() || draft.content.is_some()) {
        pieces.push("");
    }
    if batches.is_empty() {
        batches.push(&[]);
    }
    let ahead = pieces.len().saturating_sub(1);
    let together = pieces.len().min(1) * batches.len();
    (0..ahead + together)
        .map(|at| Part {
            at,
            text: pieces.get(at).copied().unwrap_or_default(),
            files: at.checked_sub(ahead).map_or(&[], |batch| batches[batch]),
            last: at + 1 == ahead + together,
        })
        .collect()
}

/// Files in the fewest messages that keep their order.
fn batches(files: &[OutFile]) -> Vec<&[OutFile]> {
    let (mut batches, mut start, mut bytes) = (Vec::new(), 0, 0_u64);
    for (at, file) in files.iter().enumerate() {
        let full = at - start == FILES || bytes.saturating_add(file.size) > BYTES;
        if full && at > start {
            batches.push(&files[start..at]);
            (start, bytes) = (at, 0);
        }
        bytes = bytes.saturating_add(file.size);
    }
    if start < files.len() {
        batches.push(&files[start..]);
    }
    batches
}

/// Whether a menu has more buttons than a message.
pub fn has_too_many_choices(draft: &Draft) -> bool {
    matches!(&draft.content, Some(Content::Menu(menu)) if menu.choices.len() > ROW * ROWS)
}

/// A part's body, and as a form where it has files.
pub fn body(draft: &Draft, part: &Part<'_>) -> (Value, Option<Vec<FormPart>>) {
    let mut body = Map::new();
    if !part.text.is_empty() {
        body.insert("content".to_owned(), part.text.into());
    }
    // Whoever a text seems to name is not called by it.
    body.insert("allowed_mentions".to_owned(), json!({ "parse": [] }));
    let nonce = outbound::nonce(draft.id, part.at);
    body.insert("nonce".to_owned(), nonce.into());
    body.insert("enforce_nonce".to_owned(), true.into());
    if part.at == 0 && !draft.replies_to.is_empty() {
        let quoted = json!({ "message_id": draft.replies_to, "fail_if_not_exists": false });
        body.insert("message_reference".to_owned(), quoted);
    }
    if let (true, Some(Content::Menu(menu))) = (part.last, &draft.content) {
        body.insert("components".to_owned(), buttons(menu));
    }
    if part.files.is_empty() {
        return (body.into(), None);
    }
    let named = part.files.iter().enumerate();
    let named = named.map(|(at, file)| json!({ "id": at, "filename": file.name }));
    body.insert("attachments".to_owned(), named.collect());
    let body = Value::from(body);
    let form = form(&body, part.files);
    (body, Some(form))
}

fn form(body: &Value, files: &[OutFile]) -> Vec<FormPart> {
    let payload = FormPart {
        name: "payload_json".to_owned(),
        file_name: None,
        media_type: Some("application/json".to_owned()),
        body: PartBody::Bytes(Bytes::from(body.to_string())),
    };
    let files = files.iter().enumerate();
    let files = files.map(|(at, file)| FormPart::file(&format!("files[{at}]"), file));
    std::iter::once(payload).chain(files).collect()
}

fn buttons(menu: &Menu) -> Value {
    menu.choices
        .chunks(ROW)
        .map(|row| json!({ "type": 1, "components": row.iter().map(button).collect::<Vec<_>>() }))
        .collect()
}

fn button(choice: &Choice) -> Value {
    let label: String = choice.label.chars().take(LABEL).collect();
    match &choice.url {
        Some(url) => json!({ "type": 2, "style": 5, "label": label, "url": url }),
        None => json!({ "type": 2, "style": 2, "label": label, "custom_id": choice.id }),
    }
}

/// Our own reactions to a message.
pub fn our_reactions(message: &Value) -> Vec<String> {
    let reactions = message["reactions"].as_array();
    let ours = reactions.into_iter().flatten().filter(|one| one["me"] == true);
    ours.filter_map(|one| {
        let emoji: super::protocol::Emoji = serde_json::from_value(one["emoji"].clone()).ok()?;
        Some(emoji.word()).filter(|word| !word.is_empty())
    })
    .collect()
}

impl Part<'_> {
    /// Whether it became a message of these words and so many files.
    pub fn holds(&self, text: &str, files: usize) -> bool {
        self.text == text && self.files.len() == files
    }
}
