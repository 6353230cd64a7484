//! The people on the floor, as the desk tells of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{AgentStatus, Capacity};
use yingke_words::{AgentId, InboxId, SkillId, Span, TeamId, Time};

use crate::Place;

/// How well somebody knows something, 1 to 5.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(as = SkillLevel)]
pub struct Level(pub u8);

impl Level {
    /// Knows some of it.
    pub const LEAST: Self = Self(1);
    /// Teaches it.
    pub const MOST: Self = Self(5);

    /// Whether it is one of the five.
    pub fn sound(self) -> bool {
        (Self::LEAST..=Self::MOST).contains(&self)
    }
}

/// Whether somebody takes conversations that nobody gave to them by hand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// They do.
    Here,
    /// Had one just now: the workspace leaves a while between two.
    Paced,
    /// Here, but excluded from automatic assignment.
    Excluded,
    /// 示忙, 话后整理.
    Busy,
    /// 小休.
    Break,
    /// 离席.
    Away,
    /// 隐身: serves what they have, and takes nothing. Told of as offline.
    Invisible,
    /// 离线.
    Offline,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Here,
        Self::Paced,
        Self::Excluded,
        Self::Busy,
        Self::Break,
        Self::Away,
        Self::Invisible,
        Self::Offline,
    ];

    /// How somebody stands with a status; `automatic` = not excluded from automatic assignment.
    pub fn of(status: AgentStatus, automatic: bool) -> Self {
        match status {
            AgentStatus::Online if automatic => Self::Here,
            AgentStatus::Online => Self::Excluded,
            AgentStatus::Busy | AgentStatus::AfterContact => Self::Busy,
            AgentStatus::Break => Self::Break,
            AgentStatus::Away => Self::Away,
            AgentStatus::Invisible => Self::Invisible,
            AgentStatus::Offline => Self::Offline,
        }
    }

    /// Whether they are expected back within minutes: worth waiting for in their own line.
    pub const fn comes_back(self) -> bool {
        !matches!(self, Self::Away | Self::Invisible | Self::Offline)
    }

    /// Whether nobody is there who could answer what they have.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Away | Self::Offline)
    }
}

/// Somebody who may be given conversations.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub agent: AgentId,
    /// Their teams.
    pub teams: Vec<TeamId>,
    /// The inboxes they serve, of those that not everyone does.
    pub inboxes: Vec<InboxId>,
    /// What they know.
    pub skills: Vec<(SkillId, Level)>,
    /// The places they look after.
    pub places: Vec<Place>,
    /// How much they take at a time.
    pub capacity: Capacity,
    /// Their limits for single channels, by the floor's numbers of those.
    pub limits: Vec<(u8, u16)>,
    /// Their share under the weighted policy, 1 to 100.
    pub weight: u16,
    /// How fast they usually answer; none = not known yet.
    pub response: Option<Span>,
    /// Whether they take anything.
    pub standing: Standing,
    /// When they last got a conversation, let go of one, or came: since then they are idle.
    pub idle_since: Time,
    /// When they last got one; the beginning of time for those who never did.
    pub assigned_at: Time,
}
