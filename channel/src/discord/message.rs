//! What one message says.

use serde_json::Value;
use yingke_channel_contract::{Content, Ctx, Fault, FileKind, Message as Said, Problem, RemoteFile};

use super::{
    CDN, MEDIA_CDN, markup,
    protocol::{Attachment, FORWARD, IS_VOICE_MESSAGE, Message, Sticker, kind},
};

/// What `message` says; what of it could not be read is added to `problems`.
pub fn said(ctx: &Ctx<'_>, message: &Message, problems: &mut Vec<Problem>) -> Said {
    let mut said = Said {
        text: markup::plain(&message.content, &message.mentions),
        replies_to: replied(message),
        ..Said::default()
    };
    for attachment in &message.attachments {
        add_file(message, attachment, &mut said, problems);
    }
    for sticker in &message.sticker_items {
        add_sticker(ctx, message, sticker, &mut said, problems);
    }
    for snapshot in &message.snapshots {
        add_forwarded(message, &snapshot["message"], &mut said, problems);
    }
    if let Some(kind) = unknown(message, &said) {
        said.content = Some(Content::Unsupported { kind });
    }
    if let Some(question) = message.poll.pointer("/question/text").and_then(Value::as_str)
        && said.text.is_empty()
    {
        question.clone_into(&mut said.text);
    }
    // Nobody waits for an answer to a pin.
    said.automatic = message.kind == kind::PIN;
    said
}

/// Whether a message of this kind was written by its author.
const fn is_said(number: u64) -> bool {
    matches!(
        number,
        kind::DEFAULT | kind::REPLY | kind::COMMAND | kind::CONTEXT_MENU
    )
}

/// Whether a message of this kind only tells that something happened in a server (somebody joined, boosted, opened a
/// thread): nobody said anything to us. A number that is not known here is shown, not hidden.
pub const fn is_notice(number: u64) -> bool {
    matches!(
        number,
        1 | 2 | 4..=12 | 14..=18 | 21 | 22 | 24..=32 | 36..=39 | 44 | 46
    )
}

fn replied(message: &Message) -> String {
    match &message.reference {
        Some(reference) if reference.kind != FORWARD && is_said(message.kind) => reference.message_id.clone(),
        _ => String::new(),
    }
}

/// Discord's word for what we cannot show.
fn unknown(message: &Message, said: &Said) -> Option<String> {
    if !is_said(message.kind) {
        return Some(match message.kind {
            kind::CALL => "CALL".to_owned(),
            kind::PIN => "CHANNEL_PINNED_MESSAGE".to_owned(),
            number => format!("type {number}"),
        });
    }
    let word = if message.poll.is_object() {
        "poll"
    } else if message.activity.is_object() {
        "activity"
    } else if !said.text.is_empty() || !said.files.is_empty() || said.content.is_some() {
        return None;
    } else if !message.embeds.is_empty() {
        "embed"
    } else if !message.components.is_empty() {
        "components"
    } else {
        // In a server's channel: the intent to see what messages hold is not switched on.
        "empty"
    };
    Some(word.to_owned())
}

fn add_file(message: &Message, attachment: &Value, said: &mut Said, problems: &mut Vec<Problem>) {
    let at = || format!("message {} attachment", message.id);
    match serde_json::from_value::<Attachment>(attachment.clone()) {
        Ok(one) if !one.url.is_empty() => said.files.push(file(message, one)),
        Ok(_) => problems.push(Problem::at(at(), Fault::missing("url").said("no address"))),
        Err(error) => problems.push(Problem::at(at(), error)),
    }
}

/// The address runs out in a day; with the message's own place before it, [`super::media`] can ask for it anew.
fn file(message: &Message, attachment: Attachment) -> RemoteFile {
    let voice = message.flags & IS_VOICE_MESSAGE != 0;
    let kind = match attachment.content_type.split('/').next() {
        _ if voice => FileKind::Audio,
        Some("image") => FileKind::Image,
        Some("audio") => FileKind::Audio,
        Some("video") => FileKind::Video,
        _ => FileKind::File,
    };
    let place = format!("{}/{}/{}", message.channel_id, message.id, attachment.id);
    RemoteFile {
        name: attachment.filename,
        media_type: attachment.content_type,
        ..RemoteFile::of(kind, format!("{place} {}", attachment.url))
    }
}

fn add_sticker(ctx: &Ctx<'_>, message: &Message, item: &Value, said: &mut Said, problems: &mut Vec<Problem>) {
    let sticker = match serde_json::from_value::<Sticker>(item.clone()) {
        Ok(sticker) => sticker,
        Err(error) => {
            return problems.push(Problem::at(format!("message {} sticker", message.id), error));
        }
    };
    said.content = Some(Content::Sticker);
    if said.text.is_empty() {
        said.text.clone_from(&sticker.name);
    }
    let cdn = |key, usual| ctx.settings.get(key).unwrap_or(usual).trim_end_matches('/');
    let (base, ending, media_type) = match sticker.format_type {
        1 | 2 => (cdn("cdn_url", CDN), "png", "image/png"),
        4 => (cdn("media_url", MEDIA_CDN), "gif", "image/gif"),
        // Lottie is a drawing in JSON: its name has to do.
        _ => return,
    };
    said.files.push(RemoteFile {
        name: format!("{}.{ending}", sticker.name),
        media_type: media_type.to_owned(),
        ..RemoteFile::of(
            FileKind::Image,
            format!("{base}/stickers/{}.{ending}", sticker.id),
        )
    });
}

/// What somebody forwarded is what they say.
fn add_forwarded(message: &Message, snapshot: &Value, said: &mut Said, problems: &mut Vec<Problem>) {
    match serde_json::from_value::<Message>(snapshot.clone()) {
        Ok(inner) => {
            let words = markup::plain(&inner.content, &inner.mentions);
            if !said.text.is_empty() && !words.is_empty() {
                said.text.push('\n');
            }
            said.text.push_str(&words);
            for attachment in &inner.attachments {
                add_file(message, attachment, said, problems);
            }
        }
        Err(error) => problems.push(Problem::at(format!("message {} forward", message.id), error)),
    }
}
