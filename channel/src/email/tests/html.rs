//! Hostile HTML. SECURITY T45.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::email::{
    html::{clean, with_remote_pictures},
    markup::{Piece, pieces},
};

fn safe(html: &str) -> String {
    let made = clean(html).html;
    let lower = made.to_ascii_lowercase();
    for word in [
        "<script",
        "javascript:",
        "<iframe",
        "<svg",
        "<math",
        "<form",
        "<input",
        "<style",
        "<link",
        "<meta",
        "<base",
        "<object",
        "<embed",
        "srcdoc",
        "url(",
        "expression(",
        "position:",
    ] {
        assert!(!lower.contains(word), "{word} in {made}\nfrom {html}");
    }
    for piece in pieces(&lower) {
        let Piece::Open { name, attributes } = piece else {
            continue;
        };
        for (key, value) in attributes {
            assert!(!key.starts_with("on"), "a handler in {made}\nfrom {html}");
            assert!(
                name != "img" || key != "src" || value.starts_with("cid:"),
                "a remote picture in {made}"
            );
        }
    }
    assert_eq!(clean(&made).html, made, "cleaning changes what is clean:\n{html}");
    made
}

/// Shared with the browser's tests.
static HOSTILE: LazyLock<Vec<String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../fixtures/hostile.json")).expect("a list of texts")
});

#[test]
fn hostile_html_is_harmless() {
    assert!(HOSTILE.len() > 40);
    for html in &*HOSTILE {
        safe(html);
    }
    for one in &*HOSTILE {
        for other in &*HOSTILE {
            safe(&format!("{one}<p>{other}"));
        }
    }
}

#[test]
fn remote_pictures_wait_and_inner_ones_stay() {
    let made = safe(
        "<img src=\"https://t.example/p.gif?a=1&b=2\" width=1><img src=\"CID:a@b\"><img src=\"//t.example/x\"><img src=\"x.png\">",
    );
    assert_eq!(
        made,
        "<img data-src=\"https://t.example/p.gif?a=1&amp;b=2\" width=\"1\"><img src=\"CID:a@b\"><img><img>"
    );
    assert!(with_remote_pictures(&made).starts_with("<img src=\"https://t.example"));
}

#[test]
fn pictures_inside_of_the_text_become_files() {
    let found =
        clean("<img src=\"data:image/png;base64,iVBO Rw0K\"><img src=\"data:image/png;base64,iVBORw0K\">");
    assert_eq!(found.pictures.len(), 1);
    let (id, media_type, bytes) = &found.pictures[0];
    assert_eq!(
        (media_type.as_str(), &bytes[..]),
        ("image/png", &b"\x89PNG\r\n"[..])
    );
    assert_eq!(found.html.matches(&format!("src=\"cid:{id}\"")).count(), 2);
}

#[test]
fn harmless_looks_stay() {
    let html =
        "<p style=\"color:red;text-align:center\" align=\"center\">x <font color=\"#ff0000\">y</font></p>";
    let made = safe(html);
    assert!(
        made.contains("color:red") && made.contains("<font color=\"#ff0000\">"),
        "{made}"
    );
    let link = safe(
        "<a href=\"https://shop.example/?a=1&amp;b=2\" title=\"t\">x</a><a href=\"mailto:a@b.example\">m</a>",
    );
    assert!(
        link.contains("rel=\"noopener noreferrer nofollow\" target=\"_blank\" title=\"t\""),
        "{link}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_clean_stays_as_it_is(parts in prop::collection::vec(part(), 0..12)) {
        safe(&parts.concat());
    }

    #[test]
    fn any_text_is_harmless(text in ".{0,200}") {
        let made = clean(&text).html;
        prop_assert_eq!(&clean(&made).html, &made);
    }
}

const TAGS: &[&str] = &[
    "p",
    "div",
    "table",
    "tr",
    "td",
    "b",
    "i",
    "a",
    "blockquote",
    "pre",
    "ul",
    "li",
    "svg",
    "math",
    "mtext",
    "style",
    "script",
    "title",
    "textarea",
    "select",
    "option",
    "form",
    "font",
    "img",
    "br",
    "hr",
    "template",
    "noscript",
    "details",
    "ruby",
    "rt",
    "h1",
    "center",
    "body",
    "html",
    "head",
    "frameset",
    "nobr",
    "button",
    "caption",
    "colgroup",
    "col",
    "plaintext",
];

const ATTRIBUTES: &[&str] = &[
    "",
    " class=gmail_quote",
    " class=\"quoted quoted-from\"",
    " id=divRplyFwdMsg",
    " type=cite",
    " style=\"color:red\"",
    " style='color:\"url(x)'",
    " href=\"http://a/?x=1&y\"",
    " src=cid:x",
    " src=http://a",
    " data-src=http://b",
    " title='\"<b>'",
    " dir=rtl align=left",
    " x=\"",
    " onclick=1",
    " style=\"font:12px/1 a;display:none;color:\"",
];

const TEXTS: &[&str] = &[
    "text", "\n", " ", "&lt;", "&amp;lt;", "&nbsp;", "<", ">", "\"", "<!--", "-->", "]]>", "\u{0}", "\u{c}",
    "\u{e0a0}", "中文",
];

/// Pieces that parsers stumble over.
fn part() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(TAGS);
    let attribute = prop::sample::select(ATTRIBUTES);
    prop_oneof![
        (tag.clone(), attribute).prop_map(|(tag, attribute)| format!("<{tag}{attribute}>")),
        tag.prop_map(|tag| format!("</{tag}>")),
        prop::sample::select(TEXTS).prop_map(ToOwned::to_owned),
    ]
}
