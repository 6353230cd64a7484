//! The channel on the bench: fixtures to snapshots, and a test a quirk.

mod connect;
mod connection;
mod html;
mod listen;
mod oauth;
mod outbound;
mod quotes;
mod replies;
mod reports;
mod threads;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use yingke_channel_contract::{
    Answer, Ctx, Retry,
    kit::Kit,
    scheme::{digest::sha256, hex},
};

use super::{Email, inbound, inbound::Seen, settings::Account};

/// What an administrator of `hello@shop.example` filled in.
const SETTINGS: &[(&str, &str)] = &[
    ("address", "Hello@shop.example"),
    ("password", "secret"),
    ("imap_host", "imap.shop.example"),
    ("smtp_host", "smtp.shop.example"),
    ("plus_addresses", "on"),
    ("reply_secret", "0123456789abcdef0123456789abcdef01234567"),
];

/// 2026-03-03 02:20 UTC.
const NOW: i64 = 1_772_504_400_000;

fn kit<'a>() -> Kit<'a> {
    with(SETTINGS)
}

fn with<'a>(settings: &'a [(&'a str, &'a str)]) -> Kit<'a> {
    Kit {
        channel: &Email,
        settings,
        account: "",
        now: NOW,
        sign: |_, _| {},
        covers_body: false,
        requests: &[],
        accept: |_| Answer::of(250, "2.0.0 Ok: queued as 4F1"),
        errors: &[
            (421, "4.3.0 closing", Some(Retry::BackOff)),
            (450, "4.7.1 greylisted", Some(Retry::BackOff)),
            (451, "4.3.0 local error", Some(Retry::BackOff)),
            (452, "4.2.2 mailbox full", Some(Retry::BackOff)),
            (535, "5.7.8 no", Some(Retry::Never)),
            (550, "5.1.1 no such user", Some(Retry::Never)),
            (552, "5.3.4 too big", Some(Retry::Never)),
            (554, "5.7.1 spam", Some(Retry::Never)),
        ],
    }
}

fn account() -> Account {
    kit().within(|ctx: &Ctx<'_>| Account::of(ctx))
}

fn fixture(name: &str) -> Vec<u8> {
    let (_, bytes) = FIXTURES.iter().find(|(one, _)| *one == name).expect("a fixture");
    bytes.to_vec()
}

macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("fixtures/", $name, ".eml")))),*]
    };
}

/// Written by `e2e/interop/email_fixtures.py`.
const FIXTURES: &[(&str, &[u8])] = fixtures![
    "alternative",
    "apple",
    "arf",
    "away",
    "cp1252",
    "cut-words",
    "dsn-blind",
    "dsn-blocked",
    "dsn-delayed",
    "dsn-failed",
    "flowed",
    "gb18030",
    "iso2022jp",
    "list",
    "mdn",
    "nested",
    "no-message-id",
    "no-sender",
    "null-path",
    "plain",
    "related",
    "torn",
    "traversal",
    "unlabelled",
];

/// Reads a mail as the mailbox of the settings does.
fn read(bytes: &[u8]) -> inbound::Read {
    inbound::read(&account(), bytes, Seen::default())
}

/// The message of a mail that holds one.
fn message(bytes: &[u8]) -> yingke_channel_contract::Message {
    let read = read(bytes);
    match read.events.into_iter().next().map(|event| event.what) {
        Some(yingke_channel_contract::What::Message(message)) => message,
        other => panic!("no message: {other:?} {:?}", read.problems),
    }
}

/// What a mail has that other messages have not.
fn mail(bytes: &[u8]) -> yingke_channel_contract::Mail {
    match message(bytes).content {
        Some(yingke_channel_contract::Content::Mail(mail)) => *mail,
        other => panic!("no mail: {other:?}"),
    }
}

#[test]
fn keeps_to_the_contract() {
    kit().conform();
}

#[test]
fn fixtures_are_read() {
    for (name, bytes) in FIXTURES {
        let shown = format!("{:#?}", read(bytes));
        insta::assert_snapshot!(*name, shown);
    }
}

