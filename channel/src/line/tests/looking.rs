//! Whether it arrived after all.

use yingke_channel_contract::Found;

use super::*;

fn look(now: i64, outbound: &Outbound, answers: &[Answer]) -> Step<Found> {
    let reconcile = Line.reconcile().unwrap();
    at(now).within(|ctx| reconcile.look(ctx, outbound, answers))
}

#[test]
fn a_push_is_sent_again_under_its_key() {
    let outbound = said(draft("a"));
    let Step::Send(request) = look(NOW + 15_000, &outbound, &[]) else { panic!("not sent") };
    assert_eq!(asked(&request).0, "/v2/bot/message/push");
    assert_eq!(retry_key(&request).unwrap(), draft("").id.to_string());
    for (status, body) in [
        (200, r#"{"sentMessages":[{"id":"777"}]}"#),
        (409, r#"{"message":"The retry key is already accepted","sentMessages":[{"id":"777"}]}"#),
    ] {
        let step = look(NOW + 15_000, &outbound, &[Answer::of(status, body)]);
        let Step::Done(Found::There(sent)) = step else { panic!("{step:?}") };
        assert_eq!(sent, Sent::as_parts(["777"]));
    }
    let again = stopped(look(NOW, &outbound, &[Answer::failed(Failure::Ambiguous)]));
    assert_eq!(again.retry(), Retry::BackOff);
}

/// A reply cannot be repeated and cannot be asked for: pushed again it could be there twice.
#[test]
fn what_may_have_been_a_reply_stays_open() {
    for (before, open) in [(1_000, true), (49_999, true), (99_999, true), (100_000, false), (-60_000, true)] {
        let step = look(NOW + 15_000, &answering("a", before), &[]);
        assert_eq!(matches!(step, Step::Stop(_)), open, "{before} ms");
    }
}

#[test]
fn a_key_that_line_has_forgotten_is_not_used_again() {
    let outbound = said(draft("a"));
    assert!(matches!(look(NOW + 22 * 3_600_000, &outbound, &[]), Step::Send(_)));
    assert_eq!(stopped(look(NOW + 24 * 3_600_000, &outbound, &[])).kind, ErrorKind::Unknown);
    // An id that does not tell its time tells nothing.
    let timeless = Draft { id: MessageId::from(uuid::Uuid::from_u128(7)), ..draft("a") };
    assert_eq!(stopped(look(NOW, &said(timeless), &[])).kind, ErrorKind::Unknown);
}

#[test]
fn what_has_no_effect_is_done_again() {
    let step = look(NOW, &kit::canonical(Ability::Typing), &[]);
    assert!(matches!(step, Step::Done(Found::Absent)));
}
