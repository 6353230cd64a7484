//! What a phone task does.

use yingke_words::Span;

use super::{
    Desk, Op, TEAM, WU, ZHOU, at, id,
    op::{call, perform},
    spoken, thread, zhou,
};
use crate::{
    Assignee, Content, Conversation, Direction, EventKind, MessageKind, PhoneTask, Refused, Status,
    TimerKind, phone_task,
};

/// A task at minute 5, changed by `as_told`, in the thread after `ops`.
fn task(desk: &Desk, ops: &[Op], as_told: impl FnOnce(&mut PhoneTask)) -> Result<crate::Change, Refused> {
    let before = thread(desk, ops);
    let moment = desk.moment(5);
    let mut task = call(spoken(&moment, "问问尺码合不合适"), &zhou(), &moment);
    as_told(&mut task);
    phone_task(before, task, &zhou(), moment)
}

fn served(conversation: &Conversation) -> (Status, Option<yingke_words::AgentId>) {
    (conversation.row.status, conversation.row.agent_id)
}

#[test]
fn the_note_says_what_and_where_and_the_conversation_comes_back_in_time() {
    let desk = Desk::new();
    for ops in [&[][..], &[Op::Receive], &[Op::Receive, Op::Reply, Op::End]] {
        let change = task(&desk, ops, |_| {}).unwrap();
        let line = change.message.as_ref().unwrap();
        assert_eq!(
            (line.kind, line.direction),
            (MessageKind::Note, Direction::Internal)
        );
        assert_eq!(line.text.as_str(), "问问尺码合不合适");
        let contact = Content::Contact {
            name: "小鹿".into(),
            phone: "138 0000 0000".into(),
        };
        assert_eq!(line.content, Some(contact));
        assert_eq!(
            served(&change.conversation),
            (Status::Snoozed, Some(id(ZHOU))),
            "{ops:?}"
        );
        let due = at(5) + Span::hours(1);
        assert_eq!(change.conversation.row.snoozed_until, Some(due));
        let wakes = |timer: &&crate::Timer| timer.kind == TimerKind::Wake;
        let timer = change.timers.iter().find(wakes).unwrap();
        assert_eq!(timer.due_at, due);
        let back = crate::wake(change.conversation, timer.consultation, desk.moment(65)).unwrap();
        assert_eq!(
            served(&back.conversation),
            (Status::Open, Some(id(ZHOU))),
            "{ops:?}"
        );
    }
}

#[test]
fn what_is_over_is_opened_by_us() {
    let desk = Desk::new();
    let change = task(&desk, &[Op::Receive, Op::Reply, Op::End], |_| {}).unwrap();
    assert_eq!(change.event.kind, EventKind::ConsultationOpened);
    assert_eq!(change.conversation.running.queued_at, None, "it never waited");
    let change = task(&desk, &[Op::Receive, Op::Reply], |_| {}).unwrap();
    assert_eq!(change.event.kind, EventKind::NoteAdded);
    assert!(change.sessions.is_empty(), "whoever serves goes on serving");
}

#[test]
fn a_team_finds_it_in_its_queue_when_it_is_time() {
    let desk = Desk::new();
    for ops in [&[Op::Receive, Op::Reply][..], &[Op::Receive, Op::Reply, Op::End]] {
        let change = task(&desk, ops, |task| {
            task.to = Assignee::Team(id(TEAM), "售后".into());
        })
        .unwrap();
        let row = &change.conversation.row;
        assert_eq!(
            (row.status, row.team_id, row.agent_id),
            (Status::Snoozed, Some(id(TEAM)), None)
        );
        let timer = change
            .timers
            .iter()
            .find(|timer| timer.kind == TimerKind::Wake)
            .unwrap();
        let back = crate::wake(change.conversation, timer.consultation, desk.moment(65)).unwrap();
        assert_eq!(back.conversation.row.status, Status::Queued, "{ops:?}");
    }
    let change = task(&desk, &[Op::Receive, Op::Reply], |task| {
        task.to = Assignee::Agent(id(WU), "吴桐".into());
    });
    assert_eq!(
        served(&change.unwrap().conversation),
        (Status::Snoozed, Some(id(WU)))
    );
}

#[test]
fn a_task_that_says_nothing_or_can_reach_nobody_is_refused() {
    type Told = fn(&mut PhoneTask);
    let rows: [(Told, Refused); 3] = [
        (|task| task.number = " ".into(), Refused::NoAddress),
        (
            |task| task.note.text = String::new().try_into().unwrap(),
            Refused::Empty,
        ),
        (|task| task.until = at(5), Refused::TimePassed),
    ];
    let desk = Desk::new();
    for (told, refused) in rows {
        assert_eq!(task(&desk, &[Op::Receive], told).err(), Some(refused));
    }
    let mut blocked = thread(&desk, &[Op::Receive]);
    blocked.running.blocked = true;
    let outcome = perform(&blocked, Op::PhoneTask, &zhou(), desk.moment(6));
    assert_eq!(outcome.err(), Some(Refused::Blocked));
}
