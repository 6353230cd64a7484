//! What mail servers answer.

use yingke_channel_contract::{Answer, ErrorKind, Failure, Retry, Step};

use super::outbound::{draft, step};

#[test]
fn what_servers_answer() {
    let fate = |code: u16, body: &str| match step(draft("hi"), &[Answer::of(code, body)]) {
        Step::Stop(error) => (error.kind, error.retry() == Retry::Never),
        other => panic!("{code} {body}: {other:?}"),
    };
    for (code, body, kind) in [
        (550, "5.1.1 <x>: User unknown", ErrorKind::Unreachable),
        (
            550,
            "550-5.1.1 The account does not exist",
            ErrorKind::Unreachable,
        ),
        (550, "no enhanced status", ErrorKind::Unreachable),
        (552, "5.2.2 Mailbox full", ErrorKind::Quota),
        (552, "5.3.4 Message too big", ErrorKind::TooLarge),
        (552, "too big", ErrorKind::TooLarge),
        (554, "5.7.1 Relay access denied", ErrorKind::Forbidden),
        (550, "5.7.26 unauthenticated mail", ErrorKind::Forbidden),
        (535, "5.7.8 bad credentials", ErrorKind::Unauthorised),
        (530, "5.7.0 must sign in", ErrorKind::Unauthorised),
        (501, "5.5.4 syntax", ErrorKind::Invalid),
        (550, "5.4.1 no route", ErrorKind::Unreachable),
        (550, "5.6.1 not supported", ErrorKind::Content),
    ] {
        assert_eq!(fate(code, body), (kind, true), "{code} {body}");
    }
    for (code, body, kind) in [
        (421, "4.7.0 try later", ErrorKind::Throttled),
        (421, "closing", ErrorKind::Away),
        (450, "4.7.1 greylisted", ErrorKind::Throttled),
        (451, "4.3.0 local error", ErrorKind::Away),
        (452, "4.2.2 full for now", ErrorKind::Throttled),
        (454, "4.7.0 TLS not available", ErrorKind::Throttled),
    ] {
        assert_eq!(fate(code, body), (kind, false), "{code} {body}");
    }
    let failed = |failure| match step(draft("hi"), &[Answer::failed(failure)]) {
        Step::Stop(error) => error.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        failed(Failure::Ambiguous),
        ErrorKind::Unknown,
        "it may have arrived"
    );
    assert_eq!(failed(Failure::NotSent), ErrorKind::Away);
}
