//! Files, long polling, connecting.

use super::*;

fn fetch(answers: &[Answer]) -> Step<Request> {
    let file = RemoteFile::of(FileKind::Image, "AgAC-large");
    on_the_bench().within(|ctx| Telegram.media().unwrap().fetch(ctx, &file, answers))
}

fn pathed(path: &str) -> Answer {
    Answer::of(
        200,
        json!({ "ok": true, "result": { "file_id": "x", "file_path": path } }).to_string(),
    )
}

fn address(request: &Request) -> String {
    let Request::Http { head, .. } = request else {
        panic!()
    };
    head.uri().to_string()
}

#[test]
fn a_file_is_found_by_its_path() {
    let Step::Send(request) = fetch(&[]) else { panic!() };
    assert_eq!(
        (method(&request), parameters(&request)),
        ("getFile".into(), json!({ "file_id": "AgAC-large" }))
    );
    let Step::Done(request) = fetch(&[pathed("photos/file_7 b.jpg")]) else {
        panic!()
    };
    assert_eq!(
        address(&request),
        "https://api.telegram.org/file/bot123456:TEST-token_1/photos/file_7%20b.jpg"
    );
}

#[test]
fn a_path_stays_below_the_bots_folder() {
    for path in [
        "",
        "/var/lib/bot/photos/1.jpg",
        "photos/../../bot1:x/getMe",
        "https://evil.example/x",
        "a?b",
        "a/./b",
        "a//b",
        "%2e%2e/x",
    ] {
        assert!(
            matches!(fetch(&[pathed(path)]), Step::Stop(error) if error.kind == ErrorKind::Invalid),
            "{path}"
        );
    }
}

#[test]
fn a_file_beyond_20_mb_is_too_large_and_a_lost_answer_is_asked_again() {
    let kind = |answer: Answer| match fetch(&[answer]) {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        kind(refused(400, "Bad Request: file is too big")),
        ErrorKind::TooLarge
    );
    assert_eq!(
        kind(refused(
            400,
            "Bad Request: wrong file_id or the file is temporarily unavailable"
        )),
        ErrorKind::Invalid
    );
    assert_eq!(kind(Answer::failed(Failure::Ambiguous)), ErrorKind::Away);
}

#[test]
fn an_error_instead_of_a_file_is_seen() {
    let media = Telegram.media().unwrap();
    assert!(media.disguised("application/json", b"{}"));
    assert!(media.disguised("text/html; charset=utf-8", b"<html>"));
    assert!(media.disguised(
        "application/octet-stream",
        br#"{"ok":false,"error_code":404,"description":"Not Found"}"#
    ));
    assert!(!media.disguised("application/octet-stream", br#"{"order":17}"#));
}

fn polling() -> Kit<'static> {
    const POLLING: &[(&str, &str)] = &[
        ("token", "123456:TEST-token_1"),
        ("mode", "poll"),
        ("poll_seconds", "25"),
    ];
    Kit {
        settings: POLLING,
        ..on_the_bench()
    }
}

fn pull(bench: &Kit<'_>, cursor: Option<&str>, answers: &[Answer]) -> Step<Page> {
    bench.within(|ctx: &Ctx<'_>| {
        Telegram
            .puller()
            .unwrap()
            .pull(ctx, cursor, &PullHint::default(), answers)
    })
}

fn update(id: i64) -> Value {
    json!({ "update_id": id, "message": { "message_id": id, "chat": { "id": 42, "type": "private" }, "text": "a" } })
}

fn updates(updates: &[Value]) -> Answer {
    Answer::of(200, json!({ "ok": true, "result": updates }).to_string())
}

fn asked(step: Step<Page>) -> (String, Value) {
    match step {
        Step::Send(request) => (method(&request), parameters(&request)),
        other => panic!("{other:?}"),
    }
}

