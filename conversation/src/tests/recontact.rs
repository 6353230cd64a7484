//! The re-contact ladder: tables for what each rung says, properties for what holds whatever is asked.

use proptest::prelude::*;
use yingke_staff::{Seat, StandardRole, Switch, Switches};
use yingke_words::Span;

use super::{Desk, OTHER_INBOX, Op, START, WU, ZHOU, at, id, seat, thread, zhou};
use crate::{
    Actor, AddressKind, Approved, Asked, Barred, ChannelRules, Consent, Conversation, Door, Ladder, Means,
    Reachable, Shut, Trigger, Window, WindowRule, ladder,
};

/// Everything that is asked of, owned.
#[derive(Clone, Debug)]
struct Case {
    conversation: Conversation,
    rules: ChannelRules,
    approved: Approved,
    known: Reachable,
    doors: Vec<Door>,
    seat: Seat,
    switches: Switches,
}

const RULE: WindowRule = WindowRule {
    trigger: Trigger::Message,
    lasts: Span::hours(48),
    messages: Some(5),
};

/// A conversation whose window closed an hour ago, on a channel with approved messages; everything is known of the
/// customer, and there are inboxes for mail and SMS.
fn closed() -> Case {
    let mut conversation = thread(&Desk::new(), &[Op::Receive, Op::Reply]);
    conversation.row.window = Some(Window::opened(None, &RULE, START - Span::hours(49)));
    Case {
        conversation,
        rules: ChannelRules {
            outbox: true,
            windows: vec![RULE],
            carries: Some(vec!["text", "template"]),
            ..ChannelRules::default()
        },
        approved: Approved::Count(2),
        known: Reachable {
            email: "lu@example.com".into(),
            phone: "138 0000 0000".into(),
            sms_consent: Some(consent()),
        },
        doors: vec![door(50, AddressKind::Email), door(51, AddressKind::Phone)],
        seat: zhou(),
        switches: Switches::default(),
    }
}

fn consent() -> Consent {
    Consent {
        at: START,
        by: Actor::system(),
    }
}

fn door(inbox: u128, opens_with: AddressKind) -> Door {
    Door {
        inbox: id(inbox),
        opens_with,
        thread: None,
    }
}

impl Case {
    fn ladder(&self) -> Ladder {
        ladder(&Asked {
            conversation: &self.conversation,
            rules: &self.rules,
            approved: self.approved,
            known: &self.known,
            doors: &self.doors,
            seat: &self.seat,
            switches: &self.switches,
            now: at(0),
        })
    }
}

/// What each rung says when one thing is changed: notice, SMS, mail, phone task.
fn check(what: &str, change: impl FnOnce(&mut Case), shut: Option<Shut>, barred: [Option<Barred>; 4]) {
    let mut case = closed();
    change(&mut case);
    let found = case.ladder();
    assert_eq!(found.shut, shut, "{what}");
    let said: Vec<_> = found.rungs.iter().map(|rung| rung.barred).collect();
    assert_eq!(said, barred, "{what}");
}

#[test]
fn each_rung_bears_or_says_why_not() {
    use Barred as B;
    let window = Some(Shut::WindowClosed);
    check("all is there", |_| {}, window, [None; 4]);
    let notice = |why| [Some(why), None, None, None];
    check(
        "the channel has none",
        |case| case.rules.carries = Some(vec!["text"]),
        window,
        notice(B::ChannelHasNone),
    );
    check(
        "none is approved",
        |case| case.approved = Approved::Count(0),
        window,
        notice(B::NoneApproved),
    );
    check(
        "the provider is silent",
        |case| case.approved = Approved::Unknown,
        window,
        notice(B::ApprovedUnknown),
    );
    check(
        "no consent",
        |case| case.known.sms_consent = None,
        window,
        [None, Some(B::NoConsent), None, None],
    );
    check(
        "no number",
        |case| case.known.phone.clear(),
        window,
        [None, Some(B::NoNumber), None, Some(B::NoNumber)],
    );
    check(
        "no address",
        |case| case.known.email = "nobody".into(),
        window,
        [None, None, Some(B::NoAddress), None],
    );
    check(
        "no inboxes",
        |case| case.doors.clear(),
        window,
        [None, Some(B::NoInbox), Some(B::NoInbox), None],
    );
    check(
        "notes are switched off",
        |case| case.switches.set(Switch::Notes, false),
        window,
        [None, None, None, Some(B::SwitchedOff)],
    );
}

