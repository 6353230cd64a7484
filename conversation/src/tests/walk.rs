//! Random walks: forty operations and more by random seats at random times, with due timers delivered in
//! between.

use std::fmt;

use proptest::{collection::vec, prelude::*};
use yingke_staff::StandardRole;
use yingke_words::{Span, Time};

use super::{Desk, Op, WU, ZHOU, at, fresh, perform, seat, zhou};
use crate::{
    Change, Clocks, Conversation, Moment, Status, TimedOut, Timer, TimerKind, closed_notice, end_by_timeout,
    offer_ends, wake,
};

#[derive(Clone)]
pub(super) struct Walk {
    /// Operation, role, whether 吴桐 instead of 周岚, minutes since the step before.
    steps: Vec<(Op, StandardRole, bool, i64)>,
    clocks: Clocks,
}

pub(super) fn walks() -> impl Strategy<Value = Walk> {
    // Customers and agents talk more often than anything else happens; half of the seats may do everything.
    let op = prop_oneof![
        2 => prop::sample::select(vec![Op::Receive, Op::Reply]),
        3 => prop::sample::select(Op::ALL.to_vec()),
    ];
    let role = prop_oneof![
        Just(StandardRole::Owner),
        prop::sample::select(StandardRole::ALL.to_vec())
    ];
    let minutes = prop_oneof![4 => 0..20_i64, 1 => 20..200_i64];
    let continue_for = prop_oneof![Just(0), Just(30)];
    let auto_end = prop_oneof![Just(None), Just(Some(Span::hours(1)))];
    let steps = vec((op, role, any::<bool>(), minutes), 40..90);
    (steps, continue_for, auto_end).prop_map(|(steps, continue_for, auto_end_after)| Walk {
        steps,
        clocks: Clocks {
            continue_for: Span::minutes(continue_for),
            auto_end_after,
            hours: None,
            closed_notice: None,
        },
    })
}

/// A step a line, so that a failing walk can be read.
impl fmt::Debug for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:?}", self.clocks)?;
        for (op, role, other, minutes) in &self.steps {
            let who = if *other { "吴桐" } else { "周岚" };
            writeln!(f, "+{minutes} min: {op:?} by {who} as {role:?}")?;
        }
        Ok(())
    }
}

impl Walk {
    /// Takes every step, shows each change with the conversation before it, and ends the consultation at
    /// last.
    pub(super) fn take(self, mut show: impl FnMut(&Conversation, &Change)) -> Conversation {
        let desk = Desk::with(self.clocks);
        let mut now = fresh();
        let mut timers: Vec<Timer> = Vec::new();
        let mut minute = 0;
        let mut step = |now: &mut Conversation, timers: &mut Vec<Timer>, change: Option<Change>| {
            if let Some(change) = change {
                show(now, &change);
                timers.extend(&change.timers);
                *now = change.conversation;
                if desk.clocks.auto_end_after.is_some() {
                    watched(now, timers);
                }
            }
        };
        for (op, role, other, minutes) in self.steps {
            minute += minutes;
            while let Some(timer) = next_due(&mut timers, at(minute)) {
                let change = deliver(&now, timer, desk.moment(minute), &mut timers);
                step(&mut now, &mut timers, change);
            }
            let agent = if other {
                seat(role, WU, "吴桐")
            } else {
                seat(role, ZHOU, "周岚")
            };
            let change = perform(&now, op, &agent, desk.moment(minute)).unwrap_or(None);
            step(&mut now, &mut timers, change);
        }
        let change = perform(&now, Op::End, &zhou(), desk.moment(minute)).unwrap_or(None);
        step(&mut now, &mut timers, change);
        now
    }
}

fn next_due(timers: &mut Vec<Timer>, now: Time) -> Option<Timer> {
    let due = timers.iter().position(|timer| timer.due_at <= now)?;
    Some(timers.remove(due))
}

fn deliver(
    conversation: &Conversation,
    timer: Timer,
    moment: Moment<'_>,
    timers: &mut Vec<Timer>,
) -> Option<Change> {
    let it = conversation.clone();
    match timer.kind {
        TimerKind::OfferEnds => offer_ends(it, timer.consultation, moment).ok(),
        TimerKind::Wake => wake(it, timer.consultation, moment).ok(),
        TimerKind::ClosedNotice => closed_notice(it, timer.consultation, moment).ok(),
        TimerKind::AutoEnd => match end_by_timeout(it, timer.consultation, moment).ok()? {
            TimedOut::Ends(change) => Some(*change),
            TimedOut::Later(later) => {
                assert!(later.due_at > moment.now, "a timer set again lies ahead");
                timers.push(later);
                None
            }
        },
    }
}

/// What runs will end by itself, what sleeps will wake.
fn watched(conversation: &Conversation, timers: &[Timer]) {
    let row = &conversation.row;
    let pending = |kind| {
        timers
            .iter()
            .filter(move |timer| timer.kind == kind && Some(timer.consultation) == row.consultation_id)
    };
    if row.status.running() {
        assert!(
            pending(TimerKind::AutoEnd).count() > 0,
            "nothing will ever end it"
        );
    }
    if row.status == Status::Offered {
        let ends = pending(TimerKind::OfferEnds).any(|timer| Some(timer.due_at) == row.offered_until);
        assert!(ends, "nothing will ever take the offer back");
    }
    if row.status == Status::Snoozed {
        let wakes = pending(TimerKind::Wake).any(|timer| Some(timer.due_at) == row.snoozed_until);
        assert!(wakes, "nothing will ever wake it");
    }
}
