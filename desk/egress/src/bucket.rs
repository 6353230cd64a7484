//! A token bucket: so many at once, so many a span. Pure; the time is an argument.

use yingke_words::{Span, Time};

/// A bucket of tokens that fills evenly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bucket {
    /// The most that it holds.
    size: u32,
    /// How long one token takes to come, in nanoseconds, so that 600 a second is exact enough.
    each: i64,
    /// When it would be full, in nanoseconds since the epoch.
    full_at: i128,
}

const NANOS: i128 = 1_000_000;

impl Bucket {
    /// A full bucket: `size` at once, `size` in every `span` on the whole. A size of 0 is taken for 1.
    pub fn new(size: u32, span: Span) -> Self {
        let size = size.max(1);
        let each = span.as_millis().max(0).saturating_mul(1_000_000) / i64::from(size);
        Self {
            size,
            each,
            full_at: i128::MIN,
        }
    }

    /// Takes one token, or says how long to wait for it. A clock that jumps back costs at most one filling.
    pub fn take(&mut self, now: Time) -> Result<(), Span> {
        let now = i128::from(now.millis()) * NANOS;
        let each = i128::from(self.each);
        let room = each * i128::from(self.size);
        let full_at = self.full_at.clamp(now, now + room) + each;
        if full_at > now + room {
            let wait =
                (full_at - now - room).div_euclid(NANOS) + i128::from((full_at - now - room) % NANOS != 0);
            return Err(Span::millis(i64::try_from(wait).unwrap_or(i64::MAX)));
        }
        self.full_at = full_at;
        Ok(())
    }

    /// Empties it until `span` from now: the provider said that it was asked too often.
    pub fn drain(&mut self, now: Time, span: Span) {
        let room = i128::from(self.each) * i128::from(self.size);
        let until = i128::from((now + span).millis()) * NANOS;
        self.full_at = self.full_at.max(until + room - i128::from(self.each));
    }
}
