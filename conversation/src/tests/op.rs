//! Every operation, and one way to perform it.

use yingke_staff::{Capacity, Load, Part, Seat, StandardRole, Weights};
use yingke_words::Span;

use super::{TEAM, WU, id, spoken};
use crate::{
    Assignee, Change, Colleagues, Conversation, Inbound, Inviting, Means, Mentioning, Moment, Naming,
    Outbound, PhoneTask, Priority, Refused, Returned, Routed, Spoken, TimedOut, accept_offer, ask_help,
    assign, decline_offer, end_by_agent, end_by_customer, end_by_timeout, follow, go_on, invite, note,
    offer_ends, phone_task, read, receive, reopen, reply, route, see_to_help, seen, snooze, tag, take_from,
    unfollow, uninvite, wake,
};

/// Every operation of the room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    Receive,
    Reply,
    Note,
    /// Assigns to the acting seat.
    Take,
    /// Assigns to 吴桐.
    Hand,
    /// Assigns to the team.
    Return,
    End,
    /// The customer ends it.
    Leave,
    /// The auto-end timer of the current consultation.
    TimeOut,
    /// For an hour.
    Snooze,
    /// Until now.
    SnoozePast,
    /// The acting seat is to call in an hour.
    PhoneTask,
    /// On by mail in another conversation.
    GoOn,
    Wake,
    Reopen,
    Tag,
    /// Everything.
    Read,
    /// The customer has seen everything.
    Seen,
    /// Routing gives it to the acting seat.
    Route,
    /// Routing offers it to the acting seat for a minute.
    Offer,
    Accept,
    Decline,
    /// The time to accept is over.
    OfferEnds,
    /// 吴桐 is gone.
    Gone,
    /// A note that names 吴桐 and the team.
    Mention,
    Follow,
    Unfollow,
    AskHelp,
    SeeToHelp,
    /// Invites 吴桐 for the customer to see.
    Invite,
    /// Invites 吴桐 without the customer knowing.
    Whisper,
    /// The acting seat leaves, wherever it was invited.
    Quit,
}

impl Op {
    pub(super) const ALL: [Self; 32] = [
        Self::Receive,
        Self::Reply,
        Self::Note,
        Self::Take,
        Self::Hand,
        Self::Return,
        Self::End,
        Self::Leave,
        Self::TimeOut,
        Self::Snooze,
        Self::SnoozePast,
        Self::PhoneTask,
        Self::GoOn,
        Self::Wake,
        Self::Reopen,
        Self::Tag,
        Self::Read,
        Self::Seen,
        Self::Route,
        Self::Offer,
        Self::Accept,
        Self::Decline,
        Self::OfferEnds,
        Self::Gone,
        Self::Mention,
        Self::Follow,
        Self::Unfollow,
        Self::AskHelp,
        Self::SeeToHelp,
        Self::Invite,
        Self::Whisper,
        Self::Quit,
    ];
}

