//! Colleagues are invited, and help is asked for: what that gives, and when it is over.

use yingke_staff::{Part, StandardRole};

use super::{Desk, Op, WU, ZHOU, id, perform, seat, spoken, thread, wu, zhou};
use crate::{
    ChannelRules, Colleagues, Conversation, Direction, InvitationEnded, Inviting, Refused, ask_help, invite,
    see_to_help, uninvite,
};

const LIN: u128 = 13;

/// Somebody who sees nothing of it by themselves.
fn lin() -> yingke_staff::Seat {
    let mut lin = seat(StandardRole::Agent, LIN, "林夏");
    lin.teams = Vec::new();
    lin.inboxes = Vec::new();
    lin
}

fn house() -> Colleagues {
    let seats = [zhou(), wu(), lin(), seat(StandardRole::Auditor, 14, "钱审")];
    Colleagues {
        seats: seats.into_iter().map(|seat| (seat.agent, seat)).collect(),
        teams: [].into(),
    }
}

fn asked(agent: u128, part: Part) -> Inviting {
    Inviting {
        agent: id(agent),
        part,
        reason: "问价格".to_owned(),
    }
}

/// 周岚 serves and has invited 林夏.
fn with_lin(desk: &Desk, part: Part) -> Conversation {
    let before = thread(desk, &[Op::Receive, Op::Reply]);
    invite(before, &asked(LIN, part), &house(), &zhou(), desk.moment(3))
        .unwrap()
        .conversation
}

#[test]
fn what_the_invited_may_do() {
    for (part, replies) in [(Part::Whispers, false), (Part::Joins, true)] {
        let desk = Desk::new();
        let it = with_lin(&desk, part);
        let may = |op| perform(&it, op, &lin(), desk.moment(4)).err() != Some(Refused::NotPermitted);
        assert!(may(Op::Note) && may(Op::Read) && may(Op::AskHelp), "{part:?}");
        assert_eq!(may(Op::Reply), replies, "{part:?}");
        assert!(
            !may(Op::End) && !may(Op::Take) && !may(Op::Tag) && !may(Op::Invite),
            "{part:?}"
        );
    }
}

#[test]
fn a_reply_of_the_invited_leaves_it_whose_it_is() {
    let desk = Desk::new();
    let change = perform(&with_lin(&desk, Part::Joins), Op::Reply, &lin(), desk.moment(4))
        .unwrap()
        .unwrap();
    assert_eq!(change.conversation.row.agent_id, Some(id(ZHOU)));
    assert_eq!(change.message.unwrap().author.name, "林夏");
    assert_eq!(change.conversation.row.collaboration.invited.len(), 1);
}

#[test]
fn who_cannot_be_invited() {
    let desk = Desk::new();
    let it = with_lin(&desk, Part::Whispers);
    let refused =
        |agent, part| invite(it.clone(), &asked(agent, part), &house(), &zhou(), desk.moment(4)).err();
    assert_eq!(refused(99, Part::Joins), Some(Refused::ColleagueUnknown));
    assert_eq!(refused(14, Part::Joins), Some(Refused::ColleagueCannotRead));
    assert_eq!(refused(ZHOU, Part::Joins), Some(Refused::AlreadyThere));
    assert_eq!(refused(LIN, Part::Whispers), Some(Refused::AlreadyThere));
    assert_eq!(
        refused(LIN, Part::Joins),
        None,
        "who whispers can be asked to join"
    );
    let ended = thread(&desk, &[Op::Receive, Op::Reply, Op::End]);
    let late = invite(ended, &asked(LIN, Part::Joins), &house(), &zhou(), desk.moment(4));
    assert_eq!(late.err(), Some(Refused::Ended));
    let by = invite(it, &asked(WU, Part::Joins), &house(), &lin(), desk.moment(4));
    assert_eq!(by.err(), Some(Refused::NotPermitted));
}