/// What Python's `email` built, and what it says is in it: every charset, encoding and shape.
#[test]
fn the_zoo_is_read_as_python_wrote_it() {
    let lines = include_str!("fixtures/zoo.jsonl").lines();
    for (at, line) in lines.enumerate() {
        let said: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| said[key].as_str().unwrap();
        let raw = BASE64_STANDARD.decode(text("raw")).unwrap();
        let event = read(&raw).events.remove(0);
        let place = format!("{at} {}", text("charset"));
        assert_eq!(event.from.name, text("name"), "{place}");
        assert_eq!(mail(&raw).subject, text("subject"), "{place}");
        let message = message(&raw);
        assert_eq!(message.text, text("text"), "{place}");
        let files: Vec<_> = message
            .files
            .iter()
            .map(|file| {
                let held = file.held.as_deref().unwrap_or_default();
                serde_json::json!([file.name, file.media_type, hex(&sha256(&[held]))])
            })
            .collect();
        assert_eq!(serde_json::Value::from(files), said["files"], "{place}");
    }
}

#[test]
fn a_file_name_in_bare_bytes_is_in_the_charset_of_the_text() {
    let name = encoding_rs::GB18030.encode("报价单.pdf").0;
    let start = "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=gbk\r\n\r\nhi\r\n--b\r\nContent-Type: application/pdf; name=\"";
    let bytes = [start.as_bytes(), &name, b"\"\r\n\r\nx\r\n--b--\r\n"].concat();
    assert_eq!(message(&bytes).files[0].name, "报价单.pdf");
}

#[test]
fn the_same_mail_twice_is_one() {
    for (name, bytes) in FIXTURES {
        let ids = |read: inbound::Read| read.events.into_iter().map(|event| event.id).collect::<Vec<_>>();
        let once = ids(read(bytes));
        assert_eq!(once, ids(read(bytes)), "{name}");
        assert!(once.iter().all(|id| !id.is_empty()), "{name}");
    }
}

#[test]
fn cut_and_changed_mails_never_panic() {
    for (_, bytes) in FIXTURES {
        for end in (0..bytes.len()).step_by((bytes.len() / 100).max(1)) {
            let _ = super::parse(&bytes[..end]);
        }
        let mut seed = 0x9e37_79b9_u32;
        for _ in 0..100 {
            let mut changed = bytes.to_vec();
            for _ in 0..5 {
                seed ^= seed << 13;
                seed ^= seed >> 17;
                seed ^= seed << 5;
                let at = seed as usize % changed.len();
                changed[at] = seed.to_le_bytes()[3];
            }
            let _ = read(&changed);
        }
    }
    for odd in [
        &b""[..],
        b"\r\n",
        b"\0",
        b"\xff\xfe",
        b"a",
        b":",
        b"From: ",
        b"<html>",
    ] {
        let _ = super::parse(odd);
    }
}

#[test]
fn html_that_parsers_are_slow_at_ends_soon() {
    for filler in [
        "<div>",
        "<b><i>",
        "<table><tr><td>",
        "&nbsp;",
        "&amp;",
        "<b></p>",
        "> ",
        "<a href=\"x\">",
        "<p>x",
        "<blockquote type=cite>",
    ] {
        let text = filler.repeat(100_000 / filler.len());
        let mail = format!("From: a@example.com\r\nContent-Type: text/html\r\n\r\n{text}");
        assert_eq!(read(mail.as_bytes()).events.len(), 1, "{filler}");
    }
}

#[test]
fn ten_megabytes_are_a_mail() {
    let start = "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n";
    let quote = "> an old line of words\r\n".repeat(40_000);
    let file = "QUJD\r\n".repeat(1_500_000);
    let mail = format!(
        "{start}new\r\n{quote}\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n{file}\r\n--b--"
    );
    let message = message(mail.as_bytes());
    assert_eq!((message.text.as_str(), message.files.len()), ("new", 1));
    assert_eq!(
        message.files[0].held.as_ref().map(bytes::Bytes::len),
        Some(4_500_000)
    );
}

#[test]
fn many_parts_headers_and_mails_within_mails_end_soon() {
    let parts = "--b\r\n\r\nx\r\n".repeat(100_000);
    let mail = format!("From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}");
    assert_eq!(read(mail.as_bytes()).events.len(), 1);
    let headers = "X: y\r\n".repeat(100_000);
    let _ = read(format!("From: a@example.com\r\n{headers}").as_bytes());
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(50_000);
    let found = read(format!("From: a@example.com\r\n{nested}").as_bytes());
    assert_eq!(found.problems.len(), 1, "the stack is not endless");
}
