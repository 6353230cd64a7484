//! Frames of the live protocol (`docs/live-protocol.md`).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{
    AccountHealth, Actor, AgentPresence, EventKind, Message, ReadMark, Row, VisitorMessage, VisitorState,
};
use yingke_store::Logged;
use yingke_words::{AgentId, ConversationId, Time};

use super::wire::Frame;
use crate::files::links::LinksOf;

/// What an agent's client says.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
pub enum FromAgent {
    /// The first frame: the last number held, or none for a fresh snapshot.
    Hello {
        /// The last number held.
        after: Option<i64>,
    },
    /// A gap was seen.
    Resume {
        /// The last number held.
        after: i64,
    },
    /// Looks at a conversation from now on.
    Open {
        /// Which.
        conversation: ConversationId,
    },
    /// No longer looks at it.
    Close {
        /// Which.
        conversation: ConversationId,
    },
    /// Shows, or no longer shows, the list of what colleagues serve.
    Watch {
        /// Whether.
        colleagues: bool,
    },
    /// Types a reply.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Whether.
        on: bool,
    },
}

/// What a visitor's client says.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
pub enum FromVisitor {
    /// The first frame: the last cursor held, or none for a fresh snapshot.
    Hello {
        /// The last cursor held.
        after: Option<String>,
    },
    /// A gap was seen.
    Resume {
        /// The last cursor held.
        after: String,
    },
    /// Types.
    Typing {
        /// Whether.
        on: bool,
        /// What, as a preview for the agent.
        #[serde(default)]
        text: String,
    },
    /// Everything up to here has arrived, and perhaps been shown.
    Read {
        /// Up to where.
        cursor: String,
        /// Whether it was shown; otherwise it has only arrived.
        #[serde(default = "shown")]
        shown: bool,
    },
    /// Looks at another page.
    Page {
        /// Its address.
        url: String,
        /// Its title.
        #[serde(default)]
        title: String,
    },
}

fn shown() -> bool {
    true
}

/// How many conversations run, as one agent may see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Counters {
    /// Assigned to them.
    pub mine: i64,
    /// Waiting in queues they may see.
    pub queue: i64,
    /// Served by colleagues, where they may see it.
    pub colleagues: i64,
}

/// An event as agents are told it. What the log keeps besides (who saw the conversation before, which visitor's sockets
/// hear of it, where the customer stands) is for us to pass it on by, and stays here.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentEvent<'a> {
    /// The last number sent.
    prev: i64,
    /// Its number.
    seq: i64,
    /// When.
    at: Time,
    /// What happened.
    kind: EventKind,
    /// By whom.
    actor: &'a Actor,
    /// The conversation after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation: Option<&'a Row>,
    /// The line it added or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a Message>,
    /// How far an agent has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<ReadMark>,
    /// The agent whose status changed, or who left.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<&'a AgentPresence>,
    /// The account whose health changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a AccountHealth>,
    /// Which settings changed: inboxes, teams, tags, agents, roles, workspace.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'a str>,
}

/// What an agent is told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ToAgent<'a> {
    /// Everything the list needs.
    #[serde(rename_all = "camelCase")]
    Snapshot {
        /// The number it is true at.
        seq: i64,
        /// Oneself.
        agent: AgentId,
        /// Mine, waiting, open, and (when watched) colleagues'.
        conversations: &'a [Row],
        /// How far one has read each.
        reads: &'a HashMap<ConversationId, i64>,
        /// Who is there.
        agents: &'a [AgentPresence],
        /// Counts.
        counters: Counters,
    },
    /// One row of the log.
    Event(AgentEvent<'a>),
    /// Events in between were not for this viewer.
    Mark {
        /// The last number sent.
        prev: i64,
        /// The number to keep.
        seq: i64,
    },
    /// It left every list shown, or may no longer be seen.
    Leave {
        /// The last number sent.
        prev: i64,
        /// The number to keep.
        seq: i64,
        /// Which.
        conversation: ConversationId,
    },
    /// Interest is registered.
    Opened {
        /// Which.
        conversation: ConversationId,
    },
    /// Unknown, or not permitted.
    Refused {
        /// Which.
        conversation: ConversationId,
    },
    /// Counts changed.
    Counters {
        /// Counts.
        #[serde(flatten)]
        counters: Counters,
    },
    /// Somebody types; lapses after 6 s.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Who.
        by: Actor,
        /// Whether.
        on: bool,
        /// What, of a customer.
        #[serde(skip_serializing_if = "str::is_empty")]
        #[schema(required = false)]
        text: &'a str,
    },
    /// The customer came, or has left.
    #[serde(rename_all = "camelCase")]
    Presence {
        /// Where.
        conversation: ConversationId,
        /// Whether they are there.
        online: bool,
        /// When they were last there.
        seen_at: Time,
    },
    /// A sign of life, every 25 s.
    Ping,
}

/// What a visitor is told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ToVisitor<'a> {
    /// The conversation, or with `delta` what changed of it.
    Snapshot {
        /// Where it stands.
        cursor: String,
        /// How it stands.
        state: &'a VisitorState,
        /// Lines, oldest first.
        messages: &'a [VisitorMessage],
        /// Whether older lines exist.
        more: bool,
        /// Whether only what changed is told.
        delta: bool,
    },
    /// One change.
    Event {
        /// The cursor before it.
        prev: String,
        /// The cursor after it.
        cursor: String,
        /// How it stands.
        state: VisitorState,
        /// The line it added.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<VisitorMessage>,
    },
    /// An agent types.
    Typing {
        /// Their name.
        name: &'a str,
        /// Whether.
        on: bool,
    },
    /// A sign of life, every 25 s.
    Ping,
}

/// An event's frame for agents, made once for everybody.
pub fn event(logged: &Logged) -> Frame {
    let event = &logged.event;
    Frame::of(&ToAgent::Event(AgentEvent {
        prev: logged.seq - 1,
        seq: logged.seq,
        at: event.at,
        kind: event.kind,
        actor: &event.actor,
        conversation: event.conversation.as_ref(),
        message: event.message.as_ref(),
        read: event.read,
        agent: event.agent.as_ref(),
        account: event.account.as_ref(),
        what: event.what.as_deref(),
    }))
}

/// An event as the customer sees it, files by `links`; none when they do not.
pub fn visitor_event(logged: &Logged, links: &LinksOf) -> Option<Frame> {
    let event = &logged.event;
    let (row, position) = (event.conversation.as_ref()?, event.position?);
    Some(Frame::of(&ToVisitor::Event {
        prev: (position - 1).to_string(),
        cursor: position.to_string(),
        state: VisitorState::of(row, event.agent_read_position.unwrap_or(0)),
        message: event
            .message
            .as_ref()
            .and_then(|line| VisitorMessage::of(line, links)),
    }))
}
