//! Mailboxes that do what no good one does.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use yingke_egress::{
    Command, Credentials, Mailbox, MailboxLimits, NotOpened, NotSent, Reply, Security, Server,
};
use yingke_words::{Secret, Time};

use crate::stand::{Names, open, server};

/// Everything the client said, without its tags; an empty line as `(nothing)`.
type Heard = Arc<Mutex<Vec<String>>>;

/// What is answered to a command that begins with these words. `TAG` stands for the command's own. Without a line end at
/// the end the connection is closed behind it.
type Script = &'static [(&'static str, &'static str)];

async fn scripted(script: Script) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let kept = heard.clone();
    let address = server(move |stream| {
        let kept = kept.clone();
        async move {
            let mut stream = BufReader::new(stream);
            let greeting = script
                .iter()
                .find(|(word, _)| word.is_empty())
                .map_or("* OK hi\r\n", |(_, text)| text);
            stream.write_all(greeting.as_bytes()).await.unwrap();
            if !greeting.ends_with("\r\n") {
                return;
            }
            let (mut line, mut tag) = (String::new(), "*".to_owned());
            while stream.read_line(&mut line).await.unwrap_or(0) > 0 {
                let words = line.trim_end().to_owned();
                line.clear();
                let command = match words.split_once(' ') {
                    Some((first, rest)) if first.starts_with('A') => {
                        first.clone_into(&mut tag);
                        rest.to_owned()
                    }
                    _ if words.is_empty() => "(nothing)".to_owned(),
                    _ => words,
                };
                let found = script
                    .iter()
                    .find(|(begin, _)| !begin.is_empty() && command.starts_with(begin));
                let says = found
                    .map_or_else(|| usual(&command), |(_, text)| text)
                    .replace("TAG", &tag);
                kept.lock().unwrap().push(command);
                if stream.write_all(says.as_bytes()).await.is_err() || !says.ends_with("\r\n") {
                    return;
                }
            }
        }
    })
    .await;
    (address, heard)
}

fn usual(command: &str) -> &'static str {
    match command.split(' ').next().unwrap_or_default() {
        "CAPABILITY" => "* CAPABILITY IMAP4rev1\r\nTAG OK\r\n",
        "SELECT" | "EXAMINE" => {
            "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n* OK [UIDNEXT 4] fine\r\nTAG OK [READ-WRITE] open\r\n"
        }
        _ => "TAG OK done\r\n",
    }
}

async fn connect(
    address: SocketAddr,
    security: Security,
    credentials: Credentials,
) -> Result<Mailbox, NotOpened> {
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port: address.port(),
        security,
        credentials,
    };
    let limits = MailboxLimits {
        answer: Duration::from_millis(500),
        mail: 1_000,
    };
    Mailbox::open(&open(&Names::default()), &server, limits).await
}

fn password() -> Credentials {
    Credentials::Password {
        user: "desk".to_owned(),
        password: Secret::new("open\\\"sesame".to_owned()),
    }
}

async fn asked(script: Script, command: Command) -> (Vec<Reply>, Vec<String>) {
    let (address, heard) = scripted(script).await;
    let mut mailbox = connect(address, Security::Plain, password()).await.unwrap();
    mailbox
        .say(Command::Select {
            folder: "INBOX".to_owned(),
            read_only: false,
        })
        .await;
    assert_eq!(
        mailbox.hear().await,
        Reply::Selected {
            uid_validity: 7,
            uid_next: 4
        }
    );
    mailbox.say(command).await;
    let mut replies = vec![mailbox.hear().await];
    while matches!(replies.last(), Some(Reply::Mail { .. } | Reply::Oversized { .. })) {
        replies.push(mailbox.hear().await);
    }
    let said = heard.lock().unwrap().clone();
    // Behind signing in, asking what it can, and opening the folder.
    (replies, said[3..].to_vec())
}

