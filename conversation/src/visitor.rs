//! What the customer is shown: never notes, never event lines but that somebody joined, never ids of staff.

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
    pub attachments: Vec<VisitorAttachment>,
}

/// A file as the customer gets it: what is known of it, and where its bytes are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisitorAttachment {
    /// What the message says of it.
    #[serde(flatten)]
    pub file: AttachmentRef,
    /// The address of its bytes, relative to the desk's; good for some hours, made anew with every answer, never stored.
    pub url: String,
    /// The address of its small picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
}

/// Gives files the addresses under which the customer gets them (a port: only the desk can sign them).
pub trait VisitorLinks {
    /// The file with its addresses.
    fn link(&self, file: &AttachmentRef) -> VisitorAttachment;
}

impl VisitorState {
    /// The state of `row`, whose serving agent has read up to `agent_read_position`.
    pub fn of(row: &Row, agent_read_position: i64) -> Self {
        let status = match row.status {
            Status::Snoozed if row.agent_id.is_some() => Status::Open,
            Status::Snoozed | Status::Offered => Status::Queued,
            status => status,
        };
        let serves = row.status.running() && row.status != Status::Offered;
        let serving = row.agent_name.as_ref().filter(|_| serves);
        Self {
            status,
            agent: serving.map(|name| VisitorAgent { name: name.clone() }),
            agent_read_order: agent_read_position,
            customer_read_order: row.customer_read_position,
        }
    }
}

impl VisitorMessage {
    /// The line as the customer sees it, its files by `links`; none when it is internal.
    pub fn of(message: &Message, links: &impl VisitorLinks) -> Option<Self> {
        if message.direction == Direction::Internal {
            return None;
        }
        // Of a line that tells who joined, they are shown who that is, and neither who invited them nor why.
        let joined = message
            .event
            .as_ref()
            .filter(|_| message.kind == MessageKind::Event);
        let (from, name) = match joined {
            Some(event) => (ActorKind::System, event.to.clone().unwrap_or_default()),
            None => (message.author.kind, message.author.name.clone()),
        };
        Some(Self {
            id: message.id,
            order: message.position?,
            at: message.at,
            from,
            name,
            client_id: message.client_id.clone(),
            kind: message.kind,
            text: match message.recalled_at {
                Some(_) => Text::default(),
                None => message.text.clone(),
            },
            attachments: message.attachments.iter().map(|file| links.link(file)).collect(),
        })
    }
}
