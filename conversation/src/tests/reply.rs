//! What an agent's message does.

use super::{Desk, Op, WU, ZHOU, at, id, perform, spoken, thread, wu, zhou};
use crate::{ActorKind, Delivery, Direction, EventKind, Outbound, Refused, Status, reply};

/// 吴桐 replies after `ops` of 周岚's: who serves then, what the event says, and the sessions' rows (whose,
/// released?).
fn check(ops: &[Op], serving: u128, kind: EventKind, sessions: &[(u128, bool)]) {
    let desk = Desk::new();
    let before = thread(&desk, ops);
    let change = perform(&before, Op::Reply, &wu(), desk.moment(9))
        .unwrap()
        .unwrap();
    let (row, line) = (&change.conversation.row, change.message.unwrap());
    assert_eq!(
        (row.status, row.agent_id),
        (Status::Open, Some(id(serving))),
        "{ops:?}"
    );
    assert_eq!((row.snoozed_until, row.waiting_since), (None, None), "{ops:?}");
    assert_eq!(change.event.kind, kind, "{ops:?}");
    let rows: Vec<_> = change
        .sessions
        .iter()
        .map(|row| (row.agent, row.released_at.is_some()))
        .collect();
    let expected: Vec<_> = sessions
        .iter()
        .map(|&(agent, released)| (id(agent), released))
        .collect();
    assert_eq!(rows, expected, "{ops:?}");
    assert_eq!(
        (line.direction, line.delivery),
        (Direction::Outbound, Some(Delivery::Sent))
    );
    assert_eq!(
        (line.author.kind, line.author.name.as_str()),
        (ActorKind::Agent, "吴桐"),
        "who spoke is who spoke"
    );
}

#[test]
fn a_reply_takes_what_waits_and_leaves_a_colleagues_theirs() {
    use EventKind::{ConsultationOpened, MessageSent};
    // The row of acceptance, then the row with the first reply.
    let taken = [(WU, false), (WU, false)];
    check(&[Op::Receive], WU, MessageSent, &taken);
    check(&[Op::Receive, Op::Snooze], WU, MessageSent, &taken);
    check(&[Op::Receive, Op::Take, Op::Return], WU, MessageSent, &taken);
    check(&[Op::Receive, Op::Reply], ZHOU, MessageSent, &[]);
    check(&[Op::Receive, Op::Take], ZHOU, MessageSent, &[]);
    check(&[Op::Receive, Op::Reply, Op::Snooze], ZHOU, MessageSent, &[]);
    check(&[Op::Receive, Op::Hand], WU, MessageSent, &taken[..1]);
    check(&[], WU, ConsultationOpened, &taken);
    check(&[Op::Receive, Op::Reply, Op::End], WU, ConsultationOpened, &taken);
}

#[test]
fn what_we_open_never_waits() {
    let desk = Desk::new();
    let change = perform(&thread(&desk, &[]), Op::Reply, &zhou(), desk.moment(3))
        .unwrap()
        .unwrap();
    let (row, running) = (&change.conversation.row, &change.conversation.running);
    assert_eq!((row.consultation_number, row.opened_at), (Some(103), Some(at(3))));
    assert_eq!(
        (row.first_reply_at, row.waiting_since, running.queued_at),
        (None, None, None)
    );
    assert_eq!((running.agent_messages, running.rounds), (1, 0));
}

#[test]
fn only_the_serving_agents_words_count_in_their_session() {
    let desk = Desk::new();
    let mut now = thread(&desk, &[Op::Receive, Op::Reply, Op::Receive]);
    for (seat, own, all) in [(wu(), 1, 2), (zhou(), 2, 3)] {
        now = perform(&now, Op::Reply, &seat, desk.moment(5))
            .unwrap()
            .unwrap()
            .conversation;
        let running = &now.running;
        assert_eq!(
            (running.leg.unwrap().agent_messages, running.agent_messages),
            (own, all)
        );
    }
    assert_eq!(now.running.rounds, 2);
}

#[test]
fn silence_is_no_reply() {
    let desk = Desk::new();
    let outbound = Outbound {
        spoken: spoken(&desk.moment(1), ""),
    };
    let refused = reply(thread(&desk, &[Op::Receive]), outbound, &zhou(), desk.moment(1));
    assert_eq!(refused.err(), Some(Refused::Empty));
}
