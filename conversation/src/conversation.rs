//! The long-lived thread with one identity on one inbox, and what is running on it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::Subject;
use yingke_words::{
    AgentId, ConsultationId, ConversationId, CustomerId, IdentityId, InboxId, SessionId, TagId, TeamId, Time,
};

use crate::{
    Actor, ActorKind, Collaboration, Direction, EndedBy, MessageKind, Priority, Profile, Status, Window,
};

/// A conversation as lists show it: complete after every change, the same for every viewer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Conversation)]
pub struct Row {
    /// Its id.
    pub id: ConversationId,
    /// Where it arrives.
    pub inbox_id: InboxId,
    /// The inbox's channel.
    pub channel: String,
    /// Who writes.
    pub customer_id: CustomerId,
    /// Their name; empty while unknown.
    pub customer_name: String,
    /// Where its current consultation stands.
    pub status: Status,
    /// The current or last consultation.
    pub consultation_id: Option<ConsultationId>,
    /// Its number in the workspace.
    pub consultation_number: Option<i64>,
    /// The team responsible.
    pub team_id: Option<TeamId>,
    /// The agent responsible.
    pub agent_id: Option<AgentId>,
    /// Their name.
    pub agent_name: Option<String>,
    /// When the consultation was opened.
    pub opened_at: Option<Time>,
    /// When somebody last spoke.
    pub last_at: Time,
    /// The beginning of what was last said.
    pub last_text: String,
    /// Who said it.
    pub last_direction: Direction,
    /// What it held.
    pub last_kind: MessageKind,
    /// The first unanswered customer message; none when answered.
    pub waiting_since: Option<Time>,
    /// The first human reply of the consultation.
    pub first_reply_at: Option<Time>,
    /// How urgent it is.
    #[serde(default)]
    pub priority: Priority,
    /// Until when whoever it is offered to has to accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_until: Option<Time>,
    /// Hidden until.
    pub snoozed_until: Option<Time>,
    /// When the consultation ended.
    pub ended_at: Option<Time>,
    /// Who ended it.
    pub ended_by: Option<EndedBy>,
    /// Customer messages ever; an agent's unread is this minus what they have read.
    pub inbound_count: i64,
    /// Labels.
    pub tags: Vec<TagId>,
    /// The customer's device has everything up to this position.
    pub customer_received_position: i64,
    /// The customer has seen everything up to this position.
    pub customer_read_position: i64,
    /// Until when, and how often, the channel still lets us write; none where it always does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// Who on the provider's side holds the thread, so that we cannot write; empty while nobody there has taken it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<String>,
    /// Since when the customer has blocked us, or stopped following; none while nothing of the kind is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked_us_at: Option<Time>,
    /// Who takes part beside the one responsible; absent while nobody does.
    #[serde(default, skip_serializing_if = "Collaboration::is_empty")]
    pub collaboration: Collaboration,
    /// Rises with every change; the `ETag`.
    pub version: i64,
}

/// One agent's leg of the running consultation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leg {
    /// The session.
    pub id: SessionId,
    /// When the agent accepted.
    pub accepted_at: Time,
    /// Their first reply.
    pub first_reply_at: Option<Time>,
    /// Their messages.
    pub agent_messages: i64,
}

/// What decisions need besides the row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Running {
    /// Whose thread it is.
    pub identity_id: IdentityId,
    /// That identity's id on the inbox.
    pub external_id: String,
    /// The number of the last change the customer could see.
    pub position: i64,
    /// The log's number of its last change.
    pub last_seq: i64,
    /// The serving agent's leg.
    pub leg: Option<Leg>,
    /// When it entered the queue.
    pub queued_at: Option<Time>,
    /// When the running consultation was last handed on: put back into a queue, or accepted by whoever it went to.
    pub handed_at: Option<Time>,
    /// The consultation's first customer message.
    pub first_customer_at: Option<Time>,
    /// Customer messages of the consultation.
    pub customer_messages: i64,
    /// Human messages of the consultation.
    pub agent_messages: i64,
    /// Answered rounds of the consultation.
    pub rounds: i64,
    /// The serving agent has read everything up to this position.
    pub agent_read_position: i64,
    /// Who gave the running consultation back, or did not accept it: it does not go to them again by itself.
    pub barred: Vec<AgentId>,
    /// The team whose queue routing put it into; what is another's was put there by people.
    pub placed: Option<TeamId>,
    /// How often it went back into the queue.
    pub returns: i64,
    /// The customer is blocked: what they write is refused.
    pub blocked: bool,
    /// What an answer on this channel needs to know of what was said last, key by key.
    pub context: Context,
}

