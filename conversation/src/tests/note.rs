//! A note leaves everything as it was but for one internal line.

use super::{
    Desk, Op, STAGES, attachment,
    op::{SECRET, jot},
    perform, spoken, thread, zhou,
};
use crate::{Direction, EventKind, MessageKind, Refused, Spoken};

fn check(stage: &str, ops: &[Op]) {
    let desk = Desk::new();
    let before = thread(&desk, ops);
    let change = perform(&before, Op::Note, &zhou(), desk.moment(9))
        .unwrap()
        .unwrap();
    let line = change.message.unwrap();
    assert_eq!(
        (line.direction, line.kind),
        (Direction::Internal, MessageKind::Note),
        "{stage}"
    );
    assert_eq!((line.position, line.delivery), (None, None), "{stage}");
    assert_eq!(
        (line.text.as_str(), line.author.name.as_str()),
        (SECRET, "周岚"),
        "{stage}"
    );
    assert!(line.client_id.is_some(), "{stage}: against doubles");
    assert_eq!(
        (change.event.kind, change.event.position),
        (EventKind::NoteAdded, None),
        "{stage}"
    );
    assert!(
        change.facts.is_empty() && change.timers.is_empty() && change.sessions.is_empty(),
        "{stage}"
    );
    let mut after = change.conversation;
    after.row.version = before.row.version;
    after.running.last_seq = before.running.last_seq;
    assert_eq!(after, before, "{stage}: nothing else");
}

#[test]
fn a_note_changes_nothing_else() {
    for (stage, ops) in STAGES {
        check(stage, ops);
    }
}

#[test]
fn a_note_is_words_or_files() {
    let desk = Desk::new();
    let empty = spoken(&desk.moment(1), "\n");
    let file = Spoken {
        attachments: vec![attachment("单.pdf", "application/pdf")],
        ..empty.clone()
    };
    let before = thread(&desk, &[Op::Receive]);
    assert_eq!(
        jot(before.clone(), empty, &zhou(), desk.moment(1)).err(),
        Some(Refused::Empty)
    );
    assert_eq!(
        jot(before, file, &zhou(), desk.moment(1))
            .unwrap()
            .message
            .unwrap()
            .attachments
            .len(),
        1
    );
}
