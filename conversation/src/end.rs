//! A consultation ends.

use yingke_staff::{Permission, Seat};
use yingke_words::ConsultationId;

use crate::{
    Acting, Actor, ActorKind, Change, Conversation, EndedBy, EventKind, FactName, Moment, Order, Refused,
    Release, Status, Timer, TimerKind,
};

/// An agent ends the running consultation.
pub fn end_by_agent(conversation: Conversation, seat: &Seat, moment: Moment<'_>) -> Result<Change, Refused> {
    if !seat.may(Permission::End, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    end(
        Acting::on(conversation, moment),
        EndedBy::Agent,
        Moment::actor(seat),
    )
}

/// The customer ends it.
pub fn end_by_customer(conversation: Conversation, moment: Moment<'_>) -> Result<Change, Refused> {
    let customer = conversation.customer();
    end(Acting::on(conversation, moment), EndedBy::Customer, customer)
}

/// What a due auto-end timer does.
#[derive(Clone, PartialEq, Debug)]
pub enum TimedOut {
    /// Nobody wrote for the inbox's span: it ends.
    Ends(Box<Change>),
    /// Somebody did: the timer is set again for the time that is left.
    Later(Timer),
}

/// The auto-end timer of `consultation` is due.
pub fn end_by_timeout(
    conversation: Conversation,
    consultation: ConsultationId,
    moment: Moment<'_>,
) -> Result<TimedOut, Refused> {
    let row = &conversation.row;
    let Some(span) = moment.clocks.auto_end_after else {
        return Err(Refused::TimerStale);
    };
    if row.consultation_id != Some(consultation) || !row.status.running() {
        return Err(Refused::TimerStale);
    }
    let due = row.snoozed_until.unwrap_or(row.last_at).max(row.last_at) + span;
    if due > moment.now {
        return Ok(TimedOut::Later(Timer {
            kind: TimerKind::AutoEnd,
            due_at: due,
            conversation: row.id,
            consultation,
        }));
    }
    end(
        Acting::on(conversation, moment),
        EndedBy::Timeout,
        Actor::system(),
    )
    .map(|change| TimedOut::Ends(Box::new(change)))
}

fn end(mut acting: Acting<'_>, by: EndedBy, actor: Actor) -> Result<Change, Refused> {
    if !acting.conversation.row.status.running() {
        return Err(Refused::Ended);
    }
    acting.withdraw_offer();
    let now = acting.now();
    let kind: ActorKind = actor.kind;
    acting.leave_queue(0, kind);
    if let Some(since) = acting.round_since() {
        acting.fact(FactName::RoundUnanswered, since, 1, kind);
        acting.conversation.row.waiting_since = None;
    }
    let opened = acting.conversation.row.opened_at.unwrap_or(now);
    acting.fact(FactName::ConsultationEnded, opened, 1, kind);
    acting.release(Release::Ended, &actor);
    acting.conversation.running.handed_at = None;
    let row = &mut acting.conversation.row;
    row.status = Status::Ended;
    row.snoozed_until = None;
    row.ended_at = Some(now);
    row.ended_by = Some(by);
    acting.keep_consultation();
    acting.show();
    if acting.moment().rules.does("service") {
        acting.order(Order::End);
    }
    let line = acting.tell("ended", Some(by.key().to_owned()), actor.clone());
    Ok(acting.done(EventKind::ConsultationEnded, actor, Some(line), None))
}
