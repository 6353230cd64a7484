//! A stop signal that threads can wait on.

use std::time::Duration;

use parking_lot::{Condvar, Mutex};

/// Set once; wakes whoever waits.
#[derive(Default)]
pub(crate) struct Stop {
    set: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Sets it.
    pub(crate) fn set(&self) {
        *self.set.lock() = true;
        self.changed.notify_all();
    }

    /// Waits at most `time`; tells whether it is set.
    pub(crate) fn wait(&self, time: Duration) -> bool {
        let mut set = self.set.lock();
        if !*set {
            self.changed.wait_for(&mut set, time);
        }
        *set
    }
}
