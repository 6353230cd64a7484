//! The machine's clock and chance: the only place that reads them.

use std::{
    cell::RefCell,
    time::{SystemTime, UNIX_EPOCH},
};

use yingke_words::{Chance, Clock, Time};

/// The system clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        // A clock before 1970 is shown as 1970: nothing durable may depend on a panic here.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The kernel's random generator.
pub struct SystemChance;

/// A thread's store of random bytes: the kernel is asked for many at once, not for each id.
struct Store {
    bytes: [u8; 1_024],
    left: usize,
}

thread_local! {
    static STORE: RefCell<Store> = const { RefCell::new(Store { bytes: [0; 1_024], left: 0 }) };
}

impl Store {
    fn take(&mut self, wanted: &mut [u8]) {
        if self.left < wanted.len() {
            from_kernel(&mut self.bytes);
            self.left = self.bytes.len();
        }
        let begin = self.left - wanted.len();
        let taken = &mut self.bytes[begin..self.left];
        wanted.copy_from_slice(taken);
        // What was given out is kept nowhere else.
        taken.fill(0);
        self.left = begin;
    }
}

fn from_kernel(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the kernel gives random bytes");
}

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        const LONGEST: usize = 64;
        if bytes.len() > LONGEST {
            return from_kernel(bytes);
        }
        STORE.with_borrow_mut(|store| store.take(bytes));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_bytes_are_given_out_twice() {
        let mut seen = HashSet::new();
        for length in [16, 32, 10, 64, 16].into_iter().cycle().take(2_000) {
            let mut bytes = vec![0; length];
            SystemChance.fill(&mut bytes);
            for part in bytes.windows(8).step_by(8) {
                assert!(seen.insert(part.to_vec()), "{part:?} came twice");
            }
        }
    }
}
