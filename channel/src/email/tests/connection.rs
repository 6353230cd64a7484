//! Connecting, and connecting again.

use serde_json::Value;
use yingke_channel_contract::{
    Channel as _, Credentials, Dial, Do, Health, Heard, Listener as _, Mailbox, Mailed, Security,
};
use yingke_words::Span;

use super::{
    SETTINGS, kit,
    listen::{asked, says, selected},
    with,
};
use crate::email::{Email, listen::Watch};

#[test]
fn cut_connections_wait_longer_each_time() {
    let closed = || Heard::Closed {
        code: 0,
        reason: String::new(),
    };
    let turned = kit().hear(&[
        closed(),
        closed(),
        closed(),
        Heard::Opened,
        selected(7, 1),
        closed(),
    ]);
    let wait = |at: usize| match turned[at].acts[..] {
        [Do::Reconnect(span)] => span.as_millis() / 1_000,
        _ => panic!("{:?}", turned[at].acts),
    };
    assert_eq!((wait(0), wait(1), wait(2), wait(5)), (5, 10, 20, 5));
}

#[test]
fn a_wrong_password_is_not_tried_again() {
    let refused = Heard::Closed {
        code: Heard::SIGN_IN_REFUSED,
        reason: "AUTHENTICATIONFAILED".to_owned(),
    };
    let turned = kit().hear(&[refused]);
    assert!(matches!(
        &turned[0].acts[..],
        [Do::Stop(Health::Broken {
            code: "sign_in_refused",
            ..
        })]
    ));
}

#[test]
fn a_refused_token_asks_for_another() {
    let settings = [SETTINGS, &[("auth", "microsoft")]].concat();
    let kit = with(&settings);
    let refused = Heard::Closed {
        code: Heard::SIGN_IN_REFUSED,
        reason: String::new(),
    };
    let turned = kit.hear(&[refused]);
    assert!(matches!(turned[0].acts[..], [Do::Reconnect(_)]));
    let dial = |state: &Value| kit.within(|ctx| Watch.dial(ctx, state));
    assert!(matches!(
        dial(&turned[0].state),
        Dial::NeedToken { kind: "access" }
    ));
    assert!(matches!(
        dial(&Value::Null),
        Dial::Mailbox {
            credentials: Credentials::Bearer { .. },
            ..
        }
    ));
}

#[test]
fn where_it_dials() {
    let kit = kit();
    let dial = kit.within(|ctx| Email.listener().unwrap().dial(ctx, &Value::Null));
    let Dial::Mailbox {
        host,
        port,
        security,
        credentials,
    } = dial
    else {
        panic!("{dial:?}")
    };
    assert_eq!(
        (host.as_str(), port, security),
        ("imap.shop.example", 993, Security::Tls)
    );
    assert!(matches!(credentials, Credentials::Password { user, .. } if user == "Hello@shop.example"));
    let bare = with(&[]).within(|ctx| Watch.dial(ctx, &Value::Null));
    assert!(matches!(
        bare,
        Dial::Not(Health::Broken {
            code: "not_set_up",
            ..
        })
    ));
}

#[test]
fn a_refusal_of_nothing_connects_again() {
    let turned = kit().hear(&[says(Mailed::No("what?".to_owned()))]);
    assert!(matches!(
        turned[0].acts[..],
        [Do::Health(Health::Degraded { .. }), Do::Reconnect(_)]
    ));
}

#[test]
fn waiting_is_renewed_before_servers_hang_up() {
    for (typed, minutes) in [("", 5), ("1", 1), ("99", 28), ("x", 5), ("-4", 1)] {
        let settings = [SETTINGS, &[("poll_minutes", typed)]].concat();
        let turned = with(&settings).hear(&[Heard::Opened, selected(7, 1)]);
        assert_eq!(
            asked(&turned[1]),
            [Mailbox::Idle(Span::minutes(minutes))],
            "{typed}"
        );
    }
}
