//! Which messages a draft becomes: texts first, then what it holds, then its files. Pure.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Choice, Content, DeliveryError, Draft, ErrorKind, FileKind, Link, Location, Menu, OutFile,
};

use crate::wecom_kf::manifest::{MANIFEST, TEXT};

/// Limits of the sheet, in bytes.
const HEAD: usize = 1_024;
const TAIL: usize = 1_024;
const CHOICES: usize = 10;
const LABEL: usize = 128;
const TITLE: usize = 128;
const DESCRIPTION: usize = 512;
const ADDRESS: usize = 2_048;

/// One message.
pub(super) struct Part<'d> {
    /// Its `msgtype`.
    pub kind: &'static str,
    /// What stands under that name, but for the media id.
    held: Value,
    /// What has to be uploaded first, and the name its id stands under.
    pub upload: Option<Upload<'d>>,
}

/// A file to be uploaded.
pub(super) struct Upload<'d> {
    /// The provider's kind of media.
    pub kind: &'static str,
    /// Which.
    pub file: &'d OutFile,
    /// Where its id belongs.
    name: &'static str,
}

impl Part<'_> {
    fn plain(kind: &'static str, held: Value) -> Self {
        let upload = None;
        Self { kind, held, upload }
    }

    fn text(content: &str) -> Self {
        Self::plain("text", json!({ "content": content }))
    }

    /// The message's body.
    pub(super) fn message(&self, media: &str) -> Value {
        let mut held = self.held.clone();
        if let Some(upload) = &self.upload {
            held[upload.name] = media.into();
        }
        super::body(self.kind, &held)
    }
}

/// The messages of a draft, or why it can be none.
pub(super) fn of(draft: &Draft) -> Result<Vec<Part<'_>>, DeliveryError> {
    let mut parts = texts(&draft.text);
    let mut files = &draft.files[..];
    match &draft.content {
        None => {}
        Some(Content::Location(place)) => parts.push(location(place)),
        Some(Content::Menu(menu)) => {
            // The last piece of the text is the menu's heading, where it fits.
            let last = TEXT.split(&draft.text).pop().unwrap_or_default();
            let head = if last.len() <= HEAD { last } else { "" };
            if !head.is_empty() {
                parts.pop();
            }
            parts.push(msgmenu(menu, head)?);
        }
        Some(Content::Link(link)) => match (files, link.url.len() <= ADDRESS) {
            // A card needs a picture: the draft's first, which is then not sent by itself.
            ([picture, rest @ ..], true) if as_kind(picture)? == "image" => {
                files = rest;
                parts.push(card(link, picture));
            }
            _ => parts = texts(&[draft.text.as_str(), &written(link)].join("\n")),
        },
        Some(content) => return Err(unsendable(Ability::of(content))),
    }
    for file in files {
        parts.push(sent_as(file, as_kind(file)?));
    }
    if parts.is_empty() {
        return Err(DeliveryError::of(ErrorKind::Invalid).said("empty", "nothing to send"));
    }
    Ok(parts)
}

fn texts<'d>(text: &str) -> Vec<Part<'d>> {
    TEXT.split(text.trim()).into_iter().map(Part::text).collect()
}

fn unsendable(ability: Ability) -> DeliveryError {
    let instead = MANIFEST.instead(ability).map_or("", |words| words.zh);
    DeliveryError::of(ErrorKind::Unsendable).said(format_args!("{ability:?}"), instead)
}

fn too_large(what: &str) -> DeliveryError {
    DeliveryError::of(ErrorKind::TooLarge).said("limit", what)
}

fn location(place: &Location) -> Part<'static> {
    let held = json!({
        "name": place.name,
        "address": place.address,
        "latitude": place.latitude.degrees(),
        "longitude": place.longitude.degrees(),
    });
    Part::plain("location", held)
}

fn msgmenu(menu: &Menu, head: &str) -> Result<Part<'static>, DeliveryError> {
    if menu.choices.len() > CHOICES {
        return Err(too_large("一个菜单最多 10 项"));
    }
    let list: Vec<_> = menu.choices.iter().map(entry).collect::<Result<_, _>>()?;
    let mut held = json!({ "list": list });
    // The heading of a card stands above the words.
    let head = [menu.title.as_str(), head].join("\n");
    for (name, text, most) in [
        ("head_content", head.trim(), HEAD),
        ("tail_content", &menu.tail, TAIL),
    ] {
        if text.len() > most {
            return Err(too_large("菜单的开头和结尾各不超过 1024 字节"));
        }
        if !text.is_empty() {
            held[name] = text.into();
        }
    }
    Ok(Part::plain("msgmenu", held))
}

fn entry(choice: &Choice) -> Result<Value, DeliveryError> {
    if choice.label.len() > LABEL || choice.id.len() > LABEL {
        return Err(too_large("菜单项不超过 128 字节"));
    }
    Ok(match &choice.url {
        Some(url) if url.len() > ADDRESS => return Err(too_large("链接不超过 2048 字节")),
        Some(url) => json!({ "type": "view", "view": { "url": url, "content": choice.label } }),
        None => json!({ "type": "click", "click": { "id": choice.id, "content": choice.label } }),
    })
}

fn card<'d>(link: &Link, picture: &'d OutFile) -> Part<'d> {
    let held = json!({
        "title": cut(&link.title, TITLE),
        "desc": cut(&link.description, DESCRIPTION),
        "url": link.url,
    });
    let upload = Upload {
        kind: "image",
        file: picture,
        name: "thumb_media_id",
    };
    Part {
        kind: "link",
        held,
        upload: Some(upload),
    }
}

/// A link without a picture: WeChat makes the address of a text one to be tapped.
fn written(link: &Link) -> String {
    let lines = [&link.title, &link.description, &link.url];
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(String::as_str)
        .collect();
    lines.join("\n")
}

/// The beginning of a text that fits, never half a character.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// As which kind of media a file goes out: what is of no type or length that its kind takes goes as a file.
fn as_kind(file: &OutFile) -> Result<&'static str, DeliveryError> {
    let own = MANIFEST.file(file.kind).is_some_and(|limit| {
        let typed = limit.types.is_empty() || limit.types.contains(&file.media_type.as_str());
        let lasts = file.lasts_ms.unwrap_or(0);
        let short = limit.seconds.is_none_or(|most| lasts <= u64::from(most) * 1_000);
        typed && short && file.size <= limit.most
    });
    let any = MANIFEST.file(FileKind::File).map_or(0, |limit| limit.most);
    match file.kind {
        FileKind::Image if own => Ok("image"),
        FileKind::Audio if own => Ok("voice"),
        FileKind::Video if own => Ok("video"),
        _ if file.size <= any => Ok("file"),
        _ => Err(too_large("文件不超过 20 MB")),
    }
}

fn sent_as<'d>(file: &'d OutFile, kind: &'static str) -> Part<'d> {
    let name = "media_id";
    Part {
        kind,
        held: json!({}),
        upload: Some(Upload { kind, file, name }),
    }
}
