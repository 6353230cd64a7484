//! A mail's parts: its text, its HTML, its files. mail-parser finds the parts; bytes become text here, because labels lie.

use std::borrow::Cow;

use bytes::Bytes;
use mail_parser::{
    Encoding, HeaderName, HeaderValue, Message, MessagePart, MimeHeaders as _, PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};
use yingke_channel_contract::{FileKind, RemoteFile};

use super::{charset, encoded_words, flowed, html, html_rules, markup};

/// HTML beyond this is a file: nobody reads it in a list of messages.
const MOST_HTML: usize = 1 << 20;

/// What a mail holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Body {
    /// Its plain text; none when it has none.
    pub text: Option<String>,
    /// Its HTML, made harmless; none when it has none.
    pub html: Option<String>,
    /// Its files.
    pub files: Vec<RemoteFile>,
}

/// The body of a parsed mail.
pub fn body(message: &Message<'_>) -> Body {
    let raw: &[u8] = &message.raw_message;
    let mut body = Body::default();
    let mut html = String::new();
    for id in &message.html_body {
        let Some(part) = message.part(*id) else { continue };
        match &part.body {
            PartType::Html(_) => html.push_str(&text_of(raw, part)),
            PartType::Text(_) => {
                let text = markup::escaped(&text_of(raw, part)).replace('\n', "<br>");
                html.extend(["<div>", &text, "</div>"]);
            }
            _ => {}
        }
    }
    let is_html = |id: &u32| {
        message
            .part(*id)
            .is_some_and(|part| matches!(part.body, PartType::Html(_)))
    };
    let texts: Vec<String> = message
        .text_body
        .iter()
        .filter(|id| !is_html(id))
        .filter_map(|id| message.part(*id))
        .filter(|part| matches!(part.body, PartType::Text(_)))
        .map(|part| text_of(raw, part))
        .collect();
    let text = texts.join("\n");
    body.text = Some(text).filter(|text| !text.trim().is_empty());
    files(message, &mut body);
    if message.html_body.iter().any(is_html) {
        take_html(html, &mut body);
    }
    body
}

fn take_html(html: String, body: &mut Body) {
    if html.len() > MOST_HTML || !html_rules::is_readable(&html) {
        body.files.push(RemoteFile {
            name: "message.html".to_owned(),
            media_type: "text/html".to_owned(),
            held: Some(Bytes::from(html)),
            ..RemoteFile::of(FileKind::File, "")
        });
        return;
    }
    let clean = html::clean(&html);
    name_pictures(&clean.html, &mut body.files);
    for (id, media_type, bytes) in clean.pictures {
        body.files.push(RemoteFile {
            name: format!("{id}.{}", ending(&media_type)),
            media_type,
            held: Some(bytes),
            inline: id,
            ..RemoteFile::of(FileKind::Image, "")
        });
    }
    body.html = Some(clean.html.trim().to_owned()).filter(|html| !html.is_empty());
}

/// Only what the text names is part of it. Apple sends pictures without names: they stand in the order of the gaps.
fn name_pictures(html: &str, files: &mut [RemoteFile]) {
    let mut wanted: Vec<String> = Vec::new();
    for (_, after) in html
        .match_indices("\"cid:")
        .map(|(at, found)| (at, &html[at + found.len()..]))
    {
        let id = after.split('"').next().unwrap_or_default();
        if !wanted.iter().any(|known| known == id) {
            wanted.push(id.to_owned());
        }
    }
    for file in files.iter_mut() {
        let id = wanted.iter().find(|id| decoded_id(id) == file.inline).cloned();
        file.inline = id.unwrap_or_default();
    }
    let open = wanted.iter().filter(|id| !id.is_empty());
    let open: Vec<_> = open
        .filter(|id| !files.iter().any(|file| file.inline == **id))
        .cloned()
        .collect();
    let nameless = files
        .iter_mut()
        .filter(|file| file.inline.is_empty() && file.kind == FileKind::Image);
    for (id, file) in open.into_iter().zip(nameless) {
        file.inline = id;
    }
}

