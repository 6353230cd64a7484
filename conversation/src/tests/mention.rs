//! Whom a note names is told until they look, and follows from then on.

use yingke_staff::{Seat, StandardRole};
use yingke_words::AgentId;

use super::{Desk, Op, TEAM, WU, ZHOU, id, perform, seat, spoken, thread, zhou};
use crate::{
    Change, Colleagues, Conversation, EventKind, MOST_FOLLOWERS, Mention, Mentioning, Naming, Refused,
    follow, note, read, unfollow,
};

const LIN: u128 = 13;
const AUDITOR: u128 = 14;

fn house() -> Colleagues {
    let mut lin = seat(StandardRole::Agent, LIN, "林夏");
    lin.teams = Vec::new();
    lin.inboxes = Vec::new();
    let seats = [
        zhou(),
        seat(StandardRole::Agent, WU, "吴桐"),
        lin,
        seat(StandardRole::Auditor, AUDITOR, "钱审"),
    ];
    Colleagues {
        seats: seats.into_iter().map(|seat| (seat.agent, seat)).collect(),
        teams: [(id(TEAM), "售后".to_owned())].into(),
    }
}

fn naming(before: &Conversation, agents: &[u128], teams: &[u128], by: &Seat) -> Result<Change, Refused> {
    let desk = Desk::new();
    let moment = desk.moment(9);
    let asked = Mentioning {
        agents: agents.iter().map(|one| id(*one)).collect(),
        teams: teams.iter().map(|one| id(*one)).collect(),
    };
    let colleagues = house();
    let naming = Naming {
        asked: &asked,
        colleagues: &colleagues,
    };
    note(before.clone(), spoken(&moment, "看一下"), naming, by, moment)
}

fn served() -> Conversation {
    thread(&Desk::new(), &[Op::Receive, Op::Reply])
}

fn ids(of: &[u128]) -> Vec<AgentId> {
    of.iter().map(|one| id(*one)).collect()
}

/// Who follows and who is told after a note of 周岚's, who serves.
fn check(agents: &[u128], teams: &[u128], told: &[u128]) {
    let change = naming(&served(), agents, teams, &zhou()).unwrap();
    let together = &change.conversation.row.collaboration;
    let followers: Vec<AgentId> = together.followers.iter().map(|one| one.agent_id).collect();
    assert_eq!(followers, ids(told), "{agents:?} {teams:?}");
    assert_eq!(together.mentioned, ids(told), "{agents:?} {teams:?}");
    assert_eq!(change.beside.mentioned, ids(told));
    assert_eq!(change.beside.followed, ids(told));
    assert_eq!(change.message.unwrap().mentions.len(), agents.len() + teams.len());
    assert_eq!(change.event.kind, EventKind::NoteAdded);
}

#[test]
fn whoever_is_named_follows_and_is_told() {
    check(&[], &[], &[]);
    check(&[LIN], &[], &[LIN]);
    check(&[LIN, WU], &[], &[LIN, WU]);
    check(&[], &[TEAM], &[WU]);
    check(&[LIN, WU], &[TEAM], &[LIN, WU]);
    check(&[ZHOU], &[], &[]);
}

#[test]
fn whoever_serves_is_told_and_need_not_follow() {
    let by = seat(StandardRole::Supervisor, WU, "吴桐");
    let change = naming(&served(), &[ZHOU], &[], &by).unwrap();
    let together = change.conversation.row.collaboration;
    assert_eq!((together.followers.len(), together.mentioned), (0, ids(&[ZHOU])));
}

#[test]
fn who_cannot_be_named() {
    let check =
        |agents: &[u128], teams: &[u128], by: &Seat| naming(&served(), agents, teams, by).unwrap_err();
    assert_eq!(check(&[99], &[], &zhou()), Refused::ColleagueUnknown);
    assert_eq!(check(&[], &[99], &zhou()), Refused::ColleagueUnknown);
    assert_eq!(check(&[AUDITOR], &[], &zhou()), Refused::ColleagueCannotRead);
    let stranger = &house().seats[&id(LIN)];
    assert_eq!(
        check(&[99], &[], stranger),
        Refused::NotPermitted,
        "who sees nothing learns nothing"
    );
}

