//! What comes in.

use super::*;

/// Vector telegram-3: equal → 200, missing or wrong → 403.
#[test]
fn the_secret_token_is_the_one_we_gave() {
    let body = r#"{"update_id":1,"message":{"message_id":1,"chat":{"id":42},"text":"hi"}}"#;
    assert_eq!(
        take(&[(SECRET_HEADER, "s3cr3t_tok")], body)
            .unwrap()
            .answer
            .status(),
        200
    );
    let missing = take(&[], body).unwrap_err();
    assert_eq!((missing, missing.status().as_u16()), (Refusal::Unsigned, 403));
    for wrong in ["s3cr3t_to", "s3cr3t_tok ", "S3CR3T_TOK", ""] {
        let refused = take(&[(SECRET_HEADER, wrong)], body).unwrap_err();
        assert_eq!(
            (refused, refused.status().as_u16()),
            (Refusal::WrongSignature, 403),
            "{wrong:?}"
        );
    }
}

#[test]
fn without_a_secret_nothing_is_believed() {
    let bench = Kit {
        settings: &[("token", "1:a")],
        ..on_the_bench()
    };
    let mut request = Http::post("/hooks/KEY").body(bytes::Bytes::new()).unwrap();
    request
        .headers_mut()
        .insert(SECRET_HEADER, HeaderValue::from_static(""));
    let refused = bench.within(|ctx| Telegram.verify(ctx, Incoming(request)).unwrap_err());
    assert_eq!(refused, Refusal::NotSetUp);
}

#[test]
fn what_is_no_json_is_one_problem_and_is_answered_200() {
    for body in [
        "",
        "<xml/>",
        "{\"update_id\":1,",
        "[]",
        "null",
        "{}",
        "{\"update_id\":1}",
    ] {
        let parsed = take(&[(SECRET_HEADER, "s3cr3t_tok")], body).unwrap();
        assert_eq!((parsed.problems.len(), parsed.events.len()), (1, 0), "{body:?}");
        assert_eq!(parsed.answer.status(), 200);
    }
}

#[test]
fn a_hidden_link_is_seen_and_offsets_count_utf16() {
    let message = said("links");
    assert_eq!(
        message.text,
        "😀看这里 (https://shop.example/p?id=17), 和 https://shop.example/a"
    );
}

#[test]
fn offsets_that_are_none_are_left_out() {
    for (offset, length) in [(1, 1), (0, 99), (usize::MAX, 1), (1, usize::MAX)] {
        let update = json!({ "update_id": 5, "message": { "message_id": 1, "chat": { "id": 42, "type": "private" },
            "text": "😀啊", "entities": [{ "type": "text_link", "offset": offset, "length": length, "url": "https://a.example" }] } });
        let parsed = take(&[(SECRET_HEADER, "s3cr3t_tok")], &update.to_string()).unwrap();
        let What::Message(message) = &parsed.events[0].what else {
            panic!()
        };
        assert_eq!(message.text, "😀啊", "{offset} {length}");
    }
}

#[test]
fn of_a_photo_the_largest_is_taken() {
    let message = said("photo");
    assert_eq!(
        (message.files.len(), message.files[0].reference.as_str()),
        (1, "AgAC-large")
    );
    assert_eq!(message.text, "收到就是这样的");
}

#[test]
fn an_album_is_separate_messages() {
    assert_ne!(only("photo").id, only("album_next").id);
    assert_eq!(said("album_next").files[0].reference, "AgAC-second");
}

#[test]
fn an_animation_is_one_file_though_it_comes_as_a_document_too() {
    let message = said("animation");
    assert_eq!(message.files.len(), 1);
    assert_eq!(message.files[0].kind, FileKind::Video);
}

#[test]
fn an_animated_sticker_is_its_still_picture() {
    let message = said("sticker_animated");
    assert_eq!(
        (message.text.as_str(), message.content),
        ("🎉", Some(Content::Sticker))
    );
    assert_eq!(
        (message.files[0].kind, message.files[0].reference.as_str()),
        (FileKind::Image, "AAMC-thumb")
    );
}

#[test]
fn ones_own_number_becomes_the_customers() {
    assert_eq!(only("contact_own").from.phone, "+8613800000000");
    assert_eq!(only("contact_other").from.phone, "");
}

