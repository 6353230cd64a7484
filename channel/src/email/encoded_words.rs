//! Headers as people wrote them: encoded words (RFC 2047), and what programs send instead of them.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};

use super::charset;

struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    rest: &'a str,
}

/// The text of an unstructured header. Neighbours of one charset are joined before they are decoded: many programs cut a
/// character in two. Bytes outside of words are read by `fallback`, the charset of the body.
pub fn decode(raw: &[u8], fallback: &str) -> String {
    // Bare UTF-8 is allowed now (RFC 6532), whatever the body is in.
    let raw = std::str::from_utf8(raw).map_or_else(|_| charset::decode(raw, fallback), ToOwned::to_owned);
    let mut rest = raw.as_str();
    let mut out = String::new();
    let mut open: Option<(&str, Vec<u8>)> = None;
    while let Some(at) = rest.find("=?") {
        let (before, after) = rest.split_at(at);
        let Some(word) = word(after) else {
            flush(&mut out, &mut open);
            out.push_str(before);
            out.push_str("=?");
            rest = &after[2..];
            continue;
        };
        // White space between two words is not part of the text.
        if open.is_none() || !before.trim().is_empty() {
            flush(&mut out, &mut open);
            out.push_str(before);
        }
        match &mut open {
            Some((charset, bytes)) if charset.eq_ignore_ascii_case(word.charset) => bytes.extend(word.bytes),
            _ => {
                flush(&mut out, &mut open);
                open = Some((word.charset, word.bytes));
            }
        }
        rest = word.rest;
    }
    flush(&mut out, &mut open);
    out.push_str(rest);
    one_line(&out)
}

fn flush(out: &mut String, open: &mut Option<(&str, Vec<u8>)>) {
    if let Some((charset, bytes)) = open.take() {
        // RFC 2231 lets a language follow: `utf-8*en`.
        let name = charset.split('*').next().unwrap_or_default();
        out.push_str(&charset::decode(&bytes, name));
    }
}

/// The word at the beginning of `text`: `=?charset?B?…?=`. Spaces inside of it are against the rules and are met.
fn word(text: &str) -> Option<Word<'_>> {
    let inner = text.strip_prefix("=?")?;
    let (charset, inner) = inner.split_once('?')?;
    let (kind, inner) = inner.split_once('?')?;
    let (data, rest) = inner.split_once("?=")?;
    let named = !charset.is_empty() && charset.len() < 60 && charset.bytes().all(|b| b.is_ascii_graphic());
    let bytes = match kind {
        "B" | "b" if named => base64(data)?,
        "Q" | "q" if named => quoted_printable_decode(data.replace('_', "=20").as_bytes())?,
        _ => return None,
    };
    Some(Word { charset, bytes, rest })
}

/// Base64 whose padding may be missing or stand in the middle.
fn base64(data: &str) -> Option<Vec<u8>> {
    let plain: String = data.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
    let padding = "=".repeat((4 - plain.len() % 4) % 4);
    base64_decode(format!("{plain}{padding}").as_bytes())
}

/// On one line, without control characters.
pub fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut out = String::with_capacity(spaced.len());
    for word in spaced.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn words_and_what_is_sent_instead() {
        for (raw, text) in [
            ("=?utf-8?B?5oKo5aW9?=", "您好"),
            ("Re: =?UTF-8?Q?caf=C3=A9_noir?= now", "Re: café noir now"),
            ("=?gb2312?B?xPq6ww==?=\r\n =?gb2312?B?o6zH68qz?=", "您好，请食"),
            ("=?utf-8?B?5oKo5Q==?= =?utf-8?B?pb0=?=", "您好"),
            ("=?utf-8?B?5oKo5aW9?", "=?utf-8?B?5oKo5aW9?"),
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
            ("=?utf-8*en?Q?hi?=", "hi"),
            ("=?utf-8?Q?two words?=", "two words"),
            ("a =? b", "a =? b"),
            ("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
            ("=?iso-8859-1?Q?a?= =?utf-8?Q?b?=", "ab"),
            ("line\r\n\tfolded", "line folded"),
        ] {
            assert_eq!(decode(raw.as_bytes(), ""), text, "{raw}");
        }
        assert_eq!(
            decode(b"\xc4\xfa\xba\xc3\xa3\xac\xc7\xeb\xce\xca", "gb2312"),
            "您好，请问"
        );
    }
}
