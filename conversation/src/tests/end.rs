//! A consultation ends.

use yingke_words::Span;

use super::{Desk, Op, ZHOU, at, id, perform, thread, zhou};
use crate::{ActorKind, EndedBy, Refused, Release, Status, TimedOut, TimerKind, end_by_timeout};

/// `op` ends it at minute 200: by whom, and whose act the log says it was.
fn check(op: Op, by: EndedBy, actor: ActorKind) {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply, Op::Receive, Op::Snooze]);
    let change = perform(&before, op, &zhou(), desk.moment(200)).unwrap().unwrap();
    let (row, running) = (&change.conversation.row, &change.conversation.running);
    assert_eq!(
        (row.status, row.ended_at, row.ended_by),
        (Status::Ended, Some(at(200)), Some(by)),
        "{op:?}"
    );
    assert_eq!(
        (row.waiting_since, row.snoozed_until, running.leg),
        (None, None, None),
        "{op:?}"
    );
    assert_eq!(
        row.agent_id,
        Some(id(ZHOU)),
        "{op:?}: who served last stays known"
    );
    assert_eq!(change.event.actor.kind, actor, "{op:?}");
    let line = change.message.unwrap().event.unwrap();
    assert_eq!(
        (line.what.as_str(), line.to.as_deref()),
        ("ended", Some(by.key())),
        "{op:?}"
    );
    let released: Vec<_> = change
        .sessions
        .iter()
        .map(|row| (row.release, row.released_at))
        .collect();
    assert_eq!(released, [(Some(Release::Ended), Some(at(200)))], "{op:?}");
    let kept = change.consultation.unwrap();
    let counts = (kept.customer_messages, kept.agent_messages, kept.rounds);
    assert_eq!(
        (kept.status, kept.ended_by, counts),
        (Status::Ended, Some(by), (2, 1, 1)),
        "{op:?}"
    );
}

#[test]
fn by_agent_customer_or_silence() {
    check(Op::End, EndedBy::Agent, ActorKind::Agent);
    check(Op::Leave, EndedBy::Customer, ActorKind::Customer);
    check(Op::TimeOut, EndedBy::Timeout, ActorKind::System);
}

/// The timer comes at `minute`: it ends (none) or is set again for a minute.
fn check_timer(ops: &[Op], minute: i64, again: Option<i64>) {
    let desk = Desk::new();
    let before = thread(&desk, ops);
    let consultation = before.row.consultation_id.unwrap();
    let answer = end_by_timeout(before, consultation, desk.moment(minute)).unwrap();
    match (answer, again) {
        (TimedOut::Ends(_), None) => {}
        (TimedOut::Later(timer), Some(again)) => {
            let set = (timer.kind, timer.due_at, timer.consultation);
            assert_eq!(
                set,
                (TimerKind::AutoEnd, at(again), consultation),
                "{ops:?} at {minute}"
            );
        }
        (answer, _) => panic!("{ops:?} at {minute}: {answer:?}"),
    }
}

#[test]
fn silence_is_counted_from_the_last_word() {
    check_timer(&[Op::Receive], 60, None);
    check_timer(&[Op::Receive], 59, Some(60));
    check_timer(&[Op::Receive, Op::Reply, Op::Receive], 60, Some(62));
    check_timer(&[Op::Receive, Op::Reply, Op::Note, Op::Tag], 61, None);
    // Snoozed at minute 2 until 62: silence begins when it wakes.
    check_timer(&[Op::Receive, Op::Reply, Op::Snooze], 61, Some(122));
    check_timer(&[Op::Receive, Op::Reply, Op::Snooze], 122, None);
}

#[test]
fn a_timer_without_its_cause_does_nothing() {
    let mut desk = Desk::new();
    let before = thread(&desk, &[Op::Receive]);
    let other = end_by_timeout(before.clone(), id(999), desk.moment(200));
    assert_eq!(other.err(), Some(Refused::TimerStale), "another consultation's");
    desk.clocks.auto_end_after = None;
    let off = perform(&before, Op::TimeOut, &zhou(), desk.moment(200));
    assert_eq!(off.err(), Some(Refused::TimerStale), "switched off since");
    assert!(
        perform(&thread(&desk, &[]), Op::Receive, &zhou(), desk.moment(0))
            .unwrap()
            .unwrap()
            .timers
            .is_empty()
    );
    desk.clocks.auto_end_after = Some(Span::minutes(5));
    assert!(
        perform(&before, Op::TimeOut, &zhou(), desk.moment(5))
            .unwrap()
            .is_some(),
        "as the clocks are now"
    );
}
