//! Words with things to press.

use yingke_channel_contract::{Choice, Content, Menu};

use super::*;

fn asking(words: &str, title: &str, choices: &[(&str, &str)]) -> Draft {
    let choice = |(id, label): &(&str, &str)| Choice {
        id: (*id).to_owned(),
        label: (*label).to_owned(),
        url: id.starts_with("https:").then(|| (*id).to_owned()),
    };
    Draft {
        content: Some(Content::Menu(Menu {
            title: title.to_owned(),
            choices: choices.iter().map(choice).collect(),
            tail: "謝謝".to_owned(),
        })),
        ..draft(words)
    }
}

fn many(count: usize) -> Vec<(&'static str, &'static str)> {
    vec![("a", "選項"); count]
}

/// A card, quick replies, a list, for [`super::what_is_asked`].
pub(super) fn of_each_kind() -> Vec<Outbound> {
    vec![
        said(asking("請選擇", "尺碼", &[("s", "小號"), ("https://shop.example/", "看看")])),
        said(asking("請選擇", "", &many(13))),
        said(asking("請選擇", "", &many(14))),
    ]
}

#[test]
fn four_stand_on_a_card_and_thirteen_are_quick_replies_and_more_a_list() {
    for (count, kind) in [(1, "template"), (4, "template"), (5, "text"), (13, "text"), (14, "flex"), (40, "flex")] {
        let last = messages(asking("請選擇", "", &many(count))).pop().unwrap();
        assert_eq!(last["type"], kind, "{count}");
        if kind == "text" {
            assert_eq!(last["quickReply"]["items"].as_array().unwrap().len(), count);
        }
    }
    for count in [0, 41] {
        let (_, step) = deliver(&said(asking("a", "", &many(count))), |_, request| accept(request));
        assert_eq!(stopped(step).kind, ErrorKind::Unsendable);
    }
}

#[test]
fn words_too_long_for_a_card_stand_before_the_buttons() {
    for (words, title, kind) in [
        ("字".repeat(157), "", "template"),
        ("字".repeat(158), "", "text"),
        ("字".repeat(57), "標題", "template"),
        ("字".repeat(58), "標題", "text"),
        ("字".repeat(10), "這個標題有四十一個字這個標題有四十一個字這個標題有四十一個字這個標題有四十一個字一", "text"),
    ] {
        // The tail's two and a line end.
        let shown = messages(asking(&words, title, &many(2)));
        assert_eq!(shown[0]["type"], kind, "{} {title}", words.chars().count());
    }
}

#[test]
fn a_label_too_long_for_a_card_goes_into_a_list_and_one_too_long_for_that_nowhere() {
    let label = |length: usize| {
        let label = "字".repeat(length);
        deliver(&said(asking("a", "", &[("a", &label)])), |_, request| accept(request))
    };
    assert_eq!(label(20).0[0].1["messages"][0]["type"], "template");
    assert_eq!(label(21).0[0].1["messages"][1]["type"], "flex");
    assert_eq!(stopped(label(41).1).kind, ErrorKind::Unsendable);
}

#[test]
fn what_comes_back_fits_or_is_not_sent() {
    let id = "i".repeat(300);
    let (_, step) = deliver(&said(asking("a", "", &[(&id, "a")])), |_, request| accept(request));
    assert_eq!(stopped(step).kind, ErrorKind::Unsendable);
}

#[test]
fn a_menu_without_words_has_some() {
    let mut empty = asking("", "", &many(6));
    if let Some(Content::Menu(menu)) = &mut empty.content {
        menu.tail.clear();
    }
    assert_eq!(messages(empty)[0]["text"], "…");
}

#[test]
fn what_a_button_of_ours_sends_is_what_we_read() {
    let card = messages(asking("請選擇", "", &[("s", "小號")])).remove(0);
    let data = card["template"]["actions"][0]["data"].as_str().unwrap();
    assert_eq!(super::super::menu::read(data), Some(("s".to_owned(), "小號".to_owned())));
}
