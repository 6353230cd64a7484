//! Events: one row of the log each, carrying the state after the change.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{AgentStatus, Companion, Subject};
use yingke_words::{AgentId, AppId, InboxId, TeamId, Time};

use crate::{Actor, Message, Row, status::keyed};

keyed! {
    /// What happened.
    EventKind {
        /// A customer wrote.
        MessageReceived = "message.received",
        /// An agent replied.
        MessageSent = "message.sent",
        /// An internal note.
        NoteAdded = "note.added",
        /// The customer's message opened a consultation, or an agent's did.
        ConsultationOpened = "consultation.opened",
        /// Somebody became responsible, or it went back to a queue.
        ConsultationAssigned = "consultation.assigned",
        /// Hidden until a time or a reply.
        ConsultationSnoozed = "consultation.snoozed",
        /// The snooze ran out.
        ConsultationWoken = "consultation.woken",
        /// Over.
        ConsultationEnded = "consultation.ended",
        /// An agent took it up again.
        ConsultationReopened = "consultation.reopened",
        /// Its tags changed.
        ConversationTagged = "conversation.tagged",
        /// An agent has read it.
        ConversationRead = "conversation.read",
        /// Who follows it, is mentioned, was invited, or is asked for help changed: `conversation` has it.
        ConversationJoined = "conversation.joined",
        /// Somebody who was mentioned has looked: `conversation` no longer names them, and `read` is how far they read.
        ConversationLooked = "conversation.looked",
        /// The customer has received or seen it.
        ConversationSeen = "conversation.seen",
        /// The customer's profile changed.
        CustomerChanged = "customer.changed",
        /// An agent's status or name changed, or they are new.
        AgentStatus = "agent.status",
        /// An agent's seat was closed.
        AgentLeft = "agent.left",
        /// A line changed: what it says, its fate, its files, reactions to it. `message` is the line after it.
        MessageChanged = "message.changed",
        /// What the channel lets us do changed: its window, who holds it. `conversation` has it.
        ConversationChanged = "conversation.changed",
        /// A channel's account works, works in part, or no longer works: `account` says how.
        ChannelHealth = "channel.health",
        /// Settings changed: refetch `what`.
        SettingsChanged = "settings.changed",
    }
}

keyed! {
    /// Whether a channel's account works.
    AccountState {
        /// It does.
        Connected = "connected",
        /// In part.
        Degraded = "degraded",
        /// Not until somebody does something.
        Broken = "broken",
    }
}

/// How far an agent has read a conversation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReadMark {
    /// Who.
    pub agent: AgentId,
    /// Up to which customer message, counted from the first ever.
    pub count: i64,
}

/// Who could see a conversation before the change, when that differs from after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Was {
    /// The inbox.
    pub inbox: InboxId,
    /// The team responsible before.
    pub team: Option<TeamId>,
    /// The agent responsible before.
    pub agent: Option<AgentId>,
    /// Whether it waited.
    pub queued: bool,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub company: Vec<Companion>,
    /// Whether somebody had asked for help.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub calls: bool,
}

impl From<Subject> for Was {
    fn from(subject: Subject) -> Self {
        Self {
            inbox: subject.inbox,
            team: subject.team,
            agent: subject.agent,
            queued: subject.queued,
            company: subject.company,
            calls: subject.calls,
        }
    }
}

impl From<Was> for Subject {
    fn from(was: Was) -> Self {
        Self {
            inbox: was.inbox,
            team: was.team,
            agent: was.agent,
            queued: was.queued,
            company: was.company,
            calls: was.calls,
        }
    }
}

/// An agent as colleagues see them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgentPresence {
    /// Who.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Whether they are there.
    pub status: AgentStatus,
    /// Why, for a break.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How the account behind a channel's inboxes is from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountHealth {
    /// The app that holds its credentials.
    pub id: AppId,
    /// Its name.
    pub name: String,
    /// Which channel.
    pub channel: String,
    /// Whether it works.
    pub state: AccountState,
    /// The stable code of the reason; empty when all is well.
    pub code: String,
}

/// What the log keeps and everyone is shown: the state after the change, complete.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Time,
    /// By whom.
    pub actor: Actor,
    /// The conversation after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Row>,
    /// The line it added or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// The words of the line before it, when they changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub words_before: Option<String>,
    /// Who could see it before, when that changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Was>,
    /// How far an agent has read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<ReadMark>,
    /// The agent whose status changed, or who left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentPresence>,
    /// The account whose health changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountHealth>,
    /// Which settings changed: inboxes, teams, tags, agents, roles, workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// The key of the identity whose sockets are to hear of it; set by the store when the customer can see the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    pub audience: Option<uuid::Uuid>,
    /// The number of the change the customer can see, when they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// The serving agent has read up to this position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_read_position: Option<i64>,
}

impl Event {
    /// Whether it changes what anybody may do, or what is known of accounts: what was remembered of either is out of date.
    pub fn changes_settings(&self) -> bool {
        matches!(self.kind, EventKind::SettingsChanged | EventKind::ChannelHealth)
    }

    /// An event that concerns no conversation.
    pub fn of_workspace(kind: EventKind, at: Time, actor: Actor) -> Self {
        Self {
            kind,
            at,
            actor,
            conversation: None,
            message: None,
            words_before: None,
            was: None,
            read: None,
            agent: None,
            account: None,
            what: None,
            audience: None,
            position: None,
            agent_read_position: None,
        }
    }
}
