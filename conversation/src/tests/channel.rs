//! A channel with an outbox, a window and abilities: what goes out, what is refused, and what its events settle to.

use yingke_words::Span;

use super::{Desk, Op, at, fresh, perform, spoken, thread, zhou};
use crate::{
    Amend, Change, ChannelRules, Clocks, Content, Conversation, Correction, Delivery, DeliveryFailure,
    EventKind, Happened, Inbound, Message, Order, Outbound, Refused, Spoken, Status, TextLimit, Told,
    Trigger, Unit, WindowRule, amend, correct, echo, happened, receive, reply,
};

/// Five messages within 48 hours, twenty characters each; edits for two minutes.
pub(super) fn five() -> Desk {
    let mut desk = Desk::with(Clocks::default());
    desk.rules = ChannelRules {
        outbox: true,
        windows: vec![WindowRule {
            trigger: Trigger::Message,
            lasts: Span::hours(48),
            messages: Some(5),
        }],
        carries: Some(vec![
            "text", "image", "menu", "template", "reaction", "readMark", "service",
        ]),
        text: Some(TextLimit {
            most: 20,
            unit: Unit::Characters,
        }),
        edits_within: Some(Span::minutes(2)),
        recalls_within: Some(Span::minutes(2)),
        opens_with: None,
    };
    desk
}

pub(super) fn asks(desk: &Desk, before: Conversation, minute: i64) -> Change {
    let moment = desk.moment(minute);
    let told = Told {
        opens: Some(Trigger::Message),
        at: Some(moment.now),
        ..Told::default()
    };
    receive(
        before,
        Inbound {
            spoken: spoken(&moment, "在吗"),
            told,
        },
        moment,
    )
    .unwrap()
}

fn answers(desk: &Desk, before: Conversation, minute: i64, text: &str) -> Result<Change, Refused> {
    let moment = desk.moment(minute);
    reply(
        before,
        Outbound {
            spoken: spoken(&moment, text),
        },
        &zhou(),
        moment,
    )
}

#[test]
fn a_reply_waits_in_the_outbox_and_takes_from_the_window() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0);
    assert_eq!(asked.orders, [Order::Serve], "the provider learns that we answer");
    assert_eq!(asked.conversation.row.window.unwrap().left, Some(5));
    let change = answers(&desk, asked.conversation, 1, "您好").unwrap();
    let message = change.message.unwrap();
    assert_eq!(message.delivery, Some(Delivery::Pending));
    assert_eq!(
        change.orders,
        [Order::Say {
            seq: message.seq,
            automatic: false
        }]
    );
    assert_eq!(change.conversation.row.window.unwrap().left, Some(4));
}

#[test]
fn every_piece_of_a_split_text_counts_and_one_too_many_is_refused_whole() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0).conversation;
    let three = answers(&desk, asked, 1, &"字".repeat(60)).unwrap().conversation;
    assert_eq!(three.row.window.unwrap().left, Some(2));
    let refused = answers(&desk, three.clone(), 2, &"字".repeat(41));
    assert_eq!(refused.err(), Some(Refused::WindowQuota));
    assert!(answers(&desk, three, 2, &"字".repeat(40)).is_ok());
}

#[test]
fn after_the_window_only_an_approved_message_goes_and_opens_nothing() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0).conversation;
    let late = 48 * 60;
    assert_eq!(
        answers(&desk, asked.clone(), late, "您好").err(),
        Some(Refused::WindowClosed)
    );
    let moment = desk.moment(late);
    let template = crate::Template {
        name: "sent".into(),
        language: String::new(),
        parameters: Vec::new(),
    };
    let notice = Spoken {
        content: Some(Content::Template(template)),
        ..spoken(&moment, "")
    };
    let change = reply(asked, Outbound { spoken: notice }, &zhou(), moment).unwrap();
    let again = answers(&desk, change.conversation, late, "您好");
    assert_eq!(again.err(), Some(Refused::WindowClosed));
}

#[test]
fn what_the_channel_does_not_carry_is_refused() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0).conversation;
    let moment = desk.moment(1);
    let sticker = Spoken {
        content: Some(Content::Sticker),
        ..spoken(&moment, "")
    };
    assert_eq!(
        reply(asked.clone(), Outbound { spoken: sticker }, &zhou(), moment).err(),
        Some(Refused::NotCarried)
    );
    let file = Spoken {
        attachments: vec![super::attachment("单.pdf", "application/pdf")],
        ..spoken(&moment, "")
    };
    assert_eq!(
        reply(asked, Outbound { spoken: file }, &zhou(), moment).err(),
        Some(Refused::NotCarried)
    );
}

