//! What goes out.

use yingke_channel_contract::{Content, Degrees, Location};

use super::*;

/// Drafts beyond the canonical ones, for [`super::what_is_asked`].
pub(super) fn of_each_kind() -> Vec<Outbound> {
    let mut quoting = draft("是這一件嗎？");
    quoting.replies_to = "468789577898262001".into();
    let token = json!({ "message": "468789577898262001", "token": "q3Plxr4AgKd-01" });
    quoting.to.context.insert(super::super::inbound::quote_place("468789577898262001"), token);
    let mut read = draft("").to;
    read.context.insert("read_token".into(), "r9Kxm2-01".into());
    vec![
        answering("您好", 10_000),
        said(quoting),
        Outbound::ReadMark { to: read, message: "1".into() },
        said(draft(&"字".repeat(5_001))),
    ]
}

#[test]
fn while_the_reply_token_is_young_the_answer_is_free() {
    for (millis, path) in [
        (0, "/v2/bot/message/reply"),
        (49_999, "/v2/bot/message/reply"),
        (50_000, "/v2/bot/message/push"),
        // A clock that goes after LINE's.
        (-60_000, "/v2/bot/message/reply"),
    ] {
        let (asked, step) = deliver(&answering("您好", millis), |_, request| accept(request));
        assert_eq!(asked[0].0, path, "{millis} ms");
        assert_eq!(parts(step), ["501"]);
    }
}

