//! The hot writes: what joins the writer's batch as a command.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use uuid::Uuid;
use yingke_conversation::{
    Arrival, Assignee, ClientId, Inbound, Message, Outbound, Row, Spoken, Timer, VisitorState,
};
use yingke_staff::Seat;
use yingke_words::{AttachmentId, ConversationId, InboxId, TagId, Time, WorkId};

use crate::audit::Origin;

/// A hot write.
#[derive(Debug)]
pub enum Command {
    /// A customer writes; the conversation comes into being with the first message.
    Receive(Box<Receive>),
    /// An agent acts on a conversation.
    ByAgent {
        /// Which.
        conversation: ConversationId,
        /// Who.
        seat: Arc<Seat>,
        /// From where, for the audit trail.
        origin: Origin,
        /// What.
        act: AgentAct,
    },
    /// The customer acts on their conversation.
    ByCustomer {
        /// Which identity's.
        identity_key: Uuid,
        /// What.
        act: CustomerAct,
    },
    /// A timer is due; its work row is removed or set again.
    TimerDue {
        /// The row.
        work: WorkId,
        /// Who holds its lease.
        holder: String,
        /// What it says.
        timer: Timer,
    },
}

/// A customer's message on its way in.
#[derive(Debug, Clone)]
pub struct Receive {
    /// Ids for the rows, should this be the first message.
    pub arrival: Arrival,
    /// Words and files.
    pub inbound: Inbound,
}

/// What agents do.
#[derive(Debug, Clone)]
pub enum AgentAct {
    /// Say something to the customer.
    Reply(Outbound),
    /// Write a note.
    Note(Spoken),
    /// End the consultation.
    End,
    /// Hide it.
    Snooze(Time),
    /// Take it up again.
    Reopen,
    /// Make somebody responsible.
    Assign(Assignee),
    /// Replace its tags.
    Tag(Vec<TagId>),
    /// Mark it read up to the nth customer message.
    Read(i64),
}

/// What customers do besides writing.
#[derive(Debug, Clone, Copy)]
pub enum CustomerAct {
    /// End the consultation.
    End,
    /// Their device has received and shown up to these positions.
    Seen {
        /// Received.
        received: i64,
        /// Shown.
        read: i64,
    },
}

/// A command that was carried out (or had been before).
#[derive(Debug, Clone)]
pub struct Done {
    /// The conversation after it.
    pub conversation: Row,
    /// What the customer is shown of it.
    pub visitor: VisitorState,
    /// The number of the last change the customer could see.
    pub position: i64,
    /// The line it added.
    pub message: Option<Message>,
    /// The same client id had been carried out before: nothing was changed.
    pub repeated: bool,
}

/// The key under which a batch finds the conversation of an identity.
pub fn identity_key(inbox: InboxId, external_id: &str) -> Uuid {
    narrow(&[inbox.uuid().as_bytes(), external_id.as_bytes()])
}

/// The key against doubles: unique per conversation and client id, for ever. It begins like the conversation's own, so
/// that the keys of one conversation stand side by side in their index: what was written lately is still in memory.
pub fn client_key(conversation_key: Uuid, client: &ClientId) -> Uuid {
    const SAME: usize = 4;
    let mut key = narrow(&[conversation_key.as_bytes(), client.as_str().as_bytes()]).into_bytes();
    key[..SAME].copy_from_slice(&conversation_key.as_bytes()[..SAME]);
    Uuid::from_bytes(key)
}

fn narrow(parts: &[&[u8]]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let digest: [u8; 32] = hash.finalize().into();
    Uuid::from_slice(&digest[..16]).expect("sixteen bytes are a UUID")
}

impl Command {
    /// The sender's own id, for those that carry one.
    pub(crate) fn client(&self) -> Option<&ClientId> {
        match self {
            Self::Receive(receive) => Some(&receive.inbound.spoken.client_id),
            Self::ByAgent {
                act: AgentAct::Reply(outbound),
                ..
            } => Some(&outbound.spoken.client_id),
            Self::ByAgent {
                act: AgentAct::Note(spoken),
                ..
            } => Some(&spoken.client_id),
            _ => None,
        }
    }

    /// What makes a client id unique: the identity for customers, the conversation for agents.
    pub(crate) fn conversation_key(&self) -> Option<Uuid> {
        match self {
            Self::Receive(receive) => Some(identity_key(receive.arrival.inbox, &receive.arrival.external_id)),
            Self::ByAgent { conversation, .. } => Some(conversation.uuid()),
            Self::ByCustomer { identity_key, .. } => Some(*identity_key),
            Self::TimerDue { .. } => None,
        }
    }

    /// The files it binds.
    pub(crate) fn attachments(&self) -> Vec<AttachmentId> {
        let of = |spoken: &Spoken| {
            spoken
                .attachments
                .iter()
                .map(|attachment| attachment.id)
                .collect()
        };
        match self {
            Self::Receive(receive) => of(&receive.inbound.spoken),
            Self::ByAgent {
                act: AgentAct::Reply(outbound),
                ..
            } => of(&outbound.spoken),
            Self::ByAgent {
                act: AgentAct::Note(spoken),
                ..
            } => of(spoken),
            _ => Vec::new(),
        }
    }
}
