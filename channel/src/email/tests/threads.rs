//! Whose mail it is, and which thread it belongs to. SECURITY T80 to T82.

use serde_json::json;
use uuid::Uuid;
use yingke_channel_contract::{Content, Inbound, Mark, Proof, Sent, What};
use yingke_words::ConversationId;

use super::{account, fixture, message, read};
use crate::email::{
    inbound::{self, Place, Seen},
    reply_token,
    settings::{Account, Dmarc},
};

fn of(text: &str) -> Inbound {
    let read = read(text.replace('\n', "\r\n").as_bytes());
    read.events.into_iter().next().expect("an event")
}

fn thread() -> ConversationId {
    ConversationId::from(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001))
}

#[test]
fn a_reply_token_names_the_thread_wherever_the_server_says_it() {
    let address = reply_token::reply_address(&account(), thread()).unwrap();
    for head in [
        format!("To: Shop <{address}>\n"),
        format!("To: undisclosed-recipients:;\nDelivered-To: {address}\n"),
        format!("To: list@example.com\nCc: {}\n", address.to_uppercase()),
        format!("X-Original-To: {address}\n"),
        format!("Envelope-To: <{address}>\n"),
    ] {
        let bytes = format!("From: a@example.com\n{head}Subject: x\n\nhi\n");
        assert_eq!(message(bytes.as_bytes()).conversation, Some(thread()), "{head}");
    }
    let forged = address.replacen("+a", "+b", 1);
    let bytes = format!("From: a@example.com\nTo: {forged}\n\nhi\n");
    assert_eq!(message(bytes.as_bytes()).conversation, None);
}

#[test]
fn in_reply_to_comes_before_references_from_the_newest_on() {
    let found =
        message(b"From: a@example.com\r\nIn-Reply-To: <3@x>\r\nReferences: <1@x>\r\n <2@x> <3@x>\r\n\r\nhi");
    assert_eq!(found.thread, ["3@x", "2@x", "1@x"]);
    assert_eq!(found.replies_to, "3@x");
}

#[test]
fn a_long_thread_keeps_its_first_mail_and_its_last_ones() {
    let list: Vec<String> = (0..60).map(|at| format!("<{at}@x>")).collect();
    let list = list.join("\n ");
    let event = of(&format!(
        "From: a@example.com\nMessage-ID: <me@x>\nReferences: {list}\n\nhi\n"
    ));
    let kept = event.context["references"].as_array().unwrap();
    assert_eq!(kept.len(), 20);
    assert_eq!(
        (&kept[0], &kept[1], &kept[19]),
        (&json!("0@x"), &json!("42@x"), &json!("me@x"))
    );
}

#[test]
fn what_names_our_thread_takes_no_place_among_their_ids() {
    let root = format!("{}@shop.example", reply_token::reference(&account(), thread()).unwrap());
    let event = of(&format!(
        "From: a@example.com\nMessage-ID: <me@x>\nReferences: <{root}> <1@x> <2@x>\n\nhi\n"
    ));
    assert_eq!(event.context["references"], json!(["1@x", "2@x", "me@x"]));
}

#[test]
fn from_alone_never_identifies_an_agent() {
    // SECURITY T81: our domain in the Message-ID, our address in From. It stays a mail of a customer's, and loops nowhere.
    let event = of(
        "From: Support <hello@shop.example>\nTo: victim@example.com\nMessage-ID: <01990000-0000-7000-8000-000000000002@shop.example>\nIn-Reply-To: <x@example.com>\n\nSend me your password\n",
    );
    let What::Message(message) = &event.what else {
        panic!("{event:?}")
    };
    assert!(message.automatic && message.conversation.is_none());
}

#[test]
fn our_own_mail_that_comes_back_is_nobodys() {
    let own = reply_token::own(&account(), "1@shop.example");
    let text =
        format!("From: hello@shop.example\r\nMessage-ID: <1@shop.example>\r\nX-Yingke-Loop: {own}\r\n\r\nhi");
    for place in [Place::Inbox, Place::Sent] {
        let seen = Seen {
            place,
            ..Seen::default()
        };
        assert_eq!(
            inbound::read(&account(), text.as_bytes(), seen),
            inbound::Read::default()
        );
    }
    let forged = text.replace(&own, "1@shop.example aaaaaaaaaaaaaaaa");
    assert_eq!(
        read(forged.as_bytes()).events.len(),
        1,
        "anybody can write the header"
    );
}

