//! `multipart/form-data` (RFC 7578), with parts that are read while they are sent.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::{NotSent, Part, Source};

/// The pieces of a form, and the header that names its boundary.
pub(crate) fn form(parts: Vec<Part>) -> Result<(Vec<Source>, String), NotSent> {
    let boundary = boundary()?;
    let mut pieces = Vec::with_capacity(parts.len() * 2 + 1);
    let mut opening = format!("--{boundary}\r\n");
    for part in parts {
        head(&mut opening, &part)?;
        pieces.push(Source::Bytes(Bytes::from(opening)));
        pieces.push(part.source);
        opening = format!("\r\n--{boundary}\r\n");
    }
    let closing = if pieces.is_empty() {
        format!("--{boundary}--\r\n")
    } else {
        format!("\r\n--{boundary}--\r\n")
    };
    pieces.push(Source::Bytes(Bytes::from(closing)));
    Ok((pieces, format!("multipart/form-data; boundary={boundary}")))
}

fn head(text: &mut String, part: &Part) -> Result<(), NotSent> {
    let _ = write!(
        text,
        "Content-Disposition: form-data; name=\"{}\"",
        quoted(&part.name)
    );
    if let Some(name) = &part.file_name {
        let _ = write!(text, "; filename=\"{}\"", quoted(name));
    }
    text.push_str("\r\n");
    if let Some(media_type) = &part.media_type {
        if media_type.contains(|letter: char| letter.is_control() || !letter.is_ascii()) {
            return Err(NotSent::Invalid(format!("{media_type:?} is no media type")));
        }
        let _ = write!(text, "Content-Type: {media_type}\r\n");
    }
    text.push_str("\r\n");
    Ok(())
}

/// As browsers write it (WHATWG, "multipart/form-data encoding algorithm"): UTF-8, three signs escaped.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// 128 bits of chance: no file holds it, so none is searched for it.
fn boundary() -> Result<String, NotSent> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| NotSent::Unreadable(format!("no randomness: {error}")))?;
    let mut text = "yingke-".to_owned();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pieces: &[Source]) -> String {
        let bytes = pieces.iter().map(|piece| match piece {
            Source::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Source::File(file) => format!("<{file:?}>"),
        });
        bytes.collect()
    }

    fn part(name: &str, file_name: Option<&str>, media_type: Option<&str>) -> Part {
        Part {
            name: name.to_owned(),
            file_name: file_name.map(str::to_owned),
            media_type: media_type.map(str::to_owned),
            source: Source::Bytes(Bytes::from_static(b"body")),
        }
    }

    #[test]
    fn every_part_stands_between_boundaries() {
        let parts = vec![
            part("type", None, None),
            part("media", Some("图 1.png"), Some("image/png")),
        ];
        let (pieces, media_type) = form(parts).unwrap();
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nbody\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"media\"; filename=\"图 1.png\"\r\nContent-Type: image/png\r\n\r\n\
             body\r\n--{boundary}--\r\n"
        );
        assert_eq!(text(&pieces), expected);
    }

    #[test]
    fn a_name_cannot_write_headers() {
        let (pieces, _) = form(vec![part("a", Some("x\"\r\nX-Evil: 1\r\n\r\n"), None)]).unwrap();
        assert!(text(&pieces).contains("filename=\"x%22%0D%0AX-Evil: 1%0D%0A%0D%0A\"\r\n"));
        assert!(form(vec![part("a", None, Some("text/plain\r\nX-Evil: 1"))]).is_err());
    }

    #[test]
    fn a_form_without_parts_is_closed() {
        let (pieces, _) = form(Vec::new()).unwrap();
        assert!(text(&pieces).starts_with("--") && text(&pieces).ends_with("--\r\n"));
    }
}
