//! An ended consultation is taken up again.

use yingke_words::Span;

use super::{Desk, Op, WU, at, id, perform, thread, wu};
use crate::{EventKind, REOPEN_WITHIN, Refused, Status, TimerKind, reopen};

/// Ended at minute 2; 吴桐 reopens `after` the end.
fn check(after: Span, refused: Option<Refused>) {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply, Op::End]);
    let mut moment = desk.moment(2);
    moment.now = moment.now + after;
    let outcome = reopen(before.clone(), &wu(), moment);
    assert_eq!(outcome.as_ref().err().copied(), refused, "{after:?}");
    let Ok(change) = outcome else { return };
    let row = &change.conversation.row;
    assert_eq!(
        (row.status, row.agent_id),
        (Status::Open, Some(id(WU))),
        "whoever reopens serves"
    );
    assert_eq!(
        (row.consultation_id, row.consultation_number),
        (before.row.consultation_id, Some(100))
    );
    assert_eq!(
        (row.ended_at, row.ended_by, row.opened_at),
        (None, None, Some(at(0)))
    );
    assert_eq!(row.first_reply_at, Some(at(1)));
    assert_eq!(change.event.kind, EventKind::ConsultationReopened);
    let timers: Vec<_> = change
        .timers
        .iter()
        .map(|timer| (timer.kind, timer.due_at))
        .collect();
    assert_eq!(timers, [(TimerKind::AutoEnd, moment.now + Span::hours(1))]);
    let sessions: Vec<_> = change
        .sessions
        .iter()
        .map(|row| (row.agent, row.accepted_at))
        .collect();
    assert_eq!(sessions, [(id(WU), moment.now)]);
    let kept = change.consultation.unwrap();
    assert_eq!(
        (kept.status, kept.ended_at, kept.ended_by),
        (Status::Open, None, None)
    );
}

#[test]
fn within_forty_eight_hours() {
    check(Span::millis(0), None);
    check(REOPEN_WITHIN, None);
    check(
        Span::millis(REOPEN_WITHIN.as_millis() + 1),
        Some(Refused::ReopenTooLate),
    );
}

#[test]
fn the_next_episode_is_not_the_old_one() {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply, Op::End, Op::Receive]);
    let refused = perform(&before, Op::Reopen, &wu(), desk.moment(5));
    assert_eq!(refused.err(), Some(Refused::NotEnded));
}
