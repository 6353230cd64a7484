//! What is done to what was said before.

use super::*;

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
