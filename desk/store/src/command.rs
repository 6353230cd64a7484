//! The hot writes: what joins the writer's batch as a command.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use uuid::Uuid;
use yingke_conversation::{
    Amend, Arrival, Assignee, ClientId, Correction, Happened, Inbound, Means, Mentioning, Message, Outbound,
    PhoneTask, Reachable, Returned, Row, Spoken, Timer, Told, VisitorState,
};
use yingke_staff::Seat;
use yingke_words::{AgentId, AppId, AttachmentId, ConversationId, DeliveryId, InboxId, TagId, Time, WorkId};

use crate::{Placing, Route, audit::Origin, beside::BesideAct, lines};

/// A hot write.
#[expect(clippy::large_enum_variant, reason = "the queue keeps every command in a box")]
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
    /// An agent writes first, to a customer who is known.
    Start(Box<Start>),
    /// The customer acts on their conversation.
    ByCustomer {
        /// Which identity's.
        identity_key: Uuid,
        /// What.
        act: CustomerAct,
    },
    /// A channel tells something of a thread, other than what its customer said.
    Told(Box<ChannelTold>),
    /// Something happens to a line.
    Amend(Box<AmendLine>),
    /// Something on its way out has come to its end.
    Settle(Box<Settle>),
    /// Routing decided who gets it.
    Route(Box<Route>),
    /// Routing planned where it waits.
    Place(Box<Placing>),
    /// Whoever it was offered to, or serves, does not have it any more.
    TakeBack {
        /// What.
        conversation: ConversationId,
        /// From whom.
        agent: AgentId,
        /// Why.
        why: Returned,
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
    /// Whose thread it joins, when that is not the writer's own.
    pub joins: Joins,
    /// How the files that are still at the provider's are got.
    pub remote: Vec<Remote>,
}

impl Receive {
    /// What was said on our own channel.
    pub fn here(arrival: Arrival, inbound: Inbound) -> Self {
        Self {
            arrival,
            inbound,
            joins: Joins::default(),
            remote: Vec::new(),
        }
    }
}

/// An agent writes first.
#[derive(Debug, Clone)]
pub struct Start {
    /// Ids for the rows, should there be no thread with that address yet. The customer exists.
    pub arrival: Arrival,
    /// How the customer can be reached.
    pub known: Reachable,
    /// Who.
    pub seat: Arc<Seat>,
    /// From where, for the audit trail.
    pub origin: Origin,
    /// What they say.
    pub outbound: Outbound,
    /// The thread that goes on there, and by which means.
    pub from: Option<(ConversationId, Means)>,
}

impl Start {
    /// What the thread that goes on there is told.
    pub(crate) fn left(&self, to: ConversationId) -> Option<Command> {
        let (conversation, means) = self.from?;
        Some(Command::ByAgent {
            conversation,
            seat: Arc::clone(&self.seat),
            origin: self.origin.clone(),
            act: AgentAct::GoOn { means, to },
        })
    }
}

/// Which thread a message joins.
#[derive(Debug, Clone, Default)]
pub struct Joins {
    /// The conversation, proved by a token of ours.
    pub conversation: Option<ConversationId>,
    /// Lines by their provider's ids: where the first known one is.
    pub lines: Vec<String>,
    /// The line it answers, by its provider's id.
    pub answers: Option<String>,
}

/// A file that is still at the provider's.
#[derive(Debug, Clone)]
pub struct Remote {
    /// The attachment it will be.
    pub id: AttachmentId,
    /// By which app it is got.
    pub app: AppId,
    /// How: the channel's own words.
    pub body: String,
}

/// What a channel tells of a thread.
#[derive(Debug, Clone)]
pub struct ChannelTold {
    /// Ids for the rows, should the thread begin with it.
    pub arrival: Arrival,
    /// What.
    pub act: ChannelAct,
}