#[test]
fn a_mention_opens_the_thread_to_read_and_note_and_to_nothing_else() {
    let before = served();
    let lin = house().seats[&id(LIN)].clone();
    let desk = Desk::new();
    for op in [Op::Note, Op::Read] {
        assert_eq!(
            perform(&before, op, &lin, desk.moment(1)).unwrap_err(),
            Refused::NotPermitted
        );
    }
    let after = naming(&before, &[LIN], &[], &zhou()).unwrap().conversation;
    for op in [Op::Note, Op::Read] {
        assert!(perform(&after, op, &lin, desk.moment(1)).is_ok(), "{op:?}");
    }
    for op in [Op::Reply, Op::End, Op::Take, Op::Tag, Op::Snooze] {
        assert_eq!(
            perform(&after, op, &lin, desk.moment(1)).unwrap_err(),
            Refused::NotPermitted,
            "{op:?}"
        );
    }
}

#[test]
fn looking_is_told_to_all_and_once() {
    let desk = Desk::new();
    let lin = house().seats[&id(LIN)].clone();
    let before = naming(&served(), &[LIN, WU], &[], &zhou()).unwrap().conversation;
    let looked = read(before.clone(), 1, &lin, desk.moment(10)).unwrap();
    assert_eq!(looked.event.kind, EventKind::ConversationLooked);
    assert_eq!(looked.conversation.row.version, before.row.version + 1);
    assert_eq!(looked.beside.looked, ids(&[LIN]));
    assert_eq!(looked.conversation.row.collaboration.mentioned, ids(&[WU]));
    let again = read(looked.conversation, 1, &lin, desk.moment(11)).unwrap();
    assert_eq!(
        (again.event.kind, again.beside.looked.len()),
        (EventKind::ConversationRead, 0)
    );
}

#[test]
fn following_begins_and_ends_once() {
    let desk = Desk::new();
    let wu = seat(StandardRole::Supervisor, WU, "吴桐");
    let lin = house().seats[&id(LIN)].clone();
    let before = served();
    assert_eq!(
        follow(before.clone(), &lin, desk.moment(1)).err(),
        Some(Refused::NotPermitted)
    );
    let change = follow(before.clone(), &wu, desk.moment(1)).unwrap().unwrap();
    assert_eq!(
        (change.event.kind, change.beside.followed),
        (EventKind::ConversationJoined, ids(&[WU]))
    );
    assert_eq!(
        change.conversation.row.collaboration.followers[0].since, 1,
        "what came before is not unread"
    );
    let after = change.conversation;
    assert_eq!(follow(after.clone(), &wu, desk.moment(2)).unwrap(), None);
    assert_eq!(unfollow(before, id(WU), &wu, desk.moment(2)).unwrap(), None);
    let change = unfollow(after, id(WU), &wu, desk.moment(3)).unwrap().unwrap();
    assert_eq!(change.beside.unfollowed, ids(&[WU]));
    assert!(change.conversation.row.collaboration.is_empty());
}

#[test]
fn only_whoever_may_assign_sends_others_away() {
    let desk = Desk::new();
    let named = naming(&served(), &[LIN, WU], &[], &zhou()).unwrap().conversation;
    let lin = house().seats[&id(LIN)].clone();
    assert_eq!(
        unfollow(named.clone(), id(WU), &lin, desk.moment(1)).err(),
        Some(Refused::NotPermitted)
    );
    let change = unfollow(named, id(LIN), &zhou(), desk.moment(1))
        .unwrap()
        .unwrap();
    assert_eq!(
        (change.beside.unfollowed, change.beside.looked),
        (ids(&[LIN]), ids(&[LIN]))
    );
    assert!(!lin.sees(&change.conversation.subject()));
}

#[test]
fn so_many_follow_and_no_more() {
    let desk = Desk::new();
    let mut it = served();
    for n in 0..MOST_FOLLOWERS as u128 {
        let one = seat(StandardRole::Owner, 1_000 + n, "某");
        it = follow(it, &one, desk.moment(1)).unwrap().unwrap().conversation;
    }
    let one = seat(StandardRole::Owner, 999, "某");
    assert_eq!(
        follow(it.clone(), &one, desk.moment(1)).err(),
        Some(Refused::TooManyFollowers)
    );
    assert_eq!(
        naming(&it, &[LIN], &[], &zhou()).err(),
        Some(Refused::TooManyFollowers)
    );
}

#[test]
fn the_names_stand_as_they_were() {
    let change = naming(&served(), &[LIN], &[TEAM], &zhou()).unwrap();
    let mentions = change.message.unwrap().mentions;
    let expected = [
        Mention::Agent {
            id: id(LIN),
            name: "林夏".into(),
        },
        Mention::Team {
            id: id(TEAM),
            name: "售后".into(),
        },
    ];
    assert_eq!(mentions, expected);
    let json = serde_json::to_value(&mentions[0]).unwrap();
    assert_eq!(
        (json["kind"].as_str(), json["name"].as_str()),
        (Some("agent"), Some("林夏"))
    );
}