#[test]
fn why_one_cannot_write_here_decides_what_a_notice_can_do() {
    use Barred as B;
    let notice = |why| [Some(why), None, None, None];
    check(
        "the window is open",
        |case| case.conversation.row.window = Some(Window::opened(None, &RULE, START - Span::hours(1))),
        None,
        notice(B::WindowOpen),
    );
    check(
        "its messages are used up",
        |case| {
            let opened = Window::opened(None, &RULE, START - Span::hours(1));
            case.conversation.row.window = Some(Window {
                left: Some(0),
                ..opened
            });
        },
        Some(Shut::QuotaSpent),
        [None; 4],
    );
    check(
        "they never wrote",
        |case| case.conversation.row.window = None,
        Some(Shut::WindowClosed),
        [None; 4],
    );
    check(
        "they stopped following",
        |case| case.conversation.row.blocked_us_at = Some(START),
        Some(Shut::BlockedUs),
        notice(B::BlockedUs),
    );
    check(
        "somebody else holds it",
        |case| case.conversation.row.held_by = Some("小鹿的同事".into()),
        Some(Shut::HeldElsewhere),
        notice(B::HeldElsewhere),
    );
    check(
        "we blocked them",
        |case| case.conversation.running.blocked = true,
        Some(Shut::Blocked),
        [Some(B::Blocked); 4],
    );
    let mut case = closed();
    case.rules.windows.clear();
    assert_eq!(
        (case.ladder().shut, case.ladder().first),
        (None, None),
        "one may always write"
    );
}

#[test]
fn whose_it_is_decides_too() {
    let forbidden = [Some(Barred::NotPermitted); 4];
    check(
        "a colleague's",
        |case| case.seat = seat(StandardRole::Agent, WU, "吴桐"),
        Some(Shut::WindowClosed),
        forbidden,
    );
    let served = |case: &mut Case, inboxes: Vec<yingke_words::InboxId>| {
        case.seat = seat(StandardRole::Agent, ZHOU, "周岚");
        case.seat.inboxes = inboxes;
    };
    let elsewhere = Some(Barred::NotPermitted);
    check(
        "mine, but I do not serve the mail",
        |case| served(case, vec![id(51)]),
        Some(Shut::WindowClosed),
        [None, None, elsewhere, None],
    );
    let mut case = closed();
    case.doors.push(door(OTHER_INBOX, AddressKind::Email));
    served(&mut case, vec![id(50), id(OTHER_INBOX)]);
    assert_eq!(case.ladder().rungs[2].inboxes, [id(50), id(OTHER_INBOX)]);
}

#[test]
fn the_first_that_bears_is_the_one_to_take() {
    use Means::{Mail, Notice, PhoneTask, Sms};
    let mut case = closed();
    let mut firsts = vec![case.ladder().first];
    case.approved = Approved::Count(0);
    firsts.push(case.ladder().first);
    case.known.sms_consent = None;
    firsts.push(case.ladder().first);
    case.known.email.clear();
    firsts.push(case.ladder().first);
    case.known.phone.clear();
    firsts.push(case.ladder().first);
    assert_eq!(
        firsts,
        [Some(Notice), Some(Sms), Some(Mail), Some(PhoneTask), None]
    );
}