#[test]
fn the_customer_is_told_where_nothing_has_to_leave_the_house() {
    let desk = Desk::new();
    for (part, outbox, shown) in [
        (Part::Joins, false, true),
        (Part::Joins, true, false),
        (Part::Whispers, false, false),
    ] {
        let before = thread(&desk, &[Op::Receive, Op::Reply]);
        let rules = ChannelRules {
            outbox,
            ..ChannelRules::default()
        };
        let moment = crate::Moment {
            rules: &rules,
            ..desk.moment(3)
        };
        let change = invite(before, &asked(LIN, part), &house(), &zhou(), moment).unwrap();
        let line = change.message.unwrap();
        assert_eq!(line.direction == Direction::Outbound, shown, "{part:?} {outbox}");
        assert!(change.orders.is_empty(), "nothing leaves the house");
    }
}

#[test]
fn an_invitation_is_over_with_the_session_or_when_they_leave() {
    for op in [Op::Hand, Op::Return, Op::End, Op::Leave] {
        let desk = Desk::new();
        let change = perform(&with_lin(&desk, Part::Joins), op, &zhou(), desk.moment(4))
            .unwrap()
            .unwrap();
        assert!(change.conversation.row.collaboration.invited.is_empty(), "{op:?}");
        let over = (change.beside.uninvited, change.beside.ended);
        assert_eq!(over, (vec![id(LIN)], InvitationEnded::Session), "{op:?}");
    }
    for (by, ended) in [(lin(), InvitationEnded::Left), (zhou(), InvitationEnded::Removed)] {
        let desk = Desk::new();
        let it = with_lin(&desk, Part::Joins);
        let change = uninvite(it, id(LIN), &house(), &by, desk.moment(4))
            .unwrap()
            .unwrap();
        assert_eq!(
            (change.beside.uninvited, change.beside.ended),
            (vec![id(LIN)], ended)
        );
        assert!(!lin().sees(&change.conversation.subject()));
    }
    let desk = Desk::new();
    let nobody = uninvite(
        thread(&desk, &[Op::Receive, Op::Reply]),
        id(LIN),
        &house(),
        &zhou(),
        desk.moment(4),
    );
    assert_eq!(nobody.unwrap(), None);
}

#[test]
fn help_is_asked_for_once_and_seen_to() {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply]);
    let change = ask_help(before, "退款超权限".into(), &zhou(), desk.moment(3)).unwrap();
    assert_eq!(
        change.message.unwrap().event.unwrap().reason.as_deref(),
        Some("退款超权限")
    );
    assert!(change.beside.help.is_some() && !change.beside.help_over);
    let it = change.conversation;
    let sun = seat(StandardRole::Supervisor, WU, "孙浩");
    assert!(sun.is_called_to(&it.subject()));
    let again = ask_help(it.clone(), String::new(), &zhou(), desk.moment(4));
    assert_eq!(again.err(), Some(Refused::HelpAsked));
    let change = see_to_help(it, &sun, desk.moment(5)).unwrap().unwrap();
    assert!(change.beside.help_over && change.beside.seen_to_by == Some(id(WU)));
    assert!(!sun.is_called_to(&change.conversation.subject()));
    assert_eq!(
        see_to_help(change.conversation, &sun, desk.moment(6)).unwrap(),
        None
    );
}

#[test]
fn help_is_over_with_the_consultation_and_stays_through_a_transfer() {
    for (op, over) in [
        (Op::Hand, false),
        (Op::Return, false),
        (Op::End, true),
        (Op::Leave, true),
    ] {
        let desk = Desk::new();
        let before = thread(&desk, &[Op::Receive, Op::Reply, Op::AskHelp]);
        let change = perform(&before, op, &zhou(), desk.moment(4)).unwrap().unwrap();
        assert_eq!(
            change.conversation.row.collaboration.help.is_none(),
            over,
            "{op:?}"
        );
        assert_eq!(
            (change.beside.help_over, change.beside.seen_to_by),
            (over, None),
            "{op:?}"
        );
    }
}

#[test]
fn what_is_said_stays_where_it_was() {
    let desk = Desk::new();
    let it = with_lin(&desk, Part::Whispers);
    assert_eq!(it.row.last_text, spoken(&desk.moment(9), "您好").text.preview());
}
