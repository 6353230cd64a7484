//! The pieces of well-formed HTML, as the sanitiser writes it: nothing else is ever given to this.

use std::borrow::Cow;

/// A piece of HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// A tag that opens an element, or is one.
    Open {
        /// Its name.
        name: &'a str,
        /// Its attributes, decoded.
        attributes: Vec<(&'a str, Cow<'a, str>)>,
    },
    /// A tag that closes an element.
    Close(&'a str),
    /// Text, decoded.
    Text(Cow<'a, str>),
}

/// Elements that hold nothing and are not closed.
pub const VOID: &[&str] = &["area", "br", "col", "hr", "img", "wbr"];

/// The pieces of `html`, in their order.
pub fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let start = rest.find('<').unwrap_or(rest.len());
        if start > 0 {
            let (text, after) = rest.split_at(start);
            rest = after;
            return Some(Piece::Text(decoded(text)));
        }
        let (piece, after) = tag(&rest[1..]);
        rest = after;
        Some(piece)
    })
}

fn tag(text: &str) -> (Piece<'_>, &str) {
    let closes = text.starts_with('/');
    let text = text.strip_prefix('/').unwrap_or(text);
    let end = text
        .find(|c: char| c == '>' || c.is_ascii_whitespace())
        .unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        let Some((key, value, after)) = attribute(rest) else {
            // Not what the sanitiser writes: the rest is left out.
            rest = rest.split_once('>').map_or("", |(_, after)| after);
            break;
        };
        attributes.push((key, decoded(value)));
        rest = after;
    }
    if closes {
        (Piece::Close(name), rest)
    } else {
        (Piece::Open { name, attributes }, rest)
    }
}

fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = text.split_once("=\"")?;
    let plain = !key.is_empty() && !key.contains(['>', '<', '"', ' ']);
    let (value, rest) = rest.split_once('"')?;
    plain.then_some((key, value, rest))
}

fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}");
    Cow::Owned(text.replace("&amp;", "&"))
}

/// Text as HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\u{a0}', "&nbsp;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_what_a_sanitiser_writes() {
        let html = r#"a &amp;lt; b<p class="x" title="a&quot;>b">&nbsp;<br></p>"#;
        let found: Vec<_> = pieces(html).collect();
        assert_eq!(found[0], Piece::Text("a &lt; b".into()));
        let Piece::Open {
            name: "p",
            attributes,
        } = &found[1]
        else {
            panic!("{found:?}")
        };
        assert_eq!(attributes[1], ("title", Cow::Borrowed("a\">b")));
        assert_eq!(found[2], Piece::Text("\u{a0}".into()));
        assert_eq!(found[4], Piece::Close("p"));
        for odd in ["<", "</", "<a", "<a b", "<a b=\"", "<a b=\"c", "<a <b>", "a<"] {
            let _ = pieces(odd).count();
        }
    }
}
