//! What goes out.

use super::*;

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
