//! What narrows a search besides its words.

use serde::{Deserialize, Serialize};
use yingke_conversation::{Direction, MessageKind};
use yingke_words::{AgentId, InboxId, TagId, TeamId, Time};

use super::Found;

/// Who said it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Speaker {
    /// The customer.
    Customer,
    /// Somebody to the customer.
    Agent,
    /// Somebody to colleagues.
    Note,
}

/// Only finds of which all of this holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// They arrived in this inbox.
    pub inbox: Option<InboxId>,
    /// This team is responsible, or was last.
    pub team: Option<TeamId>,
    /// This agent is responsible, or was last.
    pub agent: Option<AgentId>,
    /// The consultation has this tag.
    pub tag: Option<TagId>,
    /// This side said it.
    pub speaker: Option<Speaker>,
    /// Said then or later.
    pub since: Option<Time>,
    /// Said before then.
    pub until: Option<Time>,
}

impl Filter {
    /// Whether a find passes, whose thread was read for its inbox, team and agent.
    pub(super) fn admits(&self, found: &Found) -> bool {
        let Found { message, row } = found;
        let said = self.speaker.is_none() || self.speaker == speaker(message.direction, message.kind);
        said && self.tag.is_none_or(|tag| row.tags.contains(&tag))
            && self.until.is_none_or(|until| message.at < until)
            && !self.passed(message.at)
    }

    /// Whether what was said at `at` and before is too old.
    pub(super) fn passed(&self, at: Time) -> bool {
        self.since.is_some_and(|since| at < since)
    }
}

fn speaker(direction: Direction, kind: MessageKind) -> Option<Speaker> {
    match (direction, kind) {
        (Direction::Inbound, _) => Some(Speaker::Customer),
        (Direction::Outbound, _) => Some(Speaker::Agent),
        (_, MessageKind::Note) => Some(Speaker::Note),
        _ => None,
    }
}
