//! Which events concern which viewer: pure.

use yingke_conversation::{Event, EventKind, Row};
use yingke_staff::{Seat, Subject};
use yingke_words::ConversationId;

/// What an agent's client shows.
#[derive(Debug, Clone, Default)]
pub struct Interest {
    /// Conversations looked at.
    pub open: Vec<ConversationId>,
    /// The list of what colleagues serve.
    pub colleagues: bool,
}

/// What to do with an event for one viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Send it.
    Send,
    /// Tell that the conversation left every list shown.
    Leave(ConversationId),
    /// Not for this viewer.
    Skip,
}

/// Whether a conversation with these sides stands in a list the viewer is shown.
pub fn listed(
    seat: &Seat,
    interest: &Interest,
    id: ConversationId,
    subject: &Subject,
    running: bool,
) -> bool {
    let mine = subject.agent == Some(seat.agent);
    let colleague = interest.colleagues && running && subject.agent.is_some();
    let beside = subject.has(seat.agent) || seat.is_called_to(subject);
    (mine || beside || subject.queued || colleague || interest.open.contains(&id)) && seat.sees(subject)
}

/// Whether the conversation ran before the event.
pub fn ran_before(kind: EventKind, runs: bool) -> bool {
    match kind {
        EventKind::ConsultationOpened | EventKind::ConsultationReopened => false,
        EventKind::ConsultationEnded => true,
        _ => runs,
    }
}

/// What `event` is to a viewer.
pub fn verdict(seat: &Seat, interest: &Interest, event: &Event) -> Verdict {
    let Some(row) = &event.conversation else {
        return Verdict::Send;
    };
    let after = listed(seat, interest, row.id, &row.subject(), row.status.running());
    if after && read_by_another(seat, interest, event, row) {
        return Verdict::Skip;
    }
    if after {
        return Verdict::Send;
    }
    let before = event.was.clone().map_or_else(|| row.subject(), Subject::from);
    let ran = ran_before(event.kind, row.status.running());
    if listed(seat, interest, row.id, &before, ran) {
        Verdict::Leave(row.id)
    } else {
        Verdict::Skip
    }
}

/// A colleague's reading interests only those who look at the conversation.
fn read_by_another(seat: &Seat, interest: &Interest, event: &Event, row: &Row) -> bool {
    // With `conversation.looked` the row changes, which is the same for all.
    let only_read = event.kind == EventKind::ConversationRead;
    let by_another = event.read.is_some_and(|read| read.agent != seat.agent);
    only_read && by_another && !interest.open.contains(&row.id)
}
