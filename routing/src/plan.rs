//! What is asked for a conversation, before anybody is looked at. Precedence is fixed: the customer's own choice of a team, the
//! account manager, a rule, who served last, and then everybody who fits.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::Priority;
use yingke_words::{AgentId, ConversationId, InboxId, RuleId, SkillId, Span, TeamId, Time};

use crate::{
    Ask, During, Facts, InParticular, Kind, Level, Near, Need, OwnLine, Place, Policy, Question, Rank, Rung,
    Settings, Skill, SkillAsked, Stage, TeamRouting, WidenTo,
};

/// What is known of a conversation that wants a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// Which.
    pub conversation: ConversationId,
    /// Its consultation's number: who came first among equals.
    pub number: i64,
    /// Where it arrived.
    pub inbox: InboxId,
    /// Only some teams serve that inbox.
    pub bound: bool,
    /// Since when it waits; what was returned keeps its time.
    pub since: Time,
    /// What it takes.
    pub kind: Kind,
    /// The team it belongs to already: the customer chose it, or it was transferred there.
    pub team: Option<TeamId>,
    /// How urgent it is, where that was set by hand.
    pub priority: Option<Priority>,
    /// Field by field.
    pub facts: Facts,
    /// Whether the inbox is open.
    pub open: bool,
    /// Where the customer is.
    pub place: Option<Place>,
    /// The customer's language.
    pub language: Option<String>,
    /// Their account manager.
    pub manager: Option<AgentId>,
    /// Who served them last, when, and whether in this inbox.
    pub last_agent: Option<(AgentId, Time, bool)>,
    /// Whom it does not go to (again).
    pub barred: Vec<AgentId>,
}

/// What the workspace set, ready to plan with.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The workspace's.
    pub settings: Settings,
    /// The teams'.
    pub teams: HashMap<TeamId, TeamRouting>,
    /// Its skills.
    pub skills: Vec<Skill>,
}

/// What a rule came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RuleTried {
    /// Which.
    pub rule_id: RuleId,
    /// Its name then.
    pub name: String,
    /// Whether it matched.
    pub matched: bool,
    /// The question that stood against it; none when it matched, or counts at other times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Question>,
}

/// What is to be asked, and how that came about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// What is to be asked.
    pub ask: Ask,
    /// Whose queue it waits in.
    pub team: Option<TeamId>,
    /// How urgent it is.
    pub priority: Priority,
    /// The rules that were tried, up to the one that matched.
    pub rules: Vec<RuleTried>,
}

impl Book {
    /// Whether anything is given to anybody by itself.
    pub fn gives(&self) -> bool {
        let workspace = self.settings.choice.policy.gives();
        let teams = self.teams.values();
        workspace
            || teams.into_iter().any(|team| {
                let claimed = team.unclaimed_seconds.is_some();
                team.choice.is_some_and(|choice| choice.policy.gives() || claimed)
            })
    }

    /// Within what whoever gets something for a team has to accept; none = it is theirs at once.
    pub fn accept_within(&self, team: Option<TeamId>) -> Option<Span> {
        let own = team.and_then(|team| self.teams.get(&team)?.accept_seconds);
        let seconds = own.or(self.settings.accept_seconds)?;
        Some(Span::seconds(i64::from(seconds)))
    }

    /// Plans a case at `now`.
    pub fn plan(&self, case: &Case, now: Time) -> Plan {
        let (rules, matched) = self.tried(case);
        let outcome = matched.map(|rule| rule.then.clone()).unwrap_or_default();
        let team = case.team.or(outcome.team_id).or(self.settings.otherwise_team_id);
        let priority = case.priority.or(outcome.priority).unwrap_or_default();
        let own = self.in_particular(case, team, outcome.agent_id, now);
        let ask = Ask {
            conversation: case.conversation,
            rank: Rank::new(priority, case.since, self.settings.ageing(), case.number),
            since: case.since,
            kind: case.kind,
            own,
            rungs: self.way(case, team, &outcome.skills),
            barred: case.barred.clone(),
            known: case.last_agent.map(|(agent, _, _)| agent),
        };
        Plan {
            ask,
            team,
            priority,
            rules,
        }
    }

    fn tried(&self, case: &Case) -> (Vec<RuleTried>, Option<&crate::Rule>) {
        let mut tried = Vec::new();
        for rule in self.settings.rules.iter().filter(|rule| rule.on) {
            let timely = match rule.during {
                During::Always => true,
                During::Open => case.open,
                During::Closed => !case.open,
            };
            let against = rule.when.against(&case.facts);
            let matched = timely && against.is_none();
            tried.push(RuleTried {
                rule_id: rule.id,
                name: rule.name.clone(),
                matched,
                against: against.filter(|_| timely).cloned(),
            });
            if matched {
                return (tried, Some(rule));
            }
        }
        (tried, None)
    }

