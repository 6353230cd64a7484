//! The mailbox as a state machine.

use bytes::Bytes;
use serde_json::{Value, json};
use yingke_channel_contract::{
    Do, Frame, Health, Heard, Listener as _, Mailbox, Mailed, Turned, What, kit::Kit,
};
use yingke_words::Span;

use super::{NOW, SETTINGS, kit, with};
use crate::email::listen::Watch;

pub fn says(mailed: Mailed) -> Heard {
    Heard::Frame(Frame::Mailed(mailed))
}

pub fn selected(uid_validity: u32, uid_next: u32) -> Heard {
    says(Mailed::Selected {
        uid_validity,
        uid_next,
    })
}

fn mail(uid: u32, age_minutes: i64) -> Heard {
    let text = format!("From: a@example.com\r\nMessage-ID: <{uid}@x>\r\n\r\nhi {uid}");
    says(Mailed::Mail {
        uid,
        received_ms: NOW - age_minutes * 60_000,
        bytes: Bytes::from(text),
    })
}

pub fn asked(turned: &Turned) -> Vec<Mailbox> {
    let said = turned.acts.iter().filter_map(|act| match act {
        Do::Say(Frame::Mailbox(mailbox)) => Some(mailbox.clone()),
        _ => None,
    });
    said.collect()
}

fn goes_on(kit: &Kit<'_>, mut state: Value, heard: &[Heard]) -> Vec<Turned> {
    heard
        .iter()
        .map(|one| {
            let turned = kit.within(|ctx| Watch.step(ctx, &state, one));
            state = turned.state.clone();
            turned
        })
        .collect()
}

fn select(folder: &str, read_only: bool) -> Mailbox {
    Mailbox::Select {
        folder: folder.to_owned(),
        read_only,
    }
}

const IDLE: Mailbox = Mailbox::Idle(Span::minutes(5));

fn fetch(from: u32) -> Mailbox {
    Mailbox::Fetch { from, most: 50 }
}

#[test]
fn from_the_first_connection_on() {
    let turned = kit().hear(&[
        Heard::Opened,
        selected(7, 1),
        says(Mailed::Woken),
        mail(1, 0),
        says(Mailed::Fetched),
        says(Mailed::Woken),
    ]);
    assert_eq!(asked(&turned[0]), [select("INBOX", true)]);
    assert_eq!(asked(&turned[1]), [IDLE], "there is nothing yet");
    assert!(turned[1].keep && turned[1].acts.contains(&Do::Health(Health::Connected)));
    assert_eq!(asked(&turned[2]), [fetch(1)]);
    assert_eq!(turned[3].events[0].id, "1@x");
    assert!(turned[3].keep, "how far we are is kept with the mail's events");
    assert_eq!(asked(&turned[4]), [IDLE]);
    assert_eq!(asked(&turned[5]), [fetch(2)]);
}

#[test]
fn what_came_in_the_minutes_before_the_first_connection_is_meant_for_us() {
    let turned = kit().hear(&[
        Heard::Opened,
        selected(7, 42),
        mail(39, 600),
        mail(41, 2),
        says(Mailed::Fetched),
        says(Mailed::Woken),
    ]);
    assert_eq!(asked(&turned[1]), [fetch(22)]);
    assert!(turned[2].events.is_empty(), "it is of the time before us");
    assert_eq!(turned[3].events[0].id, "41@x");
    assert_eq!(asked(&turned[4]), [IDLE]);
    assert_eq!(asked(&turned[5]), [fetch(42)]);
}

#[test]
fn after_a_restart_where_it_stopped() {
    let first = kit().hear(&[Heard::Opened, selected(7, 42), says(Mailed::Woken), mail(42, 0)]);
    let state = first.last().unwrap().state.clone();
    let turned = goes_on(&kit(), state, &[Heard::Opened, selected(7, 50)]);
    assert_eq!(asked(&turned[1]), [fetch(43)]);
}

#[test]
fn the_last_mail_comes_again_and_is_left_out() {
    // `UID FETCH n:*` answers with the last mail even when its UID is below n.
    let turned = kit().hear(&[
        Heard::Opened,
        selected(7, 42),
        mail(41, 0),
        says(Mailed::Fetched),
        says(Mailed::Woken),
        mail(41, 0),
        mail(u32::MAX, 0),
        says(Mailed::Fetched),
    ]);
    assert!(turned[5].events.is_empty() && !turned[5].keep);
    assert_eq!(turned[6].events.len(), 1);
}

