//! What goes out, step by step.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Connect, Connected, Draft, ErrorKind, Failure, FileKind, Found, Media as _, OutFile, Outbound,
    PartBody, Reconcile as _, RemoteFile, Sent, Step,
    kit::{canonical, draft},
};
use yingke_words::AttachmentId;

use super::*;

/// What is asked, each as method, path and body, and how it ends.
fn delivered(
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

fn read(request: &Request) -> (String, String, Value) {
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

fn accepted(outbound: &Outbound) -> Vec<(String, String, Value)> {
    let (asked, step) = delivered(outbound, |_, request| accept(request));
    assert!(matches!(step, Step::Done(_)), "{step:?}");
    asked
}

fn paths(asked: &[(String, String, Value)]) -> Vec<String> {
    asked
        .iter()
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect()
}

fn kind<T: std::fmt::Debug>(step: &Step<T>) -> ErrorKind {
    match step {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    }
}

fn said(draft: Draft) -> Outbound {
    Outbound::Draft(Box::new(draft))
}

fn in_thread(mut draft: Draft) -> Outbound {
    draft.to.context.insert("channel".to_owned(), "42".into());
    said(draft)
}

fn files(sizes: &[u64]) -> Vec<OutFile> {
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
    use yingke_channel_contract::{Choice, Content, Menu};
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

fn edited(text: &str, parts: &[&str]) -> Outbound {
    Outbound::Edit {
        to: yingke_channel_contract::Recipient {
            context: [("channel".to_owned(), Value::from("42"))].into(),
            ..Default::default()
        },
        message: parts.iter().map(|part| (*part).to_owned()).collect(),
        text: text.to_owned(),
    }
}

#[test]
fn an_edit_that_needs_fewer_parts_takes_back_what_is_left_over() {
    let outbound = edited("短", &["1", "2", "3"]);
    let empty = r#"{"message":"Cannot send an empty message","code":50006}"#;
    let (asked, step) = delivered(&outbound, |at, request| match at {
        // The second holds a file and keeps it, the third held words only.
        2 => Answer::of(400, empty),
        _ => accept(request),
    });
    assert_eq!(
        paths(&asked),
        [
            "PATCH /api/v10/channels/42/messages/1",
            "PATCH /api/v10/channels/42/messages/2",
            "PATCH /api/v10/channels/42/messages/3",
            "DELETE /api/v10/channels/42/messages/3",
        ]
    );
    assert!(matches!(step, Step::Done(sent) if sent == Sent::as_parts(["1", "2"])));
}

#[test]
fn an_edit_that_needs_more_parts_is_too_large() {
    let outbound = edited(&"好".repeat(2_001), &["1"]);
    assert_eq!(
        kind(&delivered(&outbound, |_, request| accept(request)).1),
        ErrorKind::TooLarge
    );
}

#[test]
fn what_is_taken_back_already_is_taken_back() {
    let (_, step) = delivered(&canonical(Ability::Recall), |_, request| {
        match read(request).0.as_str() {
            "DELETE" => Answer::of(404, r#"{"message":"Unknown Message","code":10008}"#),
            _ => accept(request),
        }
    });
    assert!(matches!(step, Step::Done(_)), "{step:?}");
}

#[test]
fn a_reaction_takes_the_place_of_the_one_before() {
    let asked = paths(&accepted(&canonical(Ability::Reaction)));
    let base = "/api/v10/channels/319674150115610528/messages/900001";
    assert_eq!(
        asked[1..],
        [
            format!("GET {base}"),
            format!("DELETE {base}/reactions/%F0%9F%8E%89/@me"),
            format!("PUT {base}/reactions/%F0%9F%91%8D/@me"),
        ]
    );
    let Outbound::Reaction { to, message, .. } = canonical(Ability::Reaction) else {
        panic!()
    };
    // The same heart with and without the mark for its coloured form: nothing to do.
    let heart = Outbound::Reaction {
        to,
        message,
        emoji: Some("❤️".to_owned()),
    };
    let (asked, _) = delivered(&heart, |_, request| match read(request).0.as_str() {
        "GET" => Answer::of(
            200,
            r#"{"reactions":[{"me":true,"emoji":{"id":null,"name":"❤"}}]}"#,
        ),
        _ => accept(request),
    });
    assert_eq!(asked.len(), 2);
}

#[test]
fn typing_ends_by_itself() {
    let Outbound::Typing { to, .. } = canonical(Ability::Typing) else {
        panic!()
    };
    let off = Outbound::Typing { to, on: false };
    assert!(accepted(&off).is_empty());
}

const CODES: &[(u16, &str, ErrorKind)] = &[
    (
        403,
        r#"{"code":50007,"message":"Cannot send messages to this user"}"#,
        ErrorKind::Blocked,
    ),
    (403, r#"{"code":50278,"message":"x"}"#, ErrorKind::Blocked),
    (
        404,
        r#"{"code":10003,"message":"Unknown Channel"}"#,
        ErrorKind::Unreachable,
    ),
    (
        404,
        r#"{"code":10013,"message":"Unknown User"}"#,
        ErrorKind::Unreachable,
    ),
    (
        403,
        r#"{"code":50001,"message":"Missing Access"}"#,
        ErrorKind::Forbidden,
    ),
    (
        403,
        r#"{"code":50013,"message":"Missing Permissions"}"#,
        ErrorKind::Forbidden,
    ),
    (
        400,
        r#"{"code":50035,"message":"Invalid Form Body"}"#,
        ErrorKind::Invalid,
    ),
    (
        413,
        r#"{"code":40005,"message":"Request entity too large"}"#,
        ErrorKind::TooLarge,
    ),
    (413, "<html>", ErrorKind::TooLarge),
    (
        429,
        r#"{"code":20028,"retry_after":2.5,"message":"x"}"#,
        ErrorKind::Throttled,
    ),
    (429, "<html>error code: 1015</html>", ErrorKind::Throttled),
    (
        401,
        r#"{"code":0,"message":"401: Unauthorized"}"#,
        ErrorKind::Unauthorised,
    ),
    (
        401,
        r#"{"code":50014,"message":"Invalid authentication token"}"#,
        ErrorKind::Unauthorised,
    ),
    (400, r#"{"code":200000,"message":"AutoMod"}"#, ErrorKind::Content),
    (403, r#"{"code":20009,"message":"Explicit"}"#, ErrorKind::Content),
    (
        400,
        r#"{"code":99999999,"message":"of tomorrow"}"#,
        ErrorKind::Invalid,
    ),
    (400, r#"{"code":"50007"}"#, ErrorKind::Invalid),
    (503, r#"{"code":130000,"message":"overloaded"}"#, ErrorKind::Away),
    (500, "", ErrorKind::Away),
];

#[test]
fn codes_say_more_than_the_status() {
    for (status, text, wanted) in CODES {
        let (_, step) = delivered(&in_thread(draft("好")), |_, _| Answer::of(*status, *text));
        assert_eq!(kind(&step), *wanted, "{status} {text}");
    }
}

#[test]
fn the_body_says_when_to_come_back_more_exactly_than_the_header() {
    let told =
        Answer::of(429, r#"{"message":"x","retry_after":0.25,"global":false}"#).with("retry-after", "1");
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| told.clone());
    let Step::Stop(error) = step else { panic!() };
    assert_eq!(error.retry(), Retry::After(Span::millis(250)));
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| {
        Answer::of(429, "<html>").with("retry-after", "7")
    });
    let Step::Stop(error) = step else { panic!() };
    assert_eq!(error.retry(), Retry::After(Span::seconds(7)));
}

#[test]
fn a_form_it_does_not_like_names_the_field() {
    let refused = r#"{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH"}]}}}"#;
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| Answer::of(400, refused));
    let Step::Stop(error) = step else { panic!() };
    assert_eq!(error.code, "50035");
    assert!(error.detail.contains("BASE_TYPE_MAX_LENGTH"));
}

#[test]
fn only_a_message_may_have_arrived_unseen() {
    let cut = |outbound: &Outbound, bad: usize| {
        kind(
            &delivered(outbound, |at, request| {
                if at == bad {
                    Answer::failed(Failure::Ambiguous)
                } else {
                    accept(request)
                }
            })
            .1,
        )
    };
    let text = canonical(Ability::Text);
    assert_eq!(
        cut(&text, 0),
        ErrorKind::Away,
        "opening a channel twice opens one"
    );
    assert_eq!(cut(&text, 1), ErrorKind::Unknown);
    for ability in [Ability::Edit, Ability::Recall, Ability::Typing] {
        assert_eq!(cut(&canonical(ability), 1), ErrorKind::Away, "{ability:?}");
    }
}

#[test]
fn a_200_that_is_none_of_discords_is_no_message() {
    let (_, step) = delivered(&canonical(Ability::Text), |_, _| {
        Answer::of(200, "<html>Sign in</html>")
    });
    assert_eq!(kind(&step), ErrorKind::Away);
    let (_, step) = delivered(&in_thread(draft("好")), |_, _| Answer::of(200, "{}"));
    assert_eq!(kind(&step), ErrorKind::Unknown);
}

fn looked(outbound: &Outbound, messages: Value) -> Step<Found> {
    let answers = [Answer::of(200, messages.to_string())];
    KIT.within(|ctx| Discord.look(ctx, outbound, &answers))
}

#[test]
fn what_arrived_is_found_by_its_nonce() {
    let outbound = in_thread(draft("好"));
    let Step::Send(request) = KIT.within(|ctx| Discord.look(ctx, &outbound, &[])) else {
        panic!()
    };
    assert_eq!(read(&request).1, "/api/v10/channels/42/messages?limit=100");
    let there = json!([{ "id": "8", "nonce": 77 }, { "id": "9", "nonce": "ykAZkAAAAAcACAAAAAAAAAAgA" }]);
    assert!(
        matches!(looked(&outbound, there), Step::Done(Found::There(sent)) if sent == Sent::as_parts(["9"]))
    );
    assert!(matches!(
        looked(&outbound, json!([{ "id": "9", "nonce": "other" }])),
        Step::Done(Found::Absent)
    ));
    assert_eq!(kind(&looked(&outbound, json!({}))), ErrorKind::Away);
}

#[test]
fn later_it_is_found_by_its_words_and_never_in_what_was_said_before() {
    // A draft's id holds when it was made.
    let outbound = in_thread(draft("好"));
    let drafted = 0x0199_0000_0000_i64;
    let id = |millis: i64| ((millis - 1_420_070_400_000) << 22).to_string();
    let message = |millis: i64, text: &str, bot: bool| json!([{ "id": id(millis), "author": { "id": "1", "bot": bot }, "content": text, "attachments": [] }]);
    let found = |messages| matches!(looked(&outbound, messages), Step::Done(Found::There(_)));
    assert!(found(message(drafted + 900, "好", true)));
    assert!(!found(message(drafted - 60_000, "好", true)), "said before");
    assert!(!found(message(drafted + 900, "好吧", true)));
    assert!(
        !found(message(drafted + 900, "好", false)),
        "the customer said it"
    );
}

#[test]
fn of_two_parts_one_is_not_enough() {
    let outbound = in_thread(draft(&"好".repeat(2_001)));
    let first = json!([{ "id": "9", "nonce": "ykAZkAAAAAcACAAAAAAAAAAgA" }]);
    assert!(matches!(looked(&outbound, first), Step::Done(Found::Absent)));
}

fn fetched(reference: &str, at: i64, answers: &[Answer]) -> Step<Request> {
    let kit = Kit { now: at, ..KIT };
    kit.within(|ctx| Discord.fetch(ctx, &RemoteFile::of(FileKind::Image, reference), answers))
}

#[test]
fn a_files_address_that_ran_out_is_asked_for_anew() {
    let url = "https://cdn.discordapp.com/attachments/5/31/a.png?ex=6a0f3b40&is=6a0de9c0&hm=2f&";
    let reference = format!("5/7/31 {url}");
    let ends = i64::from_str_radix("6a0f3b40", 16).unwrap() * 1_000;
    let address = |step: Step<Request>| match step {
        Step::Done(Request::Http { head, .. }) => {
            assert!(
                !head.headers().contains_key("authorization"),
                "no token goes there"
            );
            head.uri().to_string()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(address(fetched(&reference, ends - 1, &[])), url);
    assert_eq!(
        address(fetched(url, ends + 1, &[])),
        url,
        "a sticker has no message to ask for"
    );
    let Step::Send(request) = fetched(&reference, ends, &[]) else {
        panic!()
    };
    assert_eq!(read(&request).1, "/api/v10/channels/5/messages/7");
    let answer = Answer::of(
        200,
        r#"{"attachments":[{"id":"30","url":"https://x"},{"id":"31","url":"https://cdn.example/new"}]}"#,
    );
    assert_eq!(
        address(fetched(&reference, ends, &[answer])),
        "https://cdn.example/new"
    );
    let forwarded = r#"{"attachments":[],"message_snapshots":[{"message":{"attachments":[{"id":"31","url":"https://cdn.example/there"}]}}]}"#;
    assert_eq!(
        address(fetched(&reference, ends, &[Answer::of(200, forwarded)])),
        "https://cdn.example/there"
    );
    let gone = Answer::of(404, r#"{"code":10008,"message":"Unknown Message"}"#);
    assert_eq!(kind(&fetched(&reference, ends, &[gone])), ErrorKind::Invalid);
    assert_eq!(
        kind(&fetched(&reference, ends, &[Answer::of(200, "{}")])),
        ErrorKind::Unreachable
    );
}

#[test]
fn an_html_page_is_no_file() {
    assert!(Discord.disguised("text/html; charset=utf-8", b" <!DOCTYPE html>"));
    assert!(!Discord.disguised("image/png", b"\x89PNG"));
    assert!(!Discord.disguised("text/html", b"<p>a file somebody sent</p>"));
}

fn connected(answers: &[Answer]) -> Step<Connected> {
    KIT.within(|ctx| Connect::connect(&Discord, ctx, answers))
}

#[test]
fn connecting_says_who_we_are_and_whether_the_gateway_takes_us() {
    let me = Answer::of(
        200,
        r#"{"id":"1100000000000000001","username":"shanye","bot":true}"#,
    );
    let gateway = |left: u32| {
        Answer::of(
            200,
            format!(
                r#"{{"url":"wss://gateway.discord.gg","shards":1,"session_start_limit":{{"total":1000,"remaining":{left},"reset_after":14400000,"max_concurrency":1}}}}"#
            ),
        )
    };
    let Step::Done(done) = connected(&[me.clone(), gateway(999)]) else {
        panic!()
    };
    assert_eq!(
        done.accounts,
        [("1100000000000000001".to_owned(), "shanye".to_owned())]
    );
    let Step::Stop(error) = connected(&[me, gateway(0)]) else {
        panic!()
    };
    assert_eq!(error.retry(), Retry::After(Span::hours(4)));
    let person = Answer::of(200, r#"{"id":"1","username":"somebody"}"#);
    assert_eq!(kind(&connected(&[person])), ErrorKind::Unauthorised);
    assert_eq!(kind(&connected(&[Answer::of(401, "")])), ErrorKind::Unauthorised);
    assert_eq!(kind(&connected(&[Answer::of(200, "<html>")])), ErrorKind::Away);
}

#[test]
fn what_is_sent_is_json_that_reads_back() {
    let Step::Send(request) = KIT.within(|ctx| Discord.render(ctx, &in_thread(draft("“好”\n")), &[]))
    else {
        panic!()
    };
    assert!(serde_json::from_str::<Value>(&body(&request)).is_ok());
}
