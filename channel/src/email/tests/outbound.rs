//! Drafts to mails.

use std::collections::BTreeMap;

use mail_parser::{MessageParser, MimeHeaders as _};
use serde_json::{Value, json};
use uuid::Uuid;
use yingke_channel_contract::{
    Ability, Answer, Content, Credentials, Draft, ErrorKind, FileKind, Mail, MailOut, OutFile, Outbound,
    PartBody, Request, Sent, Step,
    kit::{self, canonical},
};
use yingke_words::AttachmentId;

use super::{SETTINGS, kit, with};

pub fn draft(text: &str) -> Draft {
    let mut draft = kit::draft(text);
    draft.to.id = "zhou.lan@example.com".to_owned();
    draft
}

fn context(pairs: &[(&str, Value)]) -> BTreeMap<String, Value> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()))
        .collect()
}

pub fn step(draft: Draft, answers: &[Answer]) -> Step<Sent> {
    let outbound = Outbound::Draft(Box::new(draft));
    kit().within(|ctx| crate::email::outbound::render(ctx, &outbound, answers))
}

fn mail(draft: Draft) -> MailOut {
    match step(draft, &[]) {
        Step::Send(request) => match *request {
            Request::Mail(mail) => *mail,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// The mail with `FILE` for the bytes of each file.
fn text(mail: &MailOut) -> String {
    let pieces = mail.data.iter().map(|piece| match piece {
        PartBody::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        PartBody::File(_) => "RklMRQ==\r\n".to_owned(),
    });
    pieces.collect()
}

fn file(name: &str, kind: FileKind, size: u64) -> OutFile {
    OutFile {
        id: AttachmentId::from(Uuid::from_u128(3)),
        kind,
        name: name.to_owned(),
        media_type: "image/png".to_owned(),
        size,
        lasts_ms: None,
    }
}

#[test]
fn an_answer_in_its_thread() {
    let mut draft = draft("已经发出，单号 SF100。\n\n请注意查收 https://shop.example/t?a=1&b=2 。");
    draft.to.context = context(&[
        ("subject", json!("订单 A-17 还没发货")),
        ("message_id", json!("plain@example.com")),
        ("references", json!(["first@example.com", "plain@example.com"])),
        ("reply_to", json!("Service <service@例子.example>")),
        ("cc", json!(["evil@example.net"])),
    ]);
    let mail = mail(draft);
    assert_eq!((mail.host.as_str(), mail.port), ("smtp.shop.example", 587));
    assert_eq!(mail.from, "hello@shop.example");
    assert_eq!(
        mail.to,
        ["service@xn--fsqu00a.example"],
        "whoever got a copy is not added"
    );
    insta::assert_snapshot!("answer", text(&mail).replace("\r\n", "\n"));
}

#[test]
fn our_next_mail_follows_the_one_we_began_with() {
    let first = draft("您的退款已到账。");
    let began = first.id.to_string();
    let to_be_answered = context(&[("subject", json!("退款")), ("began", json!(began))]);
    let mut first = first;
    first.to.context.clone_from(&to_be_answered);
    first.content = Some(Content::Mail(Box::new(Mail {
        subject: "退款".to_owned(),
        ..Mail::default()
    })));
    let raw = text(&mail(first));
    let parsed = MessageParser::new().parse(raw.as_bytes()).unwrap();
    assert_eq!(parsed.subject(), Some("退款"));
    assert!(parsed.in_reply_to().is_empty(), "it begins the thread: {raw}");
    let id = parsed.message_id().unwrap().to_owned();

    let mut next = draft("另外，运费也一并退回。");
    next.id = yingke_words::MessageId::from(Uuid::from_u128(77));
    next.to.context = to_be_answered;
    let raw = text(&mail(next));
    let parsed = MessageParser::new().parse(raw.as_bytes()).unwrap();
    assert_eq!(parsed.subject(), Some("Re: 退款"));
    assert_eq!(parsed.in_reply_to().as_text(), Some(id.as_str()));
}

#[test]
fn files_and_pictures_find_their_places() {
    let mut draft = draft("见附件");
    draft.files = vec![
        file(
            "报价单 2026 年 3 月（含税）最终版，请勿外传.pdf",
            FileKind::File,
            100,
        ),
        OutFile {
            id: AttachmentId::from(Uuid::from_u128(4)),
            ..file("a.png", FileKind::Image, 100)
        },
    ];
    draft.content = Some(Content::Mail(Box::new(Mail {
        subject: "报价".to_owned(),
        html: format!(
            "<p onclick=x>见附件<img src=\"cid:{}\"><img src=\"https://shop.example/logo.png\"></p><img src=\"data:image/png;base64,iVBORw0K\">",
            Uuid::from_u128(4)
        ),
        to: vec![
            "李雷 <lilei@example.com>".to_owned(),
            "zhou.lan@example.com".to_owned(),
            "bad\r\naddress".to_owned(),
        ],
        cc: vec!["boss@example.com".to_owned()],
        ..Mail::default()
    })));
    let mail = mail(draft);
    assert_eq!(
        mail.to,
        ["zhou.lan@example.com", "lilei@example.com", "boss@example.com"]
    );
    let raw = text(&mail);
    let read = MessageParser::new().parse(raw.as_bytes()).unwrap();
    assert_eq!(read.subject(), Some("报价"));
    assert_eq!(read.body_text(0).unwrap().trim(), "见附件");
    let html = read.body_html(0).unwrap();
    assert!(
        html.contains("src=\"https://shop.example/logo.png\"") && !html.contains("onclick"),
        "{html}"
    );
    let names: Vec<_> = read
        .attachments()
        .map(|part| part.attachment_name().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(names[2], "报价单 2026 年 3 月（含税）最终版，请勿外传.pdf");
    let inline: Vec<_> = read.attachments().filter_map(|part| part.content_id()).collect();
    assert_eq!(inline[0], Uuid::from_u128(4).to_string());
    assert!(html.contains(&format!("cid:{}", inline[1])), "{html}");
}

#[test]
fn nothing_anybody_writes_becomes_a_header_or_a_command() {
    // SECURITY T83.
    let evil = "x\r\nBcc: victim@example.net\r\n\r\n.\r\nMAIL FROM:<a@b>\u{0}\u{85}\u{2028}";
    let mut bad = draft(evil);
    bad.author = evil.to_owned();
    bad.replies_to = evil.to_owned();
    bad.to.context = context(&[
        ("subject", json!(evil)),
        ("message_id", json!(evil)),
        ("references", json!([evil, 7, "ok@x"])),
        ("reply_to", json!(evil)),
    ]);
    bad.files = vec![OutFile {
        media_type: evil.to_owned(),
        ..file(evil, FileKind::File, 1)
    }];
    let mail = mail(bad);
    assert_eq!(
        mail.to,
        ["zhou.lan@example.com"],
        "an address that is none is left out"
    );
    let raw = text(&mail);
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    for line in head.split("\r\n") {
        assert!(
            !line.contains(['\r', '\n', '\0']) && !line.to_ascii_lowercase().starts_with("bcc"),
            "{line}"
        );
        assert!(
            line.starts_with([' ', '\t'])
                || line
                    .split_once(": ")
                    .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')),
            "{line}"
        );
    }
    assert!(raw.is_ascii(), "8-bit bytes need no promise of the server's");
    assert!(!raw.replace("\r\n", "").contains(['\r', '\n']), "a bare line end");
    assert!(
        raw.split("\r\n")
            .all(|line| line.len() <= 998 && !line.starts_with('.'))
    );
}

#[test]
fn a_service_that_renames_mails_is_asked_for_the_name() {
    let settings = [SETTINGS, &[("smtp_host", "email-smtp.eu-west-1.amazonaws.com")]].concat();
    let id = "0102018f3a5c7d9e-1b2c3d4e-5f60-4711-8899-aabbccddeeff-000000";
    let said = Answer::of(250, format!("Ok {id}"));
    let out = Outbound::Draft(Box::new(draft("hi")));
    let step = with(&settings).within(|ctx| crate::email::outbound::render(ctx, &out, &[said]));
    let Step::Done(sent) = step else { panic!("{step:?}") };
    assert_eq!(
        sent,
        Sent::as_parts([
            "01990000-0000-7000-8000-000000000002@shop.example".to_owned(),
            format!("{id}@eu-west-1.amazonses.com"),
        ])
    );
}

#[test]
fn the_first_mail_of_a_thread_refers_to_it_and_answers_nothing() {
    let raw = text(&mail(draft("hi")));
    let head = raw.split("\r\n\r\n").next().unwrap();
    assert!(head.contains(".thread@shop.example>") && !head.contains("In-Reply-To"), "{head}");
}

#[test]
fn automatic_mails_say_so() {
    let mut away = draft("我们已下班");
    away.automatic = true;
    let raw = text(&mail(away));
    assert!(raw.contains("Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n"));
    assert!(!text(&mail(draft("hi"))).contains("Auto-Submitted"));
}

#[test]
fn subjects() {
    let said = |kept: &str, text: &str| {
        let mut draft = draft(text);
        draft.to.context = context(&[("subject", json!(kept))]);
        let raw = self::text(&mail(draft));
        MessageParser::new()
            .parse(raw.as_bytes())
            .unwrap()
            .subject()
            .unwrap()
            .to_owned()
    };
    assert_eq!(said("Order", "x"), "Re: Order");
    for kept in ["Re: Order", "RE: Order", "回复：订单", "答复: 订单", "Aw: x"] {
        assert_eq!(said(kept, "x"), kept);
    }
    assert_eq!(said("", "您好，周岚\n第二行"), "您好，周岚");
}

#[test]
fn the_same_draft_is_the_same_mail() {
    assert_eq!(text(&mail(draft("hi"))), text(&mail(draft("hi"))));
    let Step::Done(Sent::Sent(parts)) = step(draft("hi"), &[Answer::of(250, "2.0.0 Ok")]) else {
        panic!("not sent")
    };
    assert!(text(&mail(draft("hi"))).contains(&format!("Message-ID: <{}>\r\n", parts[0].id)));
}

#[test]
fn too_large_is_said_before_it_is_sent() {
    let mut draft = draft("hi");
    draft.files = vec![file("a", FileKind::File, 20_000_000)];
    assert!(matches!(step(draft, &[]), Step::Stop(error) if error.kind == ErrorKind::TooLarge));
}

#[test]
fn nobody_to_write_to() {
    let mut lost = draft("hi");
    lost.to.id = "10001".to_owned();
    assert!(matches!(step(lost, &[]), Step::Stop(error) if error.kind == ErrorKind::Unreachable));
    let mut doubted = draft("hi");
    doubted.to.id = "unverified:zhou.lan@example.com".to_owned();
    assert_eq!(mail(doubted).to, ["zhou.lan@example.com"]);
}

#[test]
fn a_token_takes_the_place_of_the_password() {
    let settings = [SETTINGS, &[("auth", "google"), ("smtp_security", "tls")]].concat();
    let outbound = Outbound::Draft(Box::new(draft("hi")));
    let kit = with(&settings);
    let step = kit.within(|ctx| crate::email::outbound::render(ctx, &outbound, &[]));
    let Step::Send(request) = step else {
        panic!("{step:?}")
    };
    let Request::Mail(mail) = *request else { panic!() };
    assert!(matches!(&mail.credentials, Credentials::Bearer { user, .. } if user == "Hello@shop.example"));
    assert_eq!(mail.port, 465);
    let refused = Answer::of(535, "5.7.8 no");
    let step = kit.within(|ctx| crate::email::outbound::render(ctx, &outbound, &[refused]));
    assert!(matches!(
        step,
        Step::NeedToken {
            kind: "access",
            refresh: true
        }
    ));
}

#[test]
fn everything_that_can_be_said_in_words_is() {
    for (ability, words) in [
        (
            Ability::Location,
            "openstreetmap.org/?mlat=31.230416&mlon=121.473701",
        ),
        (Ability::Link, "https://shop.example/returns"),
        (Ability::Contact, "+862100000000"),
        (Ability::Menu, "2. 中号"),
        (Ability::Sticker, "👍"),
    ] {
        let Outbound::Draft(mut draft) = canonical(ability) else {
            panic!()
        };
        draft.to.id = "zhou.lan@example.com".to_owned();
        let raw = text(&mail(*draft));
        let said = MessageParser::new()
            .parse(raw.as_bytes())
            .unwrap()
            .body_text(0)
            .unwrap()
            .into_owned();
        assert!(said.contains(words), "{said}");
    }
}

/// Read again by `e2e/interop/email.py`, with Python's own parser.
#[test]
fn what_we_write_is_kept_for_others_to_read() {
    let mut plain = draft("Hello,\n\nit left today.\n.\nFrom us");
    plain.author = "Zhou, Lan \"Z\"".to_owned();
    plain.automatic = true;
    let mut answer = draft("已经发出，单号 SF100。");
    let references: Vec<String> = (0..40).map(|at| format!("ref-{at}@example.com")).collect();
    answer.to.context = context(&[
        ("subject", json!("关于一个很长很长的主题，".repeat(6))),
        ("message_id", json!("ref-39@example.com")),
        ("references", json!(references)),
    ]);
    let mut files = draft("见附件 🙂");
    let picture = AttachmentId::from(Uuid::from_u128(4));
    files.files = vec![
        file(
            "报价单 2026 年 3 月（含税）最终版，请勿外传；内部文件.pdf",
            FileKind::File,
            100,
        ),
        file("plain name.txt", FileKind::File, 100),
        OutFile {
            id: picture,
            ..file("图.png", FileKind::Image, 100)
        },
    ];
    files.content = Some(Content::Mail(Box::new(Mail {
        subject: "报价 & <offer>".to_owned(),
        html: format!("<p>见附件 <b>here</b> <img src=\"cid:{picture}\"></p>"),
        cc: vec!["Boss <boss@example.com>".to_owned()],
        ..Mail::default()
    })));
    let mut evil = draft("x\r\n.\r\nQUIT\r\n");
    evil.author = "a\r\nBcc: victim@example.net".to_owned();
    evil.to.context = context(&[("subject", json!("s\r\nBcc: victim@example.net\r\n\r\nbody"))]);
    evil.files = vec![file("n\r\nX-Evil: 1\r\n\r\n.pdf", FileKind::File, 1)];
    insta::assert_binary_snapshot!("plain.eml", text(&mail(plain)).into_bytes());
    insta::assert_binary_snapshot!("thread.eml", text(&mail(answer)).into_bytes());
    insta::assert_binary_snapshot!("files.eml", text(&mail(files)).into_bytes());
    insta::assert_binary_snapshot!("evil.eml", text(&mail(evil)).into_bytes());
}