#[test]
fn another_uidvalidity_reads_again_and_leaves_what_is_old() {
    let first = kit().hear(&[Heard::Opened, selected(7, 42)]);
    let state = first.last().unwrap().state.clone();
    let turned = goes_on(
        &kit(),
        state,
        &[
            Heard::Opened,
            selected(8, 3),
            mail(1, 600),
            mail(2, 0),
            says(Mailed::Fetched),
        ],
    );
    assert_eq!(asked(&turned[1]), [fetch(1)]);
    assert!(turned[2].events.is_empty(), "it came before we were connected");
    assert_eq!(
        turned[3].events[0].id, "2@x",
        "known ones end by their Message-ID"
    );
    assert_eq!(asked(&turned[4]), [IDLE]);
}

#[test]
fn a_moved_mailbox_whose_mails_all_came_today_imports_nothing_old() {
    let first = kit().hear(&[Heard::Opened, selected(7, 42)]);
    let state = first.last().unwrap().state.clone();
    let old = says(Mailed::Mail {
        uid: 1,
        received_ms: NOW,
        bytes: Bytes::from_static(b"From: a@example.com\r\nDate: Tue, 03 Mar 2020 10:15:00 +0800\r\n\r\nhi"),
    });
    let turned = goes_on(&kit(), state, &[Heard::Opened, selected(8, 3), old]);
    assert!(turned[2].events.is_empty());
}

#[test]
fn a_folder_brought_back_from_a_backup_is_read_again() {
    let first = kit().hear(&[Heard::Opened, selected(7, 42), mail(41, 0)]);
    let state = first.last().unwrap().state.clone();
    let turned = goes_on(&kit(), state, &[Heard::Opened, selected(7, 30)]);
    assert_eq!(asked(&turned[1]), [fetch(1)]);
}

#[test]
fn imported_mails_are_history() {
    let settings = [SETTINGS, &[("import_since", "2026-03-01"), ("policy", "seen")]].concat();
    let turned = with(&settings).hear(&[
        Heard::Opened,
        selected(7, 42),
        mail(1, 60 * 24 * 10),
        mail(2, 60 * 24),
        mail(43, 60 * 24),
    ]);
    assert_eq!(asked(&turned[1]), [fetch(1)]);
    assert!(turned[2].events.is_empty(), "older than the cut-off");
    let history =
        |turned: &Turned| matches!(&turned.events[0].what, What::Message(message) if message.history);
    assert!(history(&turned[3]) && asked(&turned[3]).is_empty());
    assert!(
        !history(&turned[4]),
        "it came while we were connected, whatever its date"
    );
    assert_eq!(
        asked(&turned[4]),
        [Mailbox::Flag {
            uid: 43,
            flag: "\\Seen".to_owned()
        }]
    );
}

#[test]
fn a_read_mail_is_moved_where_that_is_wished() {
    let settings = [SETTINGS, &[("policy", "move"), ("done_folder", "Done")]].concat();
    let turned = with(&settings).hear(&[
        Heard::Opened,
        selected(7, 42),
        says(Mailed::Woken),
        mail(42, 0),
        says(Mailed::Fetched),
        says(Mailed::No("no folder".to_owned())),
        says(Mailed::Woken),
    ]);
    assert_eq!(asked(&turned[0]), [select("INBOX", false)]);
    assert_eq!(
        asked(&turned[3]),
        [Mailbox::Move {
            uid: 42,
            folder: "Done".to_owned()
        }]
    );
    assert!(matches!(
        &turned[5].acts[..],
        [Do::Health(Health::Degraded {
            code: "not_moved",
            ..
        })]
    ));
    assert_eq!(
        asked(&turned[6]),
        [fetch(43)],
        "answers are counted in their order"
    );
}

#[test]
fn a_full_batch_is_followed_by_another() {
    let mut heard = vec![Heard::Opened, selected(7, 1), says(Mailed::Woken)];
    heard.extend((1..=50).map(|uid| mail(uid, 0)));
    heard.push(says(Mailed::Fetched));
    let turned = kit().hear(&heard);
    assert_eq!(asked(turned.last().unwrap()), [fetch(51)]);
}