/// What a channel tells.
#[derive(Debug, Clone)]
pub enum ChannelAct {
    /// Something was said to the customer elsewhere.
    Echo {
        /// What.
        spoken: Spoken,
        /// By whom.
        by: String,
    },
    /// Something else happened.
    Happened {
        /// The event's own id: told twice, it happened once.
        id: ClientId,
        /// What.
        what: Happened,
        /// What came with it.
        told: Told,
    },
}

/// Something happens to a line, or to several.
#[derive(Debug, Clone)]
pub struct AmendLine {
    /// Which.
    pub line: LineRef,
    /// What.
    pub amend: Amend,
}

/// Names a line, or several.
#[derive(Debug, Clone)]
pub enum LineRef {
    /// By its provider's id.
    External {
        /// In which inbox.
        inbox: InboxId,
        /// The id.
        id: String,
    },
    /// By its number.
    At {
        /// In which conversation.
        conversation: ConversationId,
        /// The number.
        seq: i64,
    },
    /// All that somebody was sent until a time: which lines that are is seen in the writer's turn.
    Until {
        /// Whom: see [`identity_key`].
        identity_key: Uuid,
        /// Until when.
        until: Time,
    },
}

/// Something on its way out has come to its end.
#[derive(Debug, Clone)]
pub struct Settle {
    /// Which.
    pub delivery: DeliveryId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// What it comes to for the line it was about.
    pub line: Option<(i64, Amend)>,
    /// Why it was given up, as JSON; none when it went out.
    pub problem: Option<String>,
}