#[test]
fn a_reply_token_goes_once_and_the_next_message_is_pushed() {
    let (asked, step) = deliver(&answering("您好", 1_000), |at, request| match at {
        0 => Answer::of(400, r#"{"message":"Invalid reply token"}"#),
        _ => accept(request),
    });
    assert_eq!(asked[0].1["replyToken"], "REPLY");
    assert_eq!(asked[1].0, "/v2/bot/message/push");
    assert_eq!(asked[1].1["to"], "10001");
    assert_eq!(asked[0].1["messages"], asked[1].1["messages"]);
    assert_eq!(parts(step), ["501"]);
}

#[test]
fn the_words_of_a_spent_token_mean_nothing_to_a_push() {
    let (asked, step) = deliver(&said(draft("a")), |_, _| {
        Answer::of(400, r#"{"message":"Invalid reply token"}"#)
    });
    assert_eq!(asked.len(), 1);
    assert_eq!(stopped(step).kind, ErrorKind::Invalid);
}

#[test]
fn a_push_has_the_messages_id_for_its_key_and_each_later_one_its_own() {
    let long = said(draft(&"字".repeat(5_000 * 6)));
    let keys = || {
        let keys = RefCell::new(Vec::new());
        let step = at(NOW).deliver(&long, |_, request| {
            keys.borrow_mut().push(retry_key(request).unwrap());
            accept(request)
        });
        assert_eq!(parts(step).len(), 6);
        keys.into_inner()
    };
    let [first, second] = <[_; 2]>::try_from(keys()).unwrap();
    assert_eq!(first, draft("").id.to_string());
    assert_ne!(first, second);
    assert_eq!(uuid::Uuid::parse_str(&second).unwrap().to_string(), second);
    assert_eq!(keys(), [first, second]);
}

#[test]
fn five_messages_go_together_and_only_the_first_five_as_a_reply() {
    let (asked, _) = deliver(&answering(&"字".repeat(5_000 * 6), 1_000), |_, request| accept(request));
    let shown: Vec<_> = asked
        .iter()
        .map(|(path, body)| (path.rsplit('/').next().unwrap(), body["messages"].as_array().unwrap().len()))
        .collect();
    assert_eq!(shown, [("reply", 5), ("push", 1)]);
}

/// The second request is not sent as a reply again, whatever time it is when a crash resumes.
#[test]
fn what_was_answered_is_not_sent_again_later() {
    let outbound = answering(&"字".repeat(5_000 * 6), 1_000);
    let answers = [Answer::of(200, r#"{"sentMessages":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"},{"id":"5"}]}"#)];
    let step = at(NOW + 3_600_000).within(|ctx| Line.render(ctx, &outbound, &answers));
    let Step::Send(request) = step else { panic!("{step:?}") };
    assert_eq!(asked(&request).1["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn a_text_is_measured_in_utf_16() {
    let texts = messages(draft(&"😀".repeat(2_501)));
    let lengths: Vec<_> = texts
        .iter()
        .map(|one| one["text"].as_str().unwrap().encode_utf16().count())
        .collect();
    assert_eq!(lengths, [5_000, 2]);
}

#[test]
fn a_quote_needs_its_token_and_without_one_the_answer_goes_all_the_same() {
    let Outbound::Draft(quoting) = of_each_kind().remove(1) else { panic!("no draft") };
    assert_eq!(messages(*quoting.clone())[0]["quoteToken"], "q3Plxr4AgKd-01");
    let mut other = *quoting;
    other.replies_to = "468789577898262999".into();
    assert_eq!(messages(other)[0].get("quoteToken"), None);
}

/// LINE fetches media from public addresses and takes no bytes: nothing may be asked of it, and the agent is told what
/// to do instead.
#[test]
fn files_are_refused_with_an_alternative() {
    for ability in [Ability::Image, Ability::Audio, Ability::Video, Ability::File] {
        let (asked, step) = deliver(&kit::canonical(ability), |_, request| accept(request));
        assert!(asked.is_empty());
        assert_eq!(stopped(step).kind, ErrorKind::Unsendable);
        let instead = super::super::manifest::MANIFEST.instead(ability).unwrap();
        assert!(instead.en.contains("link") && instead.zh.contains("链接"));
    }
}

#[test]
fn a_place_always_has_a_title_and_an_address() {
    let at = |name: &str, address: &str| {
        let mut draft = draft("");
        draft.content = Some(Content::Location(Location {
            latitude: Degrees::of(25.0).unwrap(),
            longitude: Degrees::of(121.5).unwrap(),
            name: name.to_owned(),
            address: address.to_owned(),
        }));
        let message = messages(draft).remove(0);
        let text = |key: &str| message[key].as_str().unwrap().to_owned();
        (text("title"), text("address"))
    };
    let of = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(at("門市", ""), of("門市", "門市"));
    assert_eq!(at("", "市府路"), of("市府路", "市府路"));
    assert_eq!(at("", ""), of("📍", "📍"));
    assert_eq!(at(&"字".repeat(101), "a").0.chars().count(), 100);
}

#[test]
fn an_agents_name_is_shown_where_that_is_wanted() {
    let with = |name: &str, wanted: &str| {
        let settings = [SETTINGS, &[("show_names", wanted)]].concat();
        let bench = Kit { settings: &settings, ..at(NOW) };
        let outbound = said(Draft { author: name.to_owned(), ..draft("a") });
        let shown = RefCell::new(Value::Null);
        bench.deliver(&outbound, |_, request| {
            *shown.borrow_mut() = asked(request).1["messages"][0]["sender"]["name"].clone();
            accept(request)
        });
        shown.into_inner()
    };
    assert_eq!(with("林小满", "true"), "林小满");
    assert_eq!(with("林小满", ""), Value::Null);
    // LINE refuses its own name there.
    assert_eq!(with("Line Support", "true"), Value::Null);
    assert_eq!(with(&"a".repeat(30), "true"), "a".repeat(20));
}

#[test]
fn dots_are_shown_to_a_person_only_and_end_by_themselves() {
    let typing = |id: &str, on: bool| {
        let to = yingke_channel_contract::Recipient { id: id.to_owned(), ..draft("").to };
        deliver(&Outbound::Typing { to, on }, |_, request| accept(request)).0
    };
    assert_eq!(typing("U1", true)[0].1, json!({ "chatId": "U1", "loadingSeconds": 20 }));
    for (id, on) in [("U1", false), ("C1", true), ("R1", true)] {
        assert!(typing(id, on).is_empty(), "{id} {on}");
    }
}

#[test]
fn what_was_read_is_told_where_line_gave_a_token() {
    let (asked, _) = deliver(&of_each_kind()[2], |_, request| accept(request));
    assert_eq!(asked, [("/v2/bot/chat/markAsRead".to_owned(), json!({ "markAsReadToken": "r9Kxm2-01" }))]);
    let (asked, step) = deliver(&kit::canonical(Ability::ReadMark), |_, request| accept(request));
    assert!(asked.is_empty() && matches!(step, Step::Done(_)));
}

#[test]
fn without_an_access_token_nothing_goes_out() {
    let bench = Kit { settings: &[("channel_secret", "s")], ..at(NOW) };
    let step = bench.within(|ctx| Line.render(ctx, &said(draft("a")), &[]));
    assert!(stopped(step).breaks_the_account());
}
