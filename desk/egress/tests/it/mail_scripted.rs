//! Mail servers that do what no good one does, at moments of our choosing.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use yingke_egress::{
    Credentials, Door, NotSent, Security, Server, Source,
    mail::{self, Mail, MailLimits, NotTaken, Said, Stage},
};
use yingke_words::Secret;

use crate::stand::{Names, open, server};

/// What a server does at a command; by default it agrees.
#[derive(Clone, Copy)]
enum At {
    /// Says this.
    Say(&'static str),
    /// Hangs up.
    HangUp,
    /// Says nothing more.
    Fall,
}

/// What is done at the first command that begins with each of these words. `.` is the end of the message, the empty word
/// the greeting.
type Script = &'static [(&'static str, At)];

/// Everything the client said.
type Heard = Arc<Mutex<Vec<String>>>;

/// A server with these offers that keeps to a script.
async fn scripted(offers: &'static str, script: Script) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let kept = heard.clone();
    let address = server(move |stream| serve(stream, offers, script, kept.clone())).await;
    (address, heard)
}

async fn serve(stream: TcpStream, offers: &str, script: Script, heard: Heard) {
    let mut stream = BufReader::new(stream);
    let (mut in_data, mut line) = (false, String::new());
    loop {
        let word = line.trim_end_matches("\r\n");
        let found = script.iter().find(|(begin, _)| match *begin {
            "" | "." => word == *begin && (begin.is_empty() || in_data),
            begin => !in_data && word.starts_with(begin),
        });
        let says = match (found, word) {
            (Some((_, At::HangUp)), _) => return,
            (Some((_, At::Fall)), _) => return std::future::pending().await,
            (Some((_, At::Say(text))), _) => (*text).to_owned(),
            (None, ".") if in_data => "250 2.0.0 queued as 42\r\n".to_owned(),
            (None, _) if in_data => String::new(),
            (None, "") => "220 mail.example.com\r\n".to_owned(),
            (None, "DATA") => "354 go on\r\n".to_owned(),
            (None, "QUIT") => "221 bye\r\n".to_owned(),
            (None, word) if word.starts_with("EHLO") => {
                format!("250-mail.example.com\r\n{offers}250 HELP\r\n")
            }
            (None, word) if word.starts_with("AUTH") => "235 2.7.0 welcome\r\n".to_owned(),
            (None, _) => "250 2.0.0 fine\r\n".to_owned(),
        };
        in_data = if in_data {
            word != "."
        } else {
            says.starts_with("354")
        };
        if stream.write_all(says.as_bytes()).await.is_err() {
            return;
        }
        line.clear();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        heard.lock().unwrap().push(line.trim_end().to_owned());
    }
}

fn door() -> Door {
    open(&Names::default())
}

fn limits() -> MailLimits {
    MailLimits {
        answer: Duration::from_millis(500),
        end: Duration::from_millis(500),
        total: Duration::from_secs(5),
    }
}

fn mail(address: SocketAddr, credentials: Credentials) -> Mail {
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port: address.port(),
        security: Security::Plain,
        credentials,
    };
    Mail {
        server,
        hello: "desk.example.com".to_owned(),
        from: "desk@example.com".to_owned(),
        to: vec!["a@example.org".to_owned(), "b@example.org".to_owned()],
        data: vec![Source::Bytes(Bytes::from_static(
            b"Subject: hi\r\n\r\n.\r\nhello\r\n",
        ))],
    }
}

async fn sent(script: Script) -> (Result<Said, NotTaken>, Vec<String>) {
    let (address, heard) = scripted("250-SIZE 1000\r\n", script).await;
    let result = mail::send(&door(), &mail(address, Credentials::None), &limits()).await;
    let heard = heard.lock().unwrap().clone();
    (result, heard)
}

