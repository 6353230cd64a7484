//! How channels do: whether an account is connected, how many messages arrived, and how long it took.

use std::collections::HashMap;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use yingke_channel_contract::Health;
use yingke_conversation::{AccountHealth, AccountState, Actor, Event, EventKind};
use yingke_store::{AppHealth, StoreError, channel_hours, keep_channel_hour, set_app_health};
use yingke_words::{AppId, InboxId, Span, Time, WorkspaceId};

use crate::app::App;

/// Buckets of a quarter of an octave from a millisecond on: the last begins at 18 hours.
const BUCKETS: usize = 105;

/// How long things took, to within a fifth.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Spread(Vec<u32>);

impl Spread {
    /// One more that took so long.
    pub fn add(&mut self, span: Span) {
        let millis = u32::try_from(span.as_millis().max(1)).unwrap_or(u32::MAX);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most 128 and positive"
        )]
        let bucket = ((f64::from(millis).log2() * 4.0) as usize).min(BUCKETS - 1);
        if self.0.len() <= bucket {
            self.0.resize(bucket + 1, 0);
        }
        self.0[bucket] += 1;
    }

    /// All of another's as well.
    pub fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }

    /// So many.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|count| u64::from(*count)).sum()
    }

    /// The time within which `share` of a thousand were done, in milliseconds: the upper end of its bucket. None without any.
    pub fn within(&self, per_mille: u64) -> Option<u64> {
        let wanted = (self.count() * per_mille).div_ceil(1_000);
        let mut seen = 0;
        let bucket = self.0.iter().position(|count| {
            seen += u64::from(*count);
            wanted > 0 && seen >= wanted
        })?;
        let end = (f64::from(u32::try_from(bucket).ok()? + 1) / 4.0).exp2().round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most 2^27 and positive"
        )]
        Some(end as u64)
    }
}

/// What an inbox did within an hour.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hour {
    /// Messages the provider took.
    pub sent: u32,
    /// Messages given up.
    pub failed: u32,
    /// From order to the provider's answer.
    pub delivery: Spread,
    /// From a call to its answer.
    pub acknowledged: Spread,
    /// Calls that were not believed.
    pub refused: u32,
    /// The last error's kind and words.
    pub last_error: Option<(String, String)>,
    /// When it was.
    pub last_error_at: Option<i64>,
    /// When something last came in.
    pub last_inbound_at: Option<i64>,
    /// When something last went out.
    pub last_outbound_at: Option<i64>,
}

impl Hour {
    /// All of another's as well.
    pub fn join(&mut self, other: &Self) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.refused += other.refused;
        self.delivery.join(&other.delivery);
        self.acknowledged.join(&other.acknowledged);
        if other.last_error_at > self.last_error_at {
            self.last_error_at = other.last_error_at;
            self.last_error.clone_from(&other.last_error);
        }
        self.last_inbound_at = self.last_inbound_at.max(other.last_inbound_at);
        self.last_outbound_at = self.last_outbound_at.max(other.last_outbound_at);
    }
}

impl Hour {
    /// Which share of what came to an end was taken; none without any.
    pub fn success_rate(&self) -> Option<f64> {
        let ended = self.sent + self.failed;
        (ended > 0).then(|| f64::from(self.sent) / f64::from(ended))
    }
}

/// What an inbox did lately.
#[derive(Debug)]
pub struct Day {
    /// In the last 24 hours.
    pub day: Hour,
    /// In all the hours that were looked at.
    pub week: Hour,
    /// In each of the last 24 hours, oldest first.
    pub hours: Vec<(i64, Hour)>,
}

impl Day {
    /// The day that ends with the hour `last`, of what the nodes counted by hour.
    pub fn until(last: i64, counted: impl IntoIterator<Item = (i64, Hour)>) -> Self {
        let mut day = Self {
            day: Hour::default(),
            week: Hour::default(),
            hours: (last - 23..=last).map(|hour| (hour, Hour::default())).collect(),
        };
        for (hour, one) in counted {
            day.week.join(&one);
            if let Some((_, known)) = day.hours.iter_mut().find(|(at, _)| *at == hour) {
                known.join(&one);
                day.day.join(&one);
            }
        }
        day
    }
}

type Key = (WorkspaceId, InboxId, i64);

/// What was counted on this node and is not written yet.
#[derive(Default)]
pub struct Pulse(Mutex<HashMap<Key, Hour>>);

/// The hour of a time.
pub fn hour_of(at: Time) -> i64 {
    at.millis().div_euclid(3_600_000)
}

