//! Outside hours a channel says so once, where it may.

use super::{Desk, at, channel, clocks, fresh};
use crate::{
    AddressKind, Change, Conversation, Delivery, Direction, Happened, Order, Refused, Status, Text,
    TimerKind, Told, closed_notice, happened,
};

/// Closes ten minutes after the start, until Monday.
fn desk() -> Desk {
    let mut desk = channel::five();
    desk.clocks.hours = Some(clocks::hours());
    desk.clocks.closed_notice = Some(Text::try_from("明早九点回复您".to_owned()).unwrap());
    desk
}

/// A customer writes; whether the notice is to come.
fn asks(desk: &Desk, before: Conversation, minute: i64) -> (Conversation, bool) {
    let change = channel::asks(desk, before, minute);
    let mut due = change
        .timers
        .iter()
        .filter(|timer| timer.kind == TimerKind::ClosedNotice);
    let timer = due.next();
    assert!(timer.is_none_or(|timer| timer.due_at == at(minute)) && due.next().is_none());
    let coming = timer.is_some();
    (change.conversation, coming)
}

fn says(desk: &Desk, before: &Conversation, minute: i64) -> Result<Change, Refused> {
    let consultation = before.row.consultation_id.unwrap();
    closed_notice(before.clone(), consultation, desk.moment(minute))
}

#[test]
fn whoever_writes_outside_hours_is_told_once_and_waits_on() {
    let desk = desk();
    let (asked, coming) = asks(&desk, fresh(), 20);
    assert!(coming);
    let told = says(&desk, &asked, 20).unwrap();
    let line = told.message.unwrap();
    assert_eq!(
        (line.text.as_str(), line.direction, line.delivery),
        ("明早九点回复您", Direction::Outbound, Some(Delivery::Pending))
    );
    assert_eq!(line.event.unwrap().what, "closedNotice");
    let (seq, automatic) = (line.seq, true);
    assert_eq!(told.orders, [Order::Say { seq, automatic }]);
    let row = &told.conversation.row;
    assert_eq!((row.status, row.waiting_since), (Status::Queued, Some(at(20))));
    assert_eq!(row.window.unwrap().left, Some(4));
    assert!(told.facts.is_empty() && told.consultation.is_none());
    let (again, coming) = asks(&desk, told.conversation, 30);
    assert!(!coming);
    assert_eq!(says(&desk, &again, 30), Err(Refused::TimerStale));
    // Nor on the next evening of the same consultation, when the desk has been open between.
    let (later, coming) = asks(&desk, again, 30 + 26 * 60);
    assert!(!coming);
    assert_eq!(says(&desk, &later, 30 + 26 * 60), Err(Refused::TimerStale));
}

#[test]
fn the_next_consultation_is_told_again_but_not_within_a_day() {
    let desk = desk();
    let next = |told: &Conversation, minute: i64| {
        let mut ended = told.clone();
        ended.row.status = Status::Ended;
        asks(&desk, ended, minute)
    };
    let (asked, _) = asks(&desk, fresh(), 20);
    let told = says(&desk, &asked, 20).unwrap().conversation;
    let (soon, coming) = next(&told, 20 + 24 * 60 - 1);
    assert_ne!(soon.row.consultation_id, told.row.consultation_id);
    assert!(!coming);
    let (later, coming) = next(&told, 20 + 24 * 60);
    assert!(coming);
    assert!(says(&desk, &later, 20 + 24 * 60).is_ok());
}

#[test]
fn in_hours_and_without_a_text_nothing_is_said() {
    let desk = desk();
    let (asked, coming) = asks(&desk, fresh(), 5);
    assert!(!coming);
    assert_eq!(says(&desk, &asked, 5), Err(Refused::TimerStale));
    for change in [
        |desk: &mut Desk| desk.clocks.hours = None,
        |desk: &mut Desk| desk.clocks.closed_notice = None,
        // The website shows it by itself; mail has rules of its own.
        |desk: &mut Desk| desk.rules.outbox = false,
        |desk: &mut Desk| desk.rules.opens_with = Some(AddressKind::Email),
    ] {
        let mut desk = self::desk();
        change(&mut desk);
        let (asked, coming) = asks(&desk, fresh(), 20);
        assert!(!coming);
        assert_eq!(says(&desk, &asked, 20), Err(Refused::TimerStale));
    }
}

#[test]
fn what_has_changed_meanwhile_makes_it_stale() {
    let desk = desk();
    let (asked, _) = asks(&desk, fresh(), 20);
    let stale = |change: &dyn Fn(&mut Conversation)| {
        let mut changed = asked.clone();
        change(&mut changed);
        says(&desk, &changed, 20).is_err()
    };
    assert!(!stale(&|_| {}));
    assert!(stale(&|one| one.row.status = Status::Open));
    assert!(stale(&|one| one.row.status = Status::Ended));
    assert!(stale(&|one| one.running.blocked = true));
    assert!(stale(&|one| one.row.blocked_us_at = Some(at(20))));
    assert!(stale(&|one| one.row.held_by = Some(String::new())));
    let other = crate::Consultation::of(&asked).unwrap().conversation.uuid();
    let moment = desk.moment(20);
    assert_eq!(
        closed_notice(asked, other.into(), moment),
        Err(Refused::TimerStale)
    );
}

#[test]
fn a_window_that_keeps_what_is_left_for_people_has_no_room_for_it() {
    let desk = desk();
    let (mut asked, _) = asks(&desk, fresh(), 20);
    asked.row.window.as_mut().unwrap().left = Some(3);
    assert_eq!(says(&desk, &asked, 20), Err(Refused::TimerStale));
    asked.row.window.as_mut().unwrap().left = Some(5);
    asked.row.window.as_mut().unwrap().automatic = 1;
    assert_eq!(
        says(&desk, &asked, 20),
        Err(Refused::TimerStale),
        "a greeting was the one"
    );
    asked.row.window = None;
    assert_eq!(says(&desk, &asked, 20), Err(Refused::TimerStale));
}

#[test]
fn what_a_machine_wrote_or_was_said_before_our_time_is_not_answered() {
    let desk = desk();
    for told in [
        Told {
            automatic: true,
            ..Told::default()
        },
        Told {
            history: true,
            ..Told::default()
        },
    ] {
        let moment = desk.moment(20);
        let spoken = super::spoken(&moment, "我不在");
        let change = crate::receive(fresh(), crate::Inbound { spoken, told }, moment).unwrap();
        assert!(change.timers.is_empty());
    }
    let told = happened(fresh(), &Happened::Known, Told::default(), desk.moment(20));
    assert!(told.is_none());
}
