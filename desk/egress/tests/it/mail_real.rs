//! What leaves by mail, against Postfix and Dovecot (`.ci/with-mail`).

use std::net::SocketAddr;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use yingke_egress::{
    Command, Credentials, Door, File, Mailbox, MailboxLimits, NotSent, Reader, Reply, Security, Server,
    Source,
    mail::{self, Mail, MailLimits, NotTaken, Said, Stage},
};
use yingke_words::Secret;

use crate::stand::{Names, open, open_trusting};

fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: this test needs mail servers beside it, so run it with .ci/with-mail cargo nextest run …")
    })
}

pub fn address(name: &str) -> SocketAddr {
    given(name).parse().unwrap()
}

pub fn token() -> Credentials {
    Credentials::Bearer {
        user: "token@yingke.example".to_owned(),
        token: Secret::new(given("YINGKE_TEST_MAIL_TOKEN")),
    }
}

pub fn password(user: &str, password: &str) -> Credentials {
    Credentials::Password {
        user: format!("{user}@yingke.example"),
        password: Secret::new(password.to_owned()),
    }
}

/// A door that leads to this machine and trusts the test's authority.
pub fn door() -> Door {
    let pem = std::fs::read(given("YINGKE_TEST_MAIL_CA")).unwrap();
    open_trusting(&Names::default().with("localhost", &[&["127.0.0.1"]]), pem)
}

pub fn server(name: &str, security: Security, credentials: Credentials) -> Server {
    Server {
        host: "localhost".to_owned(),
        port: address(name).port(),
        security,
        credentials,
    }
}

/// A mailbox of `user`, its inbox open.
pub async fn inbox(user: &str) -> Mailbox {
    let server = server("YINGKE_TEST_IMAPS", Security::Tls, password(user, "open-sesame"));
    let mut mailbox = Mailbox::open(&door(), &server, MailboxLimits::default())
        .await
        .unwrap();
    mailbox
        .say(Command::Select {
            folder: "INBOX".to_owned(),
            read_only: false,
        })
        .await;
    assert!(matches!(mailbox.hear().await, Reply::Selected { .. }));
    mailbox
}

/// Waits for mails with a UID of at least `from`, and fetches them.
pub async fn fetched(mailbox: &mut Mailbox, from: u32) -> Vec<(u32, Bytes)> {
    for _ in 0..20 {
        mailbox.say(Command::Fetch { from, most: 100 }).await;
        let mut mails = Vec::new();
        loop {
            match mailbox.hear().await {
                Reply::Mail { uid, bytes, .. } => mails.push((uid, bytes)),
                Reply::Fetched => break,
                other => panic!("{other:?}"),
            }
        }
        if !mails.is_empty() {
            return mails;
        }
        mailbox
            .say(Command::Idle(std::time::Duration::from_secs(5)))
            .await;
        assert_eq!(mailbox.hear().await, Reply::Woken);
    }
    panic!("no mail came");
}

pub fn mail(server: Server, to: &str, data: Vec<Source>) -> Mail {
    Mail {
        server,
        hello: "desk.yingke.example".to_owned(),
        from: "desk@yingke.example".to_owned(),
        to: vec![to.to_owned()],
        data,
    }
}

pub fn text(text: &str) -> Source {
    Source::Bytes(Bytes::copy_from_slice(text.as_bytes()))
}

pub async fn send(to: &str, data: Vec<Source>) -> Result<Said, NotTaken> {
    let server = server(
        "YINGKE_TEST_SMTP",
        Security::StartTls,
        password("desk", "open-sesame"),
    );
    mail::send(
        &door(),
        &mail(server, &format!("{to}@yingke.example"), data),
        &MailLimits::default(),
    )
    .await
}

/// Sent by our SMTP, delivered by Postfix, kept by Dovecot, fetched by our IMAP: the same bytes behind the headers that
/// the servers put before them.
#[tokio::test]
async fn a_mail_arrives_byte_by_byte() {
    let message = "Subject: =?utf-8?B?5L2g5aW9?=\r\nFrom: desk@yingke.example\r\nTo: bytes@yingke.example\r\n\
         Message-ID: <1@desk.yingke.example>\r\nDate: Mon, 1 Jun 2026 10:00:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n.\r\n..\r\n.dot\r\nFrom the start\r\n你好，世界\r\n\r\n\r\nend\r\n";
    let said = send("bytes", vec![text(message)]).await.unwrap();
    assert_eq!(said.code, 250);
    let mails = fetched(&mut inbox("bytes").await, 1).await;
    let received = String::from_utf8(mails[0].1.to_vec()).unwrap();
    assert_eq!(mails.len(), 1);
    assert!(received.ends_with(message), "{received}");
    assert!(
        received.starts_with("Return-Path: <desk@yingke.example>\r\n"),
        "{received}"
    );
}

