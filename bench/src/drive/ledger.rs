//! Every message of a run: when it was due, whether it was acknowledged, how often it was seen.

use std::time::Duration;

use hdrhistogram::Histogram;

use crate::machine::{histogram, micros};

#[derive(Clone, Copy)]
struct Entry {
    due: Duration,
    visitor: u32,
    acknowledged: bool,
    seen: u8,
}

/// The book.
pub struct Ledger {
    entries: Vec<Entry>,
    /// The last number of each visitor that the agent saw.
    last: Vec<Option<usize>>,
    measured_from: Duration,
    /// Acknowledged, and not yet seen.
    pub waited_for: usize,
    /// Acknowledged.
    pub acknowledged: usize,
    /// Seen for the first time.
    pub delivered: usize,
    /// Seen again.
    pub doubled: usize,
    /// Seen before an earlier one of the same visitor.
    pub disordered: usize,
    /// Due to answered, in µs.
    pub answers: Histogram<u64>,
    /// Due to seen at the agent's socket, in µs.
    pub arrivals: Histogram<u64>,
}

impl Ledger {
    /// An empty book; latencies count for what is due from `measured_from` on.
    pub fn new(visitors: usize, measured_from: Duration) -> Self {
        Self {
            entries: Vec::new(),
            last: vec![None; visitors],
            measured_from,
            waited_for: 0,
            acknowledged: 0,
            delivered: 0,
            doubled: 0,
            disordered: 0,
            answers: histogram(),
            arrivals: histogram(),
        }
    }

    /// A message becomes due; its number.
    pub fn due(&mut self, at: Duration, visitor: usize) -> usize {
        self.entries.push(Entry {
            due: at,
            visitor: u32::try_from(visitor).unwrap_or(u32::MAX),
            acknowledged: false,
            seen: 0,
        });
        self.entries.len() - 1
    }

    /// It was answered as durable.
    pub fn answered(&mut self, number: usize, now: Duration) {
        let entry = &mut self.entries[number];
        if entry.acknowledged {
            return;
        }
        entry.acknowledged = true;
        self.acknowledged += 1;
        if entry.seen == 0 {
            self.waited_for += 1;
        }
        if entry.due >= self.measured_from {
            self.answers
                .saturating_record(micros(now.saturating_sub(entry.due)));
        }
    }

    /// It came to the agent's socket.
    pub fn seen(&mut self, number: usize, now: Duration) {
        let Some(entry) = self.entries.get_mut(number) else {
            return;
        };
        entry.seen = entry.seen.saturating_add(1);
        if entry.seen > 1 {
            self.doubled += 1;
            return;
        }
        self.delivered += 1;
        if entry.acknowledged {
            self.waited_for -= 1;
        }
        if entry.due >= self.measured_from {
            self.arrivals
                .saturating_record(micros(now.saturating_sub(entry.due)));
        }
        let last = &mut self.last[entry.visitor as usize];
        if last.is_some_and(|last| last > number) {
            self.disordered += 1;
        }
        *last = Some(number);
    }

    /// The numbers that were acknowledged.
    pub fn acknowledged_numbers(&self) -> impl Iterator<Item = usize> {
        let all = self.entries.iter().enumerate();
        all.filter(|(_, entry)| entry.acknowledged)
            .map(|(number, _)| number)
    }

    /// How many became due.
    pub fn due_in_all(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_lost_doubled_and_out_of_order() {
        let at = Duration::from_millis;
        let mut ledger = Ledger::new(1, at(0));
        let [first, second, third] = [1, 2, 3].map(|due| ledger.due(at(due), 0));
        ledger.answered(first, at(4));
        ledger.answered(second, at(5));
        ledger.seen(second, at(6));
        ledger.seen(first, at(7));
        ledger.seen(first, at(8));
        ledger.answered(third, at(9));
        assert_eq!(
            (
                ledger.waited_for,
                ledger.doubled,
                ledger.disordered,
                ledger.delivered
            ),
            (1, 1, 1, 2)
        );
    }
}
