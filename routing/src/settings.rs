//! What a workspace and its teams set.

mod check;

pub use check::{Existing, SettingsRefused};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Capacity, Weights};
use yingke_words::{SkillId, TeamId};

use crate::{Choosing, Level, Place, Policy, Rule, Scores};

/// How somebody in particular is asked first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InParticular {
    /// Whether they are.
    pub on: bool,
    /// How long it waits for them when they are full or on a break, in seconds; at most 3,600.
    pub wait_seconds: u16,
    /// How many places above their limit it may take; 0 to 2.
    pub beyond: u8,
}

/// Who served a customer last 熟客优先.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LastAgent {
    /// Whether they are asked first.
    pub on: bool,
    /// How long it waits for them, in seconds; at most 3,600.
    pub wait_seconds: u16,
    /// How many places above their limit it may take; 0 to 2.
    pub beyond: u8,
    /// For at most so many days since; 1 to 365.
    pub within_days: u16,
    /// Also when that was in another inbox.
    pub any_inbox: bool,
}

impl LastAgent {
    /// How they are asked.
    pub fn particular(self) -> InParticular {
        InParticular {
            on: self.on,
            wait_seconds: self.wait_seconds,
            beyond: self.beyond,
        }
    }
}

/// How is chosen among equals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = RoutingChoice)]
pub struct Choice {
    /// By what.
    pub policy: Policy,
    /// With which points, where points decide.
    pub scores: Scores,
}

/// Whom a conversation goes to when nobody was free for a while: a step of its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Widening {
    /// After so many seconds of waiting; at most 86,400.
    pub after_seconds: u32,
    /// To whom too.
    pub to: WidenTo,
}

/// Whom a step adds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WidenTo {
    /// Whoever has the skills at any level.
    AnyLevel,
    /// Everybody of the team, whatever they know.
    AnySkill,
    /// Another team, with the same skills.
    Team(TeamId),
    /// Everybody who serves the inbox.
    Everybody,
}

/// What one team sets.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TeamRouting {
    /// When nobody is free.
    pub widenings: Vec<Widening>,
    /// How it chooses; none = as the workspace does.
    #[serde(default)]
    pub choice: Option<Choice>,
    /// How many conversations it has in hand at most; none = as many as its people take.
    #[serde(default)]
    pub cap: Option<u16>,
    /// Within how many seconds an agent has to accept; none = it is theirs at once.
    #[serde(default)]
    pub accept_seconds: Option<u16>,
    /// With the policy 抢单: after how many seconds in which nobody claimed it, it is given; none = never.
    #[serde(default)]
    pub unclaimed_seconds: Option<u16>,
}

/// What a workspace sets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// In this order; the first that matches wins.
    pub rules: Vec<Rule>,
    /// Where everything else goes; none = to everybody who serves the inbox.
    pub otherwise_team_id: Option<TeamId>,
    /// How is chosen where a team sets nothing.
    pub choice: Choice,
    /// Within how many seconds an agent has to accept, where a team sets nothing; none = it is theirs at once.
    pub accept_seconds: Option<u16>,
    /// By how many minutes a class comes before the one below it; 0 to 600.
    pub ageing_minutes: u16,
    /// The least time between two assignments to one person, in seconds; 0 to 600.
    pub pace_seconds: u16,
    /// How much one person takes, where nothing is set for them.
    pub capacity: Capacity,
    /// What conversations of a channel weigh.
    pub weights: Weights,
    /// After how many minutes in which the customer said nothing a conversation takes no place any more; none = it does.
    pub silent_minutes: Option<u16>,
    /// After how many seconds in which whoever got it said nothing at all it goes to somebody else; none = it stays.
    pub answer_seconds: Option<u16>,
    /// After how many minutes of absence what customers wait for goes to somebody else; none = it stays. What was only
    /// offered goes at once.
    pub gone_minutes: Option<u16>,
    /// The account manager.
    pub manager: InParticular,
    /// Who served last.
    pub last_agent: LastAgent,
    /// Whether the customer's language is asked for as a skill, where there is one of that language.
    pub language: bool,
    /// Whether who looks after the customer's place comes first.
    pub near: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rules: Vec::new(),
            otherwise_team_id: None,
            choice: Choice {
                policy: Policy::ByHand,
                scores: Scores::default(),
            },
            accept_seconds: None,
            ageing_minutes: 10,
            pace_seconds: 0,
            capacity: Capacity::default(),
            weights: Weights::default(),
            silent_minutes: None,
            answer_seconds: None,
            gone_minutes: Some(5),
            manager: InParticular {
                on: true,
                wait_seconds: 60,
                beyond: 1,
            },
            last_agent: LastAgent {
                on: true,
                wait_seconds: 0,
                beyond: 0,
                within_days: 30,
                any_inbox: true,
            },
            language: true,
            near: false,
        }
    }
}

/// Something agents are good at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Skill {
    /// Its id.
    pub id: SkillId,
    /// Its name.
    pub name: String,
    /// The language it is the command of, as a BCP 47 tag such as `zh` or `en`; none = another skill.
    #[serde(default)]
    pub language: Option<String>,
}

/// What one agent brings along.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgentRouting {
    /// What they know.
    pub skills: Vec<SkillHeld>,
    /// The places they look after.
    pub places: Vec<Place>,
    /// How much they take; none = as the workspace sets.
    #[serde(default)]
    pub capacity: Option<Capacity>,
    /// Their share under the weighted policy; 1 to 100.
    pub weight: u16,
    /// Whether conversations are given to them by themselves; otherwise they take transfers only.
    pub automatic: bool,
}

impl Default for AgentRouting {
    fn default() -> Self {
        Self {
            skills: Vec::new(),
            places: Vec::new(),
            capacity: None,
            weight: 10,
            automatic: true,
        }
    }
}

/// A skill somebody has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SkillHeld {
    /// Which.
    pub skill_id: SkillId,
    /// How well.
    pub level: Level,
}

impl From<Choice> for Choosing {
    fn from(choice: Choice) -> Self {
        Self {
            policy: choice.policy,
            scores: choice.scores,
        }
    }
}