#[tokio::test]
async fn a_file_arrives_in_base64() {
    let bytes: Vec<u8> = (0..200_000_u32)
        .map(|at| u8::try_from(at * 31 % 256).unwrap())
        .collect();
    let kept = bytes.clone();
    let file = File::new(bytes.len() as u64, move || {
        let bytes = kept.clone();
        Box::pin(async move { Ok(Box::pin(std::io::Cursor::new(bytes)) as Reader) })
    });
    let head = "Subject: file\r\nMessage-ID: <2@desk.yingke.example>\r\nContent-Type: application/octet-stream\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n";
    send("file", vec![text(head), Source::File(file)]).await.unwrap();
    let mails = fetched(&mut inbox("file").await, 1).await;
    let received = String::from_utf8(mails[0].1.to_vec()).unwrap();
    let (_, body) = received.split_once("\r\n\r\n").unwrap();
    let body: String = body.split("\r\n").collect();
    assert!(BASE64_STANDARD.decode(body).unwrap() == bytes);
}

#[tokio::test]
async fn every_way_in_works() {
    let ways = [
        (
            "YINGKE_TEST_SMTP",
            Security::StartTls,
            password("desk", "open-sesame"),
        ),
        (
            "YINGKE_TEST_SMTPS",
            Security::Tls,
            password("desk", "open-sesame"),
        ),
        (
            "YINGKE_TEST_SMTP",
            Security::Plain,
            password("desk", "open-sesame"),
        ),
        ("YINGKE_TEST_SMTP", Security::Plain, Credentials::None),
        ("YINGKE_TEST_SMTP", Security::StartTls, token()),
    ];
    let count = ways.len();
    for (number, (name, security, credentials)) in ways.into_iter().enumerate() {
        let data = vec![text(&format!("Subject: {number}\r\n\r\nhello\r\n"))];
        let mail = mail(server(name, security, credentials), "ways@yingke.example", data);
        mail::send(&door(), &mail, &MailLimits::default()).await.unwrap();
    }
    let mut mailbox = inbox("ways").await;
    let mut mails = Vec::new();
    while mails.len() < count {
        let next = mails.last().map_or(1, |(uid, _)| uid + 1);
        mails.extend(fetched(&mut mailbox, next).await);
    }
}

#[tokio::test]
async fn names_beyond_ascii_are_taken() {
    let header = "Subject: 你好\r\nMessage-ID: <3@desk.yingke.example>\r\n\r\n正文\r\n";
    let (sender, data) = ("客服@yingke.example", vec![text(header)]);
    let server = server(
        "YINGKE_TEST_SMTP",
        Security::StartTls,
        password("desk", "open-sesame"),
    );
    let mail = Mail {
        from: sender.to_owned(),
        ..mail(server, "utf8@yingke.example", data)
    };
    // Postfix takes it. Debian's Dovecot does not, so that it is not seen arriving.
    assert_eq!(
        mail::send(&door(), &mail, &MailLimits::default())
            .await
            .unwrap()
            .code,
        250
    );
}

#[tokio::test]
async fn refusals_are_the_servers_own() {
    match send("nobody", vec![text("Subject: hi\r\n\r\nhello\r\n")]).await {
        Err(NotTaken::Refused {
            at: Stage::To(to),
            said,
        }) => {
            assert_eq!((to.as_str(), said.code), ("nobody@yingke.example", 550));
            assert!(said.text.starts_with("5.1.1 "), "{said:?}");
        }
        other => panic!("{other:?}"),
    }
    for (security, name) in [
        (Security::StartTls, "YINGKE_TEST_SMTP"),
        (Security::Tls, "YINGKE_TEST_SMTPS"),
    ] {
        for credentials in [
            password("desk", "wrong"),
            Credentials::Bearer {
                user: "token@yingke.example".to_owned(),
                token: Secret::new("wrong".to_owned()),
            },
        ] {
            let mail = mail(
                server(name, security, credentials),
                "a@yingke.example",
                vec![text("\r\n")],
            );
            match mail::send(&door(), &mail, &MailLimits::default()).await {
                Err(NotTaken::Refused {
                    at: Stage::SignIn,
                    said,
                }) => assert_eq!(said.code, 535, "{said:?}"),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn what_is_larger_than_the_server_takes_is_not_begun() {
    let large = Source::Bytes(Bytes::from(vec![b'a'; 10_240_001]));
    let result = send("large", vec![text("Subject: large\r\n\r\n"), large]).await;
    assert_eq!(
        result,
        Err(NotTaken::NotSent(NotSent::TooLarge { most: 10_240_000 }))
    );
}

#[tokio::test]
async fn a_server_that_cannot_prove_its_name_hears_nothing() {
    let names = Names::default()
        .with("localhost", &[&["127.0.0.1"]])
        .with("other.example", &[&["127.0.0.1"]]);
    let pem = std::fs::read(given("YINGKE_TEST_MAIL_CA")).unwrap();
    let doors = [
        (open(&names), "localhost"),
        (open_trusting(&names, pem), "other.example"),
    ];
    for (door, host) in doors {
        for (security, name) in [
            (Security::StartTls, "YINGKE_TEST_SMTP"),
            (Security::Tls, "YINGKE_TEST_SMTPS"),
        ] {
            let mut server = server(name, security, password("desk", "open-sesame"));
            host.clone_into(&mut server.host);
            let mail = mail(server, "a@yingke.example", vec![text("\r\n")]);
            let result = mail::send(&door, &mail, &MailLimits::default()).await;
            assert!(
                matches!(result, Err(NotTaken::NotSent(NotSent::Tls { .. }))),
                "{result:?}"
            );
        }
    }
}
