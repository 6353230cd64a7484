//! What a try comes to. Pure: the channel's error says whether to try again, the table says when.

use yingke_channel_contract::{DeliveryError, ErrorKind, Retry, Sent};
use yingke_store::Delivery;
use yingke_words::{Chance, Span};

use super::Outcome;
use crate::channels::{account::Account, steps::Ended};

/// What to do now.
pub enum Verdict {
    /// It went out.
    Settled(Sent),
    /// It is given up.
    Dead(DeliveryError),
    /// It is tried again after this span.
    Again(Span),
    /// There is nothing to be said any more.
    Gone,
}

/// After which try how long is waited; after the last it is given up: 27 hours in all.
const PAUSES: [Span; 11] = [
    Span::seconds(1),
    Span::seconds(2),
    Span::seconds(5),
    Span::seconds(15),
    Span::minutes(1),
    Span::minutes(5),
    Span::minutes(30),
    Span::hours(2),
    Span::hours(4),
    Span::hours(8),
    Span::hours(12),
];

/// What the outcome of a delivery's try comes to.
pub fn of(account: &Account, delivery: &Delivery, outcome: Outcome, chance: &dyn Chance) -> Verdict {
    let idempotent = account.channel.manifest().idempotent;
    match outcome {
        Outcome::Nothing => Verdict::Gone,
        Outcome::Store(_) => Verdict::Again(Span::seconds(2)),
        Outcome::Unsure(_) => Verdict::Dead(DeliveryError::of(ErrorKind::Unknown)),
        Outcome::Ended(Ended::Done(sent)) => Verdict::Settled(sent),
        Outcome::Ended(Ended::Later(span)) => Verdict::Again(span),
        Outcome::Ended(Ended::Stopped(error)) => retried(error, idempotent, delivery.attempts, chance),
    }
}

fn retried(error: DeliveryError, idempotent: bool, attempts: i64, chance: &dyn Chance) -> Verdict {
    let known = usize::try_from(attempts.max(1) - 1).unwrap_or(usize::MAX);
    let Some(pause) = PAUSES.get(known).copied() else {
        return Verdict::Dead(error);
    };
    match error.retry() {
        // Sent again under the same id it is one message.
        Retry::Never if error.kind == ErrorKind::Unknown && idempotent => {
            Verdict::Again(jittered(pause, chance))
        }
        Retry::Never => Verdict::Dead(error),
        Retry::After(span) => Verdict::Again(span.max(Span::millis(200))),
        Retry::BackOff => Verdict::Again(jittered(pause, chance)),
    }
}

/// A fifth more or less, so that what failed together does not come back together.
fn jittered(span: Span, chance: &dyn Chance) -> Span {
    let mut byte = [0];
    chance.fill(&mut byte);
    let share = 800 + i64::from(byte[0]) * 400 / 255;
    Span::millis(span.as_millis() * share / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Middle;

    impl Chance for Middle {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(128);
        }
    }

    fn check(error: &DeliveryError, idempotent: bool, attempts: i64) -> Option<i64> {
        match retried(error.clone(), idempotent, attempts, &Middle) {
            Verdict::Again(span) => Some(span.as_millis()),
            Verdict::Dead(_) => None,
            Verdict::Settled(_) | Verdict::Gone => panic!("it was not sent"),
        }
    }

    #[test]
    fn pauses_grow_and_end_after_a_day() {
        let away = DeliveryError::of(ErrorKind::Away);
        let pauses: Vec<_> = (1..=12).map(|attempt| check(&away, false, attempt)).collect();
        assert!(
            pauses[..11].windows(2).all(|pair| pair[0] < pair[1]) && pauses[11].is_none(),
            "{pauses:?}"
        );
        let all: i64 = pauses.iter().flatten().sum();
        assert!((26..29).contains(&(all / 3_600_000)), "{all}");
    }

    #[test]
    fn retry_after_is_obeyed_and_what_never_helps_is_not_tried() {
        let throttled = DeliveryError::of(ErrorKind::Throttled).after(Some(Span::seconds(7)));
        assert_eq!(check(&throttled, false, 1), Some(7_000));
        for kind in [
            ErrorKind::Blocked,
            ErrorKind::WindowClosed,
            ErrorKind::Unauthorised,
            ErrorKind::Content,
        ] {
            assert_eq!(check(&DeliveryError::of(kind), true, 1), None, "{kind:?}");
        }
    }

    #[test]
    fn what_may_have_arrived_is_sent_again_only_under_the_same_id() {
        let unknown = DeliveryError::of(ErrorKind::Unknown);
        assert_eq!(check(&unknown, false, 1), None);
        assert!(check(&unknown, true, 1).is_some());
    }
}
