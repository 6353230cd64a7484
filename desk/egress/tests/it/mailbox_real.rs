//! A mailbox of Dovecot (`.ci/with-mail`).

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use yingke_egress::{Command, Credentials, Mailbox, MailboxLimits, NotOpened, NotSent, Reply, Security};
use yingke_words::Secret;

use crate::{
    mail_real::{address, door, fetched, inbox, password, send, server, text, token},
    stand::{Names, open},
};

async fn deliver(to: &str, subject: &str) {
    send(to, vec![text(&format!("Subject: {subject}\r\n\r\nhello\r\n"))])
        .await
        .unwrap();
}

async fn ask(mailbox: &mut Mailbox, command: Command) -> Reply {
    mailbox.say(command).await;
    mailbox.hear().await
}

fn select(folder: &str) -> Command {
    Command::Select {
        folder: folder.to_owned(),
        read_only: false,
    }
}

#[tokio::test]
async fn every_way_in_works() {
    let ways = [
        (
            "YINGKE_TEST_IMAP",
            Security::StartTls,
            password("ways-in", "open-sesame"),
        ),
        (
            "YINGKE_TEST_IMAPS",
            Security::Tls,
            password("ways-in", "open-sesame"),
        ),
        (
            "YINGKE_TEST_IMAP",
            Security::Plain,
            password("ways-in", "open-sesame"),
        ),
        ("YINGKE_TEST_IMAP", Security::StartTls, token()),
    ];
    for (name, security, credentials) in ways {
        let mut mailbox = Mailbox::open(
            &door(),
            &server(name, security, credentials),
            MailboxLimits::default(),
        )
        .await
        .unwrap();
        assert!(matches!(
            ask(&mut mailbox, select("INBOX")).await,
            Reply::Selected { uid_next: 1, .. }
        ));
    }
}