fn cases() -> impl Strategy<Value = Case> {
    let window = prop_oneof![Just(None), (-60_i64..60, 0_i64..5).prop_map(Some)];
    let thread = (window, any::<[bool; 3]>());
    let text = |choices: [&'static str; 3]| prop::sample::select(choices.to_vec());
    let known = (
        text(["", "lu@example.com", "no address"]),
        text(["", "138 0000 0000", "none"]),
        any::<bool>(),
    );
    let approved = prop_oneof![Just(Approved::Unknown), (0_usize..3).prop_map(Approved::Count)];
    let doors = prop::collection::vec((0_u128..4, any::<bool>()), 0..4);
    let desk = (
        prop::sample::select(StandardRole::ALL.to_vec()),
        any::<[bool; 4]>(),
    );
    (thread, known, approved, doors, desk).prop_map(|(thread, known, approved, doors, (role, flags))| {
        let mut case = closed();
        let ((window, [held, blocked, blocks_us]), [notes, template, windows, other]) = (thread, flags);
        let row = &mut case.conversation.row;
        row.window = window.map(|(hours, left)| Window {
            left: Some(left),
            ..Window::opened(None, &RULE, START - Span::hours(48) + Span::hours(hours))
        });
        row.held_by = held.then(String::new);
        row.blocked_us_at = blocks_us.then_some(START);
        case.conversation.running.blocked = blocked;
        (case.known.email, case.known.phone) = (known.0.into(), known.1.into());
        case.known.sms_consent = known.2.then(consent);
        case.approved = approved;
        let kind = |phone| {
            if phone {
                AddressKind::Phone
            } else {
                AddressKind::Email
            }
        };
        // Thirty is the inbox of the conversation itself.
        case.doors = doors
            .into_iter()
            .map(|(n, phone)| door(28 + n, kind(phone)))
            .collect();
        case.seat = seat(role, if other { WU } else { ZHOU }, "周岚");
        case.switches.set(Switch::Notes, notes);
        if !template {
            case.rules.carries = Some(vec!["text"]);
        }
        if !windows {
            case.rules.windows.clear();
        }
        case
    })
}

proptest! {
    #[test]
    fn the_order_is_fixed_and_the_first_is_the_first_that_bears(case in cases()) {
        let found = case.ladder();
        let order: Vec<_> = found.rungs.iter().map(|rung| rung.means).collect();
        prop_assert_eq!(order, [Means::Notice, Means::Sms, Means::Mail, Means::PhoneTask]);
        let bears = found.rungs.iter().find(|rung| rung.barred.is_none()).map(|rung| rung.means);
        prop_assert_eq!(found.first, if found.shut.is_some() { bears } else { None });
    }

    #[test]
    fn no_rung_bears_without_its_means(case in cases()) {
        let here = case.conversation.row.inbox_id;
        for rung in case.ladder().rungs.iter().filter(|rung| rung.barred.is_none()) {
            prop_assert!(!case.conversation.running.blocked);
            let kind = match rung.means {
                Means::Notice => {
                    prop_assert!(case.rules.does("template") && matches!(case.approved, Approved::Count(1..)));
                    prop_assert!(case.conversation.row.blocked_us_at.is_none());
                    continue;
                }
                Means::PhoneTask => {
                    prop_assert!(!rung.to.trim().is_empty() && case.switches.on(Switch::Notes));
                    continue;
                }
                Means::Sms => AddressKind::Phone,
                Means::Mail => AddressKind::Email,
            };
            prop_assert!(case.known.address(kind).is_some() && !rung.inboxes.is_empty());
            for inbox in &rung.inboxes {
                let leads = |door: &Door| door.inbox == *inbox && door.opens_with == kind;
                prop_assert!(*inbox != here && case.doors.iter().any(leads));
            }
        }
    }

    #[test]
    fn an_sms_needs_consent(case in cases()) {
        let mut case = case;
        case.known.sms_consent = None;
        prop_assert!(case.ladder().rungs[1].barred.is_some());
    }

    #[test]
    fn what_does_not_bear_names_no_inbox(case in cases()) {
        for rung in case.ladder().rungs {
            prop_assert!(rung.barred.is_none() || rung.inboxes.is_empty());
        }
    }
}
