//! Snapshots: what a viewer is shown, with the number it is true at.

use std::collections::HashMap;

use yingke_conversation::{AgentPresence, Row, VisitorMessage, VisitorState};
use yingke_staff::Seat;
use yingke_store::{
    Agent, StoreError, Tx, agents, calling, conversation_of_identity, followed_by, head_seq, invited_to,
    mentioning, reads, rows_of, served, served_by, shown_after, shown_before, waiting,
};
use yingke_words::{AgentId, ConversationId, Span};

use super::{
    floor::Floor,
    frame::{Counters, ToAgent, ToVisitor},
    interest::{Interest, listed},
    wire::Frame,
};
use crate::{api::visitor_token::Visitor, files::links::LinksOf};

/// What was ended within this span stands in the list of whoever served it.
pub const ENDED_WITHIN: Span = Span::hours(24);
/// How much of a queue or of the colleagues' list is sent.
const MOST: i64 = 500;

/// An agent's snapshot.
pub struct OfAgent {
    /// The number it is true at.
    pub seq: i64,
    /// Mine, waiting, open, and (when watched) colleagues'.
    pub conversations: Vec<Row>,
    /// How far they have read each.
    pub reads: HashMap<ConversationId, i64>,
    /// Who is there.
    pub agents: Vec<AgentPresence>,
    /// Counts.
    pub counters: Counters,
}

impl OfAgent {
    /// Its frame.
    pub fn frame(&self, agent: AgentId) -> Frame {
        Frame::of(&ToAgent::Snapshot {
            seq: self.seq,
            agent,
            conversations: &self.conversations,
            reads: &self.reads,
            agents: &self.agents,
            counters: self.counters,
        })
    }
}

/// Reads what `seat` is shown.
pub async fn of_agent(floor: &Floor, seat: &Seat, interest: &Interest) -> Result<OfAgent, StoreError> {
    let (workspace, seat_, interest) = (floor.workspace, seat.clone(), interest.clone());
    let counters = floor.counters(seat);
    floor
        .db
        .read(workspace, move |tx| {
            let seq = head_seq(tx, workspace)?;
            let conversations = conversations(tx, &seat_, &interest)?;
            let ids: Vec<ConversationId> = conversations.iter().map(|row| row.id).collect();
            let reads = reads(tx, seat_.agent, &ids)?;
            let agents = agents(tx)?
                .iter()
                .filter(|agent| agent.disabled_at.is_none())
                .map(Agent::presence)
                .collect();
            Ok(OfAgent {
                seq,
                conversations,
                reads,
                agents,
                counters,
            })
        })
        .await
}

fn conversations(tx: &mut Tx<'_>, seat: &Seat, interest: &Interest) -> Result<Vec<Row>, StoreError> {
    let since = tx.now() - ENDED_WITHIN;
    let mut rows = served_by(tx, seat.agent, since)?;
    rows.extend(followed_by(tx, seat.agent, since, MOST)?);
    rows.extend(mentioning(tx, seat.agent, MOST)?);
    rows.extend(invited_to(tx, seat.agent, MOST)?);
    rows.extend(calling(tx, MOST)?);
    rows.extend(waiting(tx, MOST)?);
    rows.extend(rows_of(tx, &interest.open)?);
    if interest.colleagues {
        rows.extend(served(tx, MOST)?);
    }
    rows.retain(|row| listed(seat, interest, row.id, &row.subject(), row.status.running()));
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}

/// A visitor's snapshot.
pub struct OfVisitor {
    /// Where it stands.
    pub position: i64,
    /// How it stands.
    pub state: VisitorState,
    /// Lines, oldest first.
    pub messages: Vec<VisitorMessage>,
    /// Whether older lines exist.
    pub more: bool,
    /// Whether only what changed is told.
    pub delta: bool,
}

/// How many lines a visitor is shown at first.
const PAGE: i64 = 30;
/// How much may have been missed and still be told as a delta.
const DELTA: i64 = 200;

impl OfVisitor {
    /// Its frame.
    pub fn frame(&self) -> ToVisitor<'_> {
        ToVisitor::Snapshot {
            cursor: self.position.to_string(),
            state: &self.state,
            messages: &self.messages,
            more: self.more,
            delta: self.delta,
        }
    }
}

/// Reads what `visitor` is shown: everything recent, or what changed after position `after`; its files with addresses by `urls`.
pub fn of_visitor(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    after: Option<i64>,
    urls: &LinksOf,
) -> Result<OfVisitor, StoreError> {
    let Some(found) = conversation_of_identity(tx, visitor.identity_key())? else {
        let state = VisitorState {
            status: yingke_conversation::Status::Idle,
            agent: None,
            agent_read_order: 0,
            customer_read_order: 0,
        };
        return Ok(OfVisitor {
            position: 0,
            state,
            messages: Vec::new(),
            more: false,
            delta: after.is_some(),
        });
    };
    let (id, position) = (found.row.id, found.running.position);
    let state = VisitorState::of(&found.row, found.running.agent_read_position);
    if let Some(after) = after.filter(|after| (0..=DELTA).contains(&(position - after))) {
        let messages = shown_after(tx, id, after, DELTA)?
            .iter()
            .filter_map(|line| VisitorMessage::of(line, urls))
            .collect();
        return Ok(OfVisitor {
            position,
            state,
            messages,
            more: false,
            delta: true,
        });
    }
    let mut lines = shown_before(tx, id, i64::MAX, PAGE + 1)?;
    let more = i64::try_from(lines.len()).is_ok_and(|count| count > PAGE);
    if more {
        lines.remove(0);
    }
    let messages = lines
        .iter()
        .filter_map(|line| VisitorMessage::of(line, urls))
        .collect();
    Ok(OfVisitor {
        position,
        state,
        messages,
        more,
        delta: false,
    })
}
