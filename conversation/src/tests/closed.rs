//! The state machine is closed: every operation in every status, and what holds after any sequence of them.

use proptest::prelude::*;

use super::{Desk, Op, STAGES, ledger, perform, thread, walk, zhou};

/// What 周岚, who may do everything, brings about long after: a status, a refusal's code, or "–" for nothing at
/// all.
fn check(op: Op, outcomes: [&str; STAGES.len()]) {
    for ((stage, ops), expected) in STAGES.into_iter().zip(outcomes) {
        let desk = Desk::new();
        let before = thread(&desk, ops);
        let outcome = match perform(&before, op, &zhou(), desk.moment(200)) {
            Ok(Some(change)) => change.conversation.row.status.key(),
            Ok(None) => "–",
            Err(refused) => refused.code(),
        };
        assert_eq!(outcome, expected, "{op:?} when {stage}");
    }
}

#[test]
fn every_operation_in_every_status() {
    const OVER: &str = "consultation_ended";
    const RUNS: &str = "consultation_not_ended";
    const STALE: &str = "timer_stale";
    const MINE: &str = "already_assigned";
    const PAST: &str = "time_passed";
    for op in Op::ALL {
        // idle, queued, open, snoozed, snoozed in the queue, ended
        let outcomes = match op {
            Op::Receive => ["queued", "queued", "open", "open", "queued", "queued"],
            Op::Reply => ["open", "open", "open", "open", "open", "open"],
            Op::Take => [OVER, "open", MINE, MINE, "open", OVER],
            Op::Hand => [OVER, "open", "open", "open", "open", OVER],
            Op::Return => [OVER, "queued", "queued", "queued", "queued", OVER],
            Op::End | Op::Leave => [OVER, "ended", "ended", "ended", "ended", OVER],
            Op::TimeOut => [STALE, "ended", "ended", "ended", "ended", STALE],
            Op::Snooze => [OVER, "snoozed", "snoozed", "snoozed", "snoozed", OVER],
            Op::SnoozePast => [OVER, PAST, PAST, PAST, PAST, OVER],
            Op::PhoneTask => ["snoozed"; 6],
            Op::Wake => [STALE, STALE, STALE, "open", "queued", STALE],
            Op::Reopen => [RUNS, RUNS, RUNS, RUNS, RUNS, "open"],
            Op::Note | Op::Tag | Op::Read | Op::GoOn | Op::Mention | Op::Follow => {
                ["idle", "queued", "open", "snoozed", "snoozed", "ended"]
            }
            Op::Seen => ["–", "–", "open", "snoozed", "–", "ended"],
            Op::AskHelp | Op::Invite | Op::Whisper => [OVER, "queued", "open", "snoozed", "snoozed", OVER],
            Op::Unfollow | Op::SeeToHelp | Op::Quit => ["–"; 6],
        };
        check(op, outcomes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Forty operations and more by any seat at any time: see [`ledger::Ledger`] for what must hold after
    /// each and at the end.
    #[test]
    fn whatever_happens_the_books_are_right(walk in walk::walks()) {
        let mut ledger = ledger::Ledger::new();
        let last = walk.take(|before, change| ledger.enter(before, change));
        ledger.close(&last);
    }
}
