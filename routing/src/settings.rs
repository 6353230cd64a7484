//! What a workspace and its teams set.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Capacity, Weights};
use yingke_words::{AgentId, SkillId, Span, TeamId};

use crate::{Ageing, Choosing, Condition, Level, Place, Policy, Rule, Scores};

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

impl InParticular {
    fn sound(self) -> bool {
        self.wait_seconds <= 3_600 && self.beyond <= 2
    }
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
    #[serde(default)]
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
    /// How it chooses; none = as the workspace does.
    #[serde(default)]
    pub choice: Option<Choice>,
    /// How many conversations it has in hand at most; none = as many as its people take.
    #[serde(default)]
    pub cap: Option<u16>,
    /// When nobody is free.
    #[serde(default)]
    pub widenings: Vec<Widening>,
    /// Within how many seconds an agent has to accept; none = it is theirs at once.
    #[serde(default)]
    pub accept_seconds: Option<u16>,
    /// With the policy 抢单: after how many seconds in which nobody claimed it, it is given; none = never.
    #[serde(default)]
    pub unclaimed_seconds: Option<u16>,
}

/// What a workspace sets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
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
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AgentRouting {
    /// What they know.
    pub skills: Vec<SkillHeld>,
    /// The places they look after.
    pub places: Vec<Place>,
    /// How much they take; none = as the workspace sets.
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

/// What exists in the workspace, for settings that name it.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    /// Its teams.
    pub teams: Vec<TeamId>,
    /// Its agents who are not disabled.
    pub agents: Vec<AgentId>,
    /// Its skills.
    pub skills: Vec<SkillId>,
}

/// Why settings are refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SettingsRefused {
    /// A number nobody can mean.
    #[error("{0} is out of its range")]
    Range(&'static str),
    /// A rule that is not one, from 1.
    #[error("rule {0} is incomplete or too large")]
    Rule(usize),
    /// A rule names what is not there (any more).
    #[error("rule {0} names a team, an agent or a skill that does not exist")]
    RuleNames(usize),
    /// A team that does not exist.
    #[error("this team does not exist")]
    Team,
    /// A skill that does not exist.
    #[error("this skill does not exist")]
    Skill,
    /// Teams hand over to one another in a circle.
    #[error("teams would hand over to one another in a circle")]
    Circle,
}

impl SettingsRefused {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Range(_) => "routing_range",
            Self::Rule(_) => "routing_rule",
            Self::RuleNames(_) => "routing_rule_names",
            Self::Team => "routing_team",
            Self::Skill => "routing_skill",
            Self::Circle => "routing_circle",
        }
    }

    /// The field it is about.
    pub fn field(&self) -> String {
        match self {
            Self::Range(field) => (*field).to_owned(),
            Self::Rule(at) | Self::RuleNames(at) => format!("rules.{}", at - 1),
            Self::Team => "otherwiseTeamId".to_owned(),
            Self::Skill => "skills".to_owned(),
            Self::Circle => "widenings".to_owned(),
        }
    }
}

fn within(field: &'static str, holds: bool) -> Result<(), SettingsRefused> {
    if holds {
        Ok(())
    } else {
        Err(SettingsRefused::Range(field))
    }
}

impl From<Choice> for Choosing {
    fn from(choice: Choice) -> Self {
        Self {
            policy: choice.policy,
            scores: choice.scores,
        }
    }
}

impl Settings {
    /// Whether a rule asks for a skill.
    pub fn asks_for(&self, skill: SkillId) -> bool {
        let mut asked = self.rules.iter().flat_map(|rule| &rule.then.skills);
        asked.any(|asked| asked.skill_id == skill)
    }

    /// Whether anything goes to a team, or asks for it.
    pub fn names_team(&self, team: TeamId) -> bool {
        let text = team.to_string();
        let asks = |rule: &Rule| {
            let questions = rule.when.questions();
            let mut teams = questions
                .iter()
                .filter(|one| one.field == "team")
                .flat_map(|one| &one.values);
            rule.then.team_id == Some(team) || teams.any(|value| *value == text)
        };
        self.otherwise_team_id == Some(team) || self.rules.iter().any(asks)
    }

    /// By how much a class comes before the one below it.
    pub fn ageing(&self) -> Ageing {
        Ageing(Span::minutes(i64::from(self.ageing_minutes)))
    }

    /// After how long a silence of the customer's a conversation takes no place.
    pub fn silent_after(&self) -> Option<Span> {
        self.silent_minutes
            .map(|minutes| Span::minutes(i64::from(minutes)))
    }

