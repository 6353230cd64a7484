//! Who may do what, where: every operation by every role.

use yingke_staff::StandardRole::{self, Administrator, Agent, Auditor, Owner, Supervisor};

use super::{Desk, INBOX, OTHER_INBOX, Op, TEAM, ZHOU, id, perform, seat, thread, wu, zhou};
use crate::{Conversation, Refused};

const PLACES: [&str; 7] = [
    "my own",
    "the queue of my inbox",
    "a team mate's in another inbox",
    "a colleague's in my inbox",
    "the queue of another inbox",
    "my own, ended",
    "a colleague's, ended",
];

fn place(what: &str) -> Conversation {
    let desk = Desk::new();
    let (ops, owner, inbox): (&[Op], _, _) = match what {
        "the queue of my inbox" => (&[Op::Receive], zhou(), INBOX),
        "the queue of another inbox" => (&[Op::Receive], zhou(), OTHER_INBOX),
        "my own, ended" => (&[Op::Receive, Op::Take, Op::End], zhou(), INBOX),
        "a colleague's, ended" => (&[Op::Receive, Op::Take, Op::End], wu(), INBOX),
        "my own" => (&[Op::Receive, Op::Take], zhou(), INBOX),
        "a colleague's in my inbox" => (&[Op::Receive, Op::Take], wu(), INBOX),
        _ => (&[Op::Receive, Op::Return, Op::Take], wu(), OTHER_INBOX),
    };
    let mut now = thread(&desk, &[]);
    now.row.inbox_id = id(inbox);
    for op in ops {
        now = perform(&now, *op, &owner, desk.moment(0))
            .unwrap()
            .unwrap()
            .conversation;
    }
    now
}

/// The roles that may, a letter each: (o)wner, (a)dministrator, (s)upervisor, a(g)ent, a(u)ditor.
fn check(op: Op, allowed: [&str; PLACES.len()]) {
    let letter = |role| match role {
        Owner => 'o',
        Administrator => 'a',
        Supervisor => 's',
        Agent => 'g',
        Auditor => 'u',
    };
    let mut succeeded = false;
    for (what, allowed) in PLACES.into_iter().zip(allowed) {
        for role in StandardRole::ALL {
            let desk = Desk::new();
            let outcome = perform(&place(what), op, &seat(role, ZHOU, "周岚"), desk.moment(90));
            succeeded |= outcome.as_ref().is_ok_and(Option::is_some);
            let may = outcome.err() != Some(Refused::NotPermitted);
            assert_eq!(may, allowed.contains(letter(role)), "{role:?} {op:?} {what}");
        }
    }
    assert!(
        succeeded
            || matches!(
                op,
                Op::SnoozePast
                    | Op::Wake
                    | Op::Accept
                    | Op::Decline
                    | Op::OfferEnds
                    | Op::Unfollow
                    | Op::SeeToHelp
                    | Op::Quit
            ),
        "{op:?} succeeds somewhere"
    );
}

#[test]
fn every_operation_by_every_role() {
    // One's own, one's queue: whoever serves, or served last. Elsewhere the scope decides.
    let serve = ["oasg", "oasg", "oa", "oas", "oa", "oasg", "oas"];
    // Team mates' may be read and noted.
    let see = ["oasg", "oasg", "oag", "oas", "oa", "oasg", "oas"];
    // Help is seen to by whoever looks after others', and one's own by oneself.
    let oversee = ["oasg", "oas", "oa", "oas", "oa", "oasg", "oas"];
    // Customers and clocks need no permission.
    let anybody = ["oasgu"; PLACES.len()];
    for op in Op::ALL {
        let allowed = match op {
            Op::Reply
            | Op::Take
            | Op::Hand
            | Op::Return
            | Op::End
            | Op::Snooze
            | Op::SnoozePast
            | Op::PhoneTask
            | Op::GoOn
            | Op::Reopen
            | Op::Tag
            | Op::Invite
            | Op::Whisper => serve,
            Op::Note | Op::Read | Op::Mention | Op::Follow | Op::Unfollow | Op::AskHelp | Op::Quit => see,
            Op::SeeToHelp => oversee,
            // Routing asks nobody; an offer is its receiver's.
            Op::Receive
            | Op::Leave
            | Op::TimeOut
            | Op::Wake
            | Op::Seen
            | Op::Route
            | Op::Offer
            | Op::Accept
            | Op::Decline
            | Op::OfferEnds
            | Op::Gone => anybody,
        };
        check(op, allowed);
    }
}

#[test]
fn a_transfer_takes_access_along() {
    let desk = Desk::new();
    let seat = seat(Agent, ZHOU, "周岚");
    let before = thread(&desk, &[Op::Receive, Op::Reply]);
    let change = perform(&before, Op::Hand, &seat, desk.moment(5))
        .unwrap()
        .unwrap();
    let refused = perform(&change.conversation, Op::Reply, &seat, desk.moment(6));
    assert_eq!(refused.err(), Some(Refused::NotPermitted));
    let was = change.event.was.unwrap();
    assert_eq!((was.agent, was.team, was.queued), (Some(id(ZHOU)), None, false));
    let back = perform(&before, Op::Return, &seat, desk.moment(5))
        .unwrap()
        .unwrap();
    assert_eq!(back.conversation.subject().team, Some(id(TEAM)));
    assert!(
        perform(&back.conversation, Op::Take, &seat, desk.moment(6)).is_ok(),
        "the team's queue is theirs"
    );
}
