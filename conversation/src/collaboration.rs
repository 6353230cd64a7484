//! Who takes part beside the one responsible 协作: who follows, who is mentioned and has not looked, who was invited, and
//! whether somebody asks for help.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Companion, Part};
use yingke_words::AgentId;

use crate::{Acting, Help, InvitationEnded, Invited, Refused};

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
    /// Who was invited, in the order they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invited: Vec<Invited>,
    /// Help that is asked for and not seen to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Help>,
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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beside {
    /// Who began to follow.
    pub followed: Vec<AgentId>,
    /// Who no longer does.
    pub unfollowed: Vec<AgentId>,
    /// Whom the line mentions.
    pub mentioned: Vec<AgentId>,
    /// Whose mentions are seen.
    pub looked: Vec<AgentId>,
    /// Who was invited, anew or in another way.
    pub invited: Vec<Invited>,
    /// Whose invitation is over.
    pub uninvited: Vec<AgentId>,
    /// How those ended.
    pub ended: InvitationEnded,
    /// Help that was asked for.
    pub help: Option<Help>,
    /// What was asked for before is over.
    pub help_over: bool,
    /// Who saw to it; none when it was over with the consultation.
    pub seen_to_by: Option<AgentId>,
}

impl Default for Beside {
    fn default() -> Self {
        Self {
            followed: Vec::new(),
            unfollowed: Vec::new(),
            mentioned: Vec::new(),
            looked: Vec::new(),
            invited: Vec::new(),
            uninvited: Vec::new(),
            ended: InvitationEnded::Session,
            help: None,
            help_over: false,
            seen_to_by: None,
        }
    }
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
        let invited = |one: &Invited| Companion {
            agent: one.agent_id,
            part: one.part,
        };
        let followers = self.followers.iter().map(follows);
        followers.chain(self.invited.iter().map(invited)).collect()
    }

    /// Whether help is asked for.
    pub fn calls(&self) -> bool {
        self.help.is_some()
    }

    /// What is over with the session is over.
    pub(crate) fn leave_session(&mut self) {
        self.invited.clear();
    }

    /// What is over with the consultation is over.
    pub(crate) fn leave_consultation(&mut self) {
        self.invited.clear();
        self.help = None;
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
        let gone = |one: &&Invited| !after.invited.contains(one);
        self.uninvited = before
            .invited
            .iter()
            .filter(gone)
            .map(|one| one.agent_id)
            .collect();
        let new = |one: &&Invited| !before.invited.contains(one);
        self.invited = after.invited.iter().filter(new).cloned().collect();
        self.help_over = before.help.is_some() && before.help != after.help;
        self.help = after.help.clone().filter(|_| before.help != after.help);
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