    /// Who is asked before everybody else.
    fn in_particular(
        &self,
        case: &Case,
        team: Option<TeamId>,
        by_rule: Option<AgentId>,
        now: Time,
    ) -> Vec<OwnLine> {
        let settings = &self.settings;
        let line = |agent, stage, how: InParticular| OwnLine {
            agent,
            stage,
            wait: Span::seconds(i64::from(how.wait_seconds)),
            beyond: u16::from(how.beyond),
            // What the customer chose stands above everybody in particular.
            team: case.team,
            inbox: case.bound.then_some(case.inbox),
        };
        let mut own = Vec::new();
        if self.choice_of(team) == Policy::ByHand {
            return own;
        }
        own.extend(
            case.manager
                .filter(|_| settings.manager.on)
                .map(|agent| line(agent, Stage::Manager, settings.manager)),
        );
        own.extend(by_rule.map(|agent| line(agent, Stage::Rule, settings.manager)));
        let last = settings.last_agent;
        let within = Span::days(i64::from(last.within_days));
        let recent = case
            .last_agent
            .filter(|(_, at, here)| last.on && now.since(*at) <= within && (*here || last.any_inbox));
        own.extend(recent.map(|(agent, _, _)| line(agent, Stage::LastAgent, last.particular())));
        let mut seen = Vec::new();
        own.retain(|line| {
            let fresh = !seen.contains(&line.agent);
            seen.push(line.agent);
            fresh
        });
        own
    }

    fn choice_of(&self, team: Option<TeamId>) -> Policy {
        let own = team
            .and_then(|team| self.teams.get(&team))
            .and_then(|team| team.choice);
        own.unwrap_or(self.settings.choice).policy
    }

    /// When people begin to be asked; none = never by itself.
    fn begins(&self, team: Option<TeamId>, routing: &TeamRouting) -> Option<Span> {
        match self.choice_of(team) {
            Policy::ByHand => None,
            Policy::Claim => routing
                .unclaimed_seconds
                .map(|seconds| Span::seconds(i64::from(seconds))),
            _ => Some(Span::millis(0)),
        }
    }

    /// The steps of its way: who is near, who has what is preferred, who has what is required, and whom the team adds later.
    fn way(&self, case: &Case, team: Option<TeamId>, asked: &[SkillAsked]) -> Vec<Rung> {
        let own = team.and_then(|team| self.teams.get(&team));
        let routing = own.cloned().unwrap_or_default();
        let Some(begins) = self.begins(team, &routing) else {
            return Vec::new();
        };
        let asked = self.with_language(case, asked);
        let base = |team, skills| Need {
            team,
            inbox: case.bound.then_some(case.inbox),
            skills,
            near: None,
            kind: case.kind,
        };
        let required = skills_of(&asked, true, |level| level);
        let preferred = base(team, skills_of(&asked, false, |level| level));
        let near = self.nearness(case).into_iter().map(|near| Need {
            near: Some(near),
            ..preferred.clone()
        });
        let now = near.chain([preferred.clone(), base(team, required.clone())]);
        let mut way: Vec<(Span, Need)> = now.map(|need| (begins, need)).collect();
        way.extend(routing.widenings.iter().map(|widening| {
            let after = Span::seconds(i64::from(widening.after_seconds)).max(begins);
            let need = match widening.to {
                WidenTo::AnyLevel => base(team, skills_of(&asked, true, |_| Level::LEAST)),
                WidenTo::AnySkill => base(team, Vec::new()),
                WidenTo::Team(other) => base(Some(other), required.clone()),
                WidenTo::Everybody => base(None, Vec::new()),
            };
            (after, need)
        }));
        way.sort_by_key(|(after, _)| *after);
        let mut rungs: Vec<Rung> = Vec::new();
        for (after, need) in way {
            if rungs.iter().all(|rung| *rung.need != need) {
                rungs.push(Rung {
                    after,
                    need: need.into(),
                });
            }
        }
        rungs
    }

    /// The skills that are asked for, with the command of the customer's language where that is a skill.
    fn with_language(&self, case: &Case, asked: &[SkillAsked]) -> Vec<SkillAsked> {
        let mut asked = asked.to_vec();
        let language = case.language.as_deref().filter(|_| self.settings.language);
        let spoken = language.map(|tag| tag.split('-').next().unwrap_or(tag).to_lowercase());
        let skill = self
            .skills
            .iter()
            .find(|skill| spoken.is_some() && skill.language == spoken);
        if let Some(skill) = skill.filter(|skill| asked.iter().all(|one| one.skill_id != skill.id)) {
            asked.push(SkillAsked {
                skill_id: skill.id,
                level: Level::LEAST,
                required: true,
            });
        }
        asked
    }

    fn nearness(&self, case: &Case) -> Vec<Near> {
        let Some(place) = case.place.as_ref().filter(|_| self.settings.near) else {
            return Vec::new();
        };
        let city = place.city.is_some().then(|| Near::City(place.clone()));
        city.into_iter()
            .chain([Near::Province(place.province.clone())])
            .collect()
    }
}

/// What is asked for, in one order, each skill once.
fn skills_of(asked: &[SkillAsked], required_only: bool, level: fn(Level) -> Level) -> Vec<(SkillId, Level)> {
    let wanted = asked.iter().filter(|one| one.required || !required_only);
    let mut skills: Vec<_> = wanted.map(|one| (one.skill_id, level(one.level))).collect();
    skills.sort_unstable();
    skills.dedup_by_key(|(skill, _)| *skill);
    skills
}