    /// Refuses what cannot be meant, and names that do not exist.
    pub fn check(&self, existing: &Existing) -> Result<(), SettingsRefused> {
        within("choice", self.choice.scores.sound())?;
        within(
            "acceptSeconds",
            self.accept_seconds
                .is_none_or(|seconds| (5..=3_600).contains(&seconds)),
        )?;
        within("ageingMinutes", self.ageing_minutes <= 600)?;
        within("paceSeconds", self.pace_seconds <= 600)?;
        within("capacity", self.capacity.sound())?;
        within("weights", self.weights.0.values().all(|weight| weight.sound()))?;
        within(
            "silentMinutes",
            self.silent_minutes
                .is_none_or(|minutes| (1..=1_440).contains(&minutes)),
        )?;
        within(
            "answerSeconds",
            self.answer_seconds
                .is_none_or(|seconds| (10..=3_600).contains(&seconds)),
        )?;
        within(
            "goneMinutes",
            self.gone_minutes.is_none_or(|minutes| minutes <= 1_440),
        )?;
        within("manager", self.manager.sound())?;
        let last = self.last_agent.particular();
        within(
            "lastAgent",
            last.sound() && (1..=365).contains(&self.last_agent.within_days),
        )?;
        within("rules", self.rules.len() <= 200)?;
        for (at, rule) in (1..).zip(&self.rules) {
            if !rule.sound() {
                return Err(SettingsRefused::Rule(at));
            }
            if !rule.names_only(existing) {
                return Err(SettingsRefused::RuleNames(at));
            }
        }
        let team = self.otherwise_team_id;
        if team.is_some_and(|team| !existing.teams.contains(&team)) {
            return Err(SettingsRefused::Team);
        }
        Ok(())
    }
}

impl Rule {
    /// Whether everything it names exists.
    pub fn names_only(&self, existing: &Existing) -> bool {
        let then = &self.then;
        let teams: Vec<String> = existing.teams.iter().map(ToString::to_string).collect();
        let asked = self.when.questions();
        let mut of_teams = asked
            .iter()
            .filter(|one| one.field == "team")
            .flat_map(|one| &one.values);
        then.team_id.is_none_or(|team| existing.teams.contains(&team))
            && then.agent_id.is_none_or(|agent| existing.agents.contains(&agent))
            && then
                .skills
                .iter()
                .all(|asked| existing.skills.contains(&asked.skill_id))
            && of_teams.all(|team| teams.contains(team))
    }
}

impl Condition {
    /// True of every conversation.
    pub fn always() -> Self {
        Self::All { all: Vec::new() }
    }
}

impl TeamRouting {
    /// Whether it hands over to a team.
    pub fn hands_over_to(&self, team: TeamId) -> bool {
        self.overflows().any(|other| other == team)
    }

    /// Refuses what cannot be meant. `others` are the other teams with what they set.
    pub fn check(&self, own: TeamId, others: &[(TeamId, TeamRouting)]) -> Result<(), SettingsRefused> {
        within("choice", self.choice.is_none_or(|choice| choice.scores.sound()))?;
        within("cap", self.cap.is_none_or(|cap| (1..=10_000).contains(&cap)))?;
        let accept = self
            .accept_seconds
            .is_none_or(|seconds| (5..=3_600).contains(&seconds));
        within("acceptSeconds", accept)?;
        let unclaimed = self
            .unclaimed_seconds
            .is_none_or(|seconds| (5..=3_600).contains(&seconds));
        within("unclaimedSeconds", unclaimed)?;
        let late = self.widenings.iter().any(|one| one.after_seconds > 86_400);
        within("widenings", self.widenings.len() <= 10 && !late)?;
        let known = |team: TeamId| others.iter().any(|(other, _)| *other == team);
        if self.overflows().any(|team| !known(team)) {
            return Err(SettingsRefused::Team);
        }
        self.goes_round(own, others)
    }

    fn overflows(&self) -> impl Iterator<Item = TeamId> + '_ {
        self.widenings.iter().filter_map(|one| match one.to {
            WidenTo::Team(team) => Some(team),
            _ => None,
        })
    }

    /// Refuses to hand over in a circle.
    fn goes_round(&self, own: TeamId, others: &[(TeamId, TeamRouting)]) -> Result<(), SettingsRefused> {
        let mut open: Vec<TeamId> = self.overflows().collect();
        let mut seen = Vec::new();
        while let Some(team) = open.pop() {
            if team == own {
                return Err(SettingsRefused::Circle);
            }
            if !seen.contains(&team) {
                seen.push(team);
                let next = others.iter().filter(|(other, _)| *other == team);
                open.extend(next.flat_map(|(_, routing)| routing.overflows()));
            }
        }
        Ok(())
    }
}

impl AgentRouting {
    /// Refuses what cannot be meant, and skills that do not exist.
    pub fn check(&self, existing: &Existing) -> Result<(), SettingsRefused> {
        within("capacity", self.capacity.as_ref().is_none_or(Capacity::sound))?;
        within("weight", (1..=100).contains(&self.weight))?;
        within(
            "skills",
            self.skills.len() <= 100 && self.skills.iter().all(|held| held.level.sound()),
        )?;
        let long = |place: &Place| {
            let city = place.city.as_ref().map_or(0, |city| city.chars().count());
            place.province.trim().is_empty() || place.province.chars().count() > 40 || city > 40
        };
        within("places", self.places.len() <= 50 && !self.places.iter().any(long))?;
        let known = self
            .skills
            .iter()
            .all(|held| existing.skills.contains(&held.skill_id));
        if known {
            Ok(())
        } else {
            Err(SettingsRefused::Skill)
        }
    }
}