/// Vector email-1: what Google's page says is sent, and what is sent to a refusal.
#[tokio::test]
async fn a_token_is_said_as_google_wants_it() {
    const REFUSE: Script = &[
        ("AUTHENTICATE", "+ \r\n"),
        ("dXNlcj", "+ eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=\r\n"),
        ("(nothing)", "TAG NO [AUTHENTICATIONFAILED] no\r\n"),
    ];
    let bearer = || Credentials::Bearer {
        user: "someuser@example.com".to_owned(),
        token: Secret::new("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg".to_owned()),
    };
    let vector = "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==";
    let (address, heard) = scripted(&[("AUTHENTICATE", "+ \r\n"), ("dXNlcj", "TAG OK welcome\r\n")]).await;
    connect(address, Security::Plain, bearer()).await.unwrap();
    assert_eq!(heard.lock().unwrap()[..2], ["AUTHENTICATE XOAUTH2", vector]);
    let (address, heard) = scripted(REFUSE).await;
    let error = connect(address, Security::Plain, bearer()).await.unwrap_err();
    let words = "[AUTHENTICATIONFAILED] no {\"status\":\"400\",\"schemes\":\"Bearer\"}".to_owned();
    assert_eq!(error, NotOpened::SignIn(words));
    assert_eq!(
        *heard.lock().unwrap(),
        ["AUTHENTICATE XOAUTH2", vector, "(nothing)"]
    );
}

