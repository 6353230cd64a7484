//! Trying the two servers.

use yingke_channel_contract::{
    Answer, Connect as _, Connected, Credentials, DeliveryError, ErrorKind, Failure, MailDuty, MailTrial, Obstacle,
    Request, Security, Step,
};

use super::{SETTINGS, with};
use crate::email::{Email, troubles};

fn step(more: &[(&str, &str)], answers: &[Answer]) -> Step<Connected> {
    let settings = [SETTINGS, more].concat();
    with(&settings).within(|ctx| Email.connect(ctx, answers))
}

fn trial(more: &[(&str, &str)], answers: &[Answer]) -> MailTrial {
    match step(more, answers) {
        Step::Send(request) => match *request {
            Request::MailTrial(trial) => *trial,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn refused(more: &[(&str, &str)], answers: &[Answer]) -> DeliveryError {
    match step(more, answers) {
        Step::Stop(error) => error,
        other => panic!("{other:?}"),
    }
}

fn fine() -> Answer {
    Answer::of(250, "")
}

#[test]
fn both_servers_are_tried_the_one_for_reading_first() {
    let imap = trial(&[("folder", "Support")], &[]);
    assert_eq!((imap.host.as_str(), imap.port, imap.security), ("imap.shop.example", 993, Security::Tls));
    assert_eq!(
        imap.duty,
        MailDuty::Reading {
            folder: "Support".to_owned()
        }
    );
    let more = [("smtp_user", "sender"), ("smtp_password", "other")];
    let smtp = trial(&more, &[fine()]);
    assert_eq!((smtp.host.as_str(), smtp.port, smtp.security), ("smtp.shop.example", 587, Security::StartTls));
    assert_eq!(smtp.duty, MailDuty::Sending);
    assert!(matches!(smtp.credentials, Credentials::Password { user, .. } if user == "sender"));
    let Step::Done(connected) = step(&[], &[fine(), fine()]) else {
        panic!("not connected")
    };
    assert!(connected.accounts.is_empty());
}

/// What stands in the way of each of the two comes to its own code, and the second is not tried after the first.
fn check(answer: &Answer, more: &[(&str, &str)], kind: ErrorKind, what: &str) {
    let imap = refused(more, std::slice::from_ref(answer));
    assert_eq!((imap.kind, imap.code), (kind, format!("imap_{what}")));
    let smtp = refused(more, &[fine(), answer.clone()]);
    assert_eq!((smtp.kind, smtp.code), (kind, format!("smtp_{what}")));
    assert_eq!(smtp.detail, answer.body);
}

#[test]
fn each_obstacle_has_a_code() {
    for (obstacle, kind, what) in [
        (Obstacle::NoAddress, ErrorKind::Away, "address"),
        (Obstacle::NoConnection, ErrorKind::Away, "connection"),
        (Obstacle::NoAnswer, ErrorKind::Away, "answer"),
        (Obstacle::Cut, ErrorKind::Away, "cut"),
        (Obstacle::NotSecure, ErrorKind::Away, "tls"),
        (Obstacle::InTheClear, ErrorKind::Invalid, "clear"),
        (Obstacle::NotOffered, ErrorKind::Invalid, "offer"),
        (Obstacle::NotAllowed, ErrorKind::Invalid, "allowed"),
        (Obstacle::Senseless, ErrorKind::Invalid, "refused"),
    ] {
        check(&Answer::kept_from(obstacle), &[], kind, what);
    }
    check(&Answer::failed(Failure::NotSent), &[], ErrorKind::Away, "cut");
}

#[test]
fn a_refused_sign_in_says_by_what() {
    let no = Answer::of(535, "535 5.7.8 Error: authentication failed");
    check(&no, &[], ErrorKind::Unauthorised, "password");
    check(&no, &[("auth", "google")], ErrorKind::Unauthorised, "token");
    check(&Answer::of(454, "4.7.0 later"), &[], ErrorKind::Throttled, "busy");
    check(&Answer::of(554, "5.7.1 go away"), &[], ErrorKind::Forbidden, "refused");
    let no_folder = refused(&[], &[Answer::of(550, "Mailbox doesn't exist")]);
    assert_eq!((no_folder.kind, no_folder.code.as_str()), (ErrorKind::Invalid, "imap_folder"));
}

#[test]
fn what_is_not_filled_in_is_not_tried() {
    for (more, code) in [
        (("address", "hello"), "no_address"),
        (("password", ""), "no_password"),
        (("imap_host", " "), "not_set_up"),
    ] {
        assert_eq!(refused(&[more], &[]).code, code);
    }
    assert_eq!(refused(&[("smtp_host", "")], &[fine()]).code, "not_set_up");
    // A server of one's own may send for this machine without asking who we are.
    let open = [("password", ""), ("smtp_password", "")];
    assert!(matches!(trial(&open, &[fine()]).credentials, Credentials::None));
}

#[test]
fn every_code_has_words() {
    let known = |code: &str| troubles::ALL.iter().any(|(one, _)| *one == code);
    for what in ["address", "connection", "answer", "cut", "tls", "clear", "offer", "allowed", "password"] {
        assert!(known(&format!("imap_{what}")) && known(&format!("smtp_{what}")), "{what}");
    }
    for code in [
        "imap_token", "smtp_token", "imap_busy", "imap_refused", "imap_folder", "not_set_up", "no_address",
        "no_password", "sign_in_refused", "no_folder", "no_sent_folder", "not_moved", "not_fetched",
        "not_understood", "complaint", "invalid_grant", "invalid_client",
        "not_authorised",
        "no_refresh_token",
        "redirect_uri_mismatch",
    ] {
        assert!(known(code), "{code}");
    }
    let mut codes: Vec<_> = troubles::ALL.iter().map(|(code, _)| code).collect();
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "a code stands twice");
}
