//! What somebody said: words, content, files. What of it cannot be read is noted, and what can is not lost with it.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use bytes::Bytes;
use serde_json::{Map, Value};
use url::Url;
use yingke_channel_contract::{Author, Content, FileKind, Message, RemoteFile};

use super::fields::{Fields, plain};

/// The message in `fields`; none when it holds nothing.
pub(super) fn read(fields: &Fields<'_>) -> Option<Message> {
    let (content, files) = (content(fields), files(fields));
    let mut message = Message {
        text: fields.text("text"),
        content,
        files,
        author: author(fields),
        replies_to: fields.text("replyTo"),
        thread: fields.texts("thread"),
        conversation: None,
        automatic: fields.flag("automatic").unwrap_or_default(),
        history: fields.flag("history").unwrap_or_default(),
    };
    let empty = message.text.trim().is_empty() && message.content.is_none() && message.files.is_empty();
    if empty && fields.list("files").is_empty() {
        fields.note("text", "is missing, and there is no content and no file either");
        return None;
    }
    if empty {
        // Its files could not be read: somebody said something all the same.
        message.content = Some(unsupported("file"));
    }
    Some(message)
}

fn unsupported(kind: &str) -> Content {
    Content::Unsupported {
        kind: kind.to_owned(),
    }
}

fn author(fields: &Fields<'_>) -> Option<Author> {
    let author = fields.child("author")?;
    Some(Author {
        id: author.needed("id")?,
        name: author.text("name"),
    })
}

fn content(fields: &Fields<'_>) -> Option<Content> {
    fields.get("content")?;
    let Some(given) = fields.child("content") else {
        return Some(unsupported("content"));
    };
    let kind = given.needed("type").unwrap_or_else(|| "content".to_owned());
    let known = [
        "location",
        "sticker",
        "link",
        "contact",
        "menu",
        "pressed",
        "template",
        "mail",
        "unsupported",
    ];
    if !known.contains(&kind.as_str()) {
        return Some(unsupported(&kind));
    }
    let softened: Map<_, _> = given
        .entries()
        .map(|(key, value)| (key.clone(), soften(key, value)))
        .collect();
    match serde_json::from_value(Value::Object(softened)) {
        Ok(content) => Some(harmless(content, &given)),
        Err(error) => {
            fields.note("content", format_args!("is no {kind}: {error}"));
            Some(unsupported(&kind))
        }
    }
}

/// Numbers where texts belong, angles as texts, null for what is left out.
fn soften(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("latitude" | "longitude", Value::String(text)) => text
            .trim()
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| value.clone(), Value::Number),
        ("latitude" | "longitude", _) => value.clone(),
        (_, Value::Number(_)) => Value::String(value.to_string()),
        ("parameters" | "to" | "cc" | "choices", Value::Array(list)) => {
            list.iter().map(|one| soften("", one)).collect()
        }
        (_, Value::Object(map)) => map
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), soften(key, value)))
            .collect(),
        (_, Value::String(_)) => plain(value).map_or(Value::Null, Value::String),
        _ => value.clone(),
    }
}

/// Without what an agent's browser must not open: addresses that are none of the web's, and a mail's HTML, which only the
/// mail channel cleans.
fn harmless(mut content: Content, given: &Fields<'_>) -> Content {
    match &mut content {
        Content::Link(link) if !link.url.is_empty() && web(&link.url).is_none() => {
            given.note("url", "is left out: it is no http or https address");
            link.url.clear();
        }
        Content::Menu(menu) => {
            for choice in &mut menu.choices {
                if choice.url.as_deref().is_some_and(|url| web(url).is_none()) {
                    given.note("choices", "an address is left out: it is not http or https");
                    choice.url = None;
                }
            }
        }
        Content::Mail(mail) if !mail.html.is_empty() => {
            given.note("html", "is left out: put the mail's words into `text`");
            mail.html.clear();
        }
        _ => {}
    }
    content
}

/// The text, if it is an address of the web.
pub(super) fn web(text: &str) -> Option<Url> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn files(fields: &Fields<'_>) -> Vec<RemoteFile> {
    let read = fields.list("files").into_iter().filter_map(|(at, value)| {
        if let Some(url) = value.as_str().filter(|text| web(text).is_some()) {
            return Some(RemoteFile::of(FileKind::File, url));
        }
        file(&Fields::of(value, at, fields.notes())?)
    });
    read.collect()
}

fn file(given: &Fields<'_>) -> Option<RemoteFile> {
    let media_type = given.text("mediaType");
    let mut file = RemoteFile {
        name: given.text("name"),
        inline: given.text("inline"),
        ..RemoteFile::of(kind(&given.text("kind"), &media_type), "")
    };
    file.media_type = media_type;
    if given.get("base64").is_some() {
        let text = given.needed("base64")?;
        file.held = decoded(&text).map(Bytes::from);
        if file.held.is_none() {
            given.note("base64", "is no base64");
            return None;
        }
        return Some(file);
    }
    let url = given.needed("url")?;
    if web(&url).is_none() {
        given.note("url", "is no http or https address");
        return None;
    }
    file.reference = url;
    Some(file)
}

/// The kind by its word, or else by the media type.
fn kind(word: &str, media_type: &str) -> FileKind {
    let group = media_type.split('/').next().unwrap_or_default();
    match (word, group) {
        ("image", _) | ("", "image") => FileKind::Image,
        ("audio" | "voice", _) | ("", "audio") => FileKind::Audio,
        ("video", _) | ("", "video") => FileKind::Video,
        _ => FileKind::File,
    }
}

const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const PLAIN: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

/// The bytes of base64 in either alphabet, with or without line ends, padding and the head of a `data:` address.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let text = match text.strip_prefix("data:") {
        Some(rest) => rest.split_once(";base64,")?.1,
        None => text,
    };
    let text: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = PLAIN.decode(&text).or_else(|_| URL_SAFE.decode(&text)).ok()?;
    (!bytes.is_empty()).then_some(bytes)
}
