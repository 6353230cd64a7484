//! Routing decided who gets it: it becomes theirs, or is offered to them first.

use yingke_staff::{Capacity, Load, Seat, Weights};
use yingke_words::{AgentId, ConsultationId, Span, TeamId, Time};

use crate::{
    Acting, Actor, Change, Conversation, Direction, EventKind, Message, Moment, Priority, Refused, Release,
    Row, Status, TimerKind,
};

/// Who gets it, as routing decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Routed {
    /// Of which consultation that was decided, by its number.
    pub number: i64,
    /// Who.
    pub agent: AgentId,
    /// Their name.
    pub name: String,
    /// For which team; none = for nobody's in particular.
    pub team: Option<TeamId>,
    /// How urgent it is.
    pub priority: Priority,
    /// Within what they have to accept; none = it is theirs at once.
    pub accept_within: Option<Span>,
    /// How much they take.
    pub capacity: Capacity,
    /// What conversations weigh.
    pub weights: Weights,
    /// After how long a silence of the customer's a conversation takes no place; none = it always does.
    pub silent_after: Option<Span>,
    /// How far above their limit this one may go, in places.
    pub beyond: u16,
}

/// Why a consultation goes back into the queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Returned {
    /// Not accepted in time.
    NotAccepted,
    /// Declined.
    Declined,
    /// Accepted, and nothing was said.
    Silent,
    /// Whoever served is gone.
    AgentGone,
}

impl Returned {
    /// The stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotAccepted => "not_accepted",
            Self::Declined => "declined",
            Self::Silent => "silent",
            Self::AgentGone => "agent_gone",
        }
    }
}

/// A conversation in somebody's hands, as far as their places are concerned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InHand {
    /// Its channel.
    pub channel: String,
    /// Where it stands.
    pub status: Status,
    /// Who spoke last.
    pub last_direction: Direction,
    /// When.
    pub last_at: Time,
}

impl InHand {
    /// As the row says.
    pub fn of(row: &Row) -> Self {
        Self {
            channel: row.channel.clone(),
            status: row.status,
            last_direction: row.last_direction,
            last_at: row.last_at,
        }
    }

    /// Whether it takes a place now: what is offered or open does, what is snoozed does not, and where the workspace says so
    /// what the customer is silent on for `silent_after` does not either.
    pub fn occupies(&self, silent_after: Option<Span>, now: Time) -> bool {
        let held = matches!(self.status, Status::Offered | Status::Open);
        held && self.silent_at(silent_after).is_none_or(|at| at > now)
    }

    /// When it stops to take a place if the customer stays silent.
    pub fn silent_at(&self, silent_after: Option<Span>) -> Option<Time> {
        let ours = self.last_direction == Direction::Outbound && self.status == Status::Open;
        silent_after.filter(|_| ours).map(|span| self.last_at + span)
    }
}

/// Where it waits, as routing planned: in whose queue, how urgently. None when it stands there already.
pub fn place(
    conversation: Conversation,
    number: i64,
    (team, priority): (Option<(TeamId, String)>, Priority),
    moment: Moment<'_>,
) -> Result<Option<Change>, Refused> {
    let row = &conversation.row;
    if row.status != Status::Queued || row.consultation_number != Some(number) {
        return Err(Refused::NotWaiting);
    }
    let planned = team.as_ref().map(|(team, _)| *team).or(row.team_id);
    if row.team_id == planned && row.priority == priority {
        return Ok(None);
    }
    let mut acting = Acting::on(conversation, moment);
    let moved = acting.conversation.row.team_id != planned;
    acting.conversation.row.team_id = planned;
    acting.conversation.row.priority = priority;
    acting.conversation.running.placed = planned;
    acting.keep_consultation();
    let system = Actor::system();
    let line = team
        .filter(|_| moved)
        .map(|(_, name)| acting.tell("queued", Some(name), system.clone()));
    Ok(Some(acting.done(
        EventKind::ConsultationAssigned,
        system,
        line,
        None,
    )))
}

/// Makes a decision of routing true, while it still is what was decided on: the consultation waits, and they have room beside
/// the `load` they have in hand.
pub fn route(
    conversation: Conversation,
    routed: &Routed,
    load: &Load,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    let row = &conversation.row;
    if row.status != Status::Queued || row.consultation_number != Some(routed.number) {
        return Err(Refused::NotWaiting);
    }
    let weight = routed.weights.of(&row.channel);
    if !routed.capacity.fits(load, &row.channel, weight, routed.beyond) {
        return Err(Refused::AtCapacity);
    }
    let mut acting = Acting::on(conversation, moment);
    acting.conversation.row.team_id = routed.team.or(acting.conversation.row.team_id);
    acting.conversation.row.priority = routed.priority;
    let system = Actor::system();
    let what = if let Some(span) = routed.accept_within {
        acting.offer(routed, span);
        "offered"
    } else {
        acting.accept(routed.agent, &routed.name, &system);
        "assigned"
    };
    let line = acting.tell(what, Some(routed.name.clone()), system.clone());
    Ok(acting.done(EventKind::ConsultationAssigned, system, Some(line), None))
}

