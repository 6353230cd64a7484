//! How many conversations run, by the sides that permissions look at; follows the log.

use std::collections::HashMap;

use yingke_conversation::Event;
use yingke_staff::{Seat, Subject};

use super::{frame::Counters, interest::ran_before};

/// The tally.
#[derive(Default)]
pub struct Tally {
    running: HashMap<Subject, i64>,
    changed: bool,
}

impl Tally {
    /// Starts from what the store counted.
    pub fn of(running: HashMap<Subject, i64>) -> Self {
        Self {
            running,
            changed: true,
        }
    }

    /// Follows an event.
    pub fn follow(&mut self, event: &Event) {
        let Some(row) = &event.conversation else { return };
        let after = row.status.running().then(|| row.subject());
        let before = ran_before(event.kind, row.status.running())
            .then(|| event.was.clone().map_or_else(|| row.subject(), Subject::from));
        if before == after {
            return;
        }
        for (subject, by) in [(before, -1), (after, 1)] {
            if let Some(subject) = subject {
                let count = self.running.entry(subject.clone()).or_default();
                *count += by;
                if *count == 0 {
                    self.running.remove(&subject);
                }
            }
        }
        self.changed = true;
    }

    /// The counts one seat may see.
    pub fn counters(&self, seat: &Seat) -> Counters {
        let mut counters = Counters::default();
        for (subject, count) in self.running.iter().filter(|(subject, _)| seat.sees(subject)) {
            if subject.queued {
                counters.queue += count;
            } else if subject.agent == Some(seat.agent) {
                counters.mine += count;
            } else {
                counters.colleagues += count;
            }
        }
        counters
    }

    /// Whether it changed since last asked.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }
}
