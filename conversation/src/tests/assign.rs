//! Somebody becomes responsible.

use super::{Desk, Op, TEAM, WU, ZHOU, at, id, perform, thread, zhou};
use crate::{Release, Status};

/// After `ops` of 周岚's they assign at minute 9: the sessions' rows (whose, why released), who is responsible
/// (team, agent) and the line's words.
fn check(ops: &[Op], op: Op, sessions: &[(u128, Option<Release>)], line: (&str, &str)) {
    let desk = Desk::new();
    let before = thread(&desk, ops);
    let change = perform(&before, op, &zhou(), desk.moment(9)).unwrap().unwrap();
    let case = format!("{ops:?}, {op:?}");
    let rows: Vec<_> = change
        .sessions
        .iter()
        .map(|row| (row.agent, row.release))
        .collect();
    let expected: Vec<_> = sessions
        .iter()
        .map(|&(agent, release)| (id(agent), release))
        .collect();
    assert_eq!(rows, expected, "{case}");
    for row in &change.sessions {
        assert_eq!(row.released_at, row.release.map(|_| at(9)), "{case}");
        assert_eq!(
            Some(row.consultation),
            change.conversation.row.consultation_id,
            "{case}"
        );
    }
    let row = &change.conversation.row;
    let (status, team, agent) = match op {
        Op::Return => (Status::Queued, Some(id(TEAM)), None),
        Op::Hand => (Status::Open, before.row.team_id, Some(id(WU))),
        _ => (Status::Open, before.row.team_id, Some(id(ZHOU))),
    };
    assert_eq!(
        (row.status, row.team_id, row.agent_id, row.snoozed_until),
        (status, team, agent, None),
        "{case}"
    );
    let event = change.message.unwrap().event.unwrap();
    assert_eq!(
        (event.what.as_str(), event.to.as_deref()),
        (line.0, Some(line.1)),
        "{case}"
    );
    assert_eq!(row.last_at, before.row.last_at, "{case}: nobody spoke");
    assert_eq!(
        row.waiting_since, before.row.waiting_since,
        "{case}: the customer still waits"
    );
}

#[test]
fn to_a_person_opens_a_session_to_a_team_queues() {
    use Release::{Returned, Transferred};
    let (zhou, wu, team) = (("assigned", "周岚"), ("assigned", "吴桐"), ("queued", "售后"));
    check(&[Op::Receive], Op::Take, &[(ZHOU, None)], zhou);
    check(&[Op::Receive, Op::Snooze], Op::Take, &[(ZHOU, None)], zhou);
    check(
        &[Op::Receive, Op::Hand],
        Op::Take,
        &[(WU, Some(Transferred)), (ZHOU, None)],
        zhou,
    );
    check(&[Op::Receive], Op::Hand, &[(WU, None)], wu);
    check(&[Op::Receive, Op::Return], Op::Hand, &[(WU, None)], wu);
    check(
        &[Op::Receive, Op::Reply],
        Op::Hand,
        &[(ZHOU, Some(Transferred)), (WU, None)],
        wu,
    );
    check(
        &[Op::Receive, Op::Take, Op::Snooze],
        Op::Hand,
        &[(ZHOU, Some(Transferred)), (WU, None)],
        wu,
    );
    check(&[Op::Receive], Op::Return, &[], team);
    check(&[Op::Receive, Op::Snooze], Op::Return, &[], team);
    check(
        &[Op::Receive, Op::Take],
        Op::Return,
        &[(ZHOU, Some(Returned))],
        team,
    );
    check(
        &[Op::Receive, Op::Take, Op::Snooze],
        Op::Return,
        &[(ZHOU, Some(Returned))],
        team,
    );
}
