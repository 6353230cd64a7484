//! Who takes part beside the one responsible 协作: who follows, who is mentioned and has not looked.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Companion, Part};
use yingke_words::AgentId;

use crate::{Acting, Refused};

/// So many can follow a conversation: each of its rows and events names them.
pub const MOST_FOLLOWERS: usize = 50;

/// Who takes part, the same for every viewer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Collaboration {
    /// Who follows it, in the order they began.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<Follower>,
    /// Who was mentioned and has not looked since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentioned: Vec<AgentId>,
}

/// Somebody who follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Follower {
    /// Who.
    pub agent_id: AgentId,
    /// How many messages the customer had written when they began: what came before is not unread to them.
    pub since: i64,
}

/// Rows that a change writes of those who take part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// Who began to follow.
    pub followed: Vec<AgentId>,
    /// Who no longer does.
    pub unfollowed: Vec<AgentId>,
    /// Whom the line mentions.
    pub mentioned: Vec<AgentId>,
    /// Whose mentions are seen.
    pub looked: Vec<AgentId>,
}

impl Collaboration {
    /// Whether nobody takes part.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `agent` follows.
    pub fn is_followed_by(&self, agent: AgentId) -> bool {
        self.followers.iter().any(|one| one.agent_id == agent)
    }

    /// As permissions look at it.
    pub fn company(&self) -> Vec<Companion> {
        let follows = |one: &Follower| Companion {
            agent: one.agent_id,
            part: Part::Follows,
        };
        self.followers.iter().map(follows).collect()
    }

    /// Whether help is asked for.
    pub fn calls(&self) -> bool {
        false
    }
}

impl Beside {
    /// What differs between before and after.
    pub(crate) fn follow(&mut self, before: &Collaboration, after: &Collaboration) {
        if before == after {
            return;
        }
        let ids =
            |one: &Collaboration| -> Vec<AgentId> { one.followers.iter().map(|one| one.agent_id).collect() };
        let without = |all: &[AgentId], those: &[AgentId]| -> Vec<AgentId> {
            all.iter().filter(|one| !those.contains(one)).copied().collect()
        };
        let (were, are) = (ids(before), ids(after));
        self.followed = without(&are, &were);
        self.unfollowed = without(&were, &are);
        self.looked = without(&before.mentioned, &after.mentioned);
    }
}

impl Acting<'_> {
    /// `agent` follows from now on.
    pub(crate) fn join(&mut self, agent: AgentId) -> Result<(), Refused> {
        let row = &mut self.conversation.row;
        let since = row.inbound_count;
        let followers = &mut row.collaboration.followers;
        if followers.iter().any(|one| one.agent_id == agent) {
            return Ok(());
        }
        if followers.len() >= MOST_FOLLOWERS {
            return Err(Refused::TooManyFollowers);
        }
        followers.push(Follower {
            agent_id: agent,
            since,
        });
        Ok(())
    }
}
