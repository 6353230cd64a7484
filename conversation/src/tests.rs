//! The room's tests: made-up people and threads, one way to perform every operation, one way to play a
//! script.

mod assign;
mod channel;
mod clocks;
mod closed;
mod closed_notice;
mod end;
mod greeting;
mod invite;
mod ledger;
mod mention;
mod note;
mod op;
mod permitted;
mod phone_task;
mod read;
mod receive;
mod recontact;
mod reopen;
mod reply;
mod snooze;
mod start;
mod tag;
mod visitor;
mod walk;
mod wire;

use std::{
    cell::Cell,
    sync::atomic::{AtomicU64, Ordering},
};

use uuid::Uuid;
use yingke_staff::{Seat, StandardRole};
use yingke_words::{Chance, MessageId, Span, Time};

use self::op::{Op, perform};
use crate::{
    Arrival, AttachmentRef, Change, ChannelRules, Clocks, Conversation, Moment, Profile, Spoken, Text,
};

/// Friday 2026-11-20, 17:50 in Shanghai: ten minutes before the desk of the tests closes.
const START: Time = Time::from_millis(1_795_168_200_000);
const INBOX: u128 = 30;
const OTHER_INBOX: u128 = 31;
const TEAM: u128 = 20;
const ZHOU: u128 = 10;
const WU: u128 = 12;

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

/// Minutes after the start.
fn at(minute: i64) -> Time {
    START + Span::minutes(minute)
}

/// Chance that counts: ids differ, and every run makes the same ones.
struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let from = bytes.len() - next.len();
        bytes[from..].copy_from_slice(&next);
    }
}

/// What moments are made of.
struct Desk {
    clocks: Clocks,
    rules: ChannelRules,
    chance: Counting,
    seq: Cell<i64>,
}

impl Desk {
    /// An always open desk that ends silent consultations after an hour and continues none.
    fn new() -> Self {
        Self::with(Clocks {
            continue_for: Span::minutes(0),
            auto_end_after: Some(Span::hours(1)),
            hours: None,
            closed_notice: None,
        })
    }

    fn with(clocks: Clocks) -> Self {
        Self {
            clocks,
            rules: ChannelRules::default(),
            chance: Counting(AtomicU64::new(1)),
            seq: Cell::new(0),
        }
    }

    /// The moment `minute` minutes after the start; the next consultation's number would be 100 + `minute`.
    fn moment(&self, minute: i64) -> Moment<'_> {
        self.seq.set(self.seq.get() + 1);
        Moment {
            now: at(minute),
            seq: self.seq.get(),
            number: 100 + minute,
            chance: &self.chance,
            clocks: &self.clocks,
            rules: &self.rules,
        }
    }
}

fn seat(role: StandardRole, agent: u128, name: &str) -> Seat {
    Seat {
        workspace: id(1),
        agent: id(agent),
        name: name.to_owned(),
        role: role.key().to_owned(),
        grants: role.grants().into_iter().collect(),
        teams: vec![id(TEAM)],
        inboxes: vec![id(INBOX)],
    }
}

fn zhou() -> Seat {
    seat(StandardRole::Owner, ZHOU, "周岚")
}

fn wu() -> Seat {
    seat(StandardRole::Owner, WU, "吴桐")
}

fn spoken(moment: &Moment<'_>, text: &str) -> Spoken {
    Spoken::new(
        MessageId::from(moment.chance.id(moment.now)),
        format!("c{}", moment.seq).try_into().unwrap(),
        Text::try_from(text.to_owned()).unwrap(),
        Vec::new(),
    )
}

fn attachment(name: &str, media_type: &str) -> AttachmentRef {
    AttachmentRef {
        id: id(70),
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        size: 1,
        width: None,
        height: None,
        thumbnail: false,
    }
}

/// A conversation in which nothing has been said.
fn fresh() -> Conversation {
    let arrival = Arrival {
        conversation: id(40),
        identity: id(41),
        customer: id(42),
        profile: Profile {
            name: "小鹿".into(),
            ..Profile::default()
        },
        inbox: id(INBOX),
        channel: "web".into(),
        external_id: "v-1".into(),
    };
    Conversation::begin(arrival, START)
}

/// Performs the steps (minute, who, what), each of which must be allowed, and gives their changes.
fn play(desk: &Desk, steps: &[(i64, Seat, Op)]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (minute, seat, op) in steps {
        let before = changes
            .last()
            .map_or_else(fresh, |change| change.conversation.clone());
        let change = perform(&before, *op, seat, desk.moment(*minute)).unwrap();
        changes.extend(change);
    }
    changes
}

/// The conversation after `ops` of 周岚's, one a minute from the start.
fn thread(desk: &Desk, ops: &[Op]) -> Conversation {
    let steps: Vec<_> = (0..).zip(ops).map(|(minute, op)| (minute, zhou(), *op)).collect();
    play(desk, &steps)
        .pop()
        .map_or_else(fresh, |change| change.conversation)
}

/// Where a conversation can stand, and what 周岚 and the customer did to bring it there.
const STAGES: [(&str, &[Op]); 7] = [
    ("idle", &[]),
    ("queued", &[Op::Receive]),
    ("open", &[Op::Receive, Op::Reply]),
    ("snoozed", &[Op::Receive, Op::Reply, Op::Snooze]),
    ("snoozed in the queue", &[Op::Receive, Op::Snooze]),
    ("ended", &[Op::Receive, Op::Reply, Op::End]),
    ("offered", &[Op::Receive, Op::Offer]),
];
