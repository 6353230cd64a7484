//! What is said: splitting, ids, the welcome, limits, errors.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Answer, Choice, Content, Draft, ErrorKind, Failure, FileKind, Link, Menu, OutFile, Outbound,
    Retry, Sent, Step, kit,
};

use super::{KIT, NOW, accept, errcode, json, sent};

fn said(draft: Draft) -> Outbound {
    Outbound::Draft(Box::new(draft))
}

fn file(kind: FileKind, media_type: &str, size: u64, lasts_ms: Option<u64>) -> OutFile {
    let Outbound::Draft(draft) = kit::canonical(Ability::File) else {
        panic!("a draft")
    };
    OutFile {
        kind,
        media_type: media_type.to_owned(),
        size,
        lasts_ms,
        ..draft.files[0].clone()
    }
}

fn all(draft: Draft) -> Vec<String> {
    let (asked, end) = sent(&said(draft), |_, request| accept(request));
    assert!(matches!(end, Step::Done(_)), "{end:?}");
    asked
}

fn refused(draft: Draft) -> ErrorKind {
    match sent(&said(draft), |_, request| accept(request)).1 {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_long_text_is_split_by_bytes_and_each_part_has_its_own_id() {
    let text = "露营灯。".repeat(400);
    let asked: Vec<Value> = all(kit::draft(&text)).iter().map(|line| json(line)).collect();
    assert_eq!(asked.len(), 3, "4800 bytes");
    let ids: Vec<_> = asked.iter().map(|body| body["msgid"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        [
            "01990000000070008000000000000002",
            "AZkAAAAAcACAAAAAAAAAAg_1",
            "AZkAAAAAcACAAAAAAAAAAg_2"
        ]
    );
    for body in &asked {
        assert!(body["text"]["content"].as_str().unwrap().len() <= 2_048);
        let id = body["msgid"].as_str().unwrap();
        assert!(
            id.len() <= 32
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        );
    }
}

#[test]
fn a_part_that_failed_is_tried_again_alone_and_under_the_same_id() {
    let draft = said(kit::draft(&"露营灯。".repeat(400)));
    let (asked, end) = sent(
        &draft,
        |at, request| if at == 1 { errcode(-1) } else { accept(request) },
    );
    assert_eq!(asked.len(), 2);
    let Step::Stop(error) = end else { panic!("{end:?}") };
    assert_eq!(error.retry(), Retry::BackOff);
    let first = Answer::of(200, r#"{"errcode":0,"msgid":"MSG"}"#);
    let again = KIT.within(|ctx| {
        yingke_channel_contract::Channel::render(&super::WecomKf, ctx, &draft, std::slice::from_ref(&first))
    });
    let Step::Send(again) = again else {
        panic!("{again:?}")
    };
    assert_eq!(super::as_text(&again), asked[1]);
}

#[test]
fn the_providers_id_is_the_messages_and_ours_when_it_gives_none() {
    let ids = |body: &'static str| match sent(&said(kit::draft("好")), |_, _| Answer::of(200, body)).1 {
        Step::Done(Sent::Sent(parts)) => parts[0].id.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(ids(r#"{"errcode":0,"msgid":"THEIRS"}"#), "THEIRS");
    assert_eq!(ids(r#"{"errcode":0}"#), "01990000000070008000000000000002");
}

#[test]
fn text_goes_out_as_it_is_and_not_escaped() {
    let asked = all(kit::draft("您好 \u{1F3D5} <a>&\"“”"));
    assert!(asked[0].contains("您好 \u{1F3D5} <a>&\\\"“”"), "{}", asked[0]);
}

fn welcome(age: i64, automatic: bool) -> Draft {
    let mut draft = kit::draft("欢迎光临山野集，请问想了解什么？");
    draft.automatic = automatic;
    draft.to.context = [
        ("welcome_code".to_owned(), json!("CODE")),
        ("welcome_at".to_owned(), json!(NOW - age)),
    ]
    .into();
    draft
}

#[test]
fn a_welcome_goes_by_its_code_for_twenty_seconds() {
    let asked = all(welcome(20_000, true));
    assert!(
        asked[0].starts_with("POST /cgi-bin/kf/send_msg_on_event?"),
        "{asked:?}"
    );
    let body = json(&asked[0]);
    assert_eq!(body["code"], "CODE");
    assert_eq!(body.get("touser").or(body.get("open_kfid")), None);
    for other in [welcome(20_001, true), welcome(0, false), kit::draft("您好")] {
        let asked = all(other);
        assert!(asked[0].starts_with("POST /cgi-bin/kf/send_msg?"), "{asked:?}");
        assert_eq!(json(&asked[0]).get("code"), None);
    }
    let mut menu = welcome(0, true);
    menu.content = Some(Content::Menu(menu_of(2, "尺码")));
    assert_eq!(json(&all(menu)[0])["msgtype"], "msgmenu");
    let mut picture = welcome(0, true);
    picture.text.clear();
    picture.files = vec![file(FileKind::Image, "image/png", 9, None)];
    assert!(
        all(picture)[1].starts_with("POST /cgi-bin/kf/send_msg?"),
        "only texts and menus answer an event"
    );
}

#[test]
fn a_code_that_is_no_good_any_more_gives_way_to_a_plain_message() {
    let (asked, end) = sent(&said(welcome(0, true)), |at, request| {
        if at == 0 { errcode(40_058) } else { accept(request) }
    });
    assert!(matches!(end, Step::Done(_)), "{end:?}");
    assert!(asked[1].starts_with("POST /cgi-bin/kf/send_msg?"), "{asked:?}");
    let (asked, end) = sent(&said(welcome(0, true)), |_, _| errcode(95_001));
    assert_eq!(asked.len(), 2);
    let Step::Stop(error) = end else { panic!("{end:?}") };
    assert_eq!(error.kind, ErrorKind::Quota);
}

fn menu_of(choices: usize, label: &str) -> Menu {
    let choice = |index| Choice {
        id: format!("c{index}"),
        label: label.to_owned(),
        url: None,
    };
    Menu {
        title: String::new(),
        choices: (0..choices).map(choice).collect(),
        tail: "感谢".to_owned(),
    }
}

#[test]
fn a_menu_keeps_its_limits() {
    let of = |text: &str, menu: Menu| kit::of(text, Content::Menu(menu));
    let asked = all(of("请选择", menu_of(10, "大号")));
    let body = json(&asked[0]);
    assert_eq!(body["msgmenu"]["head_content"], "请选择");
    assert_eq!(
        body["msgmenu"]["list"][9],
        json!({ "type": "click", "click": { "id": "c9", "content": "大号" } })
    );
    assert_eq!(body["msgmenu"]["tail_content"], "感谢");
    assert_eq!(refused(of("", menu_of(11, "大号"))), ErrorKind::TooLarge);
    assert_eq!(
        refused(of("", menu_of(1, &"大".repeat(43)))),
        ErrorKind::TooLarge,
        "129 bytes"
    );
    let asked = all(of(&"选".repeat(400), menu_of(2, "大号")));
    assert_eq!(asked.len(), 2, "a heading of 1200 bytes goes ahead as a text");
    let mut leads = menu_of(1, "看规则");
    leads.choices[0].url = Some("https://shop.example/returns".to_owned());
    let view = &json(&all(of("规则", leads))[0])["msgmenu"]["list"][0];
    assert_eq!(
        view["view"],
        json!({ "url": "https://shop.example/returns", "content": "看规则" })
    );
}

#[test]
fn a_link_without_a_picture_is_a_text_and_with_one_a_card() {
    let link = |title: &str| {
        Content::Link(Link {
            title: title.to_owned(),
            description: "七天无理由".to_owned(),
            url: "https://shop.example/returns".to_owned(),
        })
    };
    let plain = all(kit::of("请看", link("退换货说明")));
    assert_eq!(
        json(&plain[0])["text"]["content"],
        "请看\n退换货说明\n七天无理由\nhttps://shop.example/returns"
    );
    let mut with = kit::of("", link(&"退".repeat(50)));
    with.files = vec![file(FileKind::Image, "image/jpeg", 9, None)];
    let asked = all(with);
    assert_eq!(asked.len(), 2, "an upload and a card");
    let card = &json(&asked[1])["link"];
    assert_eq!(
        card["thumb_media_id"],
        "1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K0"
    );
    assert_eq!(
        card["title"],
        "退".repeat(42),
        "126 of 128 bytes, no half character"
    );
}

#[test]
fn a_file_goes_as_what_its_kind_takes_or_else_as_a_file() {
    for (one, kind) in [
        (file(FileKind::Image, "image/png", 10 << 20, None), "image"),
        (file(FileKind::Image, "image/webp", 9, None), "file"),
        (file(FileKind::Image, "image/png", (10 << 20) + 1, None), "file"),
        (file(FileKind::Audio, "audio/amr", 9, Some(60_000)), "voice"),
        (file(FileKind::Audio, "audio/amr", 9, Some(60_001)), "file"),
        (file(FileKind::Audio, "audio/mpeg", 9, None), "file"),
        (file(FileKind::Video, "video/mp4", 10 << 20, None), "video"),
        (file(FileKind::Video, "video/quicktime", 9, None), "file"),
        (file(FileKind::File, "text/plain", 20 << 20, None), "file"),
    ] {
        let mut draft = kit::draft("");
        draft.files = vec![one];
        let asked = all(draft);
        assert!(
            asked[0].contains(&format!("&type={kind} ")),
            "{kind}: {}",
            asked[0]
        );
        assert_eq!(json(&asked[1])["msgtype"], kind);
    }
    let mut draft = kit::draft("");
    draft.files = vec![file(FileKind::File, "text/plain", (20 << 20) + 1, None)];
    assert_eq!(refused(draft), ErrorKind::TooLarge);
}

#[test]
fn what_it_cannot_say_is_unsendable_with_what_to_do() {
    for ability in [
        Ability::Sticker,
        Ability::Contact,
        Ability::Template,
        Ability::Reply,
        Ability::Recall,
    ] {
        let Step::Stop(error) = sent(&kit::canonical(ability), |_, request| accept(request)).1 else {
            panic!("{ability:?}")
        };
        assert_eq!(error.kind, ErrorKind::Unsendable);
        assert!(!error.detail.is_empty(), "{ability:?}");
    }
}

#[test]
fn a_draft_of_nothing_is_our_mistake() {
    assert_eq!(refused(kit::draft(" ")), ErrorKind::Invalid);
}

#[test]
fn every_error_code_of_the_sheet_has_a_meaning() {
    for (code, kind) in [
        (-1, ErrorKind::Away),
        (40_007, ErrorKind::Invalid),
        (40_058, ErrorKind::Invalid),
        (40_096, ErrorKind::Unreachable),
        (40_201, ErrorKind::Forbidden),
        (41_051, ErrorKind::WindowClosed),
        (45_002, ErrorKind::TooLarge),
        (45_009, ErrorKind::Throttled),
        (48_002, ErrorKind::Forbidden),
        (60_020, ErrorKind::Forbidden),
        (84_061, ErrorKind::Unreachable),
        (95_000, ErrorKind::Unauthorised),
        (95_001, ErrorKind::Quota),
        (95_002, ErrorKind::WindowClosed),
        (95_004, ErrorKind::Unauthorised),
        (95_011, ErrorKind::Forbidden),
        (95_012, ErrorKind::Forbidden),
        (95_013, ErrorKind::WindowClosed),
        (95_014, ErrorKind::Forbidden),
        (95_017, ErrorKind::Forbidden),
    ] {
        let (asked, end) = sent(&said(kit::draft("您好")), |_, _| errcode(code));
        let Step::Stop(error) = end else {
            panic!("{code}: {end:?}")
        };
        assert_eq!((error.kind, asked.len()), (kind, 1), "{code}");
        assert_eq!((error.code, error.detail.as_str()), (code.to_string(), "said so"));
    }
    for code in [40_001, 40_014, 41_001, 42_001] {
        let end = sent(&said(kit::draft("您好")), |_, _| errcode(code)).1;
        assert!(
            matches!(
                end,
                Step::NeedToken {
                    kind: "access",
                    refresh: true
                }
            ),
            "{code}: {end:?}"
        );
    }
}

#[test]
fn a_message_without_an_answer_may_have_arrived_and_an_upload_is_done_again() {
    let ended = |outbound: &Outbound, bad: Answer| match sent(outbound, |_, _| bad.clone()).1 {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    };
    let text = said(kit::draft("您好"));
    assert_eq!(
        ended(&text, Answer::failed(Failure::Ambiguous)),
        ErrorKind::Unknown
    );
    assert_eq!(
        ended(&text, Answer::of(200, "<html>")),
        ErrorKind::Unknown,
        "a proxy's page"
    );
    let file = kit::canonical(Ability::File);
    assert_eq!(ended(&file, Answer::failed(Failure::Ambiguous)), ErrorKind::Away);
    assert_eq!(
        ended(&file, Answer::of(200, r#"{"errcode":0}"#)),
        ErrorKind::Away,
        "no media_id"
    );
}
