//! The turn of a channel: so many a minute for each inbox, a pause between two to the same customer, and none at all while
//! its provider is out of order. Whoever is slow has so many under way and no more, so that the others go on.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;
use yingke_channel_contract::{ErrorKind, Rate};
use yingke_egress::{Breaker, Bucket, Pass, Patience, Ticket, Turn};
use yingke_store::Delivery;
use yingke_words::{AppId, ConversationId, DeliveryId, InboxId, Span, Time};

use super::Outcome;
use crate::channels::steps::Ended;

/// So many are under way at one account at once: half of what a node has under way.
const OF_ONE: u32 = super::AT_ONCE / 2;
/// When an account has as many as it may, the next asks again after this.
const FULL: Span = Span::seconds(1);

/// So many entries are kept before those that say nothing any more are looked for.
const KEPT: usize = 10_000;
/// Who has not come for their token so long after it was there was taken up elsewhere.
const FORGOTTEN: Span = Span::minutes(1);

#[derive(Default)]
struct Known {
    under_way: HashMap<AppId, u32>,
    buckets: HashMap<InboxId, Bucket>,
    /// Whose turn comes when.
    tickets: HashMap<DeliveryId, Ticket>,
    breakers: HashMap<AppId, Breaker>,
    last: HashMap<ConversationId, Time>,
}

impl Known {
    /// Whether its account may have one more under way.
    fn room(&self, delivery: &Delivery) -> Result<(), Span> {
        let count = self.under_way.get(&delivery.app).copied().unwrap_or(0);
        if count < OF_ONE { Ok(()) } else { Err(FULL) }
    }

    /// Whether the customer has had their pause.
    fn rested(&mut self, rate: &Rate, delivery: &Delivery, now: Time) -> Result<(), Span> {
        if self.last.len() > KEPT {
            self.last.retain(|_, last| now.since(*last) < rate.between);
        }
        let since = self.last.get(&delivery.conversation).map(|last| now.since(*last));
        match since.filter(|since| *since < rate.between) {
            Some(since) => Err(Span::millis(rate.between.as_millis() - since.as_millis())),
            None => Ok(()),
        }
    }

    /// Takes a token of its inbox, now or when one is there.
    fn token(&mut self, rate: &Rate, delivery: &Delivery, now: Time) -> Result<(), Span> {
        // A bucket of the burst that fills at the rate.
        let fills = Span::millis(i64::from(rate.burst) * 60_000 / i64::from(rate.a_minute));
        let bucket = self
            .buckets
            .entry(delivery.inbox)
            .or_insert_with(|| Bucket::new(rate.burst, fills));
        let ticket = self.tickets.remove(&delivery.id);
        if ticket.is_some_and(|ticket| bucket.honours(ticket) && ticket.at <= now) {
            return Ok(());
        }
        match bucket.take(now) {
            Turn::Now => Ok(()),
            Turn::Later(ticket) => {
                if self.tickets.len() > KEPT {
                    self.tickets.retain(|_, ticket| now.since(ticket.at) < FORGOTTEN);
                }
                self.tickets.insert(delivery.id, ticket);
                Err(ticket.at.since(now))
            }
            Turn::Closed(span) => Err(span),
        }
    }

    fn breaker(&mut self, app: AppId) -> &mut Breaker {
        self.breakers
            .entry(app)
            .or_insert_with(|| Breaker::new(Patience::default()))
    }
}

/// Whose turn it is. On each node for itself: the provider's own answer is the judge over all of them.
#[derive(Default)]
pub struct Lanes(Arc<Mutex<Known>>);

/// One delivery's place at its account, until it is dropped.
pub struct Place(Arc<Mutex<Known>>, AppId);

impl Drop for Place {
    fn drop(&mut self) {
        let mut known = self.0.lock();
        if let Some(count) = known.under_way.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                known.under_way.remove(&self.1);
            }
        }
    }
}

impl Lanes {
    /// It is the delivery's turn, or after how long to ask again.
    pub fn enter(&self, rate: &Rate, delivery: &Delivery, now: Time) -> Result<Place, Span> {
        let mut known = self.0.lock();
        known.room(delivery)?;
        known.rested(rate, delivery, now)?;
        known.token(rate, delivery, now)?;
        // Last, so that whoever is let through to see whether the provider is back does go.
        if let Pass::Wait(span) = known.breaker(delivery.app).ask(now) {
            return Err(span);
        }
        if rate.between > Span::millis(0) {
            known.last.insert(delivery.conversation, now);
        }
        *known.under_way.entry(delivery.app).or_default() += 1;
        Ok(Place(Arc::clone(&self.0), delivery.app))
    }

