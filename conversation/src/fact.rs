//! Metric facts: written when they happen, never recomputed from messages (METRICS.md).

use yingke_words::{AgentId, ConsultationId, ConversationId, FactId, InboxId, SessionId, Span, TeamId, Time};

use crate::{ActorKind, status::keyed};

keyed! {
    /// What a fact measures. A span runs from `start` to `end`; an instant has `start == end`.
    FactName {
        /// A consultation was opened.
        ConsultationOpened = "consultation.opened",
        /// A consultation ended; the span is its length 会话时长.
        ConsultationEnded = "consultation.ended",
        /// It left the queue; the span is the wait 排队. `outcome` in `value`: 1 accepted, 0 ended while waiting.
        QueueLeft = "queue.left",
        /// First customer message → first human reply 客户首响.
        FirstReply = "first_reply.customer",
        /// Acceptance → that agent's first reply 坐席首响.
        SessionFirstReply = "first_reply.session",
        /// First unanswered customer message → next human reply 回合.
        Round = "round",
        /// A round still open at the end 未回复回合.
        RoundUnanswered = "round.unanswered",
        /// The part of a round before a transfer was accepted; it is the queue's and no agent's. The round goes on with
        /// whoever accepted.
        RoundHanded = "round.handed",
        /// A session ended because somebody else or a queue became responsible 转出. How, in `value`: [`Handing`].
        TransferOut = "transfer.out",
        /// A session began with what another one left 转入. How, in `value`: [`Handing`].
        TransferIn = "transfer.in",
        /// Acceptance → release 接待段.
        SessionEnded = "session.ended",
    }
}

/// Who saw to a transfer, as the facts of both of its ends tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handing {
    /// Whoever served gave it away.
    Given = 1,
    /// Whoever serves now took it 抢接.
    Taken = 2,
    /// Neither of them: a colleague or the system 强制转入, 被回收.
    ByOther = 3,
}

impl Handing {
    /// The fact's value.
    pub fn value(self) -> i64 {
        self as i64
    }
}

/// One measured fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// Its id.
    pub id: FactId,
    /// What it measures.
    pub name: FactName,
    /// Begin of the span.
    pub start: Time,
    /// End of the span: when the fact became true.
    pub end: Time,
    /// A count or an outcome, see [`FactName`].
    pub value: i64,
    /// The part of the span within the inbox's hours; the whole span when it keeps none.
    pub in_hours: Span,
    /// Who made it true.
    pub actor: ActorKind,
    /// The inbox.
    pub inbox: InboxId,
    /// The team.
    pub team: Option<TeamId>,
    /// The agent.
    pub agent: Option<AgentId>,
    /// The conversation.
    pub conversation: ConversationId,
    /// The consultation.
    pub consultation: ConsultationId,
    /// The session.
    pub session: Option<SessionId>,
}
