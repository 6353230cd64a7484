//! The books kept beside a walk: what must hold after every change, and at the end.

use std::collections::BTreeMap;

use yingke_words::{ConsultationId, SessionId};

use super::START;
use crate::{Change, Conversation, Direction, EventKind, FactName, Status, Was};

pub(super) struct Ledger {
    received: i64,
    entered_queue: usize,
    left_queue: usize,
    /// Sessions accepted → (rows that release them, facts that count them).
    sessions: BTreeMap<SessionId, (usize, usize)>,
    first_replies: BTreeMap<ConsultationId, usize>,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Self {
            received: 0,
            entered_queue: 0,
            left_queue: 0,
            sessions: BTreeMap::new(),
            first_replies: BTreeMap::new(),
        }
    }

    pub(super) fn enter(&mut self, before: &Conversation, change: &Change) {
        let after = &change.conversation;
        sound(after);
        told(before, change);
        let inbound = |direction| direction == Direction::Inbound;
        self.received += i64::from(
            change
                .message
                .as_ref()
                .is_some_and(|line| inbound(line.direction)),
        );
        assert_eq!(after.row.inbound_count, self.received, "inbound_count");
        let waits = |conversation: &Conversation| conversation.running.queued_at.is_some();
        self.entered_queue += usize::from(!waits(before) && waits(after));
        for session in &change.sessions {
            let (released, _) = self.sessions.entry(session.id).or_default();
            *released += usize::from(session.released_at.is_some());
            assert_eq!(session.released_at.is_some(), session.release.is_some());
        }
        for fact in &change.facts {
            assert!(START <= fact.start && fact.start <= fact.end, "{fact:?}");
            assert_eq!(fact.in_hours, fact.end.since(fact.start), "always open");
            match fact.name {
                FactName::QueueLeft => self.left_queue += 1,
                FactName::FirstReply => *self.first_replies.entry(fact.consultation).or_default() += 1,
                FactName::SessionEnded => self.sessions.entry(fact.session.unwrap()).or_default().1 += 1,
                _ => {}
            }
        }
        assert!(
            self.left_queue <= self.entered_queue,
            "left the queue more often than entered"
        );
    }

    pub(super) fn close(&self, last: &Conversation) {
        assert!(!last.row.status.running());
        assert_eq!(
            self.left_queue, self.entered_queue,
            "everybody has left the queue"
        );
        let once = self.sessions.values().all(|&counts| counts == (1, 1));
        assert!(
            once,
            "every session is released once and counted once: {:?}",
            self.sessions
        );
        let once = self.first_replies.values().all(|&count| count == 1);
        assert!(once, "a first reply is counted once");
    }
}

/// What holds of any conversation.
fn sound(conversation: &Conversation) {
    let (row, running) = (&conversation.row, &conversation.running);
    let runs = row.consultation_id.is_some() && row.ended_at.is_none();
    assert_eq!(row.status.running(), runs, "running ⇔ status");
    assert_eq!(row.ended_at.is_some(), row.ended_by.is_some());
    assert_eq!(row.snoozed_until.is_some(), row.status == Status::Snoozed);
    let served = row.agent_id.is_some();
    let leg = row.status == Status::Open || (row.status == Status::Snoozed && served);
    assert_eq!(
        running.leg.is_some(),
        leg,
        "leg ⇔ open, or snoozed by a serving agent"
    );
    assert!(running.leg.is_none() || served, "a leg is somebody's");
    assert_eq!(served, row.agent_name.is_some());
    assert_eq!(
        running.queued_at.is_some(),
        row.status.running() && running.leg.is_none(),
        "waits"
    );
    assert!(row.customer_read_position <= row.customer_received_position);
    assert!(row.customer_received_position <= running.position);
    assert!(running.agent_read_position <= running.position);
    assert!(
        row.waiting_since.is_none() || row.status.running(),
        "nobody waits after the end"
    );
}

/// The change tells exactly what it did.
fn told(before: &Conversation, change: &Change) {
    let (after, event) = (&change.conversation, &change.event);
    let row_changed = change.event.read.is_none() || event.kind == EventKind::ConversationLooked;
    let changed = i64::from(row_changed);
    assert_eq!(after.row.version, before.row.version + changed, "version");
    assert_eq!(
        event.conversation.as_ref(),
        Some(&after.row),
        "the event carries the row"
    );
    assert_eq!(event.message, change.message, "the event carries the line");
    let was = Was::from(before.subject());
    let moved = before.subject() != after.subject();
    assert_eq!(event.was, moved.then_some(was), "was ⇔ the subject changed");
    let stands = |conversation: &Conversation| (conversation.row.status, conversation.row.agent_id);
    if stands(before) != stands(after) {
        let row = change
            .consultation
            .as_ref()
            .expect("the consultation's row goes with it");
        assert_eq!((row.status, row.agent), stands(after));
    }
}
