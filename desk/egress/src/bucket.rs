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
    /// Nothing is given until then, nor for longer than that.
    closed: Option<(Time, Span)>,
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
            closed: None,
        }
    }

    /// Takes one token, or says how long to wait for it. A clock that jumps back costs at most one filling.
    pub fn take(&mut self, now: Time) -> Result<(), Span> {
        if let Some((until, most)) = self.closed {
            let wait = until.since(now).min(most);
            if wait > Span::millis(0) {
                return Err(wait);
            }
            self.closed = None;
        }
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

    /// Closes it for `span`: the provider said that it was asked too often. Then it gives one, and fills from there.
    pub fn drain(&mut self, now: Time, span: Span) {
        let room = i128::from(self.each) * i128::from(self.size);
        self.full_at = i128::from((now + span).millis()) * NANOS + room - i128::from(self.each);
        self.closed = Some((now + span, span));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Time {
        Time::from_millis(1_800_000_000_000 + millis)
    }

    #[test]
    fn so_many_at_once_and_then_evenly() {
        let mut bucket = Bucket::new(3, Span::seconds(3));
        for _ in 0..3 {
            assert_eq!(bucket.take(at(0)), Ok(()));
        }
        assert_eq!(bucket.take(at(0)), Err(Span::seconds(1)));
        assert_eq!(bucket.take(at(999)), Err(Span::millis(1)));
        assert_eq!(bucket.take(at(1_000)), Ok(()));
        assert_eq!(bucket.take(at(1_000)), Err(Span::seconds(1)));
        // However long it rests, it holds no more than it holds.
        for _ in 0..3 {
            assert_eq!(bucket.take(at(3_600_000)), Ok(()));
        }
        assert!(bucket.take(at(3_600_000)).is_err());
    }

    #[test]
    fn fractions_of_a_millisecond_are_not_lost() {
        let mut bucket = Bucket::new(3_000, Span::seconds(1));
        let mut taken = 0;
        for millis in 0..10_000 {
            while bucket.take(at(millis)).is_ok() {
                taken += 1;
            }
        }
        // Full at first, then ten seconds less a millisecond.
        assert_eq!(taken, 3_000 + 29_997);
    }

    #[test]
    fn a_drained_bucket_waits_for_as_long_as_it_was_told() {
        let mut bucket = Bucket::new(10, Span::seconds(10));
        bucket.drain(at(0), Span::seconds(30));
        assert_eq!(bucket.take(at(0)), Err(Span::seconds(30)));
        assert_eq!(bucket.take(at(30_000)), Ok(()));
        assert_eq!(bucket.take(at(30_000)), Err(Span::seconds(1)));
    }

    #[test]
    fn odd_sizes_do_no_harm() {
        let mut none = Bucket::new(0, Span::seconds(1));
        assert_eq!(none.take(at(0)), Ok(()));
        assert_eq!(none.take(at(0)), Err(Span::seconds(1)));
        let mut always = Bucket::new(5, Span::millis(0));
        assert!((0..100).all(|_| always.take(at(0)).is_ok()));
        let mut never = Bucket::new(1, Span::millis(i64::MAX));
        assert_eq!(never.take(at(0)), Ok(()));
        assert!(never.take(at(0)).is_err());
    }

    proptest! {
        /// In no window of the span is more taken than twice the size (full at its beginning), whatever the clock does
        /// between; and who waits as long as told is served, if nobody else came.
        #[test]
        fn it_is_kept_to(size in 1_u32..20, millis in 1_i64..5_000, gaps in prop::collection::vec(0_i64..700, 1..200)) {
            let mut bucket = Bucket::new(size, Span::millis(millis));
            let (mut now, mut taken) = (0, Vec::new());
            for gap in gaps {
                now += gap;
                match bucket.take(at(now)) {
                    Ok(()) => taken.push(now),
                    Err(wait) => {
                        prop_assert!(wait > Span::millis(0));
                        prop_assert_eq!(bucket.clone().take(at(now) + wait), Ok(()));
                        prop_assert!(bucket.clone().take(at(now) + Span::millis(wait.as_millis() - 1)).is_err());
                    }
                }
            }
            for (index, begin) in taken.iter().enumerate() {
                let within = taken[index..].iter().filter(|one| **one < begin + millis).count();
                prop_assert!(within <= 2 * size as usize);
            }
        }

        #[test]
        fn a_clock_that_jumps_back_costs_at_most_one_filling(size in 1_u32..20, back in 0_i64..1_000_000_000) {
            let mut bucket = Bucket::new(size, Span::seconds(10));
            while bucket.take(at(0)).is_ok() {}
            let wait = bucket.take(at(-back)).unwrap_err();
            prop_assert!(wait <= Span::seconds(10));
        }
    }
}