#[test]
fn who_is_held_on_the_providers_side_cannot_be_answered_here() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0).conversation;
    let theirs = Happened::Theirs { by: "赵一".into() };
    let held = happened(asked, &theirs, Told::default(), desk.moment(1)).unwrap();
    assert_eq!(held.conversation.row.held_by.as_deref(), Some("赵一"));
    assert_eq!(held.message.unwrap().event.unwrap().what, "heldElsewhere");
    let again = happened(
        held.conversation.clone(),
        &theirs,
        Told::default(),
        desk.moment(2),
    );
    assert!(again.is_none(), "told twice is told once");
    assert_eq!(
        answers(&desk, held.conversation.clone(), 2, "您好").err(),
        Some(Refused::HeldElsewhere)
    );
    let back = happened(
        held.conversation,
        &Happened::Ended,
        Told::default(),
        desk.moment(3),
    )
    .unwrap();
    assert!(answers(&desk, back.conversation.clone(), 4, "您好").is_ok());
    // Nobody serves them there any more, and nothing says that we do.
    let again = asks(&desk, back.conversation, 5);
    assert_eq!(again.orders, [Order::Serve]);
    assert!(asks(&desk, again.conversation, 6).orders.is_empty(), "said once");
}

#[test]
fn an_out_of_office_answer_asks_for_nobody() {
    let desk = five();
    let moment = desk.moment(0);
    let told = Told {
        automatic: true,
        ..Told::default()
    };
    let change = receive(
        fresh(),
        Inbound {
            spoken: spoken(&moment, "我在休假"),
            told,
        },
        moment,
    )
    .unwrap();
    let row = &change.conversation.row;
    assert_eq!(
        (row.status, row.waiting_since, row.inbound_count),
        (Status::Idle, None, 0)
    );
    assert!(change.message.is_some() && change.facts.is_empty() && change.timers.is_empty());
}

#[test]
fn what_was_said_elsewhere_stands_in_the_thread_and_is_not_sent_again() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0).conversation;
    let moment = desk.moment(1);
    let change = echo(asked, spoken(&moment, "已在手机上回复"), "赵一", moment).unwrap();
    assert!(change.orders.is_empty() && change.facts.is_empty());
    assert_eq!(change.message.unwrap().delivery, Some(Delivery::Sent));
    assert_eq!(change.conversation.row.waiting_since, None);
}

fn said(desk: &Desk) -> (Conversation, Message) {
    let asked = asks(desk, fresh(), 0).conversation;
    let change = answers(desk, asked, 1, "您好").unwrap();
    (change.conversation, change.message.unwrap())
}

fn came(to: Delivery, parts: &[&str]) -> Amend {
    let failure = (to == Delivery::Failed).then(|| DeliveryFailure {
        kind: "blocked".into(),
        code: "403".into(),
        detail: String::new(),
    });
    Amend::Came {
        to,
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        failure,
    }
}

/// Receipts in every order settle to the same.
#[test]
fn receipts_settle_whatever_their_order() {
    let receipts = [
        came(Delivery::Sent, &["m1"]),
        came(Delivery::Delivered, &[]),
        came(Delivery::Read, &[]),
        came(Delivery::Sent, &["m1"]),
    ];
    for order in [[0, 1, 2, 3], [2, 1, 0, 3], [1, 3, 2, 0], [2, 0, 3, 1]] {
        let desk = five();
        let (mut conversation, mut message) = said(&desk);
        for index in order {
            if let Some(change) = amend(
                conversation.clone(),
                message.clone(),
                &receipts[index],
                desk.moment(2),
            ) {
                assert_eq!(change.event.kind, EventKind::MessageChanged);
                (conversation, message) = (change.conversation, change.message.unwrap());
            }
        }
        assert_eq!(
            (message.delivery, message.external),
            (Some(Delivery::Read), vec!["m1".to_owned()])
        );
    }
}

#[test]
fn a_failure_is_final_and_what_arrived_does_not_fail() {
    let desk = five();
    let (conversation, message) = said(&desk);
    let failed = amend(
        conversation,
        message,
        &came(Delivery::Failed, &[]),
        desk.moment(2),
    )
    .unwrap();
    let message = failed.message.unwrap();
    assert_eq!(message.failure.as_ref().unwrap().kind, "blocked");
    assert!(
        amend(
            failed.conversation,
            message,
            &came(Delivery::Read, &[]),
            desk.moment(3)
        )
        .is_none()
    );
    let (conversation, message) = said(&desk);
    let read = amend(conversation, message, &came(Delivery::Read, &[]), desk.moment(2)).unwrap();
    assert!(
        amend(
            read.conversation,
            read.message.unwrap(),
            &came(Delivery::Failed, &[]),
            desk.moment(3)
        )
        .is_none()
    );
}

