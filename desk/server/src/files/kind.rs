//! What a file is by its first bytes, whether an inbox takes it, and how it may be shown.

use super::{Refused, office};

/// Text without any structure we know.
pub const TEXT: &str = "text/plain";

/// The pictures we decode and show.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
}

/// What the first bytes say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// A picture we decode.
    Picture(Format),
    /// Something with a known beginning.
    Other(&'static str),
    /// Nothing known: text, or a mere row of bytes.
    Nothing,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Gif, Self::WebP];

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
        }
    }
}

/// Recognises a file by its beginning.
pub fn find(head: &[u8]) -> Found {
    if let Some(markup) = markup(head) {
        return Found::Other(markup);
    }
    let Some(kind) = infer::Infer::new().get(head) else {
        return Found::Nothing;
    };
    let media_type = kind.mime_type();
    if let Some(format) = Format::ALL
        .into_iter()
        .find(|format| format.media_type() == media_type)
    {
        return Found::Picture(format);
    }
    match media_type {
        // A script is text to us; whether it is valid text is seen later.
        "text/x-shellscript" => Found::Nothing,
        other => Found::Other(other),
    }
}

/// HTML, SVG and other XML, also where a byte order mark or blanks stand before: never a picture, never shown.
fn markup(head: &[u8]) -> Option<&'static str> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let tag = head[start..].strip_prefix(b"<")?;
    if !matches!(tag.first(), Some(b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z')) {
        return None;
    }
    let text = String::from_utf8_lossy(tag).to_ascii_lowercase();
    Some(if text.contains("<svg") || text.starts_with("svg") {
        "image/svg+xml"
    } else if text.starts_with("?xml") {
        "application/xml"
    } else {
        "text/html"
    })
}

/// Whether an inbox that permits `types` takes files of `media_type`.
///
/// `image/*` means the four pictures we can clean. Markup and unknown bytes are taken only where they are named exactly.
pub fn permit(types: &[String], media_type: &str) -> Result<(), Refused> {
    let family = media_type.split('/').next().unwrap_or_default();
    let plain = match family {
        "image" => Format::ALL.iter().any(|format| format.media_type() == media_type),
        "text" => media_type == TEXT,
        _ => !matches!(media_type, "application/xml" | "application/octet-stream"),
    };
    let takes = |one: &String| match one.strip_suffix("/*") {
        Some(of) => plain && (of == family || of == "*"),
        None => one.eq_ignore_ascii_case(media_type),
    };
    if types.iter().any(takes) {
        Ok(())
    } else {
        Err(Refused::Kind(media_type.to_owned()))
    }
}

/// Whether a browser may show it in place: raster pictures, sound and film; everything else is a download.
pub fn shown_in_place(media_type: &str) -> bool {
    Format::ALL.iter().any(|format| format.media_type() == media_type)
        || media_type.starts_with("audio/")
        || media_type.starts_with("video/")
}

/// The extensions a file of `media_type` may have, the usual one first; none = any harmless one stays.
pub fn extensions(media_type: &str) -> &'static [&'static str] {
    match media_type {
        "image/png" => &["png"],
        "image/jpeg" => &["jpg", "jpeg", "jpe", "jfif"],
        "image/gif" => &["gif"],
        "image/webp" => &["webp"],
        "application/pdf" => &["pdf"],
        "application/zip" => &["zip"],
        TEXT => &[
            "txt", "csv", "tsv", "log", "md", "json", "srt", "vtt", "ini", "yaml", "yml",
        ],
        "video/mp4" => &["mp4", "m4v"],
        "video/quicktime" => &["mov", "qt"],
        "video/webm" => &["webm"],
        "audio/mpeg" => &["mp3"],
        "audio/m4a" | "audio/mp4" => &["m4a", "mp4"],
        "audio/ogg" => &["ogg", "oga", "opus"],
        "audio/x-wav" => &["wav"],
        other => infer_extension(other),
    }
}

fn infer_extension(media_type: &str) -> &'static [&'static str] {
    match media_type {
        office::DOCX => &["docx"],
        office::XLSX => &["xlsx"],
        office::PPTX => &["pptx"],
        // The text editors, tables and slides of WPS keep the same containers under names of their own.
        office::DOC => &["doc", "dot", "wps"],
        office::XLS => &["xls", "xlt", "et"],
        office::PPT => &["ppt", "pps", "pot", "dps"],
        "application/vnd.rar" => &["rar"],
        "application/x-7z-compressed" => &["7z"],
        "application/gzip" => &["gz", "tgz"],
        "text/html" => &["html", "htm"],
        "image/svg+xml" => &["svg"],
        "application/xml" => &["xml"],
        "video/x-matroska" => &["mkv"],
        "video/x-msvideo" => &["avi"],
        "audio/aac" => &["aac"],
        "audio/amr" => &["amr"],
        "audio/opus" => &["opus", "ogg"],
        "audio/x-flac" => &["flac"],
        _ => &["bin"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_by_bytes_alone() {
        let rows: [(&[u8], Found); 12] = [
            (b"\x89PNG\r\n\x1a\n", Found::Picture(Format::Png)),
            (b"\xff\xd8\xff\xe0", Found::Picture(Format::Jpeg)),
            (b"GIF89a=/*", Found::Picture(Format::Gif)),
            (b"%PDF-1.7", Found::Other("application/pdf")),
            (b"<!DOCTYPE html>", Found::Other("text/html")),
            (b"\xef\xbb\xbf \n<ScRiPt>alert(1)", Found::Other("text/html")),
            (b"<svg onload=alert(1)>", Found::Other("image/svg+xml")),
            (b"<?xml version='1.0'?><svg/>", Found::Other("image/svg+xml")),
            (b"<?xml version='1.0'?><a/>", Found::Other("application/xml")),
            (b"<3 hello", Found::Nothing),
            (b"#!/bin/sh\n", Found::Nothing),
            (b"hello", Found::Nothing),
        ];
        for (head, found) in rows {
            assert_eq!(find(head), found, "{:?}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_family_never_means_markup_or_pictures_we_cannot_clean() {
        let types = |list: &[&str]| -> Vec<String> { list.iter().map(|&one| one.to_owned()).collect() };
        let rows: [(&[&str], &str, bool); 11] = [
            (&["image/*"], "image/png", true),
            (&["image/*"], "image/svg+xml", false),
            (&["image/*"], "image/heif", false),
            (&["image/heif"], "image/heif", true),
            (&["*/*"], "text/html", false),
            (&["*/*"], "application/octet-stream", false),
            (&["*/*"], "application/zip", true),
            (&["text/*"], "text/plain", true),
            (&["text/*"], "text/html", false),
            (&["Application/PDF"], "application/pdf", true),
            (&[], "image/png", false),
        ];
        for (list, media_type, taken) in rows {
            assert_eq!(
                permit(&types(list), media_type).is_ok(),
                taken,
                "{list:?} {media_type}"
            );
        }
    }

    #[test]
    fn only_raster_pictures_sound_and_film_are_shown_in_place() {
        for (media_type, shown) in [
            ("image/png", true),
            ("video/mp4", true),
            ("audio/ogg", true),
            ("image/svg+xml", false),
            ("image/heif", false),
            ("text/html", false),
            ("application/pdf", false),
            ("text/plain", false),
        ] {
            assert_eq!(shown_in_place(media_type), shown, "{media_type}");
        }
    }
}
