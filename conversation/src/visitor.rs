//! What the customer is shown: never notes, never event lines, never ids of staff.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{MessageId, Time};

use crate::{ActorKind, AttachmentRef, ClientId, Direction, Message, MessageKind, Row, Status, Text};

/// The serving agent as the customer sees them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct VisitorAgent {
    /// Their name.
    pub name: String,
}

/// The state of the customer's conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisitorState {
    /// Where it stands; a snooze is the desk's own affair and shows as what it interrupts.
    pub status: Status,
    /// Who serves.
    pub agent: Option<VisitorAgent>,
    /// The serving agent has read what has an order up to this one.
    pub agent_read_order: i64,
    /// The customer has seen what has an order up to this one, on any of their devices.
    pub customer_read_order: i64,
}

/// A line as the customer sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisitorMessage {
    /// Its id.
    pub id: MessageId,
    /// Its place in the thread.
    pub order: i64,
    /// When.
    pub at: Time,
    /// Who said it.
    pub from: ActorKind,
    /// Their name.
    pub name: String,
    /// The sender's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// What it holds.
    pub kind: MessageKind,
    /// The words.
    pub text: Text,
    /// The files.
    pub attachments: Vec<AttachmentRef>,
}

impl VisitorState {
    /// The state of `row`, whose serving agent has read up to `agent_read_position`.
    pub fn of(row: &Row, agent_read_position: i64) -> Self {
        let status = match row.status {
            Status::Snoozed if row.agent_id.is_some() => Status::Open,
            Status::Snoozed => Status::Queued,
            status => status,
        };
        let serving = row.agent_name.as_ref().filter(|_| row.status.running());
        Self {
            status,
            agent: serving.map(|name| VisitorAgent { name: name.clone() }),
            agent_read_order: agent_read_position,
            customer_read_order: row.customer_read_position,
        }
    }
}

impl VisitorMessage {
    /// The line as the customer sees it; none when it is internal.
    pub fn of(message: &Message) -> Option<Self> {
        if message.direction == Direction::Internal {
            return None;
        }
        Some(Self {
            id: message.id,
            order: message.position?,
            at: message.at,
            from: message.author.kind,
            name: message.author.name.clone(),
            client_id: message.client_id.clone(),
            kind: message.kind,
            text: message.text.clone(),
            attachments: message.attachments.clone(),
        })
    }
}