impl Pulse {
    /// Counts something of an inbox.
    pub fn count(&self, workspace: WorkspaceId, inbox: InboxId, at: Time, count: impl FnOnce(&mut Hour)) {
        count(self.0.lock().entry((workspace, inbox, hour_of(at))).or_default());
    }

    /// What was counted since last asked.
    pub fn take(&self) -> HashMap<Key, Hour> {
        std::mem::take(&mut *self.0.lock())
    }
}

impl App {
    /// Writes what was counted. What cannot be written is counted on.
    pub async fn keep_pulse(&self) {
        for ((workspace, inbox, hour), counted) in self.pulse.take() {
            let (node, fresh) = (self.node.clone(), counted.clone());
            let written = self.db.write(workspace, move |tx| {
                let known = channel_hours(tx, inbox, hour, Some(&node))?;
                let mut sum = known
                    .first()
                    .and_then(|(_, body)| serde_json::from_str(body).ok())
                    .unwrap_or_default();
                Hour::join(&mut sum, &fresh);
                let body = serde_json::to_string(&sum).expect("numbers are plain data");
                keep_channel_hour(tx, inbox, hour, &node, &body)
            });
            if let Err(error) = written.await {
                tracing::debug!(%error, "what a channel did is counted on");
                self.pulse
                    .count(workspace, inbox, Time::from_millis(hour * 3_600_000), |kept| {
                        kept.join(&counted);
                    });
            }
        }
    }

    /// An account is like this now. When that is news, whoever manages channels is alerted.
    pub async fn account_is(&self, workspace: WorkspaceId, app: AppId, health: &Health) {
        let (state, code, detail) = match health {
            Health::Connected => (AccountState::Connected, "", ""),
            Health::Degraded { code, detail } => (AccountState::Degraded, *code, detail.as_str()),
            Health::Broken { code, detail } => (AccountState::Broken, *code, detail.as_str()),
        };
        let fresh = AppHealth {
            state: state.key().to_owned(),
            code: code.to_owned(),
            detail: detail.chars().take(300).collect(),
            at: self.now(),
        };
        let Ok(known) = self.account(workspace, app).await else {
            return;
        };
        let before = &known.app.health;
        if before.state == fresh.state && before.code == fresh.code {
            return;
        }
        let alert = AccountHealth {
            id: app,
            name: known.app.name.clone(),
            channel: known.app.channel.clone(),
            state,
            code: fresh.code.clone(),
        };
        let told = self.db.write(workspace, move |tx| {
            if set_app_health(tx, app, &fresh)? {
                let mut event = Event::of_workspace(EventKind::ChannelHealth, tx.now(), Actor::system());
                event.account = Some(alert.clone());
                tx.emit(event)?;
            }
            Ok::<_, StoreError>(())
        });
        if let Err(error) = told.await {
            tracing::warn!(%error, "how an account is could not be kept");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_tells_within_a_fifth() {
        let mut spread = Spread::default();
        for millis in 1..=1_000 {
            spread.add(Span::millis(millis));
        }
        let off = |told: u64, true_one: f64| (f64::from(u32::try_from(told).unwrap()) / true_one - 1.0).abs();
        for (per_mille, true_one) in [(500, 500.0), (950, 950.0), (990, 990.0)] {
            assert!(
                off(spread.within(per_mille).unwrap(), true_one) < 0.2,
                "{per_mille}"
            );
        }
        assert_eq!(Spread::default().within(990), None);
        let mut twice = spread.clone();
        twice.join(&spread);
        assert_eq!((twice.count(), twice.within(500)), (2_000, spread.within(500)));
    }

    #[test]
    fn a_day_is_its_last_24_hours_over_all_nodes() {
        let hour = |sent, failed| Hour {
            sent,
            failed,
            last_inbound_at: Some(i64::from(sent)),
            ..Hour::default()
        };
        let day = Day::until(
            100,
            [
                (76, hour(9, 9)),
                (77, hour(1, 0)),
                (100, hour(2, 1)),
                (100, hour(3, 1)),
            ],
        );
        assert_eq!((day.day.sent, day.day.failed), (6, 2));
        assert_eq!(day.day.success_rate(), Some(0.75));
        assert_eq!(day.week.last_inbound_at, Some(9));
        assert_eq!(
            (day.hours.len(), day.hours[0].0, day.hours[0].1.sent),
            (24, 77, 1)
        );
        assert_eq!((day.hours[23].1.sent, day.hours[23].1.failed), (5, 2));
        assert_eq!(Hour::default().success_rate(), None);
    }
}