#[test]
fn a_customer_changes_and_takes_back_what_they_said() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0);
    let (conversation, message) = (asked.conversation, asked.message.unwrap());
    let text = crate::Text::try_from("在吗？".to_owned()).unwrap();
    let edited = amend(conversation, message, &Amend::Edit { text }, desk.moment(1)).unwrap();
    assert_eq!(edited.conversation.row.last_text, "在吗？");
    let message = edited.message.unwrap();
    assert_eq!((message.edited_at, message.recalled_at), (Some(at(1)), None));
    let recalled = amend(edited.conversation, message, &Amend::Recall, desk.moment(2)).unwrap();
    assert_eq!(recalled.conversation.row.last_text, "");
    let message = recalled.message.unwrap();
    let late = Amend::Edit {
        text: crate::Text::try_from("晚了".to_owned()).unwrap(),
    };
    assert!(
        amend(recalled.conversation, message, &late, desk.moment(3)).is_none(),
        "an edit that comes late"
    );
}

#[test]
fn reactions_are_replaced_by_whose_they_are() {
    let desk = five();
    let asked = asks(&desk, fresh(), 0);
    let ours = Correction::React(Some("👍".into()));
    let change = correct(
        asked.conversation,
        asked.message.unwrap(),
        &ours,
        &zhou(),
        desk.moment(1),
    )
    .unwrap();
    let theirs = Amend::React {
        emoji: vec!["❤".into(), "🎉".into()],
    };
    let change = amend(
        change.conversation,
        change.message.unwrap(),
        &theirs,
        desk.moment(2),
    )
    .unwrap();
    assert_eq!(change.message.as_ref().unwrap().reactions.len(), 3);
    let none = Amend::React { emoji: Vec::new() };
    let change = amend(
        change.conversation,
        change.message.unwrap(),
        &none,
        desk.moment(3),
    )
    .unwrap();
    assert_eq!(change.message.unwrap().reactions.len(), 1, "ours stays");
}

#[test]
fn agents_correct_what_they_said_while_the_channel_lets_them() {
    let desk = five();
    let (conversation, message) = said(&desk);
    let seq = message.seq;
    let edit = Correction::Edit(crate::Text::try_from("您好！".to_owned()).unwrap());
    let change = correct(
        conversation.clone(),
        message.clone(),
        &edit,
        &zhou(),
        desk.moment(2),
    )
    .unwrap();
    assert_eq!(change.orders, [Order::Edit { seq }]);
    let late = correct(
        conversation.clone(),
        message.clone(),
        &edit,
        &zhou(),
        desk.moment(4),
    );
    assert_eq!(late.err(), Some(Refused::MessageTooOld));
    let recall = correct(
        conversation.clone(),
        message.clone(),
        &Correction::Recall,
        &zhou(),
        desk.moment(2),
    )
    .unwrap();
    assert_eq!(recall.orders, [Order::Recall { seq }]);
    let resend = correct(
        conversation.clone(),
        message.clone(),
        &Correction::Resend,
        &zhou(),
        desk.moment(2),
    );
    assert_eq!(resend.err(), Some(Refused::MessageUnknown), "nothing failed");
}

#[test]
fn what_failed_is_sent_again_by_hand() {
    let desk = five();
    let (conversation, message) = said(&desk);
    let seq = message.seq;
    let failed = amend(
        conversation,
        message,
        &came(Delivery::Failed, &[]),
        desk.moment(2),
    )
    .unwrap();
    let again = correct(
        failed.conversation,
        failed.message.unwrap(),
        &Correction::Resend,
        &zhou(),
        desk.moment(3),
    )
    .unwrap();
    assert_eq!(
        again.orders,
        [Order::Say {
            seq,
            automatic: false
        }]
    );
    assert_eq!(again.message.unwrap().delivery, Some(Delivery::Pending));
}

#[test]
fn the_provider_hears_of_the_end_and_of_reading() {
    let desk = five();
    let (conversation, _) = said(&desk);
    let read = perform(&conversation, Op::Read, &zhou(), desk.moment(2))
        .unwrap()
        .unwrap();
    assert_eq!(read.orders, [Order::Read]);
    let end = perform(&read.conversation, Op::End, &zhou(), desk.moment(3))
        .unwrap()
        .unwrap();
    assert_eq!(end.orders, [Order::End]);
}

#[test]
fn our_own_widget_has_no_outbox() {
    let desk = Desk::new();
    let now = thread(&desk, &[Op::Receive]);
    let change = answers(&desk, now, 1, "您好").unwrap();
    assert!(change.orders.is_empty());
    assert_eq!(change.message.unwrap().delivery, Some(Delivery::Sent));
}
