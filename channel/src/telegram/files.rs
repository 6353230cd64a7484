//! Files: which method takes which, and which go together.

use serde_json::{Value, json};
use yingke_channel_contract::{Content, DeliveryError, Draft, ErrorKind, FileKind, OutFile};

use super::{
    call::{Call, Effect},
    manifest::{LARGEST, LARGEST_PICTURE},
};

/// The method for two to ten files at once.
pub const SEVERAL: &str = "sendMediaGroup";
/// So many at most.
const GROUP: usize = 10;

/// How a file is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Form {
    method: &'static str,
    field: &'static str,
    /// Files of the same of these go together.
    album: Option<&'static str>,
}

const fn form(method: &'static str, field: &'static str, album: Option<&'static str>) -> Form {
    Form { method, field, album }
}

const PHOTO: Form = form("sendPhoto", "photo", Some("seen"));
const VIDEO: Form = form("sendVideo", "video", Some("seen"));
const ANIMATION: Form = form("sendAnimation", "animation", None);
const VOICE: Form = form("sendVoice", "voice", None);
const AUDIO: Form = form("sendAudio", "audio", Some("heard"));
const DOCUMENT: Form = form("sendDocument", "document", Some("kept"));
const STICKER: Form = form("sendSticker", "sticker", None);

impl Form {
    /// The form in which the customer's app shows the file rather than offers it. What it cannot show is a document.
    fn of(file: &OutFile) -> Self {
        let media_type = file.media_type.split(';').next().unwrap_or_default().trim();
        match (file.kind, media_type) {
            (FileKind::Image, "image/gif") => ANIMATION,
            (FileKind::Image, _) if file.size <= LARGEST_PICTURE => PHOTO,
            (FileKind::Audio, "audio/ogg" | "audio/opus") => VOICE,
            (FileKind::Audio, "audio/mpeg" | "audio/mp4" | "audio/x-m4a" | "audio/m4a") => AUDIO,
            (FileKind::Video, "video/mp4") => VIDEO,
            _ => DOCUMENT,
        }
    }
}

/// The calls that send a draft's files, without a chat.
pub fn calls(draft: &Draft) -> Result<Vec<Call>, DeliveryError> {
    if draft.files.iter().any(|file| file.size > LARGEST) {
        return Err(DeliveryError::of(ErrorKind::TooLarge).said("size", ""));
    }
    let sticker = matches!(draft.content, Some(Content::Sticker));
    let form = |file: &OutFile| if sticker { STICKER } else { Form::of(file) };
    let together =
        |one: &OutFile, next: &OutFile| form(one).album.is_some() && form(one).album == form(next).album;
    let groups = draft
        .files
        .chunk_by(together)
        .flat_map(|group| group.chunks(GROUP));
    let calls = groups.map(|group| match group {
        [one] => single(form(one), one),
        several => album(several),
    });
    Ok(calls.collect())
}

fn single(form: Form, file: &OutFile) -> Call {
    let mut call = Call::new(form.method, "", Effect::Says, json!({})).with(form.field, file);
    if let (VOICE | AUDIO | VIDEO, Some(millis)) = (form, file.lasts_ms) {
        call.set("duration", millis.div_ceil(1_000));
    }
    match form {
        VIDEO => call.set("supports_streaming", true),
        // Sent as a file it stays one.
        DOCUMENT => call.set("disable_content_type_detection", true),
        _ => {}
    }
    call
}

fn album(files: &[OutFile]) -> Call {
    let mut call = Call::new(SEVERAL, "", Effect::Says, json!({}));
    let mut media = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let name = format!("file{index}");
        media.push(json!({ "type": Form::of(file).field, "media": format!("attach://{name}") }));
        call = call.with(name, file);
    }
    call.set("media", media);
    call
}

/// Puts words under a file, or under the first of several. Whether it takes any.
pub fn caption(call: &mut Call, words: &str) -> bool {
    if words.is_empty() {
        return true;
    }
    match call.parameters.get_mut("media").and_then(Value::as_array_mut) {
        Some(media) => media[0]["caption"] = words.into(),
        None if call.method == STICKER.method => return false,
        None => call.set("caption", words),
    }
    true
}
