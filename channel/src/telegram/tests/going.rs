//! What goes out.

use super::*;

fn draft(text: &str) -> yingke_channel_contract::Draft {
    kit::draft(text)
}

fn file(kind: FileKind, media_type: &str, size: u64) -> OutFile {
    OutFile {
        id: AttachmentId::from(uuid::Uuid::from_u128(9)),
        kind,
        name: "f.bin".into(),
        media_type: media_type.into(),
        size,
        lasts_ms: Some(3_200),
    }
}

/// Delivers, the provider answering by `answer`; what was called, and how it ended.
fn deliver(
    outbound: &Outbound,
    mut answer: impl FnMut(usize, &Request) -> Answer,
) -> (Vec<(String, Value)>, Step<Sent>) {
    let mut calls = Vec::new();
    let step = on_the_bench().deliver(outbound, |at, request| {
        calls.push((method(request), parameters(request)));
        answer(at, request)
    });
    (calls, step)
}

fn sent(draft: yingke_channel_contract::Draft) -> Vec<(String, Value)> {
    let (calls, step) = deliver(&Outbound::Draft(Box::new(draft)), |_, request| accept(request));
    assert!(matches!(step, Step::Done(_)), "{step:?}");
    calls
}

fn methods(calls: &[(String, Value)]) -> Vec<&str> {
    calls.iter().map(|(method, _)| method.as_str()).collect()
}

fn stopped(step: Step<Sent>) -> DeliveryError {
    match step {
        Step::Stop(error) => error,
        other => panic!("{other:?}"),
    }
}

fn after(answer: Answer) -> DeliveryError {
    stopped(deliver(&kit::canonical(Ability::Text), |_, _| answer.clone()).1)
}

