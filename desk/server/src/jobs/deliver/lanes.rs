//! The turn of a channel: so many a minute for each inbox, a pause between two to the same customer, and none at all while
//! its provider is out of order.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;
use yingke_channel_contract::ErrorKind;
use yingke_egress::{Breaker, Bucket, Pass, Patience};
use yingke_store::Delivery;
use yingke_words::{AppId, ConversationId, InboxId, Span, Time};

use super::Outcome;
use crate::channels::{account::Account, steps::Ended};

#[derive(Default)]
struct Known {
    buckets: HashMap<InboxId, Bucket>,
    breakers: HashMap<AppId, Breaker>,
    last: HashMap<ConversationId, Time>,
}

/// Whose turn it is. On each node for itself: the provider's own answer is the judge over all of them.
#[derive(Default)]
pub struct Lanes(Mutex<Known>);

impl Lanes {
    /// It is the delivery's turn, or after how long to ask again.
    pub fn enter(&self, account: &Arc<Account>, delivery: &Delivery, now: Time) -> Result<(), Span> {
        let rate = account.channel.manifest().rate;
        let mut known = self.0.lock();
        let breaker = known
            .breakers
            .entry(delivery.app)
            .or_insert_with(|| Breaker::new(Patience::default()));
        if let Pass::Wait(span) = breaker.ask(now) {
            return Err(span);
        }
        let since = known
            .last
            .get(&delivery.conversation)
            .map(|last| now.since(*last));
        if let Some(since) = since.filter(|since| *since < rate.between) {
            return Err(Span::millis(rate.between.as_millis() - since.as_millis()));
        }
        // A bucket of the burst that fills at the rate.
        let fills = Span::millis(i64::from(rate.burst) * 60_000 / i64::from(rate.a_minute));
        let bucket = known
            .buckets
            .entry(delivery.inbox)
            .or_insert_with(|| Bucket::new(rate.burst, fills));
        bucket.take(now)?;
        if rate.between > Span::millis(0) {
            if known.last.len() > 10_000 {
                known.last.retain(|_, last| now.since(*last) < rate.between);
            }
            known.last.insert(delivery.conversation, now);
        }
        Ok(())
    }

    /// What came of it: a provider that is out of order is left alone for a while; where it says "too fast", that inbox waits
    /// for as long as it says, and the others are told themselves.
    pub fn left(&self, delivery: &Delivery, outcome: &Outcome, now: Time) {
        let mut known = self.0.lock();
        let error = match outcome {
            Outcome::Ended(Ended::Stopped(error)) => Some(error),
            Outcome::Ended(_) => None,
            Outcome::Nothing | Outcome::Unsure(_) | Outcome::Store(_) => return,
        };
        let id = delivery.app;
        match error {
            Some(error) if error.kind == ErrorKind::Away => {
                let breaker = known
                    .breakers
                    .entry(id)
                    .or_insert_with(|| Breaker::new(Patience::default()));
                if breaker.failed(now) {
                    tracing::warn!(app = %id, "the provider is out of order; it is left alone for a while");
                }
            }
            Some(error) if error.kind == ErrorKind::Throttled => {
                let bucket = known.buckets.get_mut(&delivery.inbox);
                if let (Some(span), Some(bucket)) = (error.after_ms.map(Span::millis), bucket) {
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
