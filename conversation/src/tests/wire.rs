//! What goes over the wire: events come back as they went, texts and client ids are checked at the door.

use proptest::prelude::*;
use yingke_staff::AgentStatus;

use super::{Desk, Op, STAGES, at, id, perform, thread, walk, zhou};
use crate::{
    Actor, ActorKind, AddressKind, AgentPresence, Barred, ClientId, Delivery, Direction, EndedBy, Event,
    EventKind, FactName, Means, MessageKind, Priority, Release, Shut, Status, Text, TextRefused, TimerKind,
};

fn check(event: &Event) {
    let json = serde_json::to_string(event).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), *event, "{json}");
}

#[test]
fn every_operations_event_comes_back_as_it_went() {
    for (op, (_, ops)) in Op::ALL
        .iter()
        .flat_map(|op| STAGES.iter().map(move |stage| (op, stage)))
    {
        let desk = Desk::new();
        if let Ok(Some(change)) = perform(&thread(&desk, ops), *op, &zhou(), desk.moment(200)) {
            check(&change.event);
        }
    }
    let mut event = Event::of_workspace(EventKind::AgentStatus, at(0), Actor::system());
    event.agent = Some(AgentPresence {
        id: id(10),
        name: "周岚".into(),
        status: AgentStatus::Online,
        reason: Some("午饭".into()),
    });
    event.what = Some("tags".into());
    check(&event);
}

#[test]
fn absence_is_left_out_of_an_event() {
    let event = Event::of_workspace(EventKind::SettingsChanged, at(0), Actor::system());
    let json = serde_json::to_string(&event).unwrap();
    let expected =
        r#"{"kind":"settings.changed","at":"2026-11-20T09:50:00.000Z","actor":{"kind":"system","name":""}}"#;
    assert_eq!(json, expected);
}

#[test]
fn keys_are_what_the_wire_says() {
    macro_rules! keys {
        ($($name:ident),*) => {$(
            for value in $name::ALL {
                assert_eq!(serde_json::to_string(value).unwrap(), format!("\"{}\"", value.key()));
                assert_eq!($name::of_key(value.key()), Some(*value));
            }
            assert_eq!($name::of_key("?"), None);
        )*};
    }
    keys!(
        ActorKind,
        AddressKind,
        Barred,
        Delivery,
        Direction,
        EndedBy,
        EventKind,
        FactName,
        Means,
        MessageKind,
        Release,
        Priority,
        Shut,
        Status,
        TimerKind
    );
}

#[test]
fn texts_are_checked_at_the_door() {
    let rows = [
        ("你好", Ok("你好")),
        ("", Ok("")),
        (" \t\r\n", Ok("")),
        ("  a \n\n", Ok("  a")),
        ("a\r\nb\rc\nd", Ok("a\nb\nc\nd")),
        ("a\0b", Err(TextRefused::Nul)),
    ];
    for (given, kept) in rows {
        let text = Text::try_from(given.to_owned());
        assert_eq!(
            text.as_ref().map(Text::as_str),
            kept.as_ref().copied(),
            "{given:?}"
        );
    }
    for (length, fits) in [(20_000, true), (20_001, false)] {
        for letter in ["a", "鹿"] {
            let text = Text::try_from(letter.repeat(length));
            assert_eq!(
                text.err(),
                (!fits).then_some(TextRefused::TooLong),
                "{length} × {letter}"
            );
        }
    }
    assert!(
        serde_json::from_str::<Text>(r#""a\u0000""#).is_err(),
        "no way round the door"
    );
}

#[test]
fn client_ids_are_short_printable_ascii() {
    let (longest, longer) = ("x".repeat(128), "x".repeat(129));
    for fits in ["a", "0190-ab_c:~!", &longest] {
        assert_eq!(ClientId::try_from(fits.to_owned()).unwrap().as_str(), fits);
    }
    for refused in ["", &longer, "a b", "a\n", "鹿", "\u{7f}"] {
        assert_eq!(
            ClientId::try_from(refused.to_owned()),
            Err(TextRefused::ClientId),
            "{refused:?}"
        );
        assert!(
            serde_json::from_value::<ClientId>(refused.into()).is_err(),
            "{refused:?}"
        );
    }
}

proptest! {
    #[test]
    fn a_text_kept_is_kept_as_it_is(given in "[a鹿 \t\r\n]{0,200}") {
        let text = Text::try_from(given).unwrap();
        prop_assert!(!text.as_str().contains('\r') && text.as_str().trim_end() == text.as_str());
        prop_assert_eq!(&Text::try_from(text.as_str().to_owned()).unwrap(), &text);
        let preview = text.preview();
        prop_assert!(preview.chars().count() <= 120 && !preview.contains('\n'));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_walks_events_come_back_as_they_went(walk in walk::walks()) {
        walk.take(|_, change| check(&change.event));
    }
}