#[test]
fn unknown_kinds_are_shown_as_such() {
    assert_eq!(
        said("unknown_kind").content,
        Some(Content::Unsupported {
            kind: "hologram".into()
        })
    );
    assert_eq!(
        said("story").content,
        Some(Content::Unsupported { kind: "story".into() })
    );
    let poll = said("poll");
    assert_eq!(poll.content, Some(Content::Unsupported { kind: "poll".into() }));
    assert_eq!(poll.text, "要哪个颜色?\n- 黑\n- 白");
}

#[test]
fn a_service_message_says_nothing() {
    for name in ["new_members", "new_title", "migrate_to", "migrate_from"] {
        assert_eq!(only(name).what, What::ContactUpdate, "{name}");
    }
    assert_eq!(only("new_title").from.name, "装修交流二群");
}

#[test]
fn start_is_an_entry_with_its_source() {
    assert_eq!(
        only("start").what,
        What::Entered {
            source: "ad_spring-01".into()
        }
    );
}

#[test]
fn a_typed_start_that_is_no_link_is_a_message() {
    for (text, entered) in [
        ("/start", true),
        ("/start 帮我", false),
        ("/started", false),
        ("/start a b", false),
    ] {
        let update = json!({ "update_id": 5, "message": { "message_id": 1, "chat": { "id": 42, "type": "private" }, "text": text } });
        let parsed = take(&[(SECRET_HEADER, "s3cr3t_tok")], &update.to_string()).unwrap();
        assert_eq!(
            matches!(parsed.events[0].what, What::Entered { .. }),
            entered,
            "{text}"
        );
    }
}

#[test]
fn a_button_is_acknowledged_in_the_calls_own_answer() {
    let parsed = on_the_bench().parsed("callback");
    assert_eq!(parsed.answer.headers()["content-type"], "application/json");
    let answer: Value = serde_json::from_slice(parsed.answer.body()).unwrap();
    let wanted = json!({ "method": "answerCallbackQuery", "callback_query_id": "180000000000000001" });
    assert_eq!(answer, wanted);
    let pressed = What::Pressed {
        id: "m".into(),
        label: "中号".into(),
        message: "42:12".into(),
    };
    assert_eq!(parsed.events[0].what, pressed);
}

#[test]
fn a_button_is_acknowledged_even_when_the_rest_cannot_be_read() {
    let body = r#"{"update_id":1,"callback_query":{"id":"7","from":"?"}}"#;
    let parsed = take(&[(SECRET_HEADER, "s3cr3t_tok")], body).unwrap();
    assert_eq!(parsed.problems.len(), 1);
    assert!(!parsed.answer.body().is_empty());
}

#[test]
fn two_edits_of_one_message_are_two_events() {
    let event = only("edited");
    let What::Edit { message, .. } = &event.what else {
        panic!()
    };
    assert_eq!(message, "42:17");
    assert_ne!(&event.id, message);
    assert_ne!(event.id, only("edited_caption").id);
}

#[test]
fn a_live_location_that_moves_says_where_it_is() {
    let What::Edit { text, .. } = only("edited_live_location").what else {
        panic!()
    };
    assert_eq!(text, "31.24, 121.5");
}

/// What npm's telegram-test-api 4.2.1, a Bot API for tests, makes of a customer's acts (`e2e/interop/telegram.py`). It puts
/// a key of its own beside a text, which stays one.
#[test]
fn updates_of_a_bot_api_that_is_not_ours() {
    assert_eq!(
        (
            said("test_api_message").text.as_str(),
            said("test_api_message").content
        ),
        ("你好", None)
    );
    assert_eq!(
        only("test_api_command").what,
        What::Entered {
            source: "ad_1".into()
        }
    );
    let pressed = What::Pressed {
        id: "m".into(),
        label: String::new(),
        message: "42:12".into(),
    };
    assert_eq!(only("test_api_callback").what, pressed);
}

#[test]
fn a_quote_stands_above_the_words() {
    let message = said("reply");
    assert_eq!(
        (message.text.as_str(), message.replies_to.as_str()),
        ("> 白色 139 元\n这个", "42:12")
    );
    assert_eq!(said("external_reply").text, "> 全场八折\n他们说的这个是真的吗");
}

#[test]
fn numbers_where_texts_belong_and_texts_where_numbers_belong() {
    let event = only("odd_types");
    assert_eq!((event.id.as_str(), event.from.id.as_str()), ("42:801", "42"));
    assert_eq!(event.at.unwrap().millis(), 1_790_000_000_000);
    assert_eq!(said("odd_types").text, "12345");
}
