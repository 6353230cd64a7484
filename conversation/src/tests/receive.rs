//! What a customer's message does: episodes, refusals, and what the list shows.

use yingke_words::Span;

use super::{Desk, Op, at, attachment, perform, spoken, thread, zhou};
use crate::{EndedBy, EventKind, Inbound, MessageKind, Refused, Spoken, Status, TimerKind, receive};

/// A consultation opened at minute 0 as number 100 and ended at minute 2 by `by`; the customer writes
/// `minute` minutes after the start. Whether it continues the old one.
fn check(continue_minutes: i64, by: EndedBy, minute: i64, continues: bool) {
    let mut desk = Desk::new();
    desk.clocks.continue_for = Span::minutes(continue_minutes);
    let mut before = thread(&desk, &[Op::Receive, Op::Reply, Op::End]);
    before.row.ended_by = Some(by);
    let change = perform(&before, Op::Receive, &zhou(), desk.moment(minute))
        .unwrap()
        .unwrap();
    let (row, running) = (&change.conversation.row, &change.conversation.running);
    let case = format!("{continue_minutes} minutes, ended by {by:?}, at {minute}");
    assert_eq!(
        row.consultation_id == before.row.consultation_id,
        continues,
        "{case}"
    );
    let number = if continues { 100 } else { 100 + minute };
    assert_eq!(row.consultation_number, Some(number), "{case}");
    let (counts, first_reply) = if continues {
        ((2, 1, 1), Some(at(1)))
    } else {
        ((1, 0, 0), None)
    };
    let counted = (running.customer_messages, running.agent_messages, running.rounds);
    assert_eq!(counted, counts, "{case}");
    assert_eq!(row.first_reply_at, first_reply, "{case}");
    let kind = if continues {
        EventKind::MessageReceived
    } else {
        EventKind::ConsultationOpened
    };
    assert_eq!(change.event.kind, kind, "{case}");

    assert_eq!(
        (row.status, row.agent_id, row.ended_at, row.ended_by),
        (Status::Queued, None, None, None)
    );
    assert_eq!(
        (row.waiting_since, running.queued_at),
        (Some(at(minute)), Some(at(minute))),
        "{case}"
    );
    assert_eq!(row.inbound_count, 2, "counted from the first ever");
    let timers: Vec<_> = change
        .timers
        .iter()
        .map(|timer| (timer.kind, timer.due_at))
        .collect();
    assert_eq!(
        timers,
        [(TimerKind::AutoEnd, at(minute + 60))],
        "it will end by itself: {case}"
    );
    assert_eq!(
        change.timers[0].consultation,
        change.consultation.unwrap().id,
        "{case}"
    );
}

#[test]
fn a_message_after_the_end_opens_the_next_or_continues() {
    check(0, EndedBy::Agent, 2, false);
    check(0, EndedBy::Agent, 3, false);
    check(10, EndedBy::Agent, 2, true);
    check(10, EndedBy::Customer, 11, true);
    check(10, EndedBy::Timeout, 11, true);
    check(10, EndedBy::Agent, 12, false);
    check(10, EndedBy::Block, 3, false);
    // A clock that jumped back continues nothing where nothing is ever continued.
    check(0, EndedBy::Agent, 1, false);
}

#[test]
fn the_first_message_opens_the_first_consultation() {
    let desk = Desk::new();
    let change = perform(&thread(&desk, &[]), Op::Receive, &zhou(), desk.moment(0))
        .unwrap()
        .unwrap();
    let row = change.consultation.unwrap();
    assert_eq!(
        (row.number, row.opened_at, row.first_customer_at),
        (100, at(0), Some(at(0)))
    );
    assert_eq!(change.event.kind, EventKind::ConsultationOpened);
    assert_eq!(change.message.unwrap().consultation_id, row.id);
}

#[test]
fn the_first_unanswered_message_starts_the_wait() {
    let desk = Desk::new();
    let now = thread(
        &desk,
        &[Op::Receive, Op::Reply, Op::Note, Op::Receive, Op::Receive],
    );
    assert_eq!(now.row.waiting_since, Some(at(3)));
    assert_eq!(now.row.last_at, at(4));
}

#[test]
fn the_blocked_and_the_silent_are_refused() {
    let desk = Desk::new();
    let mut before = thread(&desk, &[Op::Receive]);
    let silent = Inbound::of(spoken(&desk.moment(1), " \r\n"));
    assert_eq!(
        receive(before.clone(), silent, desk.moment(1)).err(),
        Some(Refused::Empty)
    );
    before.running.blocked = true;
    assert_eq!(
        perform(&before, Op::Receive, &zhou(), desk.moment(1)).err(),
        Some(Refused::Blocked)
    );
}

#[test]
fn the_list_shows_words_or_the_files_name() {
    let picture = || attachment("图.png", "image/png");
    let paper = || attachment("单.pdf", "application/pdf");
    let rows = [
        ("你好\n在吗", vec![picture()], MessageKind::Text, "你好 在吗"),
        ("", vec![picture(), picture()], MessageKind::Image, "图.png"),
        ("", vec![paper(), picture()], MessageKind::File, "单.pdf"),
        ("", vec![picture(), paper()], MessageKind::File, "单.pdf"),
    ];
    for (text, attachments, kind, shown) in rows {
        let desk = Desk::new();
        let spoken = Spoken {
            attachments,
            ..spoken(&desk.moment(0), text)
        };
        let change = receive(thread(&desk, &[]), Inbound::of(spoken), desk.moment(0)).unwrap();
        let row = &change.conversation.row;
        assert_eq!((row.last_kind, row.last_text.as_str()), (kind, shown));
        assert_eq!(change.message.unwrap().kind, kind);
    }
}
