//! What a customer's message holds.

use yingke_channel_contract::{Content, Degrees, FileKind, Location, Message as Said, RemoteFile};

use super::{media::sticker, protocol::Message};

/// The message in our words.
pub fn of(message: &Message) -> Said {
    let mut said = match message.kind.as_str() {
        "text" => Said {
            text: message.text.clone(),
            ..Said::default()
        },
        "image" => with_file(message, FileKind::Image),
        "video" => with_file(message, FileKind::Video),
        "audio" => with_file(message, FileKind::Audio),
        "file" => with_file(message, FileKind::File),
        "location" => place(message),
        "sticker" => shown_sticker(message),
        kind => unsupported(kind),
    };
    said.replies_to.clone_from(&message.quoted_message_id);
    said
}

/// Something LINE knows and we do not.
pub fn unsupported(kind: &str) -> Said {
    Said {
        content: Some(Content::Unsupported {
            kind: kind.to_owned(),
        }),
        ..Said::default()
    }
}

/// The bytes are LINE's, under the message's id, or somebody else's at an address of the web.
fn with_file(message: &Message, kind: FileKind) -> Said {
    let provider = &message.content_provider;
    let reference = if provider.kind == "external" {
        &provider.original_content_url
    } else {
        &message.id
    };
    if reference.is_empty() {
        return unsupported(&message.kind);
    }
    let mut file = RemoteFile::of(kind, reference.clone());
    file.name.clone_from(&message.file_name);
    Said {
        files: vec![file],
        ..Said::default()
    }
}

fn place(message: &Message) -> Said {
    let angle = |degrees: Option<f64>| degrees.and_then(Degrees::of);
    let (Some(latitude), Some(longitude)) = (angle(message.latitude), angle(message.longitude)) else {
        return unsupported("location");
    };
    Said {
        content: Some(Content::Location(Location {
            latitude,
            longitude,
            name: message.title.clone(),
            address: message.address.clone(),
        })),
        ..Said::default()
    }
}

/// Its picture is public. Its words are what the customer wrote on it, or the first of the words it is found by.
fn shown_sticker(message: &Message) -> Said {
    let words = Some(&message.text).filter(|text| !text.is_empty());
    let picture = sticker(&message.sticker_id).map(|reference| RemoteFile::of(FileKind::Image, reference));
    Said {
        text: words.or(message.keywords.first()).cloned().unwrap_or_default(),
        content: Some(Content::Sticker),
        files: picture.into_iter().collect(),
        ..Said::default()
    }
}
