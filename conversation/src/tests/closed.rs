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
    const GONE: &str = "not_waiting";
    const NOT: &str = "not_offered";
    const PAST: &str = "time_passed";
    for op in Op::ALL {
        // idle, queued, open, snoozed, snoozed in the queue, ended, offered to 周岚
        let outcomes = match op {
            Op::Receive => ["queued", "queued", "open", "open", "queued", "queued", "offered"],
            Op::Reply => ["open"; 7],
            Op::Take => [OVER, "open", MINE, MINE, "open", OVER, "open"],
            Op::Hand => [OVER, "open", "open", "open", "open", OVER, "open"],
            Op::Return => [OVER, "queued", "queued", "queued", "queued", OVER, "queued"],
            Op::End | Op::Leave => [OVER, "ended", "ended", "ended", "ended", OVER, "ended"],
            Op::TimeOut => [STALE, "ended", "ended", "ended", "ended", STALE, "ended"],
            Op::Snooze => [OVER, "snoozed", "snoozed", "snoozed", "snoozed", OVER, "snoozed"],
            Op::SnoozePast => [OVER, PAST, PAST, PAST, PAST, OVER, PAST],
            Op::PhoneTask => ["snoozed"; 7],
            Op::Wake => [STALE, STALE, STALE, "open", "queued", STALE, STALE],
            Op::Reopen => [RUNS, RUNS, RUNS, RUNS, RUNS, "open", RUNS],
            Op::Note | Op::Tag | Op::Read | Op::GoOn | Op::Mention | Op::Follow => {
                ["idle", "queued", "open", "snoozed", "snoozed", "ended", "offered"]
            }
            Op::Seen => ["–", "–", "open", "snoozed", "–", "ended", "–"],
            Op::Route => [GONE, "open", GONE, GONE, GONE, GONE, GONE],
            Op::Offer => [GONE, "offered", GONE, GONE, GONE, GONE, GONE],
            Op::Accept => [NOT, NOT, NOT, NOT, NOT, NOT, "open"],
            Op::Decline => [NOT, NOT, NOT, NOT, NOT, NOT, "queued"],
            Op::OfferEnds => [STALE, STALE, STALE, STALE, STALE, STALE, "queued"],
            Op::Gone => [STALE; 7],
            Op::AskHelp | Op::Invite | Op::Whisper => {
                [OVER, "queued", "open", "snoozed", "snoozed", OVER, "offered"]
            }
            Op::Unfollow | Op::SeeToHelp | Op::Quit => ["–"; 7],
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
