//! The rows of a consultation and of its sessions, taken from the conversation whenever one of their facts changes.

use yingke_words::{AgentId, ConsultationId, ConversationId, CustomerId, InboxId, SessionId, TeamId, Time};

use crate::{Conversation, EndedBy, Leg, Status, status::keyed};

/// One episode of a conversation, as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consultation {
    /// Its id.
    pub id: ConsultationId,
    /// Its number in the workspace.
    pub number: i64,
    /// The thread it belongs to.
    pub conversation: ConversationId,
    /// Where it arrived.
    pub inbox: InboxId,
    /// Who wrote.
    pub customer: CustomerId,
    /// Where it stands.
    pub status: Status,
    /// The team last responsible.
    pub team: Option<TeamId>,
    /// The agent last responsible.
    pub agent: Option<AgentId>,
    /// Opened.
    pub opened_at: Time,
    /// The first customer message.
    pub first_customer_at: Option<Time>,
    /// The first human reply.
    pub first_reply_at: Option<Time>,
    /// Ended.
    pub ended_at: Option<Time>,
    /// By whom.
    pub ended_by: Option<EndedBy>,
    /// Customer messages.
    pub customer_messages: i64,
    /// Human messages.
    pub agent_messages: i64,
    /// Answered rounds.
    pub rounds: i64,
}

keyed! {
    /// Why a session was released.
    Release {
        /// The consultation ended.
        Ended = "ended",
        /// Somebody else became responsible.
        Transferred = "transferred",
        /// Put back into the queue.
        Returned = "returned",
    }
}

/// One agent's leg of a consultation, as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The consultation.
    pub consultation: ConsultationId,
    /// The conversation.
    pub conversation: ConversationId,
    /// Who serves.
    pub agent: AgentId,
    /// For which team.
    pub team: Option<TeamId>,
    /// Accepted.
    pub accepted_at: Time,
    /// First reply.
    pub first_reply_at: Option<Time>,
    /// Released.
    pub released_at: Option<Time>,
    /// Why.
    pub release: Option<Release>,
    /// Messages of the agent.
    pub agent_messages: i64,
}

impl Consultation {
    /// The current consultation of a conversation; none before the first.
    pub fn of(conversation: &Conversation) -> Option<Self> {
        let (row, running) = (&conversation.row, &conversation.running);
        Some(Self {
            id: row.consultation_id?,
            number: row.consultation_number?,
            conversation: row.id,
            inbox: row.inbox_id,
            customer: row.customer_id,
            status: row.status,
            team: row.team_id,
            agent: row.agent_id,
            opened_at: row.opened_at?,
            first_customer_at: running.first_customer_at,
            first_reply_at: row.first_reply_at,
            ended_at: row.ended_at,
            ended_by: row.ended_by,
            customer_messages: running.customer_messages,
            agent_messages: running.agent_messages,
            rounds: running.rounds,
        })
    }
}

impl Session {
    /// Whether it is over because the consultation is: who served it has the contact to record.
    pub fn contact_ended(&self) -> bool {
        self.release == Some(Release::Ended)
    }

    /// The session of `agent`'s `leg` on a conversation, still running.
    pub(crate) fn of(conversation: &Conversation, leg: &Leg) -> Option<Self> {
        Some(Self {
            id: leg.id,
            consultation: conversation.row.consultation_id?,
            conversation: conversation.row.id,
            agent: conversation.row.agent_id?,
            team: conversation.row.team_id,
            accepted_at: leg.accepted_at,
            first_reply_at: leg.first_reply_at,
            released_at: None,
            release: None,
            agent_messages: leg.agent_messages,
        })
    }
}