#[tokio::test]
async fn a_mail_is_said_word_by_word() {
    let (address, heard) = scripted("250-SIZE 1000\r\n250-8BITMIME\r\n", &[]).await;
    let said = mail::send(&door(), &mail(address, Credentials::None), &limits())
        .await
        .unwrap();
    assert_eq!(
        said,
        Said {
            code: 250,
            text: "2.0.0 queued as 42".to_owned()
        }
    );
    let expected = [
        "EHLO desk.example.com",
        "MAIL FROM:<desk@example.com> SIZE=25",
        "RCPT TO:<a@example.org>",
        "RCPT TO:<b@example.org>",
        "DATA",
        "Subject: hi",
        "",
        "..",
        "hello",
        ".",
        "QUIT",
    ];
    assert_eq!(*heard.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_server_that_is_tried_gets_no_mail() {
    let password = || Credentials::Password {
        user: "desk".to_owned(),
        password: Secret::new("x".to_owned()),
    };
    let tried = |script: Script| async move {
        let (address, heard) = scripted("250-AUTH PLAIN\r\n", script).await;
        let mail = mail(address, password());
        let result = mail::try_out(&door(), &mail.server, "desk.example.com", &limits()).await;
        let heard = heard.lock().unwrap().clone();
        (result, heard)
    };
    let (result, heard) = tried(&[]).await;
    assert_eq!(result, Ok(()));
    assert_eq!(
        heard,
        ["EHLO desk.example.com", "AUTH PLAIN AGRlc2sAeA==", "QUIT"]
    );
    let (refused, heard) = tried(&[("AUTH", At::Say("535 5.7.8 no\r\n"))]).await;
    assert!(
        matches!(&refused, Err(NotTaken::Refused { at: Stage::SignIn, said }) if said.code == 535),
        "{refused:?}"
    );
    assert_eq!(heard.len(), 2, "{heard:?}");
    let (silent, _) = tried(&[("EHLO", At::Fall)]).await;
    assert!(
        matches!(silent, Err(NotTaken::NotSent(NotSent::Cut(_)))),
        "{silent:?}"
    );
}

#[tokio::test]
async fn each_refusal_has_its_place_and_its_words() {
    const CASES: &[(Script, Stage, u16)] = &[
        (&[("", At::Say("554 5.7.1 not you\r\n"))], Stage::Greeting, 554),
        (
            &[("EHLO", At::Say("421-4.7.0 too\r\n421 4.7.0 many\r\n"))],
            Stage::Greeting,
            421,
        ),
        (
            &[("MAIL", At::Say("550 5.7.1 no such sender\r\n"))],
            Stage::From,
            550,
        ),
        (&[("DATA", At::Say("451 4.3.0 later\r\n"))], Stage::Data, 451),
        (&[(".", At::Say("552 5.3.4 too big\r\n"))], Stage::End, 552),
        (&[(".", At::Say("450 4.2.0 greylisted\r\n"))], Stage::End, 450),
    ];
    for (script, stage, code) in CASES {
        match sent(script).await.0 {
            Err(NotTaken::Refused { at, said }) => assert_eq!((&at, said.code), (stage, *code)),
            other => panic!("{stage:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn one_receiver_that_is_refused_keeps_it_from_all() {
    let (result, heard) = sent(&[("RCPT TO:<b@", At::Say("550 5.1.1 unknown\r\n"))]).await;
    let said = Said {
        code: 550,
        text: "5.1.1 unknown".to_owned(),
    };
    assert_eq!(
        result,
        Err(NotTaken::Refused {
            at: Stage::To("b@example.org".to_owned()),
            said
        })
    );
    assert!(!heard.iter().any(|line| line == "DATA"));
}

#[tokio::test]
async fn without_the_final_dot_nothing_was_sent() {
    const CASES: &[Script] = &[
        &[("", At::HangUp)],
        &[("", At::Fall)],
        &[("EHLO", At::HangUp)],
        &[("MAIL", At::Fall)],
        &[("RCPT", At::HangUp)],
        &[("DATA", At::HangUp)],
        &[("DATA", At::Fall)],
        &[("EHLO", At::Say("welcome\r\n"))],
        &[("EHLO", At::Say("25\r\n"))],
        &[("", At::Say("迎客\r\n"))],
    ];
    for (number, script) in CASES.iter().enumerate() {
        let (result, _) = sent(script).await;
        assert!(
            matches!(result, Err(NotTaken::NotSent(_))),
            "{number}: {result:?}"
        );
    }
}

#[tokio::test]
async fn after_the_final_dot_nobody_knows() {
    for script in [
        &[(".", At::HangUp)],
        &[(".", At::Fall)],
        &[(".", At::Say("what?\r\n"))],
    ] {
        let (result, _) = sent(script).await;
        assert!(matches!(result, Err(NotTaken::Ambiguous(_))), "{result:?}");
    }
}

#[tokio::test]
async fn the_time_is_up_before_the_dot_or_after_it() {
    let (address, _) = scripted("", &[(".", At::Fall)]).await;
    let short = MailLimits {
        total: Duration::from_millis(300),
        ..MailLimits::default()
    };
    let result = mail::send(&door(), &mail(address, Credentials::None), &short).await;
    assert!(matches!(result, Err(NotTaken::Ambiguous(_))), "{result:?}");
    let (address, _) = scripted("", &[("DATA", At::Fall)]).await;
    let result = mail::send(&door(), &mail(address, Credentials::None), &short).await;
    assert!(
        matches!(result, Err(NotTaken::NotSent(NotSent::Slow { .. }))),
        "{result:?}"
    );
}

#[tokio::test]
async fn what_comes_after_the_mail_is_taken_changes_nothing() {
    for script in [&[("QUIT", At::HangUp)], &[("QUIT", At::Fall)]] {
        assert!(sent(script).await.0.is_ok());
    }
}

#[tokio::test]
async fn an_endless_answer_ends() {
    let address =
        server(|mut stream| async move { while stream.write_all(&[b'2'; 4096]).await.is_ok() {} }).await;
    let result = mail::send(&door(), &mail(address, Credentials::None), &limits()).await;
    assert!(matches!(result, Err(NotTaken::NotSent(_))), "{result:?}");
    let address =
        server(|mut stream| async move { while stream.write_all(b"220-and on\r\n").await.is_ok() {} }).await;
    let result = mail::send(&door(), &mail(address, Credentials::None), &limits()).await;
    assert!(matches!(result, Err(NotTaken::NotSent(_))), "{result:?}");
}

#[tokio::test]
async fn a_mail_to_nobody_is_not_begun() {
    let (address, heard) = scripted("", &[]).await;
    let mail = Mail {
        to: Vec::new(),
        ..mail(address, Credentials::None)
    };
    assert!(matches!(
        mail::send(&door(), &mail, &limits()).await,
        Err(NotTaken::NotSent(NotSent::Invalid(_)))
    ));
    assert!(heard.lock().unwrap().is_empty());
}

fn password() -> Credentials {
    Credentials::Password {
        user: "tim".to_owned(),
        password: Secret::new("tanstaaftanstaaf".to_owned()),
    }
}

/// Vector email-1.
fn bearer() -> Credentials {
    Credentials::Bearer {
        user: "someuser@example.com".to_owned(),
        token: Secret::new("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg".to_owned()),
    }
}

const VECTOR: &str = "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==";

#[tokio::test]
async fn we_sign_in_by_what_is_offered() {
    const LOGIN: Script = &[
        ("AUTH LOGIN", At::Say("334 VXNlcm5hbWU6\r\n")),
        ("dGlt", At::Say("334 UGFzc3dvcmQ6\r\n")),
        ("dGFuc3RhYWZ0YW5zdGFhZg==", At::Say("235 fine\r\n")),
    ];
    let (address, heard) = scripted("250-AUTH LOGIN PLAIN\r\n", &[]).await;
    mail::send(&door(), &mail(address, password()), &limits())
        .await
        .unwrap();
    assert_eq!(
        heard.lock().unwrap()[1],
        "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm"
    );
    let (address, heard) = scripted("250-AUTH LOGIN\r\n", LOGIN).await;
    mail::send(&door(), &mail(address, password()), &limits())
        .await
        .unwrap();
    assert_eq!(
        heard.lock().unwrap()[1..4],
        ["AUTH LOGIN", "dGlt", "dGFuc3RhYWZ0YW5zdGFhZg=="]
    );
    let (address, heard) = scripted("250-AUTH PLAIN XOAUTH2\r\n", &[]).await;
    mail::send(&door(), &mail(address, bearer()), &limits())
        .await
        .unwrap();
    assert_eq!(heard.lock().unwrap()[1], format!("AUTH XOAUTH2 {VECTOR}"));
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_refused_with_its_reason() {
    // `{"status":"400"}`; the empty line is what Google's page asks for.
    let address = server(|stream| async move {
        let mut stream = BufReader::new(stream);
        let answers = [
            "220 mail\r\n",
            "250-mail\r\n250 AUTH XOAUTH2\r\n",
            "334 eyJzdGF0dXMiOiI0MDAifQ==\r\n",
            "535 5.7.8 no\r\n",
        ];
        let mut heard = Vec::new();
        for answer in answers {
            stream.write_all(answer.as_bytes()).await.unwrap();
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            heard.push(line);
        }
        assert_eq!(heard[2], "\r\n");
    })
    .await;
    let result = mail::send(&door(), &mail(address, bearer()), &limits()).await;
    let said = Said {
        code: 535,
        text: "5.7.8 no {\"status\":\"400\"}".to_owned(),
    };
    assert_eq!(
        result,
        Err(NotTaken::Refused {
            at: Stage::SignIn,
            said
        })
    );
}

#[tokio::test]
async fn a_way_in_that_is_not_offered_is_not_tried() {
    for (credentials, offers) in [
        (password(), "250-AUTH XOAUTH2\r\n"),
        (bearer(), "250-AUTH PLAIN\r\n"),
        (password(), ""),
    ] {
        let (address, heard) = scripted(offers, &[]).await;
        let result = mail::send(&door(), &mail(address, credentials), &limits()).await;
        assert!(
            matches!(result, Err(NotTaken::NotSent(NotSent::Unsupported { .. }))),
            "{result:?}"
        );
        assert!(!heard.lock().unwrap().iter().any(|line| line.starts_with("AUTH")));
    }
}

#[tokio::test]
async fn a_server_without_tls_hears_no_password() {
    let (address, heard) = scripted("250-AUTH PLAIN\r\n", &[]).await;
    let mut mail = mail(address, password());
    mail.server.security = Security::StartTls;
    let result = mail::send(&door(), &mail, &limits()).await;
    assert!(
        matches!(
            result,
            Err(NotTaken::NotSent(NotSent::Unsupported { what: "STARTTLS", .. }))
        ),
        "{result:?}"
    );
    assert!(!heard.lock().unwrap().iter().any(|line| line.starts_with("AUTH")));
}

#[tokio::test]
async fn words_before_tls_are_not_taken_for_words_after_it() {
    const INJECT: Script = &[("STARTTLS", At::Say("220 go on\r\n250-mail\r\n250 AUTH PLAIN\r\n"))];
    let (address, _) = scripted("250-STARTTLS\r\n", INJECT).await;
    let mut mail = mail(address, password());
    mail.server.security = Security::StartTls;
    let result = mail::send(&door(), &mail, &limits()).await;
    let error = result.unwrap_err().to_string();
    assert!(error.contains("it spoke on in the clear"), "{error}");
}

#[tokio::test]
async fn a_mail_that_is_too_large_is_not_begun() {
    let (address, heard) = scripted("250-SIZE 24\r\n", &[]).await;
    let result = mail::send(&door(), &mail(address, Credentials::None), &limits()).await;
    assert_eq!(result, Err(NotTaken::NotSent(NotSent::TooLarge { most: 24 })));
    assert!(!heard.lock().unwrap().iter().any(|line| line.starts_with("MAIL")));
}
