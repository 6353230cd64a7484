//! How long a client has said nothing.

use std::sync::atomic::{AtomicU64, Ordering};

/// Seconds since it was last heard of. Counts from the first word on: server-sent events never say one.
pub struct Quiet(AtomicU64);

/// A client that was not heard of for so many seconds is dead.
const DEAD_AFTER: u64 = 60;
const NOTHING_SAID: u64 = u64::MAX;

impl Default for Quiet {
    fn default() -> Self {
        Self(AtomicU64::new(NOTHING_SAID))
    }
}

impl Quiet {
    /// It said something.
    pub fn heard(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// So many seconds have passed: whether it is dead now.
    pub fn dead_after(&self, seconds: u64) -> bool {
        let quiet = self.0.load(Ordering::Relaxed);
        if quiet == NOTHING_SAID {
            return false;
        }
        // A word that comes in between is lost to this count; the next one is not.
        self.0.store(quiet + seconds, Ordering::Relaxed);
        quiet + seconds > DEAD_AFTER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_the_last_word_however_old_the_floor_is() {
        let quiet = Quiet::default();
        assert!((0..100).all(|_| !quiet.dead_after(1)), "nothing was said yet");
        quiet.heard();
        assert!((0..60).all(|_| !quiet.dead_after(1)));
        quiet.heard();
        assert!((0..12).all(|_| !quiet.dead_after(5)));
        assert!(quiet.dead_after(5));
    }
}
