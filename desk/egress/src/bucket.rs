//! A token bucket: so many at once, so many a span. Pure; the time is an argument.

use yingke_words::{Span, Time};

/// A bucket of tokens that fills evenly. Whoever finds it empty is given the next token that comes, so that all are served in
/// the order they asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bucket {
    /// The most that it holds.
    size: u32,
    /// How long one token takes to come, in nanoseconds, so that 600 a second is exact enough.
    each: i64,
    /// When it would be full, in nanoseconds since the epoch.
    full_at: i128,
    /// When it was asked last, likewise.
    asked_at: i128,
    /// Nothing is given until then, nor for longer than that.
    closed: Option<(Time, Span)>,
    /// How often it was closed.
    closings: u32,
}

/// What a bucket gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// A token.
    Now,
    /// A token that is there then.
    Later(Ticket),
    /// None: ask again after that.
    Closed(Span),
}

/// A token that is still to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ticket {
    /// When it is there.
    pub at: Time,
    closings: u32,
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
            asked_at: i128::MIN,
            closed: None,
            closings: 0,
        }
    }

    /// Takes one token, or the next that nobody has. A clock that jumps back changes nothing.
    pub fn take(&mut self, now: Time) -> Turn {
        if let Some((until, most)) = self.closed {
            let wait = until.since(now).min(most);
            if wait > Span::millis(0) {
                return Turn::Closed(wait);
            }
            self.closed = None;
        }
        let asked_at = i128::from(now.millis()) * NANOS;
        if asked_at < self.asked_at {
            self.full_at -= self.asked_at - asked_at;
        }
        self.asked_at = asked_at;
        self.full_at = self.full_at.max(asked_at) + i128::from(self.each);
        let there_at = self.full_at - i128::from(self.each) * i128::from(self.size);
        if there_at <= asked_at {
            return Turn::Now;
        }
        let millis = there_at.div_euclid(NANOS) + i128::from(there_at % NANOS != 0);
        Turn::Later(Ticket {
            at: Time::from_millis(i64::try_from(millis).unwrap_or(i64::MAX)),
            closings: self.closings,
        })
    }

    /// Whether a ticket still gives its token: none does once the bucket was closed.
    pub fn honours(&self, ticket: Ticket) -> bool {
        ticket.closings == self.closings
    }

    /// Closes it for `span`: the provider said that it was asked too often. Then it gives one, and fills from there.
    pub fn drain(&mut self, now: Time, span: Span) {
        let room = i128::from(self.each) * i128::from(self.size);
        self.full_at = i128::from((now + span).millis()) * NANOS + room - i128::from(self.each);
        self.closed = Some((now + span, span));
        self.closings += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Time {
        Time::from_millis(1_800_000_000_000 + millis)
    }

    /// When a token is there that is asked for then; none while it is closed.
    fn there(bucket: &mut Bucket, millis: i64) -> Option<i64> {
        match bucket.take(at(millis)) {
            Turn::Now => Some(millis),
            Turn::Later(ticket) => Some(ticket.at.millis() - at(0).millis()),
            Turn::Closed(_) => None,
        }
    }

    #[test]
    fn so_many_at_once_and_then_evenly_in_the_order_they_asked() {
        let mut bucket = Bucket::new(3, Span::seconds(3));
        let given: Vec<_> = [0, 0, 0, 0, 0, 999]
            .map(|millis| there(&mut bucket, millis))
            .into();
        assert_eq!(given, [0, 0, 0, 1_000, 2_000, 3_000].map(Some));
        // However long it rests, it holds no more than it holds.
        let given: Vec<_> = [3_600_000; 4].map(|millis| there(&mut bucket, millis)).into();
        assert_eq!(given, [3_600_000, 3_600_000, 3_600_000, 3_601_000].map(Some));
    }

    #[test]
    fn fractions_of_a_millisecond_are_not_lost() {
        let mut bucket = Bucket::new(3_000, Span::seconds(1));
        let given: Vec<_> = (0..33_000).map(|_| there(&mut bucket, 0)).collect();
        assert_eq!(
            (given[2_999], given[3_000], given[32_999]),
            (Some(0), Some(1), Some(10_000))
        );
    }

    #[test]
    fn a_drained_bucket_waits_for_as_long_as_it_was_told_and_honours_no_ticket() {
        let mut bucket = Bucket::new(1, Span::seconds(1));
        assert_eq!(bucket.take(at(0)), Turn::Now);
        let Turn::Later(ticket) = bucket.take(at(0)) else {
            panic!("it was empty");
        };
        assert!(bucket.honours(ticket));
        bucket.drain(at(0), Span::seconds(30));
        assert!(!bucket.honours(ticket));
        assert_eq!(bucket.take(at(0)), Turn::Closed(Span::seconds(30)));
        assert_eq!(
            [there(&mut bucket, 30_000), there(&mut bucket, 30_000)],
            [Some(30_000), Some(31_000)]
        );
        // A clock that jumped back must not stretch it.
        bucket.drain(at(0), Span::seconds(30));
        assert_eq!(bucket.take(at(-1_000_000)), Turn::Closed(Span::seconds(30)));
    }

    #[test]
    fn odd_sizes_do_no_harm() {
        let mut none = Bucket::new(0, Span::seconds(1));
        assert_eq!([there(&mut none, 0), there(&mut none, 0)], [Some(0), Some(1_000)]);
        let mut always = Bucket::new(5, Span::millis(0));
        assert!((0..100).all(|_| always.take(at(0)) == Turn::Now));
        let mut never = Bucket::new(1, Span::millis(i64::MAX));
        assert_eq!(never.take(at(0)), Turn::Now);
        assert!(matches!(never.take(at(0)), Turn::Later(_)));
    }

    proptest! {
        /// In no window of the span is more given than twice the size (full at its beginning), nobody overtakes, and nobody
        /// waits longer than it takes to fill for all who wait.
        #[test]
        fn it_is_kept_to(size in 1_u32..20, millis in 1_i64..5_000, gaps in prop::collection::vec(0_i64..700, 1..200)) {
            let mut bucket = Bucket::new(size, Span::millis(millis));
            let (mut now, mut given) = (0, Vec::new());
            for gap in gaps {
                now += gap;
                let at = there(&mut bucket, now).expect("it is open");
                let waiting = given.iter().filter(|one| **one > now).count();
                prop_assert!(at - now <= millis * (i64::try_from(waiting).unwrap() + 1) / i64::from(size) + 1);
                given.push(at);
            }
            prop_assert!(given.is_sorted());
            for (index, begin) in given.iter().enumerate() {
                let within = given[index..].iter().filter(|one| **one < begin + millis).count();
                prop_assert!(within <= 2 * size as usize);
            }
        }

        #[test]
        fn a_clock_that_jumps_back_changes_nothing(size in 1_u32..20, back in 0_i64..1_000_000_000) {
            let mut bucket = Bucket::new(size, Span::seconds(10));
            (0..size).for_each(|_| assert_eq!(bucket.take(at(0)), Turn::Now));
            let wait = there(&mut bucket, -back).expect("it is open") + back;
            prop_assert!(wait <= 10_000 / i64::from(size) + 1, "{wait}");
        }
    }
}
