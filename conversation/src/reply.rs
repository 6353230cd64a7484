//! An agent answers.

use yingke_staff::{Permission, Seat};

use crate::{
    Acting, ActorKind, Change, Conversation, Direction, EventKind, FactName, Moment, Order, Refused, Spoken,
    Status,
};

/// What an agent says to the customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outbound {
    /// Words and files.
    pub spoken: Spoken,
}

/// Decides what a reply does: it accepts what waits in the queue, stops the clocks of the round and of the first
/// reply, wakes what is snoozed; after an end it opens a consultation of ours. A colleague's consultation stays theirs.
pub fn reply(
    conversation: Conversation,
    outbound: Outbound,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if !seat.may(Permission::Reply, &conversation.subject()) {
        return Err(Refused::NotPermitted);
    }
    say(conversation, outbound, seat, moment)
}

/// What it does once it is permitted.
pub(crate) fn say(
    conversation: Conversation,
    outbound: Outbound,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    if outbound.spoken.is_empty() {
        return Err(Refused::Empty);
    }
    let actor = Moment::actor(seat);
    let mut acting = Acting::on(conversation, moment);
    acting.spend(&outbound.spoken, false)?;
    let mut kind = EventKind::MessageSent;
    match acting.conversation.row.status {
        Status::Open => {}
        Status::Snoozed if acting.conversation.running.leg.is_some() => {
            acting.conversation.row.status = Status::Open;
            acting.conversation.row.snoozed_until = None;
            acting.keep_consultation();
        }
        Status::Queued | Status::Offered | Status::Snoozed => acting.accept(seat.agent, &seat.name, &actor),
        Status::Idle | Status::Ended => {
            acting.open_consultation(ActorKind::Agent);
            // We opened it: it never waited for a human.
            acting.conversation.running.queued_at = None;
            acting.accept(seat.agent, &seat.name, &actor);
            kind = EventKind::ConsultationOpened;
        }
    }
    stop_clocks(&mut acting, seat);
    acting.conversation.running.agent_messages += 1;
    let message = acting.speak(outbound.spoken, Direction::Outbound, actor.clone());
    acting.order(Order::Say {
        seq: message.seq,
        automatic: false,
    });
    Ok(acting.done(kind, actor, Some(message), None))
}

fn stop_clocks(acting: &mut Acting<'_>, seat: &Seat) {
    let now = acting.now();
    let first_customer_at = acting.conversation.running.first_customer_at;
    if let (Some(asked), None) = (first_customer_at, acting.conversation.row.first_reply_at) {
        acting.conversation.row.first_reply_at = Some(now);
        // We spoke before the customer did: what we opened has no first reply (METRICS).
        if acting.conversation.running.agent_messages == 0 {
            acting.fact(FactName::FirstReply, asked, 1, ActorKind::Agent);
        }
        acting.keep_consultation();
    }
    if let Some(since) = acting.round_since() {
        acting.conversation.row.waiting_since = None;
        acting.conversation.running.rounds += 1;
        acting.fact(FactName::Round, since, 1, ActorKind::Agent);
    }
    let serving = acting.conversation.row.agent_id == Some(seat.agent);
    let Some(mut leg) = acting.conversation.running.leg.filter(|_| serving) else {
        return;
    };
    leg.agent_messages += 1;
    if leg.first_reply_at.is_none() {
        leg.first_reply_at = Some(now);
        acting.conversation.running.leg = Some(leg);
        // A greeting before the customer has spoken stops no clock (METRICS).
        if first_customer_at.is_some() {
            acting.fact(FactName::SessionFirstReply, leg.accepted_at, 1, ActorKind::Agent);
        }
        acting.keep_session();
    }
    acting.conversation.running.leg = Some(leg);
}