/// Whoever it is offered to takes it.
pub fn accept_offer(conversation: Conversation, seat: &Seat, moment: Moment<'_>) -> Result<Change, Refused> {
    let mut acting = offered_to(conversation, seat, moment)?;
    let actor = Moment::actor(seat);
    acting.accept(seat.agent, &seat.name, &actor);
    let line = acting.tell("accepted", Some(seat.name.clone()), actor.clone());
    Ok(acting.done(EventKind::ConsultationAssigned, actor, Some(line), None))
}

/// Whoever it is offered to does not.
pub fn decline_offer(conversation: Conversation, seat: &Seat, moment: Moment<'_>) -> Result<Change, Refused> {
    let mut acting = offered_to(conversation, seat, moment)?;
    let actor = Moment::actor(seat);
    let line = acting.give_back(Returned::Declined, &actor);
    Ok(acting.done(EventKind::ConsultationAssigned, actor, Some(line), None))
}

fn offered_to<'a>(
    conversation: Conversation,
    seat: &Seat,
    moment: Moment<'a>,
) -> Result<Acting<'a>, Refused> {
    let row = &conversation.row;
    if row.status != Status::Offered || row.agent_id != Some(seat.agent) {
        return Err(Refused::NotOffered);
    }
    Ok(Acting::on(conversation, moment))
}

/// The time in which it should have been accepted is over.
pub fn offer_ends(
    conversation: Conversation,
    consultation: ConsultationId,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    let row = &conversation.row;
    let due = row.offered_until.is_some_and(|until| until <= moment.now);
    if row.consultation_id != Some(consultation) || row.status != Status::Offered || !due {
        return Err(Refused::TimerStale);
    }
    let mut acting = Acting::on(conversation, moment);
    let system = Actor::system();
    let line = acting.give_back(Returned::NotAccepted, &system);
    Ok(acting.done(EventKind::ConsultationAssigned, system, Some(line), None))
}

/// Puts what `agent` was offered or serves back into the queue: they are gone, or say nothing.
pub fn take_from(
    conversation: Conversation,
    agent: AgentId,
    why: Returned,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    let row = &conversation.row;
    if !row.status.running() || row.agent_id != Some(agent) {
        return Err(Refused::TimerStale);
    }
    let mut acting = Acting::on(conversation, moment);
    let system = Actor::system();
    let line = acting.give_back(why, &system);
    Ok(acting.done(EventKind::ConsultationAssigned, system, Some(line), None))
}

/// Whether a customer waits for whoever has it: what was offered to them, and what they have not answered.
pub fn is_waited_for(row: &Row) -> bool {
    let unanswered = row.status == Status::Open && row.waiting_since.is_some();
    unanswered || row.status == Status::Offered
}

impl Acting<'_> {
    fn offer(&mut self, routed: &Routed, span: Span) {
        let until = self.now() + span;
        let row = &mut self.conversation.row;
        row.status = Status::Offered;
        row.agent_id = Some(routed.agent);
        row.agent_name = Some(routed.name.clone());
        row.offered_until = Some(until);
        self.keep_consultation();
        self.timer(TimerKind::OfferEnds, until);
    }

    /// An offer that was made is void.
    pub(crate) fn withdraw_offer(&mut self) {
        let row = &mut self.conversation.row;
        if row.status == Status::Offered {
            row.status = Status::Queued;
            row.agent_id = None;
            row.agent_name = None;
            row.offered_until = None;
        }
    }

    /// Back into the queue, where it keeps its time, and not to the same person again.
    fn give_back(&mut self, why: Returned, by: &Actor) -> Message {
        let (agent, name) = (
            self.conversation.row.agent_id,
            self.conversation.row.agent_name.clone(),
        );
        let served = self.conversation.running.leg.is_some();
        self.withdraw_offer();
        self.release(Release::Returned, by);
        let now = self.now();
        let row = &mut self.conversation.row;
        row.status = Status::Queued;
        row.snoozed_until = None;
        row.agent_id = None;
        row.agent_name = None;
        let running = &mut self.conversation.running;
        running.queued_at.get_or_insert(now);
        running
            .barred
            .extend(agent.filter(|agent| !running.barred.contains(agent)));
        running.returns += 1;
        self.keep_consultation();
        if served {
            self.show();
        }
        let mut line = self.tell("returned", name, by.clone());
        if let Some(event) = &mut line.event {
            event.reason = Some(why.key().to_owned());
        }
        line
    }
}
