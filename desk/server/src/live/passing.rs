//! What passes and is never stored: typing, and whether customers are there. And what nodes say to each other; all of it may be lost.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yingke_conversation::{Actor, ActorKind};
use yingke_words::{ConversationId, Time, WorkspaceId};

use super::{
    attendance::Movement,
    floor::Floor,
    frame::{ToAgent, ToVisitor},
    wire::Frame,
};

/// What one node says to the others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Word {
    /// The log of a workspace has come to a number.
    Seq {
        /// Whose log.
        workspace: WorkspaceId,
        /// The number.
        seq: i64,
    },
    /// Somebody types.
    Passing(Passing),
    /// A customer came, or has left.
    Presence(Presence),
    /// Is this customer there? Whoever has them answers.
    Asked(Asked),
}

/// Whose presence is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Their conversation.
    pub conversation: ConversationId,
    /// The key of their identity.
    pub key: Uuid,
    /// When.
    pub at: Time,
}

/// A customer came, or has left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Presence {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Their conversation.
    pub conversation: ConversationId,
    /// What happened.
    pub movement: Movement,
}

impl Presence {
    /// Shows it on a floor, to whoever looks at the conversation.
    pub fn show(&self, floor: &Floor) {
        let frame = Frame::of(&ToAgent::Presence {
            conversation: self.conversation,
            online: self.movement.online,
            seen_at: self.movement.seen_at,
        });
        floor.each_agent(|socket| {
            if socket.looks_at(self.conversation) {
                socket.outbox.hint(frame.clone());
            }
        });
    }
}

/// Somebody types.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Passing {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Where.
    pub conversation: ConversationId,
    /// Who.
    pub by: Actor,
    /// Whether, or no longer.
    pub on: bool,
    /// What, of a customer.
    pub text: String,
    /// The customer's sockets that are shown it, when an agent types.
    pub audience: Option<Uuid>,
}

impl Passing {
    /// Shows it on a floor.
    pub fn show(&self, floor: &Floor) {
        let (conversation, by) = (self.conversation, self.by.clone());
        let frame = Frame::of(&ToAgent::Typing {
            conversation,
            by,
            on: self.on,
            text: &self.text,
        });
        floor.each_agent(|socket| {
            let own = self.by.kind == ActorKind::Agent && self.by.id == Some(socket.agent().to_string());
            if !own && socket.looks_at(conversation) {
                socket.outbox.hint(frame.clone());
            }
        });
        let Some(audience) = self.audience else { return };
        let frame = Frame::of(&ToVisitor::Typing {
            name: &self.by.name,
            on: self.on,
        });
        for socket in floor.visitors_of(audience) {
            socket.outbox.hint(frame.clone());
            socket.outbox.flush();
        }
    }
}