#[tokio::test]
async fn who_may_not_come_in_is_told_why() {
    let wrong = [
        (password("ways-in", "wrong"), "Authentication failed"),
        // Beyond ASCII, it goes by another way.
        (password("ways-in", "芝麻开门"), "Authentication failed"),
        (
            Credentials::Bearer {
                user: "token@yingke.example".to_owned(),
                token: Secret::new("wrong".to_owned()),
            },
            "\"status\"",
        ),
    ];
    for (credentials, why) in wrong {
        let server = server("YINGKE_TEST_IMAP", Security::StartTls, credentials);
        match Mailbox::open(&door(), &server, MailboxLimits::default()).await {
            Err(NotOpened::SignIn(words)) => assert!(words.contains(why), "{words}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_that_cannot_prove_its_name_hears_nothing() {
    for (security, name) in [
        (Security::StartTls, "YINGKE_TEST_IMAP"),
        (Security::Tls, "YINGKE_TEST_IMAPS"),
    ] {
        let server = server(name, security, password("ways-in", "open-sesame"));
        let door = open(&Names::default().with("localhost", &[&["127.0.0.1"]]));
        let error = Mailbox::open(&door, &server, MailboxLimits::default())
            .await
            .unwrap_err();
        assert!(matches!(error, NotOpened::Way(NotSent::Tls { .. })), "{error}");
    }
}

#[tokio::test]
async fn waiting_ends_when_a_mail_comes() {
    let mut mailbox = inbox("waiting").await;
    deliver("waiting", "first").await;
    let (first, _) = fetched(&mut mailbox, 1).await[0];
    let began = Instant::now();
    mailbox.say(Command::Idle(Duration::from_secs(60))).await;
    deliver("waiting", "second").await;
    assert_eq!(mailbox.hear().await, Reply::Woken);
    assert!(
        began.elapsed() < Duration::from_secs(30),
        "it was not woken, the time was up"
    );
    let mails = fetched(&mut mailbox, first + 1).await;
    assert!(String::from_utf8_lossy(&mails[0].1).contains("Subject: second\r\n"));
}

#[tokio::test]
async fn waiting_ends_when_the_time_is_up_or_something_is_asked() {
    let mut mailbox = inbox("patient").await;
    assert_eq!(
        ask(&mut mailbox, Command::Idle(Duration::from_millis(200))).await,
        Reply::Woken
    );
    let began = Instant::now();
    mailbox.say(Command::Idle(Duration::from_secs(60))).await;
    mailbox.say(Command::Fetch { from: 1, most: 1 }).await;
    assert_eq!(mailbox.hear().await, Reply::Woken);
    assert_eq!(mailbox.hear().await, Reply::Fetched);
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn listening_can_be_given_up_and_taken_up_again() {
    let mut mailbox = inbox("interrupted").await;
    mailbox.say(Command::Idle(Duration::from_secs(60))).await;
    for _ in 0..5 {
        let hearing = tokio::time::timeout(Duration::from_millis(20), mailbox.hear()).await;
        assert!(hearing.is_err());
    }
    deliver("interrupted", "hi").await;
    assert_eq!(mailbox.hear().await, Reply::Woken);
    assert_eq!(fetched(&mut mailbox, 1).await.len(), 1);
}

#[tokio::test]
async fn mails_come_in_their_order_from_where_one_was() {
    for number in 1..=5 {
        deliver("order", &number.to_string()).await;
    }
    let mut mailbox = inbox("order").await;
    let mut all = Vec::new();
    while all.len() < 5 {
        let next = all.last().map_or(1, |(uid, _)| uid + 1);
        all.extend(fetched(&mut mailbox, next).await);
    }
    let uids: Vec<u32> = all.iter().map(|(uid, _)| *uid).collect();
    assert!(uids.is_sorted());
    let mut heard = Vec::new();
    mailbox
        .say(Command::Fetch {
            from: uids[1],
            most: 2,
        })
        .await;
    loop {
        match mailbox.hear().await {
            Reply::Mail { uid, received, .. } => {
                assert!(received.millis() > 1_700_000_000_000, "{received}");
                heard.push(uid);
            }
            reply => {
                assert_eq!(reply, Reply::Fetched);
                break;
            }
        }
    }
    assert_eq!(heard, uids[1..3]);
    // Beyond the last one there is nothing, although `n:*` always finds the last.
    assert_eq!(
        ask(
            &mut mailbox,
            Command::Fetch {
                from: uids[4] + 1,
                most: 10
            }
        )
        .await,
        Reply::Fetched
    );
}

#[tokio::test]
async fn fetching_leaves_a_mail_unread_and_a_flag_marks_it() {
    deliver("flags", "hi").await;
    let mut mailbox = inbox("flags").await;
    let (uid, _) = fetched(&mut mailbox, 1).await[0];
    assert_eq!(found("SEEN").await, 0);
    assert_eq!(
        ask(
            &mut mailbox,
            Command::Flag {
                uid,
                flag: "\\Seen".to_owned()
            }
        )
        .await,
        Reply::Done
    );
    assert_eq!(found("SEEN").await, 1);
    for flag in ["", "\\", "\\Seen) x (", "\\Seen\r\nA1 LOGOUT"] {
        let reply = ask(
            &mut mailbox,
            Command::Flag {
                uid,
                flag: flag.to_owned(),
            },
        )
        .await;
        assert!(matches!(reply, Reply::No(_)), "{flag:?}: {reply:?}");
    }
    // Read-only, nothing is marked, whatever the server says.
    let read_only = Command::Select {
        folder: "INBOX".to_owned(),
        read_only: true,
    };
    assert!(matches!(
        ask(&mut mailbox, read_only).await,
        Reply::Selected { .. }
    ));
    ask(
        &mut mailbox,
        Command::Flag {
            uid,
            flag: "\\Flagged".to_owned(),
        },
    )
    .await;
    assert_eq!(found("FLAGGED").await, 0);
}

/// How many mails of the inbox are so, by a client that is not ours.
async fn found(what: &str) -> usize {
    let stream = TcpStream::connect(address("YINGKE_TEST_IMAP")).await.unwrap();
    let mut stream = BufReader::new(stream);
    let login = "a LOGIN flags@yingke.example open-sesame\r\nb EXAMINE INBOX";
    let commands = format!("{login}\r\nc SEARCH {what}\r\nd LOGOUT\r\n");
    stream.write_all(commands.as_bytes()).await.unwrap();
    let mut line = String::new();
    while stream.read_line(&mut line).await.unwrap() > 0 {
        if let Some(found) = line.strip_prefix("* SEARCH") {
            return found.split_whitespace().count();
        }
        line.clear();
    }
    panic!("no answer to a search");
}

#[tokio::test]
async fn a_mail_moves_into_a_folder_that_is_made_for_it() {
    deliver("moves", "hi").await;
    let mut mailbox = inbox("moves").await;
    let (uid, bytes) = fetched(&mut mailbox, 1).await[0].clone();
    let folder = "已处理 & \"Done\"";
    let no_such = ask(&mut mailbox, select(folder)).await;
    assert!(matches!(no_such, Reply::No(_)), "{no_such:?}");
    assert!(matches!(
        ask(&mut mailbox, select("INBOX")).await,
        Reply::Selected { .. }
    ));
    assert_eq!(
        ask(
            &mut mailbox,
            Command::Move {
                uid,
                folder: folder.to_owned()
            }
        )
        .await,
        Reply::Done
    );
    assert_eq!(
        ask(&mut mailbox, Command::Fetch { from: 1, most: 10 }).await,
        Reply::Fetched
    );
    assert!(matches!(
        ask(&mut mailbox, select(folder)).await,
        Reply::Selected { uid_next: 2, .. }
    ));
    assert_eq!(fetched(&mut mailbox, 1).await[0].1, bytes);
}

#[tokio::test]
async fn a_mail_that_is_too_long_comes_as_its_header() {
    let long = format!("Subject: long\r\n\r\n{}", "0123456789\r\n".repeat(1_000));
    send("long", vec![text(&long)]).await.unwrap();
    let mut whole = inbox("long").await;
    let (first, _) = fetched(&mut whole, 1).await[0];
    deliver("long", "short").await;
    fetched(&mut whole, first + 1).await;
    let server = server(
        "YINGKE_TEST_IMAPS",
        Security::Tls,
        password("long", "open-sesame"),
    );
    let limits = MailboxLimits {
        mail: 5_000,
        ..MailboxLimits::default()
    };
    let mut mailbox = Mailbox::open(&door(), &server, limits).await.unwrap();
    assert!(matches!(
        ask(&mut mailbox, select("INBOX")).await,
        Reply::Selected { .. }
    ));
    let Reply::Oversized {
        uid, size, header, ..
    } = ask(&mut mailbox, Command::Fetch { from: 1, most: 10 }).await
    else {
        panic!("it came whole");
    };
    assert!(uid == first && size > 12_000, "{uid} {size}");
    let header = String::from_utf8(header.to_vec()).unwrap();
    assert!(
        header.contains("\r\nSubject: long\r\n") && header.ends_with("\r\n\r\n"),
        "{header}"
    );
    assert!(matches!(mailbox.hear().await, Reply::Mail { .. }));
    assert_eq!(mailbox.hear().await, Reply::Fetched);
}