/// What an answer on a channel needs of what was said before: the channel's own keys and values.
pub type Context = BTreeMap<String, serde_json::Value>;

/// A conversation with what is running on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversation {
    /// What lists show.
    pub row: Row,
    /// What decisions need besides.
    pub running: Running,
}

/// Somebody who writes for the first time, with the ids their rows will have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrival {
    /// The conversation to be.
    pub conversation: ConversationId,
    /// The identity to be.
    pub identity: IdentityId,
    /// The customer to be.
    pub customer: CustomerId,
    /// What they said of themselves.
    pub profile: Profile,
    /// Where they arrive.
    pub inbox: InboxId,
    /// The inbox's channel.
    pub channel: String,
    /// Their id on that inbox.
    pub external_id: String,
}

impl Conversation {
    /// The still empty conversation of somebody who arrives at `now`.
    pub fn begin(arrival: Arrival, now: Time) -> Self {
        let row = Row {
            id: arrival.conversation,
            inbox_id: arrival.inbox,
            channel: arrival.channel,
            customer_id: arrival.customer,
            customer_name: arrival.profile.name,
            status: Status::Idle,
            consultation_id: None,
            consultation_number: None,
            team_id: None,
            agent_id: None,
            agent_name: None,
            opened_at: None,
            last_at: now,
            last_text: String::new(),
            last_direction: Direction::Inbound,
            last_kind: MessageKind::Text,
            waiting_since: None,
            first_reply_at: None,
            priority: Priority::default(),
            offered_until: None,
            snoozed_until: None,
            ended_at: None,
            ended_by: None,
            inbound_count: 0,
            tags: Vec::new(),
            customer_received_position: 0,
            customer_read_position: 0,
            window: None,
            held_by: None,
            blocked_us_at: None,
            collaboration: Collaboration::default(),
            version: 0,
        };
        let running = Running {
            identity_id: arrival.identity,
            external_id: arrival.external_id,
            position: 0,
            last_seq: 0,
            leg: None,
            queued_at: None,
            handed_at: None,
            first_customer_at: None,
            customer_messages: 0,
            agent_messages: 0,
            rounds: 0,
            agent_read_position: 0,
            barred: Vec::new(),
            placed: None,
            returns: 0,
            blocked: false,
            context: Context::new(),
        };
        Self { row, running }
    }

    /// The sides that permissions look at.
    pub fn subject(&self) -> Subject {
        self.row.subject()
    }

    /// The customer as an actor.
    pub fn customer(&self) -> Actor {
        Actor {
            kind: ActorKind::Customer,
            id: Some(self.row.customer_id.to_string()),
            name: self.row.customer_name.clone(),
        }
    }
}

impl Row {
    /// Whether it is in this agent's hands; what is only offered is not.
    pub fn is_served_by(&self, agent: AgentId) -> bool {
        self.agent_id == Some(agent) && self.status != Status::Offered
    }

    /// The sides that permissions look at. Whoever served last keeps access until the next consultation opens; what
    /// was snoozed in a queue still belongs to that queue.
    pub fn subject(&self) -> Subject {
        Subject {
            inbox: self.inbox_id,
            team: self.team_id,
            agent: self.agent_id,
            queued: self.status.running() && self.agent_id.is_none(),
            company: self.collaboration.company(),
            calls: self.collaboration.calls(),
        }
    }
}
