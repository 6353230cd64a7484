//! The HTML of a mail, made harmless: no script, no form, no remote picture, no style that covers anything. SECURITY T45.
//!
//! ammonia decides what may stay; a second walk over its well-formed answer moves remote pictures into `data-src`, takes
//! out pictures that stand inside the text as `data:`, and gives what quotes earlier mails one class. Attributes are
//! written in one order, so that cleaning what is clean changes nothing.

use std::{borrow::Cow, collections::HashSet};

use ammonia::{Builder, UrlRelative};
use base64::Engine as _;
use bytes::Bytes;
use yingke_channel_contract::scheme::{digest::sha256, hex};

use super::{
    html_rules::{GONE, QUOTE_CLASSES, QUOTE_IDS, STYLES},
    markup::{Piece, escaped, pieces},
};

/// This element is an earlier mail.
pub const QUOTED: &str = "quoted";
/// This element, and everything behind it, is an earlier mail.
pub const QUOTED_FROM: &str = "quoted-from";

/// Harmless HTML.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Clean {
    /// It.
    pub html: String,
    /// Pictures that stood inside of it: the name it now calls them by, media type, bytes.
    pub pictures: Vec<(String, String, Bytes)>,
}

/// Stands for a no-break space while the sanitiser works: newsletters hold thousands of them, and the serialiser looks
/// through the rest of the text at each.
const SPACE: &str = "\u{e0a0}";

/// Rounds until cleaning changes nothing any more. Two are usual: what is taken out may leave what a parser reads
/// otherwise the next time, a block in a paragraph, and a browser is the next time.
const ROUNDS: usize = 8;

/// Makes HTML harmless.
pub fn clean(html: &str) -> Clean {
    let mut pictures = Vec::new();
    let mut html = html.to_owned();
    for _ in 0..ROUNDS {
        let next = once(&html);
        let settled = next.html == html;
        pictures.extend(next.pictures);
        html = next.html;
        if settled {
            return Clean { html, pictures };
        }
    }
    let words = pieces(&html).filter_map(|piece| match piece {
        Piece::Text(text) => Some(spaced(&text)),
        _ => None,
    });
    let words: Vec<_> = words.collect();
    Clean {
        html: format!("<div>{}</div>", words.join(" ")),
        pictures,
    }
}

fn once(html: &str) -> Clean {
    // NUL and form feed mean one thing to a parser and another to its neighbour (RUSTSEC-2022-0003).
    let html = html.replace(['\0', '\u{c}'], " ");
    let html = html.replace("&nbsp;", SPACE).replace('\u{a0}', SPACE);
    rewrite(&sanitiser().clean(&html).to_string())
}

fn sanitiser() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .add_tags(["font", "big", "tfoot"])
        .rm_tags(["map", "area"])
        .clean_content_tags(GONE.iter().copied().collect())
        .add_generic_attributes(["style", "class", "id", "dir", "align"])
        .add_tag_attributes("img", ["data-src"])
        .add_tag_attributes("font", ["color", "face", "size"])
        .add_tag_attributes("blockquote", ["type"])
        .add_tag_attributes(
            "table",
            [
                "border",
                "cellpadding",
                "cellspacing",
                "width",
                "height",
                "bgcolor",
            ],
        )
        .add_tag_attributes("tr", ["bgcolor", "valign", "height"])
        .add_tag_attributes("td", ["bgcolor", "valign", "width", "height", "nowrap"])
        .add_tag_attributes("th", ["bgcolor", "valign", "width", "height", "nowrap"])
        .rm_tag_attributes("blockquote", ["cite"])
        .rm_tag_attributes("q", ["cite"])
        .url_schemes(["http", "https", "mailto", "tel", "cid", "data"].into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .filter_style_properties(STYLES.iter().copied().collect::<HashSet<_>>())
        .attribute_filter(|element, name, value| {
            keep(element, name, value).map(Cow::into_owned).map(Into::into)
        });
    builder
}

