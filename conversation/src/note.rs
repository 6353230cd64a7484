//! A note that never leaves the desk.

use yingke_staff::{Permission, Seat};

use crate::{
    Acting, Change, Conversation, Direction, EventKind, MessageKind, Moment, Naming, Refused, Spoken,
};

/// Decides what a note does: it adds an internal line, calls whom it names, and stops no clock.
pub fn note(
    conversation: Conversation,
    spoken: Spoken,
    naming: Naming<'_>,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::WriteNotes, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    if spoken.is_empty() {
        return Err(Refused::Empty);
    }
    let named = naming.colleagues.named(naming.asked)?;
    let mut acting = Acting::on(conversation, moment);
    let mentions = acting.mention(named, seat.agent)?;
    let actor = Moment::actor(seat);
    let mut line = acting.line(spoken.id, Direction::Internal, MessageKind::Note, actor.clone());
    line.client_id = Some(spoken.client_id);
    line.text = spoken.text;
    line.attachments = spoken.attachments;
    line.mentions = mentions;
    Ok(acting.done(EventKind::NoteAdded, actor, Some(line), None))
}
