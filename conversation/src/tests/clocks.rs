//! The metric facts of METRICS.md: exactly these, with exactly these spans.

use yingke_staff::{Hours, Opening, Seat};

use super::{Desk, Op, ZHOU, at, id, play, wu, zhou};
use crate::{Change, Fact};

/// Weekdays 9 to 18 in Shanghai: closes ten minutes after the start.
pub(super) fn hours() -> Hours {
    let day = vec![Opening {
        from: "09:00".into(),
        to: "18:00".into(),
    }];
    let mut week: [Vec<Opening>; 7] = std::array::from_fn(|_| day.clone());
    week[5].clear();
    week[6].clear();
    let hours = Hours::of_week("Asia/Shanghai".into(), week);
    assert!(hours.open_at(at(9)) && !hours.open_at(at(10)));
    hours
}

fn facts(desk: &Desk, steps: &[(i64, Seat, Op)]) -> Vec<(Fact, String)> {
    let mut sessions = Vec::new();
    let mut facts = Vec::new();
    for Change {
        sessions: rows,
        facts: new,
        conversation,
        ..
    } in play(desk, steps)
    {
        for row in rows {
            if !sessions.contains(&row.id) {
                sessions.push(row.id);
            }
        }
        for fact in new {
            let (row, consultation) = (&conversation.row, Some(fact.consultation));
            assert_eq!(
                (fact.conversation, consultation, fact.inbox),
                (row.id, row.consultation_id, row.inbox_id)
            );
            let session = fact
                .session
                .map(|id| sessions.iter().position(|known| *known == id).unwrap() + 1);
            let who = match (fact.agent, session) {
                (None, None) => String::new(),
                (Some(agent), Some(nth)) if agent == id(ZHOU) => format!(", 周岚 #{nth}"),
                (Some(_), Some(nth)) => format!(", 吴桐 #{nth}"),
                other => panic!("agent without session: {other:?}"),
            };
            facts.push((fact, who));
        }
    }
    facts
}

