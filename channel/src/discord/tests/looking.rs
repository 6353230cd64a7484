//! What is looked up: whether something arrived, a file, who we are.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Connect, Connected, ErrorKind, FileKind, Found, Media as _, Outbound, Reconcile as _, RemoteFile, Sent,
    Step, kit::draft,
};

use super::{
    sending::{in_thread, kind, read},
    *,
};

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