/// What agents do.
#[derive(Debug, Clone)]
pub enum AgentAct {
    /// Say something to the customer.
    Reply(Outbound),
    /// Write a note that names these.
    Note(Spoken, Mentioning),
    /// End the consultation.
    End,
    /// Hide it.
    Snooze(Time),
    /// Have somebody call.
    PhoneTask(Box<PhoneTask>),
    /// It goes on in another conversation.
    GoOn {
        /// By which means.
        means: Means,
        /// Where.
        to: ConversationId,
    },
    /// Take it up again.
    Reopen,
    /// Make somebody responsible.
    Assign(Assignee),
    /// Take what is offered to them.
    Accept,
    /// Not take it.
    Decline,
    /// Replace its tags.
    Tag(Vec<TagId>),
    /// Take part in it beside whoever is responsible.
    Beside(BesideAct),
    /// Mark it read up to the nth customer message.
    Read(i64),
    /// Correct one of its lines.
    Correct {
        /// The line's number.
        seq: i64,
        /// How.
        correction: Correction,
    },
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

pub(crate) fn narrow(parts: &[&[u8]]) -> Uuid {
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
            Self::Told(told) => match &told.act {
                ChannelAct::Echo { spoken, .. } => Some(&spoken.client_id),
                ChannelAct::Happened { id, .. } => Some(id),
            },
            Self::ByAgent {
                act: AgentAct::Reply(outbound),
                ..
            } => Some(&outbound.spoken.client_id),
            Self::ByAgent {
                act: AgentAct::Note(spoken, _),
                ..
            } => Some(&spoken.client_id),
            Self::ByAgent {
                act: AgentAct::PhoneTask(task),
                ..
            } => Some(&task.note.client_id),
            Self::Start(start) => Some(&start.outbound.spoken.client_id),
            _ => None,
        }
    }

    /// What makes a client id unique: the identity for customers, the conversation for agents; for an agent who writes
    /// first, the identity and the agent, so that nobody comes by a line that way which is not their own.
    pub(crate) fn conversation_key(&self) -> Option<Uuid> {
        match self {
            Self::Receive(receive) => Some(identity_key(receive.arrival.inbox, &receive.arrival.external_id)),
            Self::Told(told) => Some(identity_key(told.arrival.inbox, &told.arrival.external_id)),
            Self::ByAgent { conversation, .. } => Some(conversation.uuid()),
            Self::Start(start) => {
                let identity = identity_key(start.arrival.inbox, &start.arrival.external_id);
                Some(narrow(&[identity.as_bytes(), start.seat.agent.uuid().as_bytes()]))
            }
            Self::ByCustomer { identity_key, .. } => Some(*identity_key),
            Self::Amend(one) => match &one.line {
                LineRef::Until { identity_key, .. } => Some(*identity_key),
                LineRef::External { .. } | LineRef::At { .. } => None,
            },
            Self::TimerDue { .. }
            | Self::Settle(_)
            | Self::Route(_)
            | Self::Place(_)
            | Self::TakeBack { .. } => None,
        }
    }

    /// The lines it speaks of by their providers' ids.
    pub(crate) fn externals(&self) -> Vec<Uuid> {
        match self {
            Self::Receive(receive) => {
                let (inbox, joins) = (receive.arrival.inbox, &receive.joins);
                let named = joins.lines.iter().chain(&joins.answers);
                named.map(|id| lines::external_key(inbox, id)).collect()
            }
            Self::Amend(one) => match &one.line {
                LineRef::External { inbox, id } => vec![lines::external_key(*inbox, id)],
                LineRef::At { .. } | LineRef::Until { .. } => Vec::new(),
            },
            // What is told back to us may be a line of ours already.
            Self::Told(_) => self.gives(),
            _ => Vec::new(),
        }
    }

    /// The ids that its line gets: something may have been told of them already.
    pub(crate) fn gives(&self) -> Vec<Uuid> {
        let of = |inbox, spoken: &Spoken| -> Vec<Uuid> {
            spoken
                .external
                .iter()
                .map(|id| lines::external_key(inbox, id))
                .collect()
        };
        match self {
            Self::Receive(receive) => of(receive.arrival.inbox, &receive.inbound.spoken),
            Self::Told(told) => match &told.act {
                ChannelAct::Echo { spoken, .. } => of(told.arrival.inbox, spoken),
                ChannelAct::Happened { .. } => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The lines it names by their numbers.
    pub(crate) fn lines(&self) -> Option<(ConversationId, i64)> {
        match self {
            Self::ByAgent {
                conversation,
                act: AgentAct::Correct { seq, .. },
                ..
            } => Some((*conversation, *seq)),
            Self::Amend(one) => match &one.line {
                LineRef::At { conversation, seq } => Some((*conversation, *seq)),
                LineRef::External { .. } | LineRef::Until { .. } => None,
            },
            Self::Settle(settle) => settle.line.as_ref().map(|(seq, _)| (settle.conversation, *seq)),
            _ => None,
        }
    }

    /// Whose lines until which time it speaks of.
    pub(crate) fn until(&self) -> Option<(Uuid, Time)> {
        match self {
            Self::Amend(one) => match &one.line {
                LineRef::Until { identity_key, until } => Some((*identity_key, *until)),
                LineRef::External { .. } | LineRef::At { .. } => None,
            },
            _ => None,
        }
    }

    /// Whether it speaks of colleagues who have to be looked up.
    pub(crate) fn names_colleagues(&self) -> bool {
        match self {
            Self::ByAgent {
                act: AgentAct::Note(_, named),
                ..
            } => !named.is_empty(),
            Self::ByAgent {
                act: AgentAct::Beside(act),
                ..
            } => act.names_colleagues(),
            _ => false,
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
            Self::Told(told) => match &told.act {
                ChannelAct::Echo { spoken, .. } => of(spoken),
                ChannelAct::Happened { .. } => Vec::new(),
            },
            Self::ByAgent {
                act: AgentAct::Reply(outbound),
                ..
            } => of(&outbound.spoken),
            Self::ByAgent {
                act: AgentAct::Note(spoken, _),
                ..
            } => of(spoken),
            Self::Start(start) => of(&start.outbound.spoken),
            _ => Vec::new(),
        }
    }
}