#[tokio::test]
async fn a_password_is_quoted() {
    let (address, heard) = scripted(&[]).await;
    connect(address, Security::Plain, password()).await.unwrap();
    assert_eq!(heard.lock().unwrap()[0], "LOGIN \"desk\" \"open\\\\\\\"sesame\"");
    let broken = Credentials::Password {
        user: "desk".to_owned(),
        password: Secret::new("a\r\nA2 DELETE INBOX".to_owned()),
    };
    let (address, heard) = scripted(&[]).await;
    assert!(matches!(
        connect(address, Security::Plain, broken).await,
        Err(NotOpened::SignIn(_))
    ));
    assert!(heard.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_bad_greeting_ends_it() {
    const CASES: &[(Script, &str)] = &[
        (&[("", "* BYE too many of you\r\n")], "too many of you"),
        (&[("", "* PREAUTH welcome\r\n")], "signed in"),
        (&[("", "HTTP/1.1 400 Bad Request\r\n\r\n")], "ended early"),
        (&[("", "* OK")], "ended early"),
    ];
    for (script, why) in CASES {
        let (address, heard) = scripted(script).await;
        let error = connect(address, Security::Plain, password()).await.unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        assert!(heard.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_tls_hears_no_password() {
    const CASES: &[Script] = &[
        &[("STARTTLS", "TAG NO what is that\r\n")],
        &[("STARTTLS", "TAG BAD what is that\r\n")],
        &[("", "* PREAUTH welcome\r\n")],
        &[("STARTTLS", "TAG OK go on\r\nA0002 OK LOGIN done\r\n")],
    ];
    for script in CASES {
        let (address, heard) = scripted(script).await;
        let error = connect(address, Security::StartTls, password())
            .await
            .unwrap_err();
        assert!(
            !heard.lock().unwrap().iter().any(|line| line.contains("LOGIN")),
            "{error}"
        );
    }
    let (address, _) = scripted(CASES[0]).await;
    let error = connect(address, Security::StartTls, password())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            NotOpened::Way(NotSent::Unsupported { what: "STARTTLS", .. })
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_silent_server_is_not_waited_for() {
    for script in [
        &[("", "\r\n")],
        &[("LOGIN", "\r\n")],
        &[("CAPABILITY", "* CAPABILITY IMAP4rev1\r\n")],
    ] as [Script; 3]
    {
        let (address, _) = scripted(script).await;
        let began = Instant::now();
        assert!(connect(address, Security::Plain, password()).await.is_err());
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_mail_is_fetched_once_it_is_known_to_fit() {
    const SCRIPT: Script = &[
        ("UID SEARCH", "* SEARCH 3 1 2 3\r\nTAG OK\r\n"),
        (
            "UID FETCH 1,2,3",
            "* 9 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 2 RFC822.SIZE 1001 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")\r\n\
          * 1 FETCH (INTERNALDATE \" 7-Feb-1994 21:52:25 -0800\" RFC822.SIZE 5 UID 1)\r\n* 3 FETCH (UID 3 RFC822.SIZE 5 INTERNALDATE \"?\")\r\nTAG OK\r\n",
        ),
        (
            "UID FETCH 1 (UID BODY.PEEK[])",
            "* 4 FETCH (UID 9 BODY[] {5}\r\nother)\r\n* 1 FETCH (UID 1 BODY[] {5}\r\nh\r\ni))\r\n* 1 FETCH (UID 1 FLAGS ())\r\nTAG OK\r\n",
        ),
        (
            "UID FETCH 2 (UID BODY.PEEK[HEADER])",
            "* 2 FETCH (UID 2 BODY[HEADER] {6}\r\nA: b\r\n)\r\nTAG OK\r\n",
        ),
        // It has been removed in the meantime.
        ("UID FETCH 3 (UID BODY.PEEK[])", "* 3 EXPUNGE\r\nTAG OK\r\n"),
    ];
    let (replies, said) = asked(SCRIPT, Command::Fetch { from: 0, most: 10 }).await;
    let at = Time::from_millis;
    assert_eq!(
        replies,
        [
            Reply::Mail {
                uid: 1,
                received: at(760_686_745_000),
                bytes: Bytes::from_static(b"h\r\ni)")
            },
            Reply::Oversized {
                uid: 2,
                received: at(837_596_665_000),
                size: 1001,
                header: Bytes::from_static(b"A: b\r\n")
            },
            Reply::Fetched,
        ]
    );
    assert_eq!(said[0], "UID SEARCH UID 1:*");
}

#[tokio::test]
async fn refusals_are_told_and_the_session_goes_on() {
    const CASES: &[(Script, &str)] = &[
        (&[("UID SEARCH", "TAG NO not now\r\n")], "not now"),
        (&[("UID SEARCH", "TAG BAD what\r\n")], "what"),
        (
            &[
                ("UID SEARCH", "* SEARCH 1\r\nTAG OK\r\n"),
                ("UID FETCH", "TAG NO [UNAVAILABLE] gone\r\n"),
            ],
            "gone",
        ),
    ];
    for (script, why) in CASES {
        let (replies, _) = asked(script, Command::Fetch { from: 1, most: 10 }).await;
        assert!(
            matches!(&replies[..], [Reply::No(words)] if words.contains(why)),
            "{replies:?}"
        );
    }
    let (address, _) = scripted(&[("SELECT \"gone\"", "TAG NO [NONEXISTENT] no such folder\r\n")]).await;
    let mut mailbox = connect(address, Security::Plain, password()).await.unwrap();
    mailbox
        .say(Command::Select {
            folder: "gone".to_owned(),
            read_only: false,
        })
        .await;
    mailbox
        .say(Command::Select {
            folder: "INBOX".to_owned(),
            read_only: true,
        })
        .await;
    assert_eq!(
        mailbox.hear().await,
        Reply::No("[NONEXISTENT] no such folder".to_owned())
    );
    assert!(matches!(mailbox.hear().await, Reply::Selected { .. }));
}

#[tokio::test]
async fn a_server_that_cannot_move_copies_and_removes() {
    const FULL: Script = &[("UID COPY", "TAG NO [OVERQUOTA] full\r\n")];
    const MOVE: Script = &[("CAPABILITY", "* CAPABILITY IMAP4rev1 MOVE\r\nTAG OK\r\n")];
    const UIDPLUS: Script = &[("CAPABILITY", "* CAPABILITY IMAP4rev1 UIDPLUS\r\nTAG OK\r\n")];
    let moving = || Command::Move {
        uid: 3,
        folder: "Done".to_owned(),
    };
    let (replies, said) = asked(&[], moving()).await;
    assert_eq!(replies, [Reply::Done]);
    assert_eq!(
        said,
        ["UID COPY 3 \"Done\"", "UID STORE 3 +FLAGS.SILENT (\\Deleted)"]
    );
    let (replies, said) = asked(UIDPLUS, moving()).await;
    assert_eq!(replies, [Reply::Done]);
    assert_eq!(said[2], "UID EXPUNGE 3");
    assert_eq!(asked(MOVE, moving()).await.1, ["UID MOVE 3 \"Done\""]);
    // What was not copied is not removed.
    let (replies, said) = asked(FULL, moving()).await;
    assert_eq!((replies.len(), said.len()), (1, 1));
    assert!(matches!(&replies[0], Reply::No(_)));
}

#[tokio::test]
async fn a_connection_that_ends_is_told_with_the_servers_last_words() {
    const CASES: &[(Script, &str)] = &[
        (&[("UID SEARCH", "* BYE shutting down\r\n ")], "shutting down"),
        (&[("UID SEARCH", "* SEARCH 1")], "bytes remaining"),
        (&[("UID SEARCH", "* SEARCH 1\r\n")], "does not answer"),
        // Half a gigabyte is announced; no room is made for it.
        (&[("UID SEARCH", "* 1 FETCH (BODY[] {500000000}\r\n")], "too many"),
        (&[("UID SEARCH", "\u{0}\u{1} nonsense \"\r\n")], "parsing"),
    ];
    for (script, why) in CASES {
        let (replies, _) = asked(script, Command::Fetch { from: 1, most: 10 }).await;
        assert!(
            matches!(&replies[..], [Reply::Closed(words)] if words.contains(why)),
            "{why}: {replies:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_does_not_tell_is_asked() {
    let (address, heard) = scripted(&[("NOOP", "* 2 EXISTS\r\nTAG OK\r\n")]).await;
    let mut mailbox = connect(address, Security::Plain, password()).await.unwrap();
    mailbox.say(Command::Idle(Duration::from_millis(100))).await;
    assert_eq!(mailbox.hear().await, Reply::Woken);
    assert_eq!(heard.lock().unwrap()[2], "NOOP");
    mailbox.say(Command::Idle(Duration::from_secs(600))).await;
    mailbox
        .say(Command::Flag {
            uid: 1,
            flag: "\\Seen".to_owned(),
        })
        .await;
    assert_eq!(mailbox.hear().await, Reply::Woken);
    assert_eq!(mailbox.hear().await, Reply::Done);
}

#[tokio::test]
async fn waiting_can_be_refused_or_broken_off() {
    const ABLE: (&str, &str) = ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK\r\n");
    const CASES: &[(Script, &str)] = &[
        (&[ABLE, ("IDLE", "TAG NO not here\r\n")], "No(\"not here\")"),
        (
            &[ABLE, ("IDLE", "+ idling\r\n* OK Still here\r\n* BYE off\r\n ")],
            "Closed(\"off\")",
        ),
        (
            &[ABLE, ("IDLE", "+ idling\r\nTAG OK done\r\n")],
            "Closed(\"it stopped",
        ),
        (
            &[
                ABLE,
                ("IDLE", "* 5 EXISTS\r\n+ idling\r\n"),
                ("DONE", "* 1 RECENT\r\nTAG OK\r\n"),
            ],
            "Woken",
        ),
        (
            &[
                ABLE,
                ("IDLE", "+ idling\r\n* 3 EXPUNGE\r\n* 5 EXISTS\r\n"),
                ("DONE", "TAG OK\r\n"),
            ],
            "Woken",
        ),
        (
            &[ABLE, ("IDLE", "* 5 EXPUNGE\r\n")],
            "Closed(\"it does not answer",
        ),
    ];
    for (script, what) in CASES {
        let (replies, _) = asked(script, Command::Idle(Duration::from_secs(60))).await;
        assert!(format!("{:?}", replies[0]).contains(what), "{what}: {replies:?}");
    }
}

#[tokio::test]
async fn what_is_announced_while_something_else_is_said_is_not_waited_for() {
    let (address, heard) = scripted(&[
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK\r\n"),
        ("UID SEARCH", "* SEARCH\r\nTAG OK\r\n"),
        ("UID STORE", "* 2 EXISTS\r\nTAG OK\r\n"),
        ("IDLE", "+ idling\r\n* 3 EXISTS\r\n"),
        ("DONE", "TAG OK\r\n"),
    ])
    .await;
    let mut mailbox = connect(address, Security::Plain, password()).await.unwrap();
    let said = |word: &str| heard.lock().unwrap().iter().filter(|line| *line == word).count();
    let flag = Command::Flag {
        uid: 1,
        flag: "\\Seen".to_owned(),
    };
    let idle = Command::Idle(Duration::from_secs(600));
    let fetch = Command::Fetch { from: 1, most: 10 };
    for (command, reply) in [
        (fetch.clone(), Reply::Fetched),
        (flag, Reply::Done),
        (idle.clone(), Reply::Woken),
    ] {
        mailbox.say(command).await;
        assert_eq!(mailbox.hear().await, reply);
    }
    assert_eq!(said("IDLE"), 0, "the server would not say it again");
    // Looked for, it is no news any more.
    for (command, reply) in [(fetch, Reply::Fetched), (idle, Reply::Woken)] {
        mailbox.say(command).await;
        assert_eq!(mailbox.hear().await, reply);
    }
    assert_eq!(said("IDLE"), 1);
}
