//! What comes in.

use yingke_channel_contract::{Content, FileKind, Health, Incoming, Refusal, Service};

use super::*;

fn take(signature: Option<&str>, secret: &str, body: &str) -> Result<yingke_channel_contract::Parsed, Refusal> {
    let mut request = Http::post("/hooks/KEY").body(Bytes::from(body.to_owned())).unwrap();
    if let Some(signature) = signature {
        let signature = HeaderValue::from_str(signature).unwrap();
        request.headers_mut().insert("x-line-signature", signature);
    }
    let bench = Kit {
        settings: &[("channel_secret", secret)],
        ..at(NOW)
    };
    bench.within(|ctx| {
        let verified = Line.verify(ctx, Incoming(request))?;
        Ok(Line.parse(ctx, &verified))
    })
}

/// The vector of `line-bot-sdk-python`, `tests/v3/test_webhook.py`.
#[test]
fn line_1() {
    let signature = "/gg9a+LvFevTH1sd7XCQycD7tsWclCsInj7MhBHxN7k=";
    assert_eq!(line::signature("channel_secret", b"bodybodybodybody"), signature);
    let parsed = take(Some(signature), "channel_secret", "bodybodybodybody").unwrap();
    assert_eq!((parsed.events.len(), parsed.problems.len()), (0, 1));
    for (wrong, secret, body, refusal) in [
        (Some("invalid_signature"), "channel_secret", "bodybodybodybody", Refusal::WrongSignature),
        (Some(signature), "another", "bodybodybodybody", Refusal::WrongSignature),
        (Some(signature), "channel_secret", "bodybodybodybody ", Refusal::WrongSignature),
        (None, "channel_secret", "bodybodybodybody", Refusal::Unsigned),
        (Some(signature), "", "bodybodybodybody", Refusal::NotSetUp),
    ] {
        assert_eq!(take(wrong, secret, body).err(), Some(refusal), "{wrong:?} {secret} {body}");
    }
}

#[test]
fn the_consoles_check_is_answered_200_and_says_nothing() {
    let parsed = at(NOW).parsed("console_check");
    assert_eq!((parsed.events.len(), parsed.problems.len()), (0, 0));
    assert_eq!(parsed.answer.status(), 200);
}

#[test]
fn one_bad_event_loses_only_itself_and_a_double_counts_once() {
    let parsed = at(NOW).parsed("batch");
    let places: Vec<_> = parsed.problems.iter().map(|problem| problem.at.as_str()).collect();
    assert_eq!(places, ["events[1]", "events[3]"]);
    assert_eq!(parsed.events.len(), 3);
    assert_eq!(parsed.answer.status(), 200);
}

#[test]
fn what_comes_in_another_order_is_put_into_the_order_of_its_time() {
    let times: Vec<_> = at(NOW).parsed("batch").events.iter().map(|event| event.at).collect();
    assert!(times.is_sorted(), "{times:?}");
    let texts: Vec<_> = at(NOW)
        .parsed("batch")
        .events
        .into_iter()
        .filter_map(|event| match event.what {
            What::Message(message) => Some(message.text),
            _ => None,
        })
        .collect();
    assert_eq!(texts, ["第一句", "第二句"]);
}

/// Recalls, quotes and edits name a message by its own id; everything else has the event's.
#[test]
fn a_message_is_known_by_its_id_and_anything_else_by_its_events() {
    assert!(only("text").id.starts_with("4687895778982"));
    assert!(only("follow").id.starts_with("01K5"));
    let What::Delete { message } = only("unsend").what else {
        panic!("no recall")
    };
    assert_eq!(message, only("text").id);
    assert!(matches!(only("edited").what, What::Edit { message, .. } if message == only("text").id));
}

#[test]
fn numbers_where_texts_belong_are_read_without_losing_a_digit() {
    let parsed = at(NOW).parsed("odd_types");
    assert_eq!(parsed.problems, []);
    let ids: Vec<_> = parsed.events.iter().map(|event| event.id.as_str()).collect();
    assert!(ids.contains(&"9007199254740995123"), "{ids:?}");
    assert!(ids.contains(&"01K5ODD"), "{ids:?}");
}

/// Sent again it says that it is: that alone makes no other event of it.
#[test]
fn an_event_without_an_id_has_the_same_one_when_it_comes_again() {
    let id = |data: &str, again: bool| {
        let body = json!({ "events": [{ "type": "postback", "timestamp": 5, "source": { "userId": "U1" },
            "postback": { "data": data }, "deliveryContext": { "isRedelivery": again } }] })
        .to_string();
        let parsed = take(Some(&line::signature("s", body.as_bytes())), "s", &body).unwrap();
        parsed.events[0].id.clone()
    };
    assert_eq!(id("a", false), id("a", true));
    assert_ne!(id("a", false), id("b", false));
}

