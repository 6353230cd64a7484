//! An ended consultation is taken up again.

use yingke_staff::{Permission, Seat};
use yingke_words::Span;

use crate::{Acting, Change, Conversation, EventKind, Moment, Refused, Status};

/// An agent may reopen within this span after the end.
pub const REOPEN_WITHIN: Span = Span::hours(48);

/// Reopens the last consultation on the same row, served by whoever reopens it.
pub fn reopen(conversation: Conversation, seat: &Seat, moment: Moment<'_>) -> Result<Change, Refused> {
    if !seat.may(Permission::End, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    let Some(ended_at) = conversation
        .row
        .ended_at
        .filter(|_| conversation.row.status == Status::Ended)
    else {
        return Err(Refused::NotEnded);
    };
    if moment.now > ended_at + REOPEN_WITHIN {
        return Err(Refused::ReopenTooLate);
    }
    let mut acting = Acting::on(conversation, moment);
    acting.conversation.row.ended_at = None;
    acting.conversation.row.ended_by = None;
    let actor = Moment::actor(seat);
    acting.accept(seat.agent, &seat.name, &actor);
    if let Some(span) = moment.clocks.auto_end_after {
        acting.timer(crate::TimerKind::AutoEnd, moment.now + span);
    }
    let line = acting.tell("reopened", None, actor.clone());
    Ok(acting.done(EventKind::ConsultationReopened, actor, Some(line), None))
}