/// A `cid:` address is written as part of a URL.
fn decoded_id(id: &str) -> String {
    url::form_urlencoded::parse(format!("k={}", markup_free(id)).as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

fn markup_free(id: &str) -> String {
    id.replace("&amp;", "%26").replace('+', "%2B").replace('&', "%26")
}

fn files(message: &Message<'_>, body: &mut Body) {
    for (at, id) in message.attachments.iter().enumerate() {
        let Some(part) = message.part(*id) else { continue };
        // A picture between texts is in both lists; a text that is already shown is no file.
        let shown = message.text_body.contains(id) || message.html_body.contains(id);
        if shown && matches!(part.body, PartType::Text(_) | PartType::Html(_)) {
            continue;
        }
        let bytes = bytes_of(message, part);
        if bytes.is_empty() && part.content_type().is_none() {
            continue;
        }
        let media_type = media_type(part);
        body.files.push(RemoteFile {
            name: name(message, part, &media_type, at + 1),
            held: Some(Bytes::from(bytes)),
            inline: part
                .content_id()
                .unwrap_or_default()
                .trim_matches(['<', '>', ' '])
                .to_owned(),
            ..RemoteFile::of(kind(&media_type), "")
        });
        if let Some(file) = body.files.last_mut() {
            file.media_type = media_type;
        }
    }
}

fn media_type(part: &MessagePart<'_>) -> String {
    match (&part.body, part.content_type()) {
        (PartType::Message(_), _) => "message/rfc822".to_owned(),
        (_, Some(given)) => {
            let text = format!("{}/{}", given.ctype(), given.subtype().unwrap_or("octet-stream"));
            encoded_words::one_line(&text.to_ascii_lowercase())
        }
        (PartType::Text(_), None) => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}

fn kind(media_type: &str) -> FileKind {
    match media_type.split('/').next() {
        // A drawing can hold scripts: it is a file, and nothing shows it by itself.
        _ if media_type.starts_with("image/svg") => FileKind::File,
        Some("image") => FileKind::Image,
        Some("audio") => FileKind::Audio,
        Some("video") => FileKind::Video,
        _ => FileKind::File,
    }
}

/// The name of a file: its own, or one made of what it is.
fn name(message: &Message<'_>, part: &MessagePart<'_>, media_type: &str, number: usize) -> String {
    let given = part.attachment_name().unwrap_or_default();
    // Names in encoded words stand where RFC 2231 wants another form, and bare bytes where it wants any: many programs
    // do it.
    let given = if given.contains('\u{fffd}') {
        raw_name(message, part).unwrap_or_else(|| given.to_owned())
    } else {
        encoded_words::decode(given.as_bytes(), "")
    };
    let bare = given.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let bare: String = bare.chars().filter(|c| !bidi(*c)).take(200).collect();
    if !bare.is_empty() && bare != "." && bare != ".." {
        return bare;
    }
    if let PartType::Message(inner) = &part.body
        && let Some(subject) = inner.subject().filter(|subject| !subject.trim().is_empty())
    {
        let plain = encoded_words::one_line(subject).replace(['/', '\\'], "_");
        let short: String = plain.chars().filter(|c| !bidi(*c)).take(100).collect();
        return format!("{short}.eml");
    }
    let what = media_type
        .split('/')
        .next()
        .filter(|kind| matches!(*kind, "image" | "audio" | "video"));
    format!("{}-{number}.{}", what.unwrap_or("attachment"), ending(media_type))
}

/// A name that was sent as bare bytes, in the charset of the mail's text.
fn raw_name(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let label = charset_of(message);
    let names = [HeaderName::ContentDisposition, HeaderName::ContentType];
    let mut headers = part.headers.iter().filter(|header| names.contains(&header.name));
    headers.find_map(|header| {
        let (start, end) = (header.offset_start as usize, header.offset_end as usize);
        let text = encoded_words::decode(message.raw_message.get(start..end)?, &label);
        let (_, after) = text.split_once("name=")?;
        let name = after.trim_start_matches('"').split(['"', ';']).next()?;
        Some(name.trim().to_owned()).filter(|name| !name.is_empty())
    })
}

/// Characters that turn the direction of a text: `gpj.exe` reads as `exe.jpg` behind one.
fn bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/bmp" => "bmp",
        "text/plain" => "txt",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/calendar" => "ics",
        "text/vcard" | "text/x-vcard" => "vcf",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "application/ms-tnef" => "dat",
        "application/pgp-signature" => "asc",
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => "p7s",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => "p7m",
        "message/rfc822" | "message/global" => "eml",
        _ => "bin",
    }
}

/// The bytes of a part as they were before they were packed for the way. Texts keep their own charset.
pub fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    match &part.body {
        PartType::Message(_) if part.encoding == Encoding::None => slice(&message.raw_message, part).to_vec(),
        PartType::Message(inner) => inner.raw_message.to_vec(),
        PartType::Text(_) | PartType::Html(_) => unpacked(&message.raw_message, part).into_owned(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
        PartType::Multipart(_) => Vec::new(),
    }
}

fn slice<'a>(raw: &'a [u8], part: &MessagePart<'_>) -> &'a [u8] {
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    raw.get(start..end.min(raw.len())).unwrap_or_default()
}

fn unpacked<'a>(raw: &'a [u8], part: &MessagePart<'_>) -> Cow<'a, [u8]> {
    let packed = slice(raw, part);
    let bytes = match part.encoding {
        Encoding::Base64 => base64_decode(packed),
        Encoding::QuotedPrintable => quoted_printable_decode(packed),
        Encoding::None => None,
    };
    bytes.map_or(Cow::Borrowed(packed), Cow::Owned)
}

/// The text of a text part.
fn text_of(raw: &[u8], part: &MessagePart<'_>) -> String {
    let bytes = unpacked(raw, part);
    let given = part.content_type();
    let of = |name: &str| given.and_then(|one| one.attribute(name)).unwrap_or_default();
    let mut label = of("charset").to_owned();
    let is_html = matches!(part.body, PartType::Html(_));
    if label.is_empty() && is_html {
        label = meta_charset(&bytes);
    }
    let text = charset::decode(&bytes, &label)
        .replace("\r\n", "\n")
        .replace('\0', "");
    if !is_html && of("format").eq_ignore_ascii_case("flowed") {
        return flowed::unfold(&text, of("delsp").eq_ignore_ascii_case("yes"));
    }
    text
}

/// What a page says of its own charset, in its first bytes.
fn meta_charset(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let Some((_, after)) = head.split_once("charset=") else {
        return String::new();
    };
    after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

/// A header's raw bytes, the first of that name.
pub fn raw_header<'a>(message: &'a Message<'_>, name: &HeaderName<'_>) -> Option<&'a [u8]> {
    let found = message.headers().iter().find(|header| header.name == *name)?;
    let (start, end) = (found.offset_start as usize, found.offset_end as usize);
    message.raw_message.get(start..end)
}

/// The charset the mail's own text is said to be in.
pub fn charset_of(message: &Message<'_>) -> String {
    let part = message.text_bodies().chain(message.html_bodies()).next();
    let label = part.and_then(|part| part.content_type()?.attribute("charset"));
    label.unwrap_or_default().to_owned()
}

/// The text of the first header of this name, whichever form mail-parser has for it.
pub fn text_header<'a>(message: &'a Message<'_>, name: &str) -> Option<&'a str> {
    let headers = message.headers().iter();
    let mut found = headers.filter(|header| header.name.as_str().eq_ignore_ascii_case(name));
    match &found.next()?.value {
        HeaderValue::Text(text) => Some(text),
        HeaderValue::TextList(list) => list.first().map(|text| &**text),
        _ => Some(""),
    }
}