#[test]
fn sent_is_looked_into_once_a_round() {
    let settings = [SETTINGS, &[("sent_folder", "Sent")]].concat();
    let kit = with(&settings);
    let turned = kit.hear(&[
        Heard::Opened,
        selected(7, 1),
        selected(9, 1),
        selected(7, 1),
        says(Mailed::Woken),
        says(Mailed::Fetched),
        selected(9, 2),
    ]);
    assert_eq!(asked(&turned[1]), [select("Sent", true)]);
    assert_eq!(asked(&turned[2]), [select("INBOX", true)]);
    assert_eq!(asked(&turned[3]), [IDLE]);
    assert_eq!(asked(&turned[5]), [select("Sent", true)]);
    assert_eq!(asked(&turned[6]), [fetch(1)]);
    let turned = kit.hear(&[
        Heard::Opened,
        selected(7, 1),
        says(Mailed::No("none".to_owned())),
        selected(7, 1),
    ]);
    assert!(matches!(
        &turned[2].acts[0],
        Do::Health(Health::Degraded {
            code: "no_sent_folder",
            ..
        })
    ));
    assert_eq!(asked(&turned[3]), [IDLE]);
}

#[test]
fn a_server_that_does_not_tell_the_next_uid_is_always_asked() {
    let turned = kit().hear(&[
        Heard::Opened,
        selected(7, 0),
        mail(5, 600),
        mail(6, 0),
        says(Mailed::Fetched),
    ]);
    assert_eq!(asked(&turned[1]), [fetch(1)]);
    assert!(turned[2].events.is_empty());
    assert_eq!(turned[3].events.len(), 1);
    assert_eq!(asked(&turned[4]), [IDLE]);
}

#[test]
fn a_server_that_cannot_wait_is_asked_by_the_clock() {
    let turned = kit().hear(&[
        Heard::Opened,
        selected(7, 1),
        says(Mailed::No("IDLE?".to_owned())),
        Heard::Timer("poll"),
    ]);
    assert_eq!(turned[2].acts, [Do::Timer("poll", Span::minutes(5))]);
    assert_eq!(asked(&turned[3]), [fetch(1)]);
}

#[test]
fn a_bad_mail_loses_only_itself() {
    let bad = says(Mailed::Mail {
        uid: 42,
        received_ms: NOW,
        bytes: Bytes::from_static(b"To: x@y\r\n\r\nnobody"),
    });
    let turned = kit().hear(&[
        Heard::Opened,
        selected(7, 42),
        says(Mailed::Woken),
        bad,
        mail(43, 0),
        says(Mailed::Fetched),
    ]);
    assert_eq!(turned[3].problems[0].at, "INBOX;uid=42");
    assert_eq!(turned[4].events.len(), 1);
}

#[test]
fn of_a_mail_that_is_too_long_the_head_is_shown() {
    let long = says(Mailed::Oversized {
        uid: 42,
        received_ms: NOW,
        size: 99_000_000,
        head: Bytes::from_static(b"From: a@example.com\r\nMessage-ID: <big@x>\r\nSubject: big\r\n\r\n"),
    });
    let turned = kit().hear(&[
        Heard::Opened,
        selected(7, 42),
        says(Mailed::Woken),
        long,
        mail(43, 0),
    ]);
    assert_eq!(turned[3].events[0].id, "big@x");
    assert!(turned[3].problems[0].what.starts_with("99000000 bytes"));
    assert_eq!(turned[4].events.len(), 1);
}

#[test]
fn odd_frames_and_states_change_nothing() {
    let heard = [
        Heard::Frame(Frame::Text("x".to_owned())),
        says(Mailed::Done),
        says(Mailed::Fetched),
        mail(1, 0),
        says(Mailed::Woken),
        Heard::Timer("other"),
    ];
    kit().hear(&heard);
    let turned = goes_on(&kit(), json!({"folders": 7}), &[Heard::Opened]);
    assert_eq!(
        turned[0].problems.len(),
        1,
        "a state that cannot be read is an alarm"
    );
}
