//! Hidden until a time or a reply.

use super::{Desk, Op, at, perform, thread, wu, zhou};
use crate::{EventKind, Refused, Status, TimerKind, wake};

/// Snoozed after `ops` until 60 minutes later: `op` by 吴桐 at `minute` brings it to `expected`, or is refused.
fn check(ops: &[Op], minute: i64, op: Op, expected: Result<Status, Refused>) {
    let desk = Desk::new();
    let before = thread(&desk, ops);
    let outcome = perform(&before, op, &wu(), desk.moment(minute));
    let outcome = outcome.map(|change| change.unwrap().conversation.row);
    if let Ok(row) = &outcome {
        assert_eq!(row.snoozed_until, None, "{ops:?} {op:?}");
    }
    assert_eq!(
        outcome.map(|row| row.status),
        expected,
        "{ops:?} {op:?} at {minute}"
    );
}

#[test]
fn wakes_in_time_or_by_a_word() {
    let (served, queued) = ([Op::Receive, Op::Reply, Op::Snooze], [Op::Receive, Op::Snooze]);
    check(&served, 61, Op::Wake, Err(Refused::TimerStale));
    check(&served, 62, Op::Wake, Ok(Status::Open));
    check(&queued, 61, Op::Wake, Ok(Status::Queued));
    check(&served, 3, Op::Receive, Ok(Status::Open));
    check(&queued, 3, Op::Receive, Ok(Status::Queued));
    check(&served, 3, Op::Reply, Ok(Status::Open));
    // Snoozed again at minute 3: the first timer, due at 62, comes too early.
    check(
        &[Op::Receive, Op::Reply, Op::Snooze, Op::Snooze],
        62,
        Op::Wake,
        Err(Refused::TimerStale),
    );
    check(
        &[Op::Receive, Op::Reply, Op::Snooze, Op::Snooze],
        63,
        Op::Wake,
        Ok(Status::Open),
    );
}

#[test]
fn sets_its_timer_and_says_until_when() {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply]);
    let change = perform(&before, Op::Snooze, &zhou(), desk.moment(5))
        .unwrap()
        .unwrap();
    let timers: Vec<_> = change
        .timers
        .iter()
        .map(|timer| (timer.kind, timer.due_at))
        .collect();
    assert_eq!(timers, [(TimerKind::Wake, at(65))]);
    assert_eq!(change.event.kind, EventKind::ConsultationSnoozed);
    let line = change.message.unwrap().event.unwrap();
    assert_eq!(
        (line.what.as_str(), line.to.as_deref()),
        ("snoozed", Some("2026-11-20T10:55:00.000Z"))
    );
    assert_eq!(
        change.conversation.running.leg, before.running.leg,
        "their session goes on"
    );
    let foreign = wake(change.conversation, super::id(999), desk.moment(65));
    assert_eq!(
        foreign.err(),
        Some(Refused::TimerStale),
        "another consultation's timer"
    );
}
