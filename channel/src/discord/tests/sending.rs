//! What goes out, step by step.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Choice, Content, Draft, ErrorKind, FileKind, Menu, OutFile, Outbound, PartBody, Sent, Step,
    kit::{canonical, draft},
};
use yingke_words::AttachmentId;

use super::*;

/// What is asked, each as method, path and body, and how it ends.
pub(super) fn delivered(
    outbound: &Outbound,
    mut answer: impl FnMut(usize, &Request) -> Answer,
) -> (Vec<(String, String, Value)>, Step<Sent>) {
    let mut asked = Vec::new();
    let step = KIT.deliver(outbound, |at, request| {
        asked.push(read(request));
        answer(at, request)
    });
    (asked, step)
}

pub(super) fn read(request: &Request) -> (String, String, Value) {
    let Request::Http { head, body, .. } = request else {
        panic!("no HTTP");
    };
    let payload = match body {
        Body::Bytes(bytes) => serde_json::from_slice(bytes).unwrap(),
        Body::Form(parts) => match &parts[0].body {
            PartBody::Bytes(bytes) => serde_json::from_slice(bytes).unwrap(),
            PartBody::File(_) => panic!("the payload comes first"),
        },
        _ => Value::Null,
    };
    let path = head.uri().path_and_query().unwrap().as_str();
    (head.method().to_string(), path.to_owned(), payload)
}

pub(super) fn accepted(outbound: &Outbound) -> Vec<(String, String, Value)> {
    let (asked, step) = delivered(outbound, |_, request| accept(request));
    assert!(matches!(step, Step::Done(_)), "{step:?}");
    asked
}

pub(super) fn paths(asked: &[(String, String, Value)]) -> Vec<String> {
    asked
        .iter()
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect()
}

pub(super) fn kind<T: std::fmt::Debug>(step: &Step<T>) -> ErrorKind {
    match step {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    }
}

fn said(draft: Draft) -> Outbound {
    Outbound::Draft(Box::new(draft))
}

pub(super) fn in_thread(mut draft: Draft) -> Outbound {
    draft.to.context.insert("channel".to_owned(), "42".into());
    said(draft)
}

pub(super) fn files(sizes: &[u64]) -> Vec<OutFile> {
    let file = |size: &u64| OutFile {
        id: AttachmentId::from(uuid::Uuid::from_u128(3)),
        kind: FileKind::File,
        name: "价格.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: *size,
        lasts_ms: None,
    };
    sizes.iter().map(file).collect()
}

#[test]
fn the_first_message_opens_the_channel_and_keeps_the_answer() {
    let outbound = canonical(Ability::Text);
    let asked = accepted(&outbound);
    assert_eq!(
        paths(&asked),
        [
            "POST /api/v10/users/@me/channels",
            "POST /api/v10/channels/319674150115610528/messages"
        ]
    );
    assert_eq!(asked[0].2, json!({ "recipient_id": "10001" }));
    let first = KIT.within(|ctx| Discord.render(ctx, &outbound, &[]));
    let Step::Send(request) = first else { panic!() };
    let Request::Http { head, keep, .. } = *request else {
        panic!()
    };
    assert_eq!(keep.unwrap().0, "direct::10001");
    assert_eq!(head.headers()["authorization"], "Bot MTEw.TOKEN");
    assert!(head.headers()["authorization"].is_sensitive());
    // Once somebody wrote, the thread knows its channel.
    assert_eq!(
        paths(&accepted(&in_thread(draft("好")))),
        ["POST /api/v10/channels/42/messages"]
    );
}

#[test]
fn every_message_has_a_nonce_and_calls_nobody() {
    let asked = accepted(&in_thread(draft("@everyone 好")));
    let body = &asked[0].2;
    assert_eq!(body["content"], "@everyone 好");
    assert_eq!(body["nonce"], "ykAZkAAAAAcACAAAAAAAAAAgA");
    assert_eq!(body["nonce"].as_str().unwrap().len(), 25);
    assert_eq!(body["enforce_nonce"], true);
    assert_eq!(body["allowed_mentions"], json!({ "parse": [] }));
}

#[test]
fn long_texts_are_split_and_the_quote_goes_with_the_first() {
    let long = Draft {
        replies_to: "900001".to_owned(),
        ..draft(&"好".repeat(4_500))
    };
    let asked = accepted(&in_thread(long));
    assert_eq!(asked.len(), 3);
    let nonces: Vec<_> = asked.iter().map(|one| one.2["nonce"].clone()).collect();
    assert!(nonces[0] != nonces[1] && nonces[1] != nonces[2]);
    assert_eq!(asked[0].2["message_reference"]["message_id"], "900001");
    assert_eq!(asked[0].2["message_reference"]["fail_if_not_exists"], false);
    assert_eq!(asked[1].2.get("message_reference"), None);
    // An emoji is two of the 2000.
    assert_eq!(accepted(&in_thread(draft(&"😀".repeat(1_001)))).len(), 2);
}

