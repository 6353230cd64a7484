//! What the customer is shown, and the positions by which they are told of it.

use proptest::prelude::*;

use super::{Desk, Op, STAGES, TEAM, WU, ZHOU, id, op::SECRET, perform, thread, walk, zhou};
use crate::{
    ActorKind, AttachmentRef, Change, Conversation, Direction, Status, VisitorAttachment, VisitorLinks,
    VisitorMessage, VisitorState,
};

/// Addresses that say of which file they are.
struct Links;

impl VisitorLinks for Links {
    fn link(&self, file: &AttachmentRef) -> VisitorAttachment {
        VisitorAttachment {
            file: file.clone(),
            url: format!("/{}", file.name),
            thumbnail_url: file.thumbnail.then(|| format!("/{}/small", file.name)),
        }
    }
}

fn state(conversation: &Conversation) -> VisitorState {
    // How far the customer has read is theirs to know: telling it would be answered by reading that, for ever.
    VisitorState {
        customer_read_order: 0,
        ..VisitorState::of(&conversation.row, conversation.running.agent_read_position)
    }
}

/// What the customer sees of one change: a new position exactly when something they see has changed; no staff
/// ids.
fn check(before: &Conversation, change: &Change) {
    let (after, event) = (&change.conversation, &change.event);
    let risen = after.running.position - before.running.position;
    assert!(
        (0..=1).contains(&risen),
        "position rises by one or not at all, not by {risen}"
    );
    assert_eq!(
        event.position,
        (risen == 1).then_some(after.running.position),
        "{:?}",
        event.kind
    );
    assert_eq!(event.agent_read_position.is_some(), event.position.is_some());
    let shown = change
        .message
        .as_ref()
        .and_then(|line| VisitorMessage::of(line, &Links));
    let line = change.message.as_ref();
    let internal = line.is_none_or(|line| line.direction == Direction::Internal);
    assert_eq!(
        shown.is_none(),
        internal,
        "internal lines, and only they, are hidden"
    );
    if let Some(shown) = &shown {
        assert_eq!(shown.order, after.running.position);
    }
    if shown.is_some() || state(before) != state(after) {
        assert_eq!(risen, 1, "{:?} is seen", event.kind);
    }
    let json = serde_json::to_string(&(state(after), shown)).unwrap();
    for staff in [ZHOU, WU, TEAM] {
        let uuid = id::<yingke_words::AgentId>(staff).to_string();
        assert!(!json.contains(&uuid), "{json} names {staff}");
    }
    assert!(!json.contains("snoozed") && !json.contains("note"), "{json}");
    let orders = serde_json::to_string(&change.orders).unwrap();
    assert!(
        !json.contains(SECRET) && !orders.contains(SECRET),
        "{json} {orders}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_customer_is_told_of_what_they_see_and_of_nothing_else(walk in walk::walks()) {
        walk.take(check);
    }
}

/// By how much each operation raises the position in each stage (– where it is refused or changes nothing).
#[test]
fn every_operation_raises_the_position_by_one_or_none() {
    for op in Op::ALL {
        let expected = match op {
            Op::Receive | Op::Reply => "1111111",
            Op::Note | Op::Tag | Op::GoOn | Op::Mention | Op::Follow => "0000000",
            Op::PhoneTask => "1100111",
            Op::Take => "–1––1–1",
            Op::Hand | Op::Return | Op::End | Op::Leave | Op::TimeOut | Op::Invite => "–1111–1",
            Op::Snooze | Op::AskHelp | Op::Whisper => "–0000–0",
            Op::SnoozePast | Op::Gone | Op::Unfollow | Op::SeeToHelp | Op::Quit => "–––––––",
            Op::Wake => "–––00––",
            Op::Reopen => "–––––1–",
            Op::Read => "0011010",
            Op::Seen => "––00–0–",
            Op::Route => "–1–––––",
            Op::Offer => "–0–––––",
            Op::Accept => "––––––1",
            Op::Decline | Op::OfferEnds => "––––––0",
        };
        let risen: String = STAGES
            .iter()
            .map(|(_, ops)| {
                let desk = Desk::new();
                let before = thread(&desk, ops);
                let Ok(Some(change)) = perform(&before, op, &zhou(), desk.moment(200)) else {
                    return "–".to_owned();
                };
                check(&before, &change);
                (change.conversation.running.position - before.running.position).to_string()
            })
            .collect();
        assert_eq!(risen, expected, "{op:?}");
    }
}

/// The status and the agent's name in each stage: a snooze is the desk's own affair.
#[test]
fn every_stage_as_the_customer_sees_it() {
    let views = [
        (Status::Idle, None),
        (Status::Queued, None),
        (Status::Open, Some("周岚")),
        (Status::Open, Some("周岚")),
        (Status::Queued, None),
        (Status::Ended, None),
        (Status::Queued, None),
    ];
    for ((stage, ops), (status, agent)) in STAGES.into_iter().zip(views) {
        let state = state(&thread(&Desk::new(), ops));
        let name = state.agent.map(|agent| agent.name);
        assert_eq!((state.status, name.as_deref()), (status, agent), "{stage}");
    }
}

#[test]
fn an_internal_line_is_hidden_whatever_it_carries() {
    let desk = Desk::new();
    let change = perform(&thread(&desk, &[Op::Receive]), Op::Note, &zhou(), desk.moment(1))
        .unwrap()
        .unwrap();
    let mut line = change.message.unwrap();
    line.position = Some(2);
    assert_eq!(VisitorMessage::of(&line, &Links), None);
}

#[test]
fn whoever_joins_openly_is_named_and_whoever_whispers_is_not() {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply]);
    let shown = |op| {
        let change = perform(&before, op, &zhou(), desk.moment(9)).unwrap().unwrap();
        VisitorMessage::of(&change.message.unwrap(), &Links)
    };
    let joined = shown(Op::Invite).unwrap();
    assert_eq!(
        (joined.from, joined.name.as_str(), joined.text.as_str()),
        (ActorKind::System, "吴桐", "")
    );
    assert_eq!(shown(Op::Whisper), None);
}
