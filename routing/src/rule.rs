//! Rules on what a conversation is: nested conditions, the first that matches wins.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::Priority;
use yingke_words::{AgentId, RuleId, SkillId, TeamId};

use crate::Level;

/// What a conversation is asked about: `inbox`, `channel`, `tag`, `team`, `language`, `priority`, `text`, `page`, `campaign`,
/// `province`, `city`, `name`, `email`, `phone`, `company`, or `attribute.` with the attribute's name.
pub const FIELDS: [&str; 15] = [
    "inbox", "channel", "tag", "team", "language", "priority", "text", "page", "campaign", "province",
    "city", "name", "email", "phone", "company",
];
/// How an attribute is named among them.
pub const ATTRIBUTE: &str = "attribute.";

/// How a field is compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Comparison {
    /// It is one of the values.
    Is,
    /// It is none of them, or not known.
    IsNot,
    /// It holds one of them.
    Contains,
    /// It holds none of them.
    ContainsNot,
    /// It begins with one of them.
    StartsWith,
    /// Anything is known.
    Known,
    /// Nothing is.
    Unknown,
}

impl Comparison {
    const fn takes_values(self) -> bool {
        !matches!(self, Self::Known | Self::Unknown)
    }
}

/// A condition. Letters count the same in either case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Condition {
    /// All of them 且. None at all is always true.
    All {
        /// Which.
        #[schema(no_recursion)]
        all: Vec<Condition>,
    },
    /// At least one of them 或.
    Any {
        /// Which.
        #[schema(no_recursion)]
        any: Vec<Condition>,
    },
    /// One question.
    Field(Question),
}

/// One question about a conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// About what: see [`FIELDS`].
    pub field: String,
    /// How.
    pub is: Comparison,
    /// With what.
    #[serde(default)]
    pub values: Vec<String>,
}

/// A skill that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SkillAsked {
    /// Which.
    pub skill_id: SkillId,
    /// At least so well.
    pub level: Level,
    /// Without it nobody gets the conversation; otherwise who has it comes first.
    pub required: bool,
}

/// What follows from a rule.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = RuleOutcome)]
pub struct Outcome {
    /// To this team.
    #[serde(default)]
    pub team_id: Option<TeamId>,
    /// To this agent first.
    #[serde(default)]
    pub agent_id: Option<AgentId>,
    /// With these skills.
    #[serde(default)]
    pub skills: Vec<SkillAsked>,
    /// So urgently.
    #[serde(default)]
    pub priority: Option<Priority>,
}

/// When a rule counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum During {
    /// Always.
    #[default]
    Always,
    /// Inside the inbox's hours.
    Open,
    /// Outside of them.
    Closed,
}

/// A rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// Whether it counts.
    pub on: bool,
    /// When it counts.
    #[serde(default)]
    pub during: During,
    /// What it asks.
    pub when: Condition,
    /// What follows.
    pub then: Outcome,
}

/// What is known of a conversation, field by field; tags and the like have several values.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts(pub BTreeMap<String, Vec<String>>);

impl Facts {
    /// Adds a value, unless it is empty.
    pub fn add(&mut self, field: &str, value: &str) {
        if !value.trim().is_empty() {
            let values = self.0.entry(field.to_owned()).or_default();
            values.push(value.trim().to_lowercase());
        }
    }

    fn of(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], |values| values)
    }
}

impl Condition {
    /// The first question that stands against it; none when it is true.
    pub fn against(&self, facts: &Facts) -> Option<&Question> {
        match self {
            Self::All { all } => all.iter().find_map(|one| one.against(facts)),
            Self::Any { any } => {
                let mut against = None;
                for one in any {
                    let found = one.against(facts)?;
                    against.get_or_insert(found);
                }
                against
            }
            Self::Field(question) => (!question.is_true(facts)).then_some(question),
        }
    }

    /// Every question in it.
    pub fn questions(&self) -> Vec<&Question> {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().flat_map(Self::questions).collect()
            }
            Self::Field(question) => vec![question],
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                1 + parts.iter().map(Self::depth).max().unwrap_or(0)
            }
            Self::Field(_) => 1,
        }
    }

    /// Whether somebody can mean it.
    fn sound(&self) -> bool {
        let questions = self.questions();
        let empty_any = matches!(self, Self::Any { any } if any.is_empty());
        !empty_any && self.depth() <= 5 && questions.len() <= 50 && questions.iter().all(|one| one.sound())
    }
}

impl Question {
    fn sound(&self) -> bool {
        let attribute = self.field.strip_prefix(ATTRIBUTE);
        let known = FIELDS.contains(&self.field.as_str());
        let named = known || attribute.is_some_and(|name| !name.is_empty() && name.len() <= 100);
        let values = self
            .values
            .iter()
            .all(|value| !value.trim().is_empty() && value.chars().count() <= 200);
        named && values && self.values.len() <= 100 && self.values.is_empty() != self.is.takes_values()
    }

    fn is_true(&self, facts: &Facts) -> bool {
        let known = facts.of(&self.field);
        let any = |test: fn(&str, &str) -> bool| {
            let wanted = self.values.iter().map(|value| value.trim().to_lowercase());
            wanted
                .into_iter()
                .any(|wanted| known.iter().any(|own| test(own, &wanted)))
        };
        match self.is {
            Comparison::Is => any(|own, wanted| own == wanted),
            Comparison::IsNot => !any(|own, wanted| own == wanted),
            Comparison::Contains => any(|own, wanted| own.contains(wanted)),
            Comparison::ContainsNot => !any(|own, wanted| own.contains(wanted)),
            Comparison::StartsWith => any(|own, wanted| own.starts_with(wanted)),
            Comparison::Known => !known.is_empty(),
            Comparison::Unknown => known.is_empty(),
        }
    }
}

impl Rule {
    /// Whether its parts are ones that can be meant; whether what it names exists is the settings' to say.
    pub fn sound(&self) -> bool {
        let name = self.name.trim();
        let levels = self.then.skills.iter().all(|asked| asked.level.sound());
        !name.is_empty()
            && name.chars().count() <= 80
            && self.when.sound()
            && levels
            && self.then.skills.len() <= 20
    }
}