fn page(step: Step<Page>) -> Page {
    match step {
        Step::Done(page) => page,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_cursor_is_the_last_update_and_one() {
    let (method, parameters) = asked(pull(&polling(), None, &[]));
    assert_eq!((method.as_str(), parameters.get("offset")), ("getUpdates", None));
    assert_eq!(
        (&parameters["limit"], &parameters["timeout"]),
        (&json!(100), &json!(25))
    );
    assert!(
        parameters["allowed_updates"]
            .as_array()
            .unwrap()
            .contains(&json!("message_reaction"))
    );
    let done = page(pull(&polling(), None, &[updates(&[update(8), update(7)])]));
    assert_eq!(
        (done.events.len(), done.next.as_str(), done.more),
        (2, "9", false)
    );
    assert_eq!(asked(pull(&polling(), Some("9"), &[])).1["offset"], 9);
    let empty = page(pull(&polling(), Some("9"), &[updates(&[])]));
    assert_eq!((empty.next.as_str(), empty.more), ("9", false));
}

#[test]
fn a_full_page_is_not_the_last_and_a_bad_update_loses_only_itself() {
    let mut full: Vec<_> = (1..=100).map(update).collect();
    full[3] = json!({ "update_id": 4, "message": { "text": "from nowhere" } });
    full[4] = json!("what");
    let done = page(pull(&polling(), None, &[updates(&full)]));
    assert_eq!(
        (done.events.len(), done.next.as_str(), done.more),
        (98, "101", true)
    );
    let places: Vec<_> = done.problems.iter().map(|problem| problem.at.as_str()).collect();
    assert_eq!(places, ["result[3]", "result[4]"]);
}

#[test]
fn buttons_are_acknowledged_before_the_page_is_kept_however_that_ends() {
    let pressed = |id: i64, query: &str| json!({ "update_id": id, "callback_query": { "id": query, "from": { "id": 42 }, "data": "s" } });
    let got = updates(&[pressed(1, "71"), update(2), pressed(3, "72")]);
    let (method, parameters) = asked(pull(&polling(), None, std::slice::from_ref(&got)));
    assert_eq!(
        (method.as_str(), &parameters["callback_query_id"]),
        ("answerCallbackQuery", &json!("71"))
    );
    let late = refused(
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    );
    let (_, parameters) = asked(pull(&polling(), None, &[got.clone(), late.clone()]));
    assert_eq!(parameters["callback_query_id"], "72");
    let done = page(pull(
        &polling(),
        None,
        &[got, late, Answer::failed(Failure::Ambiguous)],
    ));
    assert_eq!((done.events.len(), done.next.as_str()), (3, "4"));
}

#[test]
fn a_page_longer_than_what_is_kept_is_asked_for_in_smaller_ones() {
    let cut = |text: &str| Answer::of(200, format!("{text}{}", " ".repeat(65_536)));
    let long = cut(r#"{"ok":true,"result":[{"update_id":700000001,"message":{"text":"..."#);
    let mut answers = Vec::new();
    for limit in [100, 20, 4, 1] {
        assert_eq!(asked(pull(&polling(), Some("5"), &answers)).1["limit"], limit);
        answers.push(long.clone());
    }
    let passed = page(pull(&polling(), Some("5"), &answers));
    assert_eq!(
        (passed.next.as_str(), passed.more, passed.problems.len()),
        ("700000002", true, 1)
    );
    answers[3] = updates(&[update(6)]);
    let done = page(pull(&polling(), Some("5"), &answers));
    assert_eq!((done.next.as_str(), done.more, done.events.len()), ("7", true, 1));
}

#[test]
fn another_poller_is_waited_for_and_a_revoked_token_is_not() {
    let retry = |answer: Answer| match pull(&polling(), None, &[answer]) {
        Step::Stop(error) => (error.kind, error.retry()),
        other => panic!("{other:?}"),
    };
    let other = refused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    );
    assert_eq!(retry(other), (ErrorKind::Away, Retry::BackOff));
    assert_eq!(retry(refused(401, "Unauthorized")).0, ErrorKind::Unauthorised);
    assert_eq!(
        retry(Answer::failed(Failure::Ambiguous)),
        (ErrorKind::Away, Retry::BackOff)
    );
}

#[test]
fn where_telegram_calls_nothing_is_fetched() {
    let done = page(pull(&on_the_bench(), Some("9"), &[]));
    assert_eq!(
        (done.events.len(), done.next.as_str(), done.more),
        (0, "9", false)
    );
}

fn connect(bench: &Kit<'_>, answers: &[Answer]) -> Step<yingke_channel_contract::Connected> {
    bench.within(|ctx| Telegram.connect().unwrap().connect(ctx, answers))
}

#[test]
fn connecting_asks_who_the_bot_is_and_registers_our_address() {
    let me = Answer::of(
        200,
        r#"{"ok":true,"result":{"id":123456,"is_bot":true,"first_name":"客服","username":"shop_care_bot"}}"#,
    );
    let done = Answer::of(
        200,
        r#"{"ok":true,"result":true,"description":"Webhook was set"}"#,
    );
    let calls = |bench: &Kit<'_>| {
        let Step::Send(first) = connect(bench, &[]) else {
            panic!()
        };
        assert_eq!(method(&first), "getMe");
        let Step::Send(second) = connect(bench, std::slice::from_ref(&me)) else {
            panic!()
        };
        let Step::Done(connected) = connect(bench, &[me.clone(), done.clone()]) else {
            panic!()
        };
        assert_eq!(
            connected.accounts,
            [("123456".to_owned(), "@shop_care_bot".to_owned())]
        );
        (method(&second), parameters(&second))
    };
    let (method, parameters) = calls(&on_the_bench());
    assert_eq!(method, "setWebhook");
    assert_eq!(parameters["url"], "https://desk.example/api/v1/hooks/KEY");
    assert_eq!(parameters["secret_token"], "s3cr3t_tok");
    assert!(
        parameters["allowed_updates"]
            .as_array()
            .unwrap()
            .contains(&json!("my_chat_member"))
    );
    assert_eq!(calls(&polling()).0, "deleteWebhook");
}

#[test]
fn a_wrong_token_or_address_is_said_when_connecting() {
    let kind = |answers: &[Answer]| match connect(&on_the_bench(), answers) {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(&[refused(401, "Unauthorized")]), ErrorKind::Unauthorised);
    let me = Answer::of(200, r#"{"ok":true,"result":{"id":1}}"#);
    let refused = refused(
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    );
    assert_eq!(kind(&[me, refused]), ErrorKind::Invalid);
}
