//! Who has read how far.

use yingke_staff::Seat;

use super::{Desk, Op, at, thread, wu, zhou};
use crate::{ReadMark, read, seen};

/// Two customer messages, a reply, and a third; served by 周岚. `seat` reads up to `count`: the mark's count,
/// and how far the customer sees it read (none: as before).
fn check(seat: &Seat, count: i64, marked: i64, shown: Option<i64>) {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Receive, Op::Reply, Op::Receive]);
    let change = read(before.clone(), count, seat, desk.moment(9)).unwrap();
    let mark = ReadMark {
        agent: seat.agent,
        count: marked,
    };
    assert_eq!(change.event.read, Some(mark), "{} to {count}", seat.name);
    assert_eq!(
        (change.event.position, change.event.agent_read_position),
        (shown, shown)
    );
    let running = &change.conversation.running;
    assert_eq!(running.agent_read_position, shown.unwrap_or(0));
    assert_eq!(
        change.conversation.row.waiting_since,
        Some(at(3)),
        "reading is no answer"
    );
    let again = read(change.conversation, count, seat, desk.moment(10)).unwrap();
    assert_eq!(
        again.event.position, None,
        "a second time the customer sees nothing new"
    );
}

#[test]
fn the_customer_sees_read_when_the_serving_agent_has_read_all() {
    check(&zhou(), 3, 3, Some(5));
    check(&zhou(), i64::MAX, 3, Some(5));
    check(&zhou(), 2, 2, None);
    check(&zhou(), -1, 0, None);
    check(&wu(), 3, 3, None);
}

/// Positions 1 received, 2 and 3 sent: the customer acknowledges (received, read), then so it stands; none:
/// nothing new.
fn check_seen(received: i64, read: i64, stands: Option<(i64, i64)>) {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply, Op::Reply]);
    let change = seen(before.clone(), received, read, desk.moment(9));
    let rows = change.map(|change| {
        assert_eq!(change.event.position, None, "the customer knows");
        change.conversation.row
    });
    let stood = rows.map(|row| (row.customer_received_position, row.customer_read_position));
    assert_eq!(stood, stands, "received {received}, read {read}");
}

#[test]
fn acknowledgements_only_rise_and_never_beyond_the_last() {
    check_seen(2, 0, Some((2, 1)));
    check_seen(3, 2, Some((3, 2)));
    check_seen(0, 2, Some((2, 2)));
    check_seen(i64::MAX, i64::MAX, Some((3, 3)));
    check_seen(1, 1, None);
    check_seen(0, 0, None);
    check_seen(-5, -5, None);
}
