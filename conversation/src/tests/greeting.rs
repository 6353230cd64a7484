//! Who enters a channel is greeted, once and where the channel lets us.

use yingke_words::Span;

use super::{
    Desk,
    channel::{asks, five},
    fresh, spoken,
};
use crate::{
    Change, Conversation, Delivery, Direction, Happened, Order, Status, Told, Trigger, WindowRule, happened,
};

/// Entering opens twenty seconds for one message.
fn greets() -> Desk {
    let mut desk = five();
    desk.rules.windows.push(WindowRule {
        trigger: Trigger::Enter,
        lasts: Span::seconds(20),
        messages: Some(1),
    });
    desk
}

fn enters(desk: &Desk, before: Conversation, minute: i64, opens: bool) -> Option<Change> {
    let moment = desk.moment(minute);
    let told = Told {
        opens: opens.then_some(Trigger::Enter),
        at: Some(moment.now),
        ..Told::default()
    };
    let what = Happened::Entered {
        source: "二维码".into(),
        greeting: Some(Box::new(spoken(&moment, "欢迎光临"))),
    };
    happened(before, &what, told, moment)
}

#[test]
fn who_enters_is_greeted_before_they_have_said_a_word() {
    let desk = greets();
    let change = enters(&desk, fresh(), 0, true).unwrap();
    let line = change.message.unwrap();
    assert_eq!(
        (line.text.as_str(), line.direction, line.delivery),
        ("欢迎光临", Direction::Outbound, Some(Delivery::Pending))
    );
    assert_eq!(line.event.unwrap().what, "greeted");
    let (seq, automatic) = (line.seq, true);
    assert_eq!(change.orders, [Order::Say { seq, automatic }]);
    let row = &change.conversation.row;
    assert_eq!((row.status, row.consultation_id), (Status::Idle, None));
    assert_eq!(row.window.map(|window| window.left), Some(Some(0)));
    assert!(change.facts.is_empty() && change.timers.is_empty());
    let asked = asks(&desk, change.conversation, 1);
    assert_eq!(asked.conversation.row.status, Status::Queued);
    assert_eq!(asked.conversation.row.window.unwrap().left, Some(5));
}

#[test]
fn nobody_is_greeted_twice_a_day_in_the_middle_of_a_talk_or_without_a_window() {
    let desk = greets();
    let line = |change: Option<Change>| change.and_then(|change| change.message);
    let said = |change| line(change).is_some_and(|line| !line.text.is_empty());
    let greeted = enters(&desk, fresh(), 0, true).unwrap().conversation;
    assert!(!said(enters(&desk, greeted.clone(), 60, true)));
    assert!(said(enters(&desk, greeted, 24 * 60, true)));
    let talking = asks(&desk, fresh(), 0).conversation;
    let again = line(enters(&desk, talking, 25 * 60, true)).unwrap();
    assert_eq!(again.event.unwrap().what, "entered");
    assert!(enters(&desk, fresh(), 0, false).is_none());
    let mut blocked = fresh();
    blocked.running.blocked = true;
    assert!(!said(enters(&desk, blocked, 0, true)));
}
