//! How a team chooses among those who could serve.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::Span;

/// Who gets it, among equals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Policy {
    /// 综合评分: points for free places, for idle time, for being known to the customer.
    #[default]
    Scores,
    /// 轮流分配: whose last one is the longest ago.
    RoundRobin,
    /// 最少负载: who has the greatest share of their places free.
    LeastLoaded,
    /// 最长空闲: who has had nothing new for the longest time.
    LongestIdle,
    /// 响应最快: who usually answers fastest.
    FastestResponder,
    /// 按权重: in proportion to what the team set.
    Weighted,
    /// 随机.
    Random,
    /// 抢单: everybody sees it, the first one has it.
    Claim,
    /// 人工派单: nobody, until a supervisor gives it or somebody permitted picks it.
    ByHand,
}

impl Policy {
    /// Whether it gives conversations to people by itself.
    pub const fn gives(self) -> bool {
        !matches!(self, Self::Claim | Self::ByHand)
    }
}

/// Points of the policy [`Policy::Scores`]. Zero turns a line off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scores {
    /// With all places free; in proportion below. At most 100.
    pub load: u16,
    /// After the full idle time; in proportion below. At most 100.
    pub idle: u16,
    /// What counts as the full idle time, in minutes; 1 to 600.
    pub idle_minutes: u16,
    /// Whom the customer knows. At most 100.
    pub known: u16,
}

impl Default for Scores {
    fn default() -> Self {
        Self {
            load: 40,
            idle: 10,
            idle_minutes: 10,
            known: 30,
        }
    }
}

impl Scores {
    /// Whether every number is one that can be meant.
    pub fn sound(&self) -> bool {
        let points = [self.load, self.idle, self.known]
            .iter()
            .all(|points| *points <= 100);
        points && (1..=600).contains(&self.idle_minutes)
    }

    /// The points of somebody with `used` of 64 parts of their places in use, idle for `idle`.
    pub fn points(&self, used: u8, idle: Span, known: bool) -> Points {
        let full = Span::minutes(i64::from(self.idle_minutes)).as_millis().max(1);
        let idle = idle.as_millis().clamp(0, full);
        let free = i64::from(FULL.saturating_sub(used));
        let hundredths = |value: i64| u16::try_from(value).unwrap_or(u16::MAX);
        Points {
            load: hundredths(i64::from(self.load) * 100 * free / i64::from(FULL)),
            idle: hundredths(i64::from(self.idle) * 100 * idle / full),
            known: if known { self.known * 100 } else { 0 },
        }
    }
}

/// All places in use, in the 64ths that loads are compared in.
pub(crate) const FULL: u8 = 64;

/// Points, in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Points {
    /// For free places.
    pub load: u16,
    /// For idle time.
    pub idle: u16,
    /// For being known.
    pub known: u16,
}

impl Points {
    /// Their sum, in hundredths.
    pub fn total(self) -> u32 {
        u32::from(self.load) + u32::from(self.idle) + u32::from(self.known)
    }
}

/// How a team chooses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Choosing {
    /// By what.
    pub policy: Policy,
    /// With which points.
    pub scores: Scores,
}
