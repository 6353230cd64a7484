//! What is done to what was said before.

use serde_json::Value;
use yingke_channel_contract::{Ability, ErrorKind, Outbound, Recipient, Sent, Step, kit::canonical};

use super::{
    sending::{accepted, delivered, kind, paths, read},
    *,
};

fn edited(text: &str, parts: &[&str]) -> Outbound {
    Outbound::Edit {
        to: Recipient {
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
