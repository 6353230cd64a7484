//! What waits, and the way it goes while nobody is free.

use yingke_words::{AgentId, ConversationId, InboxId, Span, TeamId, Time};

use crate::{Kind, Person, Rank, Stage, Want};

/// One step of the way: from then on, these people too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rung {
    /// How long after it began to wait.
    pub after: Span,
    /// Who.
    pub need: Want,
}

/// Somebody in particular, for whom it waits a while.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OwnLine {
    /// Who.
    pub agent: AgentId,
    /// Why them.
    pub stage: Stage,
    /// How long it waits for them when they are full or on a break; zero = not at all.
    pub wait: Span,
    /// How many places above their limit it may take.
    pub beyond: u16,
    /// They have to be a member of this team.
    pub team: Option<TeamId>,
    /// They have to serve this inbox.
    pub inbox: Option<InboxId>,
}

impl OwnLine {
    /// Whether they may have it at all.
    pub(crate) fn admits(&self, person: &Person) -> bool {
        self.team.is_none_or(|team| person.teams.contains(&team))
            && self.inbox.is_none_or(|inbox| person.inboxes.contains(&inbox))
    }
}

/// A conversation that wants a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Which.
    pub conversation: ConversationId,
    /// Its place in the order.
    pub rank: Rank,
    /// From when its steps count.
    pub since: Time,
    /// What it takes of whoever serves.
    pub kind: Kind,
    /// In particular, in this order, before everybody else; nobody twice.
    pub own: Vec<OwnLine>,
    /// The way it goes: rungs in the order of their times. Of those with the same time the first with somebody free wins.
    pub rungs: Vec<Rung>,
    /// Whom it does not go to (again).
    pub barred: Vec<AgentId>,
    /// Whom the customer knows: points for them.
    pub known: Option<AgentId>,
}
