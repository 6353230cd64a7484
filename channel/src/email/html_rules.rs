//! What the sanitiser lets stay, and what it does not even begin to read.

use std::collections::HashMap;

use super::html::QUOTED;

/// Classes that mail programs give what they quote, and signatures.
pub const QUOTE_CLASSES: &[&str] = &[
    "gmail_quote",
    "gmail_quote_container",
    "gmail_extra",
    "gmail_signature",
    "gmail_attr",
    "yahoo_quoted",
    "protonmail_quote",
    "protonmail_signature_block",
    "moz-cite-prefix",
    "moz-signature",
    "moz-email-headers-table",
    "zmail_extra",
    "tutanota_quote",
    "ntes-mailmaster-quote",
    "foxmail_quote",
    QUOTED,
];

/// Ids of the elements behind which an earlier mail begins: Outlook's.
pub const QUOTE_IDS: &[&str] = &[
    "divRplyFwdMsg",
    "appendonsend",
    "OLK_SRC_BODY_SECTION",
    "mail-editor-reference-message-container",
];

/// Style properties that only change how a text looks.
pub const STYLES: &[&str] = &[
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-color",
    "border-left",
    "border-radius",
    "border-right",
    "border-spacing",
    "border-style",
    "border-top",
    "border-width",
    "color",
    "direction",
    "display",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-width",
    "min-width",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-wrap",
];

/// Elements that go with everything in them.
pub const GONE: &[&str] = &[
    "script",
    "style",
    "title",
    "svg",
    "math",
    "template",
    "object",
    "applet",
    "iframe",
    "noscript",
    "textarea",
    "select",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
    "canvas",
    "audio",
    "video",
];

/// HTML deeper than this is nobody's: browsers stop at 512 themselves.
const DEEPEST: usize = 500;

/// Elements that end by themselves where the next one begins.
const SELF_ENDING: &[&str] = &[
    "p", "li", "td", "th", "tr", "dd", "dt", "option", "tbody", "thead", "tfoot", "col", "br", "img", "hr",
    "input", "meta", "link", "wbr", "area", "base", "html", "head", "body", "o:p",
];

/// Whether it can be read in a time that its length explains. A parser looks through all open elements at each tag, and
/// copies a text at each entity in it, so that a megabyte of `<div>` or of `&amp;` takes minutes.
pub fn is_readable(html: &str) -> bool {
    const ENTITIES: usize = 10_000;
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut depth = 0;
    let entities = html.bytes().filter(|byte| *byte == b'&').count();
    for tag in html.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/');
        let name = tag.split(end).next().unwrap_or_default();
        let name: String = name.chars().take(20).collect::<String>().to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || SELF_ENDING.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !closes {
            *count += 1;
            depth += 1;
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
        if depth > DEEPEST {
            return false;
        }
    }
    entities - html.matches("&nbsp;").count() <= ENTITIES
}
