//! A note that never leaves the desk.

use yingke_staff::{Permission, Seat};

use crate::{Acting, Change, Conversation, Direction, EventKind, MessageKind, Moment, Refused, Spoken};

/// Decides what a note does: it adds an internal line and stops no clock.
pub fn note(
    conversation: Conversation,
    spoken: Spoken,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::WriteNotes, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    if spoken.is_empty() {
        return Err(Refused::Empty);
    }
    let acting = Acting::on(conversation, moment);
    let actor = Moment::actor(seat);
    let mut line = acting.line(spoken.id, Direction::Internal, MessageKind::Note, actor.clone());
    line.client_id = Some(spoken.client_id);
    line.text = spoken.text;
    line.attachments = spoken.attachments;
    Ok(acting.done(EventKind::NoteAdded, actor, Some(line), None))
}