#[test]
fn a_part_that_failed_is_asked_again_and_those_before_it_are_not() {
    let outbound = in_thread(draft(&"好".repeat(4_500)));
    let first = Answer::of(200, r#"{"id":"1"}"#);
    let again = KIT.within(|ctx| Discord.render(ctx, &outbound, std::slice::from_ref(&first)));
    let Step::Send(request) = again else { panic!() };
    assert!(read(&request).2["nonce"].as_str().unwrap().ends_with('B'));
}

#[test]
fn a_text_of_more_parts_than_nonces_is_too_large() {
    let outbound = in_thread(draft(&"好".repeat(2_000 * 65)));
    assert_eq!(
        kind(&delivered(&outbound, |_, request| accept(request)).1),
        ErrorKind::TooLarge
    );
}

#[test]
fn files_go_with_the_last_piece_and_no_message_is_overfull() {
    const MIB: u64 = 1024 * 1024;
    let with = |text: &str, sizes: &[u64]| {
        in_thread(Draft {
            files: files(sizes),
            ..draft(text)
        })
    };
    let one = accepted(&with("价格见附件", &[40_000]));
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].2["content"], "价格见附件");
    assert_eq!(
        one[0].2["attachments"],
        json!([{ "id": 0, "filename": "价格.pdf" }])
    );
    let eleven = accepted(&with("", &[1; 11]));
    let counts: Vec<_> = eleven
        .iter()
        .map(|one| one.2["attachments"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [10, 1]);
    assert_eq!(accepted(&with("", &[6 * MIB, 6 * MIB])).len(), 2);
    assert_eq!(accepted(&with(&"好".repeat(2_001), &[1])).len(), 2);
}

#[test]
fn files_are_a_form_with_the_payload_first() {
    let outbound = in_thread(Draft {
        files: files(&[5, 6]),
        ..draft("")
    });
    let Step::Send(request) = KIT.within(|ctx| Discord.render(ctx, &outbound, &[])) else {
        panic!()
    };
    let Request::Http {
        body: Body::Form(parts),
        ..
    } = *request
    else {
        panic!()
    };
    let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["payload_json", "files[0]", "files[1]"]);
    assert_eq!(parts[0].media_type.as_deref(), Some("application/json"));
}

#[test]
fn a_menu_is_rows_of_buttons_under_the_words() {
    let asked = accepted(&canonical(Ability::Menu));
    let body = &asked[1].2;
    assert_eq!(body["content"], "请选择尺码");
    assert_eq!(
        body["components"],
        json!([{ "type": 1, "components": [
            { "type": 2, "style": 2, "label": "小号", "custom_id": "s" },
            { "type": 2, "style": 2, "label": "中号", "custom_id": "m" },
        ] }])
    );
}

#[test]
fn a_menu_of_more_than_25_is_too_large() {
    let choice = |at: usize| Choice {
        id: at.to_string(),
        label: "很".repeat(100),
        url: (at == 0).then(|| "https://shop.example".to_owned()),
    };
    let menu = |count| {
        let menu = Menu {
            title: "尺码".to_owned(),
            choices: (0..count).map(choice).collect(),
            tail: "以实物为准".to_owned(),
        };
        in_thread(Draft {
            content: Some(Content::Menu(menu)),
            ..draft("请选择")
        })
    };
    let asked = accepted(&menu(25));
    assert_eq!(asked[0].2["content"], "**尺码**\n请选择\n以实物为准");
    let rows = asked[0].2["components"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0]["components"][0]["style"], 5);
    assert_eq!(
        rows[0]["components"][1]["label"]
            .as_str()
            .unwrap()
            .chars()
            .count(),
        80
    );
    assert_eq!(
        kind(&delivered(&menu(26), |_, request| accept(request)).1),
        ErrorKind::TooLarge
    );
}

#[test]
fn what_is_sent_is_json_that_reads_back() {
    let Step::Send(request) = KIT.within(|ctx| Discord.render(ctx, &in_thread(draft("“好”\n")), &[]))
    else {
        panic!()
    };
    assert!(serde_json::from_str::<Value>(&body(&request)).is_ok());
}

/// What discord.py 2.7.1 says for a reply with buttons and for a file (`e2e/interop/discord.py --print`).
const SDK: &str = include_str!("../fixtures/sdk.json");

/// Whether all that we say stands there too, and means the same. Ids are texts for us and numbers there.
fn stands(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => ours
            .iter()
            .all(|(key, value)| theirs.get(key).is_some_and(|there| stands(value, there))),
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(one, other)| stands(one, other))
        }
        (Value::String(ours), Value::Number(theirs)) => *ours == theirs.to_string(),
        _ => ours == theirs,
    }
}

#[test]
fn a_reply_with_buttons_and_a_file_are_what_the_sdk_says() {
    let sdk: Value = serde_json::from_str(SDK).unwrap();
    let choice = |id: &str, label: &str, url: Option<&str>| Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        url: url.map(str::to_owned),
    };
    let menu = Menu {
        choices: vec![
            choice("s", "小号", None),
            choice("m", "中号", None),
            choice("", "尺码表", Some("https://shop.example/sizes")),
        ],
        ..Menu::default()
    };
    let reply = Draft {
        content: Some(Content::Menu(menu)),
        replies_to: "900001".to_owned(),
        ..draft("请选择尺码")
    };
    let mut offer = files(&[4]);
    "offer.pdf".clone_into(&mut offer[0].name);
    let file = Draft {
        files: offer,
        ..draft("价格见附件")
    };
    for (name, draft) in [("reply", reply), ("file", file)] {
        let mut ours = accepted(&in_thread(draft)).remove(0).2;
        // Each chooses its own.
        ours["nonce"] = sdk[name]["nonce"].clone();
        assert!(stands(&ours, &sdk[name]), "{ours:#}");
        ours["content"] = "别的".into();
        assert!(!stands(&ours, &sdk[name]));
    }
}