fn parts(step: Step<Sent>) -> Vec<String> {
    match step {
        Step::Done(Sent::Sent(parts)) => parts.into_iter().map(|part| part.id).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_long_text_is_split_by_utf16_units_and_quotes_in_its_first_part() {
    let text = "😀".repeat(2_100);
    let calls = sent(yingke_channel_contract::Draft {
        replies_to: "10001:77".into(),
        ..draft(&text)
    });
    assert_eq!(methods(&calls), ["sendMessage", "sendMessage"]);
    assert_eq!(calls[0].1["text"].as_str().unwrap().encode_utf16().count(), 4_096);
    assert_eq!(
        calls[0].1["reply_parameters"],
        json!({ "message_id": 77, "allow_sending_without_reply": true })
    );
    assert_eq!(calls[1].1.get("reply_parameters"), None);
    assert_eq!(calls[0].1["chat_id"], json!(10_001));
}

#[test]
fn an_answer_to_a_message_of_another_chat_quotes_nothing() {
    for other in ["99:77", "10001:77:bc"] {
        let calls = sent(yingke_channel_contract::Draft {
            replies_to: other.into(),
            ..draft("好")
        });
        assert_eq!(calls[0].1.get("reply_parameters"), None, "{other}");
    }
}

#[test]
fn a_caption_of_1024_fits_and_a_longer_one_is_a_text_before() {
    let with = |length: usize| yingke_channel_contract::Draft {
        files: vec![file(FileKind::Image, "image/png", 10)],
        ..draft(&"字".repeat(length))
    };
    let calls = sent(with(1_024));
    assert_eq!(methods(&calls), ["sendPhoto"]);
    assert_eq!(calls[0].1["caption"], "字".repeat(1_024));
    let calls = sent(with(1_025));
    assert_eq!(methods(&calls), ["sendMessage", "sendPhoto"]);
    assert_eq!(calls[1].1.get("caption"), None);
}

#[test]
fn each_file_goes_by_the_method_that_shows_it() {
    let cases = [
        (FileKind::Image, "image/jpeg", 10, "sendPhoto"),
        (
            FileKind::Image,
            "image/jpeg",
            10 * 1024 * 1024 + 1,
            "sendDocument",
        ),
        (FileKind::Image, "image/gif", 10, "sendAnimation"),
        (FileKind::Audio, "audio/ogg; codecs=opus", 10, "sendVoice"),
        (FileKind::Audio, "audio/mpeg", 10, "sendAudio"),
        (FileKind::Audio, "audio/amr", 10, "sendDocument"),
        (FileKind::Video, "video/mp4", 10, "sendVideo"),
        (FileKind::Video, "video/webm", 10, "sendDocument"),
        (FileKind::File, "image/png", 10, "sendDocument"),
    ];
    for (kind, media_type, size, wanted) in cases {
        let files = vec![file(kind, media_type, size)];
        let calls = sent(yingke_channel_contract::Draft { files, ..draft("") });
        assert_eq!(methods(&calls), [wanted], "{kind:?} {media_type} {size}");
    }
    let files = vec![file(FileKind::Video, "video/mp4", 50 * 1024 * 1024 + 1)];
    let large = Outbound::Draft(Box::new(yingke_channel_contract::Draft { files, ..draft("") }));
    let (calls, step) = deliver(&large, |_, request| accept(request));
    assert_eq!((calls.len(), stopped(step).kind), (0, ErrorKind::TooLarge));
}

#[test]
fn pictures_and_videos_go_together_by_ten_and_documents_by_themselves() {
    let mut files: Vec<_> = (0..11).map(|_| file(FileKind::Image, "image/png", 10)).collect();
    files[3] = file(FileKind::Video, "video/mp4", 10);
    files.push(file(FileKind::File, "application/pdf", 10));
    let (calls, step) = deliver(
        &Outbound::Draft(Box::new(yingke_channel_contract::Draft {
            files,
            ..draft("都在这里")
        })),
        |_, request| accept(request),
    );
    assert_eq!(methods(&calls), ["sendMediaGroup", "sendPhoto", "sendDocument"]);
    let media = calls[0].1["media"].as_array().unwrap();
    assert_eq!(media.len(), 10);
    assert_eq!(
        media[0],
        json!({ "type": "photo", "media": "attach://file0", "caption": "都在这里" })
    );
    assert_eq!(media[3]["type"], "video");
    assert_eq!(calls[0].1["file9"], json!({ "file": "f.bin" }));
    assert_eq!(parts(step).len(), 12);
}

#[test]
fn buttons_stand_last_and_data_has_64_bytes() {
    let menu = |id: String| Menu {
        title: "尺码".into(),
        choices: vec![
            Choice {
                id,
                label: "小号".into(),
                url: None,
            },
            Choice {
                id: String::new(),
                label: "尺码表".into(),
                url: Some("https://shop.example/size".into()),
            },
        ],
        tail: "不确定可以问我".into(),
    };
    let calls = sent(kit::of("请选择", Content::Menu(menu("字".repeat(21)))));
    assert_eq!(calls[0].1["text"], "尺码\n请选择\n不确定可以问我");
    let keyboard = &calls[0].1["reply_markup"]["inline_keyboard"];
    assert_eq!(keyboard[0][0]["callback_data"], "字".repeat(21));
    assert_eq!(
        keyboard[1][0],
        json!({ "text": "尺码表", "url": "https://shop.example/size" })
    );
    for id in ["字".repeat(22), String::new()] {
        let long = Outbound::Draft(Box::new(kit::of("请选择", Content::Menu(menu(id)))));
        assert_eq!(
            stopped(deliver(&long, |_, request| accept(request)).1).kind,
            ErrorKind::Unsendable
        );
    }
    let files = vec![
        file(FileKind::Image, "image/png", 10),
        file(FileKind::Image, "image/png", 10),
    ];
    let calls = sent(yingke_channel_contract::Draft {
        files,
        ..kit::of("请选择", Content::Menu(menu("s".into())))
    });
    assert_eq!(methods(&calls), ["sendMediaGroup", "sendMessage"]);
    assert_eq!(calls[0].1.get("reply_markup"), None);
    assert!(calls[1].1["reply_markup"].is_object());
}

#[test]
fn a_place_without_a_name_is_a_location() {
    let at = |name: &str, address: &str| {
        let location = Location {
            latitude: Degrees::of(31.2).unwrap(),
            longitude: Degrees::of(121.4).unwrap(),
            name: name.into(),
            address: address.into(),
        };
        sent(kit::of("", Content::Location(location))).remove(0)
    };
    assert_eq!(at("", "").0, "sendLocation");
    let (method, parameters) = at("门店", "");
    assert_eq!(
        (method.as_str(), &parameters["title"], &parameters["address"]),
        ("sendVenue", &json!("门店"), &json!("门店"))
    );
}

fn business(connection: Option<&str>) -> yingke_channel_contract::Draft {
    let mut draft = draft("您好");
    draft.to.id = "business:42".into();
    if let Some(connection) = connection {
        draft
            .to
            .context
            .insert("business_connection_id".into(), connection.into());
    }
    draft
}

#[test]
fn a_business_chat_is_written_through_its_connection() {
    let (calls, step) = deliver(
        &Outbound::Draft(Box::new(business(Some("bcAbC1")))),
        |_, request| accept(request),
    );
    assert_eq!(
        calls[0].1,
        json!({ "chat_id": 42, "text": "您好", "business_connection_id": "bcAbC1" })
    );
    assert_eq!(parts(step), ["42:501:bcAbC1"]);
    let (calls, step) = deliver(&Outbound::Draft(Box::new(business(None))), |_, request| {
        accept(request)
    });
    assert_eq!((calls.len(), stopped(step).kind), (0, ErrorKind::Forbidden));
}

#[test]
fn a_business_message_is_taken_back_through_the_connection_that_said_it() {
    let to = business(Some("bcNew")).to;
    let recall = Outbound::Recall {
        to,
        message: vec!["42:501:bcOld".into()],
    };
    let (calls, _) = deliver(&recall, |_, _| Answer::of(200, r#"{"ok":true,"result":true}"#));
    let wanted = json!({ "business_connection_id": "bcOld", "message_ids": [501] });
    assert_eq!(calls, [("deleteBusinessMessages".to_owned(), wanted)]);
}

#[test]
fn topics_are_answered_in_their_topic() {
    for (peer, key) in [
        ("topic:-100:7", "message_thread_id"),
        ("direct:-100:7", "direct_messages_topic_id"),
    ] {
        let mut draft = draft("好");
        draft.to.id = peer.into();
        let calls = sent(draft);
        assert_eq!(calls[0].1, json!({ "chat_id": -100, "text": "好", key: 7 }));
    }
}

#[test]
fn a_group_that_moved_gets_it_under_its_new_id() {
    let moved = r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1004001000000}}"#;
    let mut long = draft(&"a".repeat(5_000));
    long.to.id = "-4001".into();
    let long = Outbound::Draft(Box::new(long));
    let (calls, step) = deliver(&long, |at, request| {
        if at == 0 {
            Answer::of(400, moved)
        } else {
            accept(request)
        }
    });
    let chats: Vec<_> = calls
        .iter()
        .map(|(_, parameters)| parameters["chat_id"].as_i64().unwrap())
        .collect();
    assert_eq!(chats, [-4_001, -1_004_001_000_000, -1_004_001_000_000]);
    assert_eq!(parts(step), ["-1004001000000:501", "-1004001000000:501"]);
    // Twice in a row it is no move.
    let (calls, step) = deliver(&long, |_, _| Answer::of(400, moved));
    assert_eq!((calls.len(), stopped(step).kind), (2, ErrorKind::Invalid));
}

#[test]
fn a_picture_that_is_none_for_telegram_goes_as_a_file() {
    let files = vec![file(FileKind::Image, "image/png", 10)];
    let outbound = Outbound::Draft(Box::new(yingke_channel_contract::Draft {
        files,
        ..draft("长图")
    }));
    let (calls, _) = deliver(&outbound, |at, request| match at {
        0 => refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        _ => accept(request),
    });
    assert_eq!(methods(&calls), ["sendPhoto", "sendDocument"]);
    assert_eq!(
        (&calls[1].1["caption"], &calls[1].1["document"]),
        (&json!("长图"), &json!({ "file": "f.bin" }))
    );
    let (calls, step) = deliver(&outbound, |_, _| {
        refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    });
    assert_eq!((calls.len(), stopped(step).kind), (2, ErrorKind::Content));
}

#[test]
fn a_voice_note_that_settings_forbid_goes_as_a_file() {
    let (calls, step) = deliver(&kit::canonical(Ability::Audio), |at, request| match at {
        0 => refused(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN"),
        _ => accept(request),
    });
    assert_eq!(methods(&calls), ["sendVoice", "sendDocument"]);
    assert_eq!(parts(step).len(), 1);
}

fn edit(message: &[&str], text: &str) -> Outbound {
    Outbound::Edit {
        to: draft("").to,
        message: message.iter().map(|id| (*id).to_owned()).collect(),
        text: text.to_owned(),
    }
}

#[test]
fn an_edit_that_changes_nothing_is_done() {
    let (_, step) = deliver(&edit(&["10001:9"], "好"), |_, _| {
        refused(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
        )
    });
    assert_eq!(parts(step), ["10001:9"]);
}

#[test]
fn an_edit_longer_or_shorter_than_what_was_said() {
    let (calls, step) = deliver(&edit(&["10001:9"], &"a".repeat(4_100)), |_, request| {
        accept(request)
    });
    assert_eq!(methods(&calls), ["editMessageText", "sendMessage"]);
    assert_eq!(parts(step), ["10001:9", "10001:501"]);
    let (calls, step) = deliver(
        &edit(&["10001:9", "10001:10", "10001:11"], "短"),
        |at, request| match at {
            2 => refused(400, "Bad Request: there is no text in the message to edit"),
            _ => accept(request),
        },
    );
    let texts: Vec<_> = calls
        .iter()
        .map(|(_, parameters)| parameters["text"].clone())
        .collect();
    assert_eq!(texts, [json!("短"), json!("…"), json!("…")]);
    assert_eq!(parts(step).len(), 3);
}

#[test]
fn words_under_a_file_are_edited_as_its_caption() {
    let (calls, _) = deliver(&edit(&["10001:9"], "新说明"), |at, request| match at {
        0 => refused(400, "Bad Request: there is no text in the message to edit"),
        _ => accept(request),
    });
    let wanted = json!({ "chat_id": 10_001, "message_id": 9, "caption": "新说明" });
    assert_eq!(calls[1], ("editMessageCaption".to_owned(), wanted));
}

#[test]
fn what_is_gone_already_is_taken_back() {
    let recall = Outbound::Recall {
        to: draft("").to,
        message: vec!["10001:9".into(), "10001:10".into()],
    };
    let (calls, step) = deliver(&recall, |at, request| match at {
        0 => refused(400, "Bad Request: message to delete not found"),
        _ => accept(request),
    });
    assert_eq!(methods(&calls), ["deleteMessage", "deleteMessage"]);
    assert!(matches!(step, Step::Done(_)));
    let (_, step) = deliver(&recall, |_, _| {
        refused(400, "Bad Request: message can't be deleted for everyone")
    });
    assert_eq!(stopped(step).kind, ErrorKind::Forbidden);
}

#[test]
fn a_reaction_is_telegrams_own_emoji() {
    let react = |emoji: Option<&str>| {
        let emoji = emoji.map(str::to_owned);
        deliver(
            &Outbound::Reaction {
                to: draft("").to,
                message: "10001:9".into(),
                emoji,
            },
            |_, request| accept(request),
        )
        .0
        .remove(0)
        .1
    };
    assert_eq!(
        react(Some("❤\u{FE0F}"))["reaction"],
        json!([{ "type": "emoji", "emoji": "❤" }])
    );
    assert_eq!(react(None)["reaction"], json!([]));
    let (_, step) = deliver(&kit::canonical(Ability::Reaction), |_, _| {
        refused(400, "Bad Request: REACTION_INVALID")
    });
    assert_eq!(stopped(step).kind, ErrorKind::Unsendable);
}

#[test]
fn typing_that_ends_is_nothing_to_send() {
    let (calls, step) = deliver(
        &Outbound::Typing {
            to: draft("").to,
            on: false,
        },
        |_, request| accept(request),
    );
    assert_eq!(calls.len(), 0);
    assert!(matches!(step, Step::Done(_)));
}

#[test]
fn refusals_are_told_apart() {
    let cases = [
        (403, "Forbidden: bot was blocked by the user", ErrorKind::Blocked),
        (403, "Forbidden: user is deactivated", ErrorKind::Unreachable),
        (
            403,
            "Forbidden: bot was kicked from the supergroup chat",
            ErrorKind::Blocked,
        ),
        (
            403,
            "Forbidden: bot can't initiate conversation with a user",
            ErrorKind::WindowClosed,
        ),
        (
            403,
            "Forbidden: bot can't send messages to bots",
            ErrorKind::Unreachable,
        ),
        (403, "Forbidden: something new", ErrorKind::Forbidden),
        (400, "Bad Request: chat not found", ErrorKind::Unreachable),
        (
            400,
            "Bad Request: BUSINESS_PEER_USAGE_MISSING",
            ErrorKind::WindowClosed,
        ),
        (400, "Bad Request: BUSINESS_PEER_INVALID", ErrorKind::WindowClosed),
        (
            400,
            "Bad Request: business connection not found",
            ErrorKind::Forbidden,
        ),
        (
            400,
            "Bad Request: have no rights to send a message",
            ErrorKind::Forbidden,
        ),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", ErrorKind::Forbidden),
        (400, "Bad Request: message is too long", ErrorKind::TooLarge),
        (413, "Request Entity Too Large", ErrorKind::TooLarge),
        (401, "Unauthorized", ErrorKind::Unauthorised),
        (404, "Not Found", ErrorKind::Unauthorised),
        (
            409,
            "Conflict: can't use getUpdates method while webhook is active",
            ErrorKind::Away,
        ),
        (400, "Bad Request: something new", ErrorKind::Invalid),
    ];
    for (code, description, wanted) in cases {
        let error = after(refused(code, description));
        assert_eq!((error.kind, error.detail.as_str()), (wanted, description));
        assert_eq!(error.code, code.to_string());
    }
}

#[test]
fn under_a_200_there_may_be_an_error() {
    let error = after(Answer::of(
        200,
        r#"{"ok":false,"error_code":"403","description":"Forbidden: bot was blocked by the user"}"#,
    ));
    assert_eq!(error.kind, ErrorKind::Blocked);
}

#[test]
fn flood_control_says_when() {
    let body = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 17","parameters":{"retry_after":17}}"#;
    assert_eq!(
        after(Answer::of(429, body)).retry(),
        Retry::After(Span::seconds(17))
    );
}

#[test]
fn said_twice_is_worse_than_not_known_and_deleted_twice_is_not() {
    assert_eq!(after(Answer::failed(Failure::Ambiguous)).kind, ErrorKind::Unknown);
    assert_eq!(
        after(Answer::of(200, "<html>Sign in</html>")).kind,
        ErrorKind::Unknown
    );
    for ability in [Ability::Edit, Ability::Recall, Ability::Reaction, Ability::Typing] {
        let (_, step) = deliver(&kit::canonical(ability), |_, _| {
            Answer::failed(Failure::Ambiguous)
        });
        assert_eq!(stopped(step).kind, ErrorKind::Away, "{ability:?}");
    }
}

#[test]
fn nothing_but_a_token_comes_into_the_address() {
    for token in ["", "123:a/../b", "123:a?x=1", "123:a b", "123:a#"] {
        let settings = [("token", token)];
        let bench = Kit {
            settings: &settings,
            ..on_the_bench()
        };
        let step = bench.deliver(&kit::canonical(Ability::Text), |_, _| {
            unreachable!("sent to {token}")
        });
        assert_eq!(stopped(step).kind, ErrorKind::Unauthorised, "{token}");
    }
}

/// Every call of the canonical drafts and of a business chat, one a line: `e2e/interop/telegram.py` holds them against the
/// vendor's SDK and against a Bot API that is not ours.
#[test]
fn what_is_called() {
    let mut outbounds: Vec<_> = Ability::ALL
        .iter()
        .map(|ability| kit::canonical(*ability))
        .collect();
    outbounds.push(Outbound::Draft(Box::new(business(Some("bcAbC1")))));
    let files = vec![
        file(FileKind::Image, "image/png", 10),
        file(FileKind::Video, "video/mp4", 10),
    ];
    outbounds.push(Outbound::Draft(Box::new(yingke_channel_contract::Draft {
        files,
        ..draft("都在这里")
    })));
    let mut topic = draft("好");
    topic.to.id = "topic:-100:7".into();
    outbounds.push(Outbound::Draft(Box::new(topic)));
    let mut lines = Vec::new();
    for outbound in &outbounds {
        let (calls, _) = deliver(outbound, |_, request| accept(request));
        lines.extend(
            calls
                .into_iter()
                .map(|(method, parameters)| json!({ "method": method, "parameters": parameters })),
        );
    }
    let lines: Vec<_> = lines.iter().map(Value::to_string).collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("calls", lines.join("\n"));
    });
}
