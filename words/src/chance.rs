//! The ports for time and chance: arguments of every decision, never globals.

use uuid::{Builder, Uuid};

use crate::Time;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Time;
}

/// Gives random bytes.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with random bytes of cryptographic quality.
    fn fill(&self, bytes: &mut [u8]);

    /// A fresh time-ordered id (`UUIDv7`) for something that comes into being at `now`.
    fn id(&self, now: Time) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        Builder::from_unix_timestamp_millis(now.millis().unsigned_abs(), &random).into_uuid()
    }
}

impl<T: Clock + ?Sized> Clock for std::sync::Arc<T> {
    fn now(&self) -> Time {
        (**self).now()
    }
}

impl<T: Chance + ?Sized> Chance for std::sync::Arc<T> {
    fn fill(&self, bytes: &mut [u8]) {
        (**self).fill(bytes);
    }
}
