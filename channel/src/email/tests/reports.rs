//! Bounces, receipts and complaints.

use yingke_channel_contract::{ErrorKind, Health, Mark, Sent, What};

use super::{account, fixture, read};
use crate::email::{reply_token, smtp};

fn receipts(bytes: &[u8]) -> Vec<(String, Result<Sent, ErrorKind>)> {
    let events = read(bytes).events.into_iter();
    let of = events.map(|event| match event.what {
        What::Receipt {
            of: Mark::Message(id),
            state,
        } => (id, state.map_err(|error| error.kind)),
        other => panic!("no receipt: {other:?}"),
    });
    of.collect()
}

#[test]
fn a_bounce_fails_the_mail_that_came_back() {
    assert_eq!(
        receipts(&fixture("dsn-failed")),
        [("ours-2@shop.example".to_owned(), Err(ErrorKind::Unreachable))]
    );
    let events = read(&fixture("dsn-failed")).events;
    let What::Receipt {
        state: Err(error), ..
    } = &events[0].what
    else {
        panic!("{events:?}")
    };
    assert!(
        error.detail.contains("Recipient address rejected: User unknown"),
        "{error:?}"
    );
}

#[test]
fn a_status_that_says_nothing_gives_way_to_what_the_server_said() {
    let id = || "ours-3@shop.example".to_owned();
    assert_eq!(
        receipts(&fixture("dsn-blocked")),
        [(id(), Err(ErrorKind::Blocked)), (id(), Ok(Sent::Delivered))]
    );
}

#[test]
fn a_delay_is_no_failure() {
    let sent = Ok(Sent::as_parts(["ours-3@shop.example"]));
    assert_eq!(
        receipts(&fixture("dsn-delayed")),
        [("ours-3@shop.example".to_owned(), sent)]
    );
}

#[test]
fn a_bounce_that_does_not_say_of_what_is_shown_as_a_mail() {
    let events = read(&fixture("dsn-blind")).events;
    let What::Message(message) = &events[0].what else {
        panic!("{events:?}")
    };
    assert!(message.automatic);
}

#[test]
fn a_mail_whose_id_the_provider_rewrote_is_known_by_our_own_mark() {
    let own = reply_token::own(&account(), "ours-9@shop.example");
    let text = String::from_utf8(fixture("dsn-failed")).unwrap();
    let rewritten = text.replace(
        "Message-ID: <ours-2@shop.example>",
        &format!("Message-ID: <rewritten@provider.example>\r\nX-Yingke-Loop: {own}"),
    );
    assert_eq!(receipts(rewritten.as_bytes())[0].0, "ours-9@shop.example");
    let forged = rewritten.replace("ours-9", "ours-8");
    assert_eq!(receipts(forged.as_bytes())[0].0, "rewritten@provider.example");
}

#[test]
fn a_read_receipt_says_read() {
    assert_eq!(
        receipts(&fixture("mdn")),
        [("ours-4@shop.example".to_owned(), Ok(Sent::Read))]
    );
}

#[test]
fn a_complaint_is_the_accounts_trouble() {
    let events = read(&fixture("arf")).events;
    assert!(
        matches!(&events[0].what, What::Health(Health::Degraded { code: "complaint", detail }) if detail == "abuse zhou.lan@example.com"),
        "{events:?}"
    );
}

#[test]
fn what_bounces_mean() {
    for (status, said, kind) in [
        ("5.1.1", "550 5.1.1 unknown", ErrorKind::Unreachable),
        ("5.2.2", "552 5.2.2 full", ErrorKind::Quota),
        ("5.3.4", "", ErrorKind::TooLarge),
        ("5.7.1", "550 5.7.1 spam", ErrorKind::Blocked),
        ("4.4.7", "expired", ErrorKind::Unreachable),
        ("5.6.0", "", ErrorKind::Content),
        ("5.0.0", "550 no such user here", ErrorKind::Unreachable),
        ("nonsense", "", ErrorKind::Unreachable),
        ("", "", ErrorKind::Unreachable),
    ] {
        assert_eq!(smtp::bounced(status, said).kind, kind, "{status} {said}");
    }
}