/// What an attribute may say; none = nothing.
fn keep<'v>(element: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let starts = |scheme: &str| {
        let given = value.trim_start().get(..scheme.len());
        given.is_some_and(|given| given.eq_ignore_ascii_case(scheme))
    };
    let may = match (element, name) {
        (_, "class") => {
            if value.split_ascii_whitespace().any(|one| one == QUOTED_FROM) {
                return Some(Cow::Borrowed(QUOTED_FROM));
            }
            let marks = |one: &str| QUOTE_CLASSES.contains(&one.strip_prefix("x_").unwrap_or(one));
            return value
                .split_ascii_whitespace()
                .any(marks)
                .then_some(Cow::Borrowed(QUOTED));
        }
        (_, "id") => QUOTE_IDS.contains(&value.trim_start_matches("x_")),
        ("blockquote", "type") => value.eq_ignore_ascii_case("cite"),
        ("img", "src") => starts("cid:") || starts("http:") || starts("https:") || starts("data:image/"),
        ("img", "data-src") => starts("http:") || starts("https:"),
        ("a", "href") => !starts("cid:") && !starts("data:"),
        _ => true,
    };
    may.then_some(Cow::Borrowed(value))
}

fn spaced(text: &str) -> String {
    escaped(text).replace(SPACE, "&nbsp;")
}

/// The second walk.
fn rewrite(html: &str) -> Clean {
    let mut clean = Clean::default();
    let mut fresh_pre = false;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => {
                // A parser drops the first line end in a `pre`.
                if fresh_pre && text.starts_with('\n') {
                    clean.html.push('\n');
                }
                clean.html.push_str(&spaced(&text));
                fresh_pre = false;
            }
            Piece::Close(name) => {
                clean.html.push_str("</");
                clean.html.push_str(name);
                clean.html.push('>');
                fresh_pre = false;
            }
            Piece::Open { name, attributes } => {
                open(name, attributes, &mut clean);
                fresh_pre = name == "pre";
            }
        }
    }
    clean
}

fn open(name: &str, attributes: Vec<(&str, Cow<'_, str>)>, clean: &mut Clean) {
    let mut kept: Vec<(&str, String)> = Vec::with_capacity(attributes.len());
    for (key, value) in attributes {
        match (name, key) {
            (_, "id") => kept.push(("class", QUOTED_FROM.to_owned())),
            ("blockquote", "type") => kept.push(("class", QUOTED.to_owned())),
            ("img", "src")
                if value
                    .trim_start()
                    .get(..4)
                    .is_some_and(|s| s.eq_ignore_ascii_case("data")) =>
            {
                if let Some(id) = picture(&value, clean) {
                    kept.push(("src", format!("cid:{id}")));
                }
            }
            ("img", "src") if !value.trim_start().to_ascii_lowercase().starts_with("cid:") => {
                kept.push(("data-src", value.into_owned()));
            }
            (_, "style") if value.is_empty() || calls(&value) => {}
            _ => kept.push((key, value.into_owned())),
        }
    }
    // `quoted-from` sorts behind `quoted` and reaches farther: the last of a name wins.
    kept.sort();
    clean.html.push('<');
    clean.html.push_str(name);
    for (at, (key, value)) in kept.iter().enumerate() {
        if kept.get(at + 1).is_some_and(|(next, _)| next == key) {
            continue;
        }
        clean.html.push(' ');
        clean.html.push_str(key);
        clean.html.push_str("=\"");
        clean.html.push_str(&spaced(value));
        clean.html.push('"');
    }
    clean.html.push('>');
}

/// Whether a style calls a function that is more than a colour: one of them loads something (`url`), one ran scripts.
fn calls(style: &str) -> bool {
    const COLOURS: &[&str] = &["rgb", "rgba", "hsl", "hsla"];
    style.match_indices('(').any(|(at, _)| {
        let name = style[..at]
            .rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .next();
        !COLOURS.contains(&name.unwrap_or_default().to_ascii_lowercase().as_str())
    })
}

/// Takes out a picture that stands inside the text; the name it goes by now.
fn picture(uri: &str, clean: &mut Clean) -> Option<String> {
    let (head, data) = uri.trim().split_once(',')?;
    let media_type = head
        .get("data:".len()..)?
        .to_ascii_lowercase()
        .strip_suffix(";base64")?
        .to_owned();
    if !matches!(
        media_type.as_str(),
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/bmp"
    ) {
        return None;
    }
    let plain: String = data.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = base64::prelude::BASE64_STANDARD.decode(plain).ok()?;
    let id = format!("data-{}", &hex(&sha256(&[&bytes]))[..16]);
    if !clean.pictures.iter().any(|(known, ..)| *known == id) {
        clean.pictures.push((id.clone(), media_type, bytes.into()));
    }
    Some(id)
}

/// Clean HTML for others to read: pictures from elsewhere are shown again. Quotes inside of texts and values are escaped,
/// so that only the attribute itself is met.
pub fn with_remote_pictures(clean: &str) -> String {
    clean.replace(" data-src=\"", " src=\"")
}
