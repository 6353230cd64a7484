//! The docs pages show what is true: their examples are the fixtures, word for word.

use serde_json::Value;

use super::{REQUESTS, sent};

const PAGES: &[(&str, &str)] = &[
    ("open.md", include_str!("../../../../docs/channels/open.md")),
    (
        "open.zh-CN.md",
        include_str!("../../../../docs/channels/open.zh-CN.md"),
    ),
];

macro_rules! fixtures {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../fixtures/", $folder, "/", $name, ".json")))),+]
    };
}

const SENT: &[(&str, &str)] = fixtures!("sent": "send", "send_file", "send_menu", "edit", "recall", "reaction",
    "typing", "read", "service");
const MAPPED: &[(&str, &str)] =
    fixtures!("mapped": "shop.mapping", "form.mapping", "form.payload", "form.events");

/// The JSON blocks of a page.
fn blocks(page: &str) -> Vec<&str> {
    page.split("```json\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

#[test]
fn what_we_send_is_what_the_docs_show() {
    for ((name, real), (key, shown)) in sent::examples().into_iter().zip(SENT) {
        assert_eq!(name, *key);
        let shown: Value = serde_json::from_str(shown).unwrap();
        assert_eq!(real, shown, "{name}");
    }
}

#[test]
fn each_fixture_stands_in_both_pages() {
    let received = REQUESTS
        .iter()
        .map(|(name, text)| (*name, text.split_once("\n\n").unwrap().1));
    let all: Vec<_> = received
        .chain(SENT.iter().copied())
        .chain(MAPPED.iter().copied())
        .collect();
    for (page, text) in PAGES {
        let blocks = blocks(text);
        for (name, fixture) in &all {
            assert!(blocks.contains(fixture), "{page} does not show {name}");
        }
    }
}

#[test]
fn each_block_of_json_is_json() {
    for (page, text) in PAGES {
        for block in blocks(text) {
            let read = serde_json::from_str::<Value>(block);
            assert!(read.is_ok(), "{page}: {read:?} in {block}");
        }
    }
}