#[test]
fn a_copy_of_ours_under_another_id_says_that_it_has_two() {
    let own = reply_token::own(&account(), "1@shop.example");
    let text =
        format!("From: hello@shop.example\r\nTo: a@example.com\r\nMessage-ID: <9@outlook.example>\r\nX-Yingke-Loop: {own}\r\n\r\nhi");
    let at = |place| {
        let seen = Seen {
            place,
            ..Seen::default()
        };
        inbound::read(&account(), text.as_bytes(), seen).events
    };
    let [event] = &at(Place::Sent)[..] else {
        panic!("one event")
    };
    let What::Receipt { of, state } = &event.what else {
        panic!("{event:?}")
    };
    assert_eq!(*of, Mark::Message("1@shop.example".to_owned()));
    assert_eq!(*state, Ok(Sent::as_parts(["9@outlook.example"])));
    // Whoever got the mail can send it back under any id.
    assert_eq!(at(Place::Inbox), []);
}

#[test]
fn what_every_mail_of_a_thread_refers_to_names_it() {
    let id = format!("{}@shop.example", reply_token::reference(&account(), thread()).unwrap());
    for head in [
        format!("References: <{id}> <other@ses.example>\nIn-Reply-To: <other@ses.example>"),
        format!("In-Reply-To: <{}>", id.to_uppercase().replace(".THREAD", ".thread")),
        format!("References: <{id}>{}", " <x@y>".repeat(60)),
    ] {
        let text = format!("From: a@example.com\n{head}\n\nhi\n");
        assert_eq!(message(text.as_bytes()).conversation, Some(thread()), "{head}");
    }
    let forged = id.replacen('a', "b", 1);
    let text = format!("From: a@example.com\nReferences: <{forged}>\n\nhi\n");
    assert_eq!(message(text.as_bytes()).conversation, None);
}

#[test]
fn a_mail_sent_from_elsewhere_is_an_echo_in_its_receivers_thread() {
    let text = b"From: hello@shop.example\r\nTo: hello@shop.example, Zhou <Zhou@Example.com>\r\nMessage-ID: <e@shop.example>\r\nSubject: Re: x\r\n\r\nDone";
    let seen = Seen {
        place: Place::Sent,
        ..Seen::default()
    };
    let event = &inbound::read(&account(), text, seen).events[0];
    assert_eq!(
        (event.from.id.as_str(), event.id.as_str()),
        ("zhou@example.com", "e@shop.example")
    );
    assert!(matches!(&event.what, What::Echo(message) if message.text == "Done"));
}

#[test]
fn copies_are_kept_to_be_offered_and_never_ours() {
    let event = read(&fixture("alternative")).events.remove(0);
    assert_eq!(event.context["cc"], json!(["lilei@example.com"]));
    assert_eq!(event.context["reply_to"], json!("service@example.com"));
    assert_eq!(
        event.from.id, "zhou.lan@example.com",
        "Reply-To is where to answer, not who wrote"
    );
}

#[test]
fn a_mail_that_fails_dmarc_is_nobody_we_know() {
    let strict = Account {
        authserv: "mx.shop.example".to_owned(),
        dmarc: Dmarc::Apart,
        ..account()
    };
    let token = reply_token::reply_address(&strict, thread()).unwrap();
    let text = format!(
        "Authentication-Results: mx.shop.example; spf=fail; dkim=none; dmarc=fail\r\nFrom: Boss <zhou.lan@example.com>\r\nTo: {token}\r\nReply-To: evil@example.net\r\nIn-Reply-To: <ours-1@shop.example>\r\nMessage-ID: <f@x>\r\n\r\nhi"
    );
    let event = inbound::read(&strict, text.as_bytes(), Seen::default())
        .events
        .remove(0);
    let What::Message(message) = &event.what else {
        panic!("{event:?}")
    };
    assert_eq!(event.from.id, "unverified:zhou.lan@example.com");
    assert_eq!(event.from.attributes["dmarc"], "fail");
    assert!(event.from.email.is_empty() && !event.context.contains_key("reply_to"));
    assert!(message.thread.is_empty() && message.conversation.is_none() && message.automatic);
    let Some(Content::Mail(mail)) = &message.content else {
        panic!("{message:?}")
    };
    assert_eq!((mail.spf, mail.dmarc), (Proof::Fail, Proof::Fail));
    let lenient = Account {
        dmarc: Dmarc::Mark,
        ..strict.clone()
    };
    let event = inbound::read(&lenient, text.as_bytes(), Seen::default())
        .events
        .remove(0);
    assert_eq!(event.from.id, "zhou.lan@example.com");
    let passed = text.replace("dmarc=fail", "dmarc=pass");
    let event = inbound::read(&strict, passed.as_bytes(), Seen::default())
        .events
        .remove(0);
    assert_eq!(event.from.id, "zhou.lan@example.com");
}