/// Plays the steps twice, always open and with hours: "name start-end (open minutes) =value by actor, agent
/// #session".
fn check(steps: &[(i64, Seat, Op)], expected: &[&str]) {
    let always = facts(&Desk::new(), steps);
    let mut desk = Desk::new();
    desk.clocks.hours = Some(hours());
    let within = facts(&desk, steps);
    assert_eq!(always.len(), within.len());
    let minute = |span: yingke_words::Span| span.as_millis() / 60_000;
    let told: Vec<String> = always
        .iter()
        .zip(&within)
        .map(|((fact, who), (open, _))| {
            assert_eq!(fact.in_hours, fact.end.since(fact.start), "always open");
            let (start, end) = (minute(fact.start.since(at(0))), minute(fact.end.since(at(0))));
            let (name, actor, open) = (fact.name.key(), fact.actor.key(), minute(open.in_hours));
            format!("{name} {start}-{end} ({open}) ={} by {actor}{who}", fact.value)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_consultation_with_a_transfer() {
    check(
        &[
            (0, zhou(), Op::Receive),
            (2, zhou(), Op::Receive),
            (3, zhou(), Op::Reply),
            (4, zhou(), Op::Reply),
            (5, zhou(), Op::Receive),
            (6, zhou(), Op::Reply),
            (7, zhou(), Op::Receive),
            (8, zhou(), Op::Hand),
            (9, wu(), Op::Reply),
            (11, wu(), Op::Receive),
            (13, wu(), Op::End),
        ],
        &[
            "consultation.opened 0-0 (0) =1 by customer",
            "queue.left 0-3 (3) =1 by agent",
            "first_reply.customer 0-3 (3) =1 by agent, 周岚 #1",
            "round 0-3 (3) =1 by agent, 周岚 #1",
            "first_reply.session 3-3 (0) =1 by agent, 周岚 #1",
            "round 5-6 (1) =1 by agent, 周岚 #1",
            "session.ended 3-8 (5) =3 by agent, 周岚 #1",
            "transfer.out 8-8 (0) =1 by agent, 周岚 #1",
            "round.handed 7-8 (1) =1 by agent",
            "transfer.in 8-8 (0) =3 by agent, 吴桐 #2",
            "round 8-9 (1) =1 by agent, 吴桐 #2",
            "first_reply.session 8-9 (1) =1 by agent, 吴桐 #2",
            "round.unanswered 11-13 (0) =1 by agent, 吴桐 #2",
            "consultation.ended 0-13 (10) =1 by agent, 吴桐 #2",
            "session.ended 8-13 (2) =1 by agent, 吴桐 #2",
        ],
    );
}

#[test]
fn a_queue_left_without_a_human() {
    check(
        &[(8, zhou(), Op::Receive), (12, zhou(), Op::Leave)],
        &[
            "consultation.opened 8-8 (0) =1 by customer",
            "queue.left 8-12 (2) =0 by customer",
            "round.unanswered 8-12 (2) =1 by customer",
            "consultation.ended 8-12 (2) =1 by customer",
        ],
    );
}

#[test]
fn returned_to_the_queue_it_waits_anew() {
    check(
        &[
            (0, zhou(), Op::Receive),
            (1, zhou(), Op::Take),
            (4, zhou(), Op::Return),
            (5, zhou(), Op::Return),
            (9, wu(), Op::Take),
            (80, wu(), Op::TimeOut),
        ],
        &[
            "consultation.opened 0-0 (0) =1 by customer",
            "queue.left 0-1 (1) =1 by agent",
            "session.ended 1-4 (3) =0 by agent, 周岚 #1",
            "transfer.out 4-4 (0) =1 by agent, 周岚 #1",
            "round.handed 0-4 (4) =1 by agent",
            "queue.left 4-9 (5) =1 by agent",
            "round.handed 4-9 (5) =1 by agent",
            "transfer.in 9-9 (0) =2 by agent, 吴桐 #2",
            "round.unanswered 9-80 (1) =1 by system, 吴桐 #2",
            "consultation.ended 0-80 (10) =1 by system, 吴桐 #2",
            "session.ended 9-80 (1) =0 by system, 吴桐 #2",
        ],
    );
}

/// A greeting starts and stops no clock, and what we opened has no first reply; its rounds count.
#[test]
fn what_we_opened_has_no_first_reply() {
    check(
        &[
            (0, zhou(), Op::Reply),
            (1, zhou(), Op::Reply),
            (4, zhou(), Op::Receive),
            (6, zhou(), Op::Reply),
            (7, zhou(), Op::End),
        ],
        &[
            "consultation.opened 0-0 (0) =1 by agent",
            "round 4-6 (2) =1 by agent, 周岚 #1",
            "consultation.ended 0-7 (7) =1 by agent, 周岚 #1",
            "session.ended 0-7 (7) =3 by agent, 周岚 #1",
        ],
    );
}

#[test]
fn the_next_consultation_has_a_first_reply_of_its_own() {
    check(
        &[
            (0, zhou(), Op::Receive),
            (1, zhou(), Op::Leave),
            (3, zhou(), Op::Receive),
            (5, zhou(), Op::Reply),
            (6, zhou(), Op::Leave),
            (7, zhou(), Op::Receive),
            (9, wu(), Op::Reply),
        ],
        &[
            "consultation.opened 0-0 (0) =1 by customer",
            "queue.left 0-1 (1) =0 by customer",
            "round.unanswered 0-1 (1) =1 by customer",
            "consultation.ended 0-1 (1) =1 by customer",
            "consultation.opened 3-3 (0) =1 by customer",
            "queue.left 3-5 (2) =1 by agent",
            "first_reply.customer 3-5 (2) =1 by agent, 周岚 #1",
            "round 3-5 (2) =1 by agent, 周岚 #1",
            "first_reply.session 5-5 (0) =1 by agent, 周岚 #1",
            "consultation.ended 3-6 (3) =1 by customer, 周岚 #1",
            "session.ended 5-6 (1) =1 by customer, 周岚 #1",
            "consultation.opened 7-7 (0) =1 by customer",
            "queue.left 7-9 (2) =1 by agent",
            "first_reply.customer 7-9 (2) =1 by agent, 吴桐 #2",
            "round 7-9 (2) =1 by agent, 吴桐 #2",
            "first_reply.session 9-9 (0) =1 by agent, 吴桐 #2",
        ],
    );
}

#[test]
fn a_reopening_counts_the_first_reply_no_second_time() {
    check(
        &[
            (0, zhou(), Op::Receive),
            (1, zhou(), Op::Reply),
            (2, zhou(), Op::End),
            (3, wu(), Op::Reopen),
            (4, wu(), Op::Receive),
            (6, wu(), Op::Reply),
        ],
        &[
            "consultation.opened 0-0 (0) =1 by customer",
            "queue.left 0-1 (1) =1 by agent",
            "first_reply.customer 0-1 (1) =1 by agent, 周岚 #1",
            "round 0-1 (1) =1 by agent, 周岚 #1",
            "first_reply.session 1-1 (0) =1 by agent, 周岚 #1",
            "consultation.ended 0-2 (2) =1 by agent, 周岚 #1",
            "session.ended 1-2 (1) =1 by agent, 周岚 #1",
            "round 4-6 (2) =1 by agent, 吴桐 #2",
            "first_reply.session 3-6 (3) =1 by agent, 吴桐 #2",
        ],
    );
}

/// Passed on twice, taken away by a third, given up in the queue: each part of the wait stands once, and the agents' are
/// those after they had accepted.
#[test]
fn each_part_of_a_wait_that_is_handed_on_counts_once() {
    check(
        &[
            (0, zhou(), Op::Reply),
            (1, zhou(), Op::Receive),
            (3, zhou(), Op::Hand),
            (4, wu(), Op::Receive),
            (6, zhou(), Op::Take),
            (7, wu(), Op::Return),
            (9, wu(), Op::Leave),
            (12, wu(), Op::Receive),
            (14, wu(), Op::Reply),
        ],
        &[
            "consultation.opened 0-0 (0) =1 by agent",
            "session.ended 0-3 (3) =1 by agent, 周岚 #1",
            "transfer.out 3-3 (0) =1 by agent, 周岚 #1",
            "round.handed 1-3 (2) =1 by agent",
            "transfer.in 3-3 (0) =3 by agent, 吴桐 #2",
            "session.ended 3-6 (3) =0 by agent, 吴桐 #2",
            "transfer.out 6-6 (0) =3 by agent, 吴桐 #2",
            "round.handed 3-6 (3) =1 by agent",
            "transfer.in 6-6 (0) =2 by agent, 周岚 #3",
            "session.ended 6-7 (1) =0 by agent, 周岚 #3",
            "transfer.out 7-7 (0) =3 by agent, 周岚 #3",
            "round.handed 6-7 (1) =1 by agent",
            "queue.left 7-9 (2) =0 by customer",
            "round.unanswered 7-9 (2) =1 by customer",
            "consultation.ended 0-9 (9) =1 by customer",
            "consultation.opened 12-12 (0) =1 by customer",
            "queue.left 12-14 (0) =1 by agent",
            "first_reply.customer 12-14 (0) =1 by agent, 吴桐 #4",
            "round 12-14 (0) =1 by agent, 吴桐 #4",
            "first_reply.session 14-14 (0) =1 by agent, 吴桐 #4",
        ],
    );
}

/// Snoozing, notes, tags and reading measure nothing and stop nothing; in the queue the wait goes on.
#[test]
fn the_desks_own_affairs_measure_nothing() {
    check(
        &[
            (0, zhou(), Op::Receive),
            (1, zhou(), Op::Note),
            (2, zhou(), Op::Snooze),
            (3, zhou(), Op::Tag),
            (4, zhou(), Op::Read),
            (5, zhou(), Op::Receive),
            (6, zhou(), Op::Take),
        ],
        &[
            "consultation.opened 0-0 (0) =1 by customer",
            "queue.left 0-6 (6) =1 by agent",
        ],
    );
}
