//! What a run came to.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Ledger, Load, Reading};
use crate::report::round;

/// The outcome.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was offered a second; none in a closed loop.
    pub rate: Option<f64>,
    /// What came to the agents a second.
    pub delivered: f64,
    /// What was acknowledged a second.
    pub acknowledged: f64,
    /// CPU time of the server (and its database) for each message delivered, in ms.
    pub cpu: f64,
    /// Which part of its core the server took.
    pub server_share: f64,
    /// Which part of its core the driver took.
    pub driver_share: f64,
    /// Due to acknowledged, in ms: p50, p99.
    pub answers: (f64, f64),
    /// Due to seen, in ms: p50, p99, the longest.
    pub arrivals: (f64, f64, f64),
    /// Acknowledged and never seen.
    pub lost: usize,
    /// Seen twice.
    pub doubled: usize,
    /// Seen out of order.
    pub disordered: usize,
    /// Answered with anything but success.
    pub refused: usize,
    /// The most that was under way at once.
    pub most_behind: usize,
    /// Frames that did not continue from the last one.
    pub gaps: usize,
}

impl Outcome {
    #[expect(clippy::cast_precision_loss, reason = "counts and times stay far below 2^52")]
    pub(super) fn of(ledger: &Ledger, load: &Load, from: &Reading, to: &Reading) -> Self {
        let time = (to.at - from.at).as_secs_f64();
        let share = |from: Duration, to: Duration| (to - from).as_secs_f64() / time;
        let delivered = (to.delivered - from.delivered) as f64;
        let ms = |micros: u64| micros as f64 / 1_000.0;
        Self {
            rate: load.rate,
            delivered: delivered / time,
            acknowledged: (to.acknowledged - from.acknowledged) as f64 / time,
            cpu: (to.server - from.server).as_secs_f64() * 1_000.0 / delivered,
            server_share: share(from.server, to.server),
            driver_share: share(from.driver, to.driver),
            answers: (
                ms(ledger.answers.value_at_quantile(0.5)),
                ms(ledger.answers.value_at_quantile(0.99)),
            ),
            arrivals: (
                ms(ledger.arrivals.value_at_quantile(0.5)),
                ms(ledger.arrivals.value_at_quantile(0.99)),
                ms(ledger.arrivals.max()),
            ),
            lost: ledger.waited_for,
            doubled: ledger.doubled,
            disordered: ledger.disordered,
            refused: 0,
            most_behind: 0,
            gaps: 0,
        }
    }

    pub(super) fn with_faults(mut self, refused: usize, most_behind: usize, gaps: usize) -> Self {
        (self.refused, self.most_behind, self.gaps) = (refused, most_behind, gaps);
        self
    }

    /// Why its numbers do not count, if they do not.
    pub fn void(&self) -> Option<String> {
        if self.driver_share > 0.7 {
            return Some(format!(
                "the driver took {:.0} % of its core",
                self.driver_share * 100.0
            ));
        }
        if let Some(rate) = self.rate
            && self.delivered < 0.95 * rate
        {
            return Some(format!(
                "only {:.0} of {rate:.0} a second were delivered",
                self.delivered
            ));
        }
        let faults = self.lost + self.doubled + self.disordered;
        (faults > 0).then(|| {
            format!(
                "{} lost, {} seen twice, {} out of order",
                self.lost, self.doubled, self.disordered
            )
        })
    }

    /// As it is printed in details.
    pub fn json(&self) -> Value {
        json!({
            "offeredPerSecond": self.rate.map(|rate| round(rate, 0)),
            "deliveredPerSecond": round(self.delivered, 0), "acknowledgedPerSecond": round(self.acknowledged, 0),
            "cpuMsPerMessage": round(self.cpu, 4),
            "serverShareOfCore": round(self.server_share, 3), "driverShareOfCore": round(self.driver_share, 3),
            "answerMs": { "p50": round(self.answers.0, 3), "p99": round(self.answers.1, 3) },
            "endToEndMs": {
                "p50": round(self.arrivals.0, 3), "p99": round(self.arrivals.1, 3), "max": round(self.arrivals.2, 1),
            },
            "lost": self.lost, "doubled": self.doubled, "outOfOrder": self.disordered, "refused": self.refused,
            "mostUnderWay": self.most_behind, "sequenceGaps": self.gaps, "void": self.void(),
        })
    }
}