#[test]
fn a_mail_that_fails_dmarc_can_be_refused_and_says_whose_name_it_bore() {
    let strict = Account {
        authserv: "mx.shop.example".to_owned(),
        dmarc: Dmarc::Refuse,
        ..account()
    };
    let read = |results: &str| {
        let text = format!("{results}From: Boss <zhou.lan@example.com>\r\nMessage-ID: <f@x>\r\n\r\nhi");
        inbound::read(&strict, text.as_bytes(), Seen::default())
    };
    let refused = read("Authentication-Results: mx.shop.example; dmarc=fail\r\n");
    assert!(refused.events.is_empty());
    assert!(refused.problems[0].what.contains("zhou.lan@example.com"), "{:?}", refused.problems);
    // A word of somebody else's refuses nobody, and lets nobody in.
    for others in [
        "",
        "Authentication-Results: evil.example; dmarc=fail\r\n",
        "Authentication-Results: mx.shop.example; dmarc=none\r\n",
    ] {
        assert_eq!(read(others).events.len(), 1, "{others}");
    }
    let forged = "Authentication-Results: mx.shop.example; dmarc=fail\r\nAuthentication-Results: mx.shop.example; dmarc=pass\r\n";
    assert!(read(forged).events.is_empty(), "only the topmost is our server's");
}

#[test]
fn machines_are_known_by_what_they_say() {
    for head in [
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: auto-replied; owner-email=\"x\"",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "List-Id: <x.example.com>",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
        "Subject: 自动回复: 您好",
        "Subject: Automatic reply: order",
    ] {
        let text = format!("From: a@example.com\r\n{head}\r\n\r\nhi");
        assert!(message(text.as_bytes()).automatic, "{head}");
    }
    assert!(message(b"From: MAILER-DAEMON@example.com\r\n\r\nhi").automatic);
    for head in [
        "Auto-Submitted: no",
        "Precedence: normal",
        "Return-Path: <a@example.com>",
        "Subject: About autoreply",
    ] {
        let text = format!("From: a@example.com\r\n{head}\r\n\r\nhi");
        assert!(!message(text.as_bytes()).automatic, "{head}");
    }
}

#[test]
fn dates_of_the_future_are_the_servers() {
    let received = Some(yingke_words::Time::from_millis(super::NOW));
    let at = |date: &str| {
        let text = format!("From: a@example.com\r\n{date}Subject: x\r\n\r\nhi");
        let seen = Seen {
            received,
            ..Seen::default()
        };
        inbound::read(&account(), text.as_bytes(), seen).events[0].at
    };
    assert_eq!(at("Date: Tue, 03 Mar 2099 10:15:00 +0800\r\n"), received);
    assert_eq!(at("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"), received);
    assert_eq!(at("Date: yesterday\r\n"), received);
    assert_eq!(at(""), received);
    let written = at("Date: Tue, 03 Mar 2026 10:15:00 +0800\r\n").unwrap();
    assert_eq!(written.to_string(), "2026-03-03T02:15:00.000Z");
}

#[test]
fn odd_senders() {
    let id = |from: &str| of(&format!("{from}\nSubject: x\n\nhi\n")).from.id;
    assert_eq!(id("From: \"Last, First\" <A@Example.com>"), "a@example.com");
    assert_eq!(id("From: a@example.com (Name)"), "a@example.com");
    assert_eq!(id("From: undisclosed:;\nSender: s@example.com"), "s@example.com");
    assert_eq!(id("From: a@example.com, b@example.com"), "a@example.com");
    assert_eq!(id("From: \"x@evil.example\" <a@example.com>"), "a@example.com");
    assert_eq!(id("From: 用户@例子.中国"), "用户@例子.中国");
}
