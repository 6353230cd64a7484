//! Hidden until a time or a reply.

use yingke_staff::{Permission, Seat};
use yingke_words::{ConsultationId, Time};

use crate::{Acting, Actor, Change, Conversation, EventKind, Moment, Refused, Status, TimerKind};

/// Hides the running consultation until `until`, or until the customer writes.
pub fn snooze(
    conversation: Conversation,
    until: Time,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::End, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    if !conversation.row.status.running() {
        return Err(Refused::Ended);
    }
    if until <= moment.now {
        return Err(Refused::TimePassed);
    }
    let mut acting = Acting::on(conversation, moment);
    acting.hide_until(until);
    let actor = Moment::actor(seat);
    let line = acting.tell("snoozed", Some(until.to_string()), actor.clone());
    Ok(acting.done(EventKind::ConsultationSnoozed, actor, Some(line), None))
}

/// The wake timer of `consultation` is due.
pub fn wake(
    conversation: Conversation,
    consultation: ConsultationId,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    let row = &conversation.row;
    let due = row.snoozed_until.is_some_and(|until| until <= moment.now);
    if row.consultation_id != Some(consultation) || row.status != Status::Snoozed || !due {
        return Err(Refused::TimerStale);
    }
    let mut acting = Acting::on(conversation, moment);
    acting.conversation.row.snoozed_until = None;
    let served = acting.conversation.running.leg.is_some();
    acting.conversation.row.status = if served { Status::Open } else { Status::Queued };
    acting.keep_consultation();
    let line = acting.tell("woken", None, Actor::system());
    Ok(acting.done(EventKind::ConsultationWoken, Actor::system(), Some(line), None))
}

impl Acting<'_> {
    /// Hides the running consultation until `until`.
    pub(crate) fn hide_until(&mut self, until: Time) {
        self.withdraw_offer();
        self.conversation.row.status = Status::Snoozed;
        self.conversation.row.snoozed_until = Some(until);
        self.keep_consultation();
        self.timer(TimerKind::Wake, until);
    }
}
