//! Texts in the forms mails have for them: header words (RFC 2047), parameters (RFC 2231), bodies (RFC 2045). What goes in
//! may hold anything; nothing that comes out ends a line where none should end. SECURITY T83.

use std::fmt::Write as _;

use base64::{Engine as _, prelude::BASE64_STANDARD};

/// Bytes of UTF-8 in one encoded word: with its frame and the longest name of a header it stays below 76 characters.
const WORD: usize = 39;

/// The longest line of a header.
const LINE: usize = 76;

/// A text without control characters: a line end in a name or a subject would begin another header.
pub fn tame(text: &str) -> String {
    let tamed: String = text
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    tamed.trim().to_owned()
}

/// A header whose value is words.
pub fn unstructured(name: &str, text: &str) -> String {
    let text = tame(text);
    let plain = text.is_ascii() && !text.contains("=?") && text.split(' ').all(|word| word.len() < LINE - 10);
    if !plain {
        return format!("{name}: {}\r\n", words(&text));
    }
    folded(name, text.split(' ').map(ToOwned::to_owned), " ")
}

/// A header whose value is a list that may be folded at its gaps.
pub fn folded(name: &str, items: impl Iterator<Item = String>, gap: &str) -> String {
    let mut out = format!("{name}:");
    let mut column = out.len();
    let mut items = items.peekable();
    while let Some(mut item) = items.next() {
        if items.peek().is_some() {
            item.push_str(gap.trim_end());
        }
        if column + 1 + item.len() > LINE && column > name.len() + 1 && !item.is_empty() {
            out.push_str("\r\n");
            column = 0;
        }
        out.push(' ');
        out.push_str(&item);
        // An item may be folded itself: what counts is its last line.
        column = item
            .rfind('\n')
            .map_or(column + 1 + item.len(), |at| item.len() - at);
    }
    out.push_str("\r\n");
    out
}

/// A text as encoded words, folded between them.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = rest.len().min(WORD);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (word, after) = rest.split_at(end);
        if !out.is_empty() {
            out.push_str("\r\n ");
        }
        let _ = write!(out, "=?UTF-8?B?{}?=", BASE64_STANDARD.encode(word));
        rest = after;
    }
    out
}

/// A mailbox: name and address. The address was checked before.
pub fn mailbox(name: &str, address: &str) -> String {
    let name = tame(name);
    if name.is_empty() {
        return address.to_owned();
    }
    let atoms = |c: char| c.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(c);
    let shown = if !name.is_ascii() || name.contains("=?") || name.len() > 50 {
        words(&name)
    } else if name.chars().all(atoms) {
        name
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    };
    format!("{shown} <{address}>")
}

/// A parameter of a header, after its `;`: quoted where it is ASCII and short, else by RFC 2231, in pieces.
pub fn parameter(name: &str, value: &str) -> String {
    let value = tame(value);
    let simple = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ';
    if value.len() <= 60 && value.chars().all(simple) && !value.contains("=?") {
        return format!(";\r\n {name}=\"{value}\"");
    }
    let mut pieces = vec![String::new()];
    for c in value.chars() {
        let mut letter = String::new();
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
                letter.push(char::from(byte));
            } else {
                let _ = write!(letter, "%{byte:02X}");
            }
        }
        if pieces.last().is_some_and(|piece| piece.len() + letter.len() > 50) {
            pieces.push(String::new());
        }
        pieces.last_mut().expect("one at least").push_str(&letter);
    }
    if let [piece] = &pieces[..] {
        return format!(";\r\n {name}*=UTF-8''{piece}");
    }
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let charset = if at == 0 { "UTF-8''" } else { "" };
        let _ = write!(out, ";\r\n {name}*{at}*={charset}{piece}");
    }
    out
}

/// A text part: head and body. Quoted-printable while most of it is ASCII, so that people can read it; else base64.
pub fn text_part(media_type: &str, text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    let foreign = text.bytes().filter(|byte| !byte.is_ascii()).count();
    let readable = foreign * 6 <= text.len();
    let (name, body) = if readable {
        ("quoted-printable", quoted_printable(&text))
    } else {
        ("base64", base64_lines(text.replace('\n', "\r\n").as_bytes()))
    };
    format!("Content-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: {name}\r\n\r\n{body}")
}

/// Bytes in base64, in lines.
pub fn base64_lines(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + bytes.len() / 28 + 4);
    for line in bytes.chunks(57) {
        BASE64_STANDARD.encode_string(line, &mut out);
        out.push_str("\r\n");
    }
    out
}

fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split('\n') {
        let mut column = 0;
        let bytes = line.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let last = at + 1 == bytes.len();
            // A dot alone, and `From `, mean something else to some servers at the beginning of a line.
            let odd = column == 0 && (*byte == b'.' || bytes[at..].starts_with(b"From "));
            let plain = matches!(byte, b' '..=b'~' | b'\t') && *byte != b'=' && !odd;
            let plain = plain && !(last && matches!(byte, b' ' | b'\t'));
            let width = if plain { 1 } else { 3 };
            if column + width > LINE - 1 {
                out.push_str("=\r\n");
                column = 0;
            }
            if plain && !(column == 0 && *byte == b'.') {
                out.push(char::from(*byte));
                column += 1;
            } else {
                let _ = write!(out, "={byte:02X}");
                column += 3;
            }
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_line_where_none_should_end() {
        for evil in [
            "a\r\nBcc: x@y",
            "a\nb",
            "a\rb",
            "a\0b",
            "a\u{85}b",
            "a\u{2028}b",
            "\r\n.\r\nDATA",
            "=?utf-8?Q?a=0D=0ABcc:_x?=",
        ] {
            for made in [
                unstructured("Subject", evil),
                format!("From: {}\r\n", mailbox(evil, "a@b.example")),
                format!("X: y{}\r\n", parameter("filename", evil)),
            ] {
                let lines: Vec<_> = made.split("\r\n").collect();
                assert_eq!(lines.last(), Some(&""), "{made:?}");
                assert!(
                    lines[1..lines.len() - 1].iter().all(|line| line.starts_with(' ')),
                    "{made:?}"
                );
                assert!(!made.replace("\r\n", "").contains(['\r', '\n', '\0']), "{made:?}");
            }
        }
    }

    #[test]
    fn lines_stay_short() {
        let long = "很长的主题".repeat(20);
        for made in [
            unstructured("Subject", &long),
            unstructured("Subject", &"word ".repeat(60)),
            unstructured("Subject", &"x".repeat(300)),
            format!("From: {}\r\n", mailbox(&long, "a@b.example")),
            format!("X: y{}\r\n", parameter("filename", &long)),
            text_part(
                "text/plain",
                &"A line with a café in it that is long. ".repeat(30),
            ),
            text_part("text/plain", &long),
        ] {
            assert!(made.split("\r\n").all(|line| line.len() <= 78), "{made}");
        }
    }

    #[test]
    fn bodies_are_safe_at_the_beginning_of_lines() {
        let made = text_part("text/plain", ".\n.hidden\nFrom me\nend ");
        assert!(
            made.contains("\r\n=2E\r\n=2Ehidden\r\n=46rom me\r\nend=20\r\n"),
            "{made}"
        );
    }
}