#[test]
fn a_group_is_one_thread_and_its_members_write_in_it() {
    let event = only("text_group");
    assert!(event.from.group && event.from.id.starts_with('C'));
    let said = message("text_group");
    assert!(said.author.unwrap().id.starts_with('U'));
    assert_eq!(said.replies_to, "468789577898261999");
    assert!(only("text_room").from.id.starts_with('R'));
    assert_eq!(message("text").author, None);
}

#[test]
fn what_an_answer_needs_is_kept_with_its_time() {
    let event = only("text");
    let context = &event.context;
    assert_eq!(context["reply"]["at"], event.at.unwrap().millis());
    assert!(context["reply"]["token"].as_str().unwrap().starts_with("nHuy"));
    assert!(context["read_token"].as_str().unwrap().starts_with("r9Kx"));
    // Another module of the account speaks: LINE gives us no token.
    assert!(!only("standby").context.contains_key("reply"));
    assert!(!only("unfollow").context.contains_key("reply"));
    // What comes again must not put an old token in a younger one's place.
    assert!(!only("redelivered").context.contains_key("reply"));
}

#[test]
fn what_was_pressed_is_told_by_what_stood_on_it() {
    let pressed = |name: &str| match only(name).what {
        What::Pressed { id, label, .. } => (id, label),
        other => panic!("{other:?}"),
    };
    let of = |id: &str, label: &str| (id.to_owned(), label.to_owned());
    assert_eq!(pressed("postback_ours"), of("s", "小號"));
    assert_eq!(pressed("postback"), of("action=buy&id=17", ""));
    assert_eq!(pressed("postback_date"), of("pick", "2026-12-25T01:00"));
    assert_eq!(pressed("postback_richmenu"), of("menu", "richmenu-b"));
}

#[test]
fn a_picture_on_somebody_elses_server_is_known_by_its_address() {
    let file = |name: &str| message(name).files.remove(0);
    assert_eq!(file("image_external").reference, "https://pictures.example/a.jpg");
    assert_eq!(file("image").reference, only("image").id);
    assert_eq!((file("file").kind, file("file").name.as_str()), (FileKind::File, "訂單.pdf"));
    assert_eq!(at(NOW).parsed("image_set").events.len(), 2);
}

#[test]
fn a_sticker_has_its_picture_and_its_words() {
    let said = message("sticker");
    assert_eq!((said.text.as_str(), said.files[0].reference.as_str()), ("hi", "sticker:1988"));
    assert_eq!(message("sticker_words").text, "辛苦了");
}

#[test]
fn who_follows_blocks_and_comes_back() {
    assert!(matches!(only("follow").what, What::Entered { .. }));
    assert_eq!(only("unblocked").what, What::Block { blocked: false });
    assert_eq!(only("unfollow").what, What::Block { blocked: true });
    assert_eq!(only("leave").what, What::Block { blocked: true });
    assert!(only("leave").from.group);
}

#[test]
fn who_may_write_and_how_the_account_is() {
    assert_eq!(only("activated").what, What::Service(Service::Ours));
    assert!(matches!(only("deactivated").what, What::Service(Service::Theirs { .. })));
    let suspended = |what: &What| matches!(what, What::Health(Health::Broken { code: "bot_suspended", .. }));
    assert!(suspended(&only("bot_suspended").what));
    assert_eq!(only("bot_resumed").what, What::Health(Health::Connected));
}

#[test]
fn what_we_do_not_know_is_shown_by_its_name() {
    let kind = |name: &str| match message(name).content {
        Some(Content::Unsupported { kind }) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind("unknown_message"), "hologram");
    assert_eq!(kind("unknown_event"), "teleport");
}

#[test]
fn a_place_beyond_the_earth_is_none() {
    let body = |latitude: f64| {
        json!({ "events": [{ "type": "message", "timestamp": 1, "webhookEventId": "E",
            "source": { "type": "user", "userId": "U1" },
            "message": { "id": "1", "type": "location", "latitude": latitude, "longitude": 1.0 } }] })
        .to_string()
    };
    let content = |latitude: f64| {
        let body = body(latitude);
        let parsed = take(Some(&line::signature("s", body.as_bytes())), "s", &body).unwrap();
        match &parsed.events[0].what {
            What::Message(message) => message.content.clone().unwrap(),
            other => panic!("{other:?}"),
        }
    };
    assert!(matches!(content(25.0), Content::Location(_)));
    assert!(matches!(content(1e9), Content::Unsupported { .. }));
}
