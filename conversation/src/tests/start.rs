//! What writing first does, and what the thread it goes on from says of it.

use yingke_staff::StandardRole;
use yingke_words::ConversationId;

use super::{Desk, OTHER_INBOX, Op, WU, ZHOU, at, fresh, id, op::perform, seat, spoken, thread, wu, zhou};
use crate::{
    Actor, AddressKind, Change, ChannelRules, Consent, Content, Conversation, Delivery, Direction, EventKind,
    Mail, Means, Order, Outbound, Reachable, Refused, Status, go_on, may_start, start,
};

fn desk(opens_with: Option<AddressKind>) -> Desk {
    let mut desk = Desk::new();
    desk.rules = ChannelRules {
        outbox: true,
        opens_with,
        ..ChannelRules::default()
    };
    desk
}

fn known() -> Reachable {
    Reachable {
        email: "Lu@Example.com".into(),
        phone: "138 0000 0000".into(),
        sms_consent: None,
    }
}

fn with_address(address: &str, mut conversation: Conversation) -> Conversation {
    conversation.running.external_id = address.to_owned();
    conversation
}

fn written(desk: &Desk, to: Conversation, known: &Reachable) -> Result<Change, Refused> {
    let moment = desk.moment(9);
    let mut spoken = spoken(&moment, "您的退款已到账");
    spoken.content = Some(Content::Mail(Box::new(Mail {
        subject: "退款".into(),
        ..Mail::default()
    })));
    start(to, Outbound { spoken }, known, &zhou(), moment)
}

#[test]
fn it_opens_a_consultation_of_ours_and_goes_out() {
    let desk = desk(Some(AddressKind::Email));
    let to = with_address("lu@example.com", fresh());
    let change = written(&desk, to, &known()).unwrap();
    let (row, running) = (&change.conversation.row, &change.conversation.running);
    assert_eq!((row.status, row.agent_id), (Status::Open, Some(id(ZHOU))));
    assert_eq!(
        (row.waiting_since, running.queued_at),
        (None, None),
        "it never waits"
    );
    assert_eq!(change.event.kind, EventKind::ConsultationOpened);
    let line = change.message.unwrap();
    assert_eq!(
        (line.direction, line.delivery),
        (Direction::Outbound, Some(Delivery::Pending))
    );
    assert_eq!(
        change.orders,
        [Order::Say {
            seq: line.seq,
            automatic: false
        }]
    );
    assert_eq!(running.context["subject"], "退款", "our next one follows it");
    assert_eq!(running.context["began"], line.id.to_string());
}

#[test]
fn what_runs_already_goes_on_and_what_the_customer_wrote_leads() {
    let desk = desk(Some(AddressKind::Email));
    let mut to = with_address("lu@example.com", thread(&desk, &[Op::Receive, Op::Reply]));
    to.running.context.insert("subject".into(), "尺码".into());
    let number = to.row.consultation_number;
    let change = written(&desk, to, &known()).unwrap();
    assert_eq!(change.conversation.row.consultation_number, number);
    assert_eq!(change.event.kind, EventKind::MessageSent);
    assert_eq!(change.conversation.running.context["subject"], "尺码");
}

#[test]
fn nobody_is_written_to_without_the_means() {
    use AddressKind::{Email, Phone};
    let agreed = Reachable {
        sms_consent: Some(Consent {
            at: at(0),
            by: Actor::system(),
        }),
        ..known()
    };
    let rows = [
        (None, "lu@example.com", known(), Some(Refused::CannotBegin)),
        (Some(Email), "lu@example.com", known(), None),
        (Some(Email), "else@example.com", known(), Some(Refused::NoAddress)),
        (Some(Email), "", Reachable::default(), Some(Refused::NoAddress)),
        (Some(Phone), "13800000000", known(), Some(Refused::NoConsent)),
        (Some(Phone), "13800000000", agreed.clone(), None),
        (Some(Phone), "138 0000 0000", agreed, Some(Refused::NoAddress)),
    ];
    for (opens_with, address, known, refused) in rows {
        let desk = desk(opens_with);
        let outcome = written(&desk, with_address(address, fresh()), &known);
        assert_eq!(outcome.err(), refused, "{opens_with:?} {address}");
    }
    let mut blocked = with_address("lu@example.com", fresh());
    blocked.running.blocked = true;
    let outcome = written(&desk(Some(Email)), blocked, &known());
    assert_eq!(outcome.err(), Some(Refused::Blocked));
}

#[test]
fn whoever_serves_the_inbox_begins_and_a_colleagues_stays_theirs() {
    let desk = Desk::new();
    let agent = seat(StandardRole::Agent, ZHOU, "周岚");
    let auditor = seat(StandardRole::Auditor, ZHOU, "周岚");
    let mut elsewhere = fresh();
    elsewhere.row.inbox_id = id(OTHER_INBOX);
    let after = |ops: &[(&str, Op)]| {
        ops.iter().fold(fresh(), |now, (who, op)| {
            let by = if *who == "wu" { wu() } else { zhou() };
            perform(&now, *op, &by, desk.moment(1))
                .unwrap()
                .unwrap()
                .conversation
        })
    };
    let theirs = [("", Op::Receive), ("wu", Op::Take), ("wu", Op::End)];
    let rows = [
        ("nobody's yet", None, true),
        ("waits in my queue", Some(after(&[("", Op::Receive)])), true),
        ("a colleague's", Some(after(&theirs[..2])), false),
        ("was a colleague's", Some(after(&theirs)), true),
        ("in an inbox I do not serve", Some(elsewhere), false),
    ];
    for (what, thread, may) in rows {
        let inbox = thread
            .as_ref()
            .map_or(fresh().row.inbox_id, |one| one.row.inbox_id);
        assert_eq!(may_start(&agent, inbox, thread.as_ref()), may, "{what}");
        assert!(!may_start(&auditor, inbox, thread.as_ref()), "{what}");
    }
    assert_ne!(WU, ZHOU);
}

#[test]
fn the_thread_that_is_left_says_where_it_went_on() {
    let desk = Desk::new();
    let before = thread(&desk, &[Op::Receive, Op::Reply, Op::End]);
    let to: ConversationId = id(91);
    let change = go_on(before.clone(), Means::Mail, to, &zhou(), desk.moment(3)).unwrap();
    let line = change.message.unwrap();
    let event = line.event.unwrap();
    assert_eq!(
        (event.what.as_str(), event.to.as_deref()),
        ("wentOn", Some("mail"))
    );
    assert_eq!((event.leads_to, line.direction), (Some(to), Direction::Internal));
    assert_eq!(change.conversation.row.status, before.row.status);
    let agent = seat(StandardRole::Agent, WU, "吴桐");
    let outcome = go_on(before, Means::Mail, to, &agent, desk.moment(3));
    assert_eq!(outcome.err(), Some(Refused::NotPermitted));
}