/// Performs `op`; none when it is allowed and changes nothing.
pub(super) fn perform(
    conversation: &Conversation,
    op: Op,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Option<Change>, Refused> {
    let it = conversation.clone();
    let current = it.row.consultation_id.unwrap_or_else(|| id(999));
    let spoken = spoken(&moment, "您好");
    match op {
        Op::Receive => receive(it, Inbound::of(spoken), moment),
        Op::Reply => reply(it, Outbound { spoken }, seat, moment),
        Op::Note => jot(it, secret(&moment), seat, moment),
        Op::Mention => {
            let asked = Mentioning {
                agents: vec![id(WU)],
                teams: vec![id(TEAM)],
            };
            let colleagues = colleagues();
            let naming = Naming {
                asked: &asked,
                colleagues: &colleagues,
            };
            note(it, secret(&moment), naming, seat, moment)
        }
        Op::Take => assign(it, &Assignee::Agent(seat.agent, seat.name.clone()), seat, moment),
        Op::Hand => assign(it, &Assignee::Agent(id(WU), "吴桐".into()), seat, moment),
        Op::Return => assign(it, &Assignee::Team(id(TEAM), "售后".into()), seat, moment),
        Op::End => end_by_agent(it, seat, moment),
        Op::Leave => end_by_customer(it, moment),
        Op::TimeOut => match end_by_timeout(it, current, moment)? {
            TimedOut::Ends(change) => Ok(*change),
            TimedOut::Later(_) => return Ok(None),
        },
        Op::Snooze => snooze(it, moment.now + Span::hours(1), seat, moment),
        Op::SnoozePast => snooze(it, moment.now, seat, moment),
        Op::PhoneTask => phone_task(it, call(spoken, seat, &moment), seat, moment),
        Op::GoOn => go_on(it, Means::Mail, id(90), seat, moment),
        Op::Wake => wake(it, current, moment),
        Op::Reopen => reopen(it, seat, moment),
        Op::Tag => tag(it, vec![id(80), id(81), id(80)], seat, moment),
        Op::Read => read(it, i64::MAX, seat, moment),
        Op::Route => route(
            it,
            &routed(conversation.row.consultation_number, seat, None),
            &Load::default(),
            moment,
        ),
        Op::Offer => {
            let within = Some(Span::minutes(1));
            route(
                it,
                &routed(conversation.row.consultation_number, seat, within),
                &Load::default(),
                moment,
            )
        }
        Op::Accept => accept_offer(it, seat, moment),
        Op::Decline => decline_offer(it, seat, moment),
        Op::OfferEnds => offer_ends(it, current, moment),
        Op::Gone => take_from(it, id(WU), Returned::AgentGone, moment),
        Op::Seen => return Ok(seen(it, i64::MAX, i64::MAX, moment)),
        _ => return beside(it, op, seat, moment),
    }
    .map(Some)
}

/// Routing decided that `seat` gets it.
fn routed(number: Option<i64>, seat: &Seat, accept_within: Option<Span>) -> Routed {
    Routed {
        number: number.unwrap_or(-1),
        agent: seat.agent,
        name: seat.name.clone(),
        team: Some(id(TEAM)),
        priority: Priority::High,
        accept_within,
        capacity: Capacity::default(),
        weights: Weights::default(),
        silent_after: None,
        beyond: 0,
    }
}

/// Performs what colleagues do beside serving.
fn beside(it: Conversation, op: Op, seat: &Seat, moment: Moment<'_>) -> Result<Option<Change>, Refused> {
    let inviting = |part| Inviting {
        agent: id(WU),
        part,
        reason: SECRET.to_owned(),
    };
    match op {
        Op::Follow => follow(it, seat, moment),
        Op::Unfollow => unfollow(it, seat.agent, seat, moment),
        Op::AskHelp => ask_help(it, SECRET.to_owned(), seat, moment).map(Some),
        Op::SeeToHelp => see_to_help(it, seat, moment),
        Op::Invite => invite(it, &inviting(Part::Joins), &colleagues(), seat, moment).map(Some),
        Op::Whisper => invite(it, &inviting(Part::Whispers), &colleagues(), seat, moment).map(Some),
        Op::Quit => uninvite(it, seat.agent, &colleagues(), seat, moment),
        other => panic!("{other:?} is performed elsewhere"),
    }
}

/// What never leaves the desk says this.
pub(super) const SECRET: &str = "内部机密";

fn secret(moment: &Moment<'_>) -> Spoken {
    spoken(moment, SECRET)
}

/// 吴桐, as an agent, and the team.
fn colleagues() -> Colleagues {
    let wu = super::seat(StandardRole::Agent, WU, "吴桐");
    Colleagues {
        seats: [(wu.agent, wu)].into(),
        teams: [(id(TEAM), "售后".to_owned())].into(),
    }
}

/// A note that names nobody.
pub(super) fn jot(
    it: Conversation,
    spoken: Spoken,
    seat: &Seat,
    moment: Moment<'_>,
) -> Result<Change, Refused> {
    let (asked, colleagues) = (Mentioning::default(), Colleagues::default());
    let nobody = Naming {
        asked: &asked,
        colleagues: &colleagues,
    };
    note(it, spoken, nobody, seat, moment)
}

/// A call of `seat`'s in an hour.
pub(super) fn call(note: Spoken, seat: &Seat, moment: &Moment<'_>) -> PhoneTask {
    PhoneTask {
        note,
        number: "138 0000 0000".to_owned(),
        until: moment.now + Span::hours(1),
        to: Assignee::Agent(seat.agent, seat.name.clone()),
    }
}