    /// What came of it: a provider that is out of order is left alone for a while; where it says "too fast", that inbox waits
    /// for as long as it says, and the others are told themselves.
    pub fn left(&self, delivery: &Delivery, outcome: &Outcome, now: Time) {
        let mut known = self.0.lock();
        let error = match outcome {
            Outcome::Ended(Ended::Stopped(error)) => Some((error.kind, error.after_ms)),
            Outcome::Unsure(_) => Some((ErrorKind::Unknown, None)),
            Outcome::Ended(_) => None,
            Outcome::Nothing | Outcome::Store(_) => return,
        };
        let id = delivery.app;
        match error {
            Some((ErrorKind::Away | ErrorKind::Unknown, _)) => {
                if known.breaker(id).failed(now) {
                    tracing::warn!(app = %id, "the provider is out of order; it is left alone for a while");
                }
            }
            Some((ErrorKind::Throttled, after)) => {
                let bucket = known.buckets.get_mut(&delivery.inbox);
                if let (Some(span), Some(bucket)) = (after.map(Span::millis), bucket) {
                    bucket.drain(now, span);
                }
            }
            _ => {
                if let Some(breaker) = known.breakers.get_mut(&id) {
                    breaker.answered();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use yingke_channel_contract::DeliveryError;
    use yingke_conversation::Order;
    use yingke_words::WorkspaceId;

    use super::*;

    const FAST: Rate = Rate {
        a_minute: 600_000,
        burst: 1_000,
        between: Span::millis(0),
    };

    fn at(seconds: i64) -> Time {
        Time::from_millis(seconds * 1_000)
    }

    /// A delivery by an app, from an inbox.
    fn delivery(app: u128, inbox: u128) -> Delivery {
        Delivery {
            workspace: WorkspaceId::from(uuid::Uuid::from_u128(1)),
            id: DeliveryId::from(uuid::Uuid::from_u128(2)),
            app: AppId::from(uuid::Uuid::from_u128(app)),
            inbox: InboxId::from(uuid::Uuid::from_u128(inbox)),
            conversation: ConversationId::from(uuid::Uuid::from_u128(inbox)),
            seq: 1,
            order: Order::Recall { seq: 1 },
            created_at: at(0),
            attempts: 1,
            begun_at: None,
            dead_at: None,
            problem: None,
        }
    }

    fn stopped(kind: ErrorKind, after: Option<Span>) -> Outcome {
        Outcome::Ended(Ended::Stopped(DeliveryError::of(kind).after(after)))
    }

    fn waits(lanes: &Lanes, one: &Delivery, now: Time) -> Option<i64> {
        lanes.enter(&FAST, one, now).err().map(Span::as_millis)
    }

    #[test]
    fn too_fast_holds_the_inbox_it_was_said_to_and_no_other() {
        let (lanes, told, other) = (Lanes::default(), delivery(1, 1), delivery(1, 2));
        assert_eq!(
            (waits(&lanes, &told, at(0)), waits(&lanes, &other, at(0))),
            (None, None)
        );
        lanes.left(
            &told,
            &stopped(ErrorKind::Throttled, Some(Span::seconds(7))),
            at(0),
        );
        assert_eq!(
            (waits(&lanes, &told, at(0)), waits(&lanes, &other, at(0))),
            (Some(7_000), None)
        );
        assert_eq!(waits(&lanes, &told, at(8)), None);
    }

    #[test]
    fn all_go_in_the_order_they_asked() {
        let slow = Rate {
            a_minute: 60,
            burst: 1,
            between: Span::millis(0),
        };
        let lanes = Lanes::default();
        let asked = |id, now| {
            let mut one = delivery(1, 1);
            one.id = DeliveryId::from(uuid::Uuid::from_u128(id));
            lanes.enter(&slow, &one, at(now)).err().map(Span::as_millis)
        };
        assert_eq!(
            [asked(1, 0), asked(2, 0), asked(3, 0)],
            [None, Some(1_000), Some(2_000)]
        );
        // Who comes now does not go before them, and each has to ask once more only.
        assert_eq!(
            [asked(4, 1), asked(2, 1), asked(3, 2), asked(4, 3)],
            [Some(2_000), None, None, None]
        );
    }

    #[test]
    fn who_never_answers_has_half_of_the_places_and_the_others_go_on() {
        let (lanes, silent) = (Lanes::default(), delivery(1, 1));
        let mut places: Vec<_> = (0..OF_ONE)
            .map_while(|_| lanes.enter(&FAST, &silent, at(0)).ok())
            .collect();
        assert_eq!(places.len(), 256);
        assert_eq!(waits(&lanes, &silent, at(0)), Some(1_000));
        assert_eq!(waits(&lanes, &delivery(2, 2), at(0)), None);
        places.pop();
        assert_eq!(waits(&lanes, &silent, at(0)), None);
    }

    #[test]
    fn no_answer_opens_the_breaker_as_an_outage_does() {
        for kind in [ErrorKind::Unknown, ErrorKind::Away] {
            let (lanes, one) = (Lanes::default(), delivery(1, 1));
            (0..5).for_each(|second| lanes.left(&one, &stopped(kind, None), at(second)));
            assert_eq!(waits(&lanes, &one, at(4)), Some(10_000), "{kind:?}");
            assert_eq!(waits(&lanes, &one, at(14)), None, "it is tried");
            assert_eq!(waits(&lanes, &one, at(15)), Some(9_000), "by one");
            lanes.left(&one, &stopped(ErrorKind::Blocked, None), at(15));
            assert_eq!(waits(&lanes, &one, at(15)), None, "a refusal is an answer");
        }
    }
}
