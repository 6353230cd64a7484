//! What is refused, and what is done about it.

use super::*;

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
