//! Why it went there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{AgentId, ConversationId, Span, TeamId, Time};

use crate::{Points, Standing};

/// What decided, strongest first: among equals of one stage the team's policy does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// The customer's account manager 专属客服.
    Manager,
    /// A rule names them.
    Rule,
    /// Served this customer last 熟客.
    LastAgent,
    /// Everybody who fits.
    Match,
}

/// Somebody who could have had it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// Who.
    pub agent_id: AgentId,
    /// Tenths of places in use before.
    pub used: u16,
    /// Tenths of places they have.
    pub places: u16,
    /// How long they had been idle, in milliseconds.
    #[schema(value_type = i64)]
    #[serde(with = "millis")]
    pub idle: Span,
    /// Their points.
    pub points: Points,
}

/// How many were left out, and for which reason: the first that applies.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// By how they stood.
    pub standing: Vec<(Standing, u32)>,
    /// Lacked a skill.
    pub skill: u32,
    /// Were too far away.
    pub place: u32,
    /// Had no place free.
    pub full: u32,
    /// Had it already, or declined it.
    pub barred: u32,
}

/// The reasons of a decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    /// Whose people were looked at; none = everybody's.
    pub team_id: Option<TeamId>,
    /// How many that were.
    pub looked_at: u32,
    /// Of these could take it.
    pub could: u32,
    /// The best five of them, the winner first.
    pub best: Vec<Candidate>,
    /// The others.
    pub left_out: LeftOut,
    /// Which step of its way it was on, from 0.
    pub step: u16,
}

/// Who gets it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What.
    pub conversation: ConversationId,
    /// Who.
    pub agent: AgentId,
    /// For which team.
    pub team: Option<TeamId>,
    /// What decided.
    pub stage: Stage,
    /// When.
    pub at: Time,
    /// How long it had waited.
    pub waited: Span,
    /// The reasons, where the floor explains.
    pub why: Option<Box<Why>>,
}

mod millis {
    use serde::{Deserialize, Deserializer, Serializer};
    use yingke_words::Span;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(span.as_millis())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        i64::deserialize(deserializer).map(Span::millis)
    }
}
