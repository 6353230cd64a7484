//! Mail, with a real Postfix and a real Dovecot between the customer and us.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use yingke_egress::{Command, Credentials, Mailbox, MailboxLimits, Reply, Security, Server, Source, mail};
use yingke_words::Secret;

use super::desk::{Connected, picture};
use crate::support::Engine;

const PASSWORD: &str = "open-sesame";

pub fn port(name: &str) -> String {
    let address = std::env::var(name).expect("run the tests through `make test`");
    address.rsplit_once(':').expect("a port").1.to_owned()
}

pub fn server(name: &str, user: &str) -> Server {
    Server {
        host: "127.0.0.1".into(),
        port: port(name).parse().expect("a port"),
        security: Security::Plain,
        credentials: Credentials::Password {
            user: user.into(),
            password: Secret::new(PASSWORD.into()),
        },
    }
}

/// A shop with a mailbox of its own: tests run side by side.
pub async fn connected() -> (Connected, String, String) {
    let (shop, customer) = addresses();
    let settings = settings(&shop);
    let settings: Vec<_> = settings
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    let desk = Connected::new(Engine::Sqlite, "email", &settings, "").await;
    is_read(&desk, desk.app).await;
    (desk, shop, customer)
}

/// Addresses of a shop and of a customer that no other test has.
pub fn addresses() -> (String, String) {
    let name = uuid::Uuid::now_v7().simple().to_string();
    (
        format!("shop-{name}@yingke.example"),
        format!("buyer-{name}@yingke.example"),
    )
}

/// What an administrator fills in for the mailbox of `shop`.
pub fn settings(shop: &str) -> Vec<(&'static str, String)> {
    let filled = [
        ("address", shop),
        ("password", PASSWORD),
        ("auth", "password"),
        ("imap_host", "127.0.0.1"),
        ("imap_port", &port("YINGKE_TEST_IMAP")),
        ("imap_security", "plain"),
        ("smtp_host", "127.0.0.1"),
        ("smtp_port", &port("YINGKE_TEST_SMTP")),
        ("smtp_security", "plain"),
        ("plus_addresses", "off"),
        ("poll_minutes", "1"),
        ("reply_secret", "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3"),
    ];
    filled.map(|(key, value)| (key, value.to_owned())).to_vec()
}

/// Waits until the mailbox of an app is read.
pub async fn is_read(desk: &Connected, app: yingke_words::AppId) {
    let workspace = desk.workspace;
    desk.until("a mailbox that is read", || async {
        let found = desk
            .desk
            .app
            .db
            .read(workspace, move |tx| yingke_store::app(tx, app))
            .await;
        let found = found.unwrap_or_else(|error: yingke_store::StoreError| panic!("{error}"))?;
        (found.health.state == "connected").then_some(())
    })
    .await;
}

/// The customer's own program sends a mail.
pub async fn write(desk: &Connected, from: &str, to: &str, mail: &str) {
    let data = format!("From: {from}\r\nTo: {to}\r\n{}", mail.replace('\n', "\r\n"));
    let mail = mail::Mail {
        server: server("YINGKE_TEST_SMTP", from),
        hello: "buyer.example".into(),
        from: from.into(),
        to: vec![to.into()],
        data: vec![Source::Bytes(Bytes::from(data))],
    };
    let door = &desk.desk.app.way_out.door;
    mail::send(door, &mail, &mail::MailLimits::default())
        .await
        .expect("Postfix takes it");
}

/// The customer's own program reads its mailbox, once something is in it from number `from` on.
pub async fn reads(desk: &Connected, customer: &str, from: u32) -> String {
    let server = server("YINGKE_TEST_IMAP", customer);
    let door = desk.desk.app.way_out.door.clone();
    let looking = async {
        loop {
            let mut mailbox = Mailbox::open(&door, &server, MailboxLimits::default())
                .await
                .expect("Dovecot lets them in");
            mailbox
                .say(Command::Select {
                    folder: "INBOX".into(),
                    read_only: false,
                })
                .await;
            mailbox.say(Command::Fetch { from, most: 10 }).await;
            let mut last = None;
            loop {
                match mailbox.hear().await {
                    Reply::Mail { bytes, .. } => last = Some(String::from_utf8_lossy(&bytes).into_owned()),
                    Reply::Fetched | Reply::No(_) | Reply::Closed(_) => break,
                    _ => {}
                }
            }
            if let Some(mail) = last {
                return mail;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), looking)
        .await
        .expect("a mail arrives")
}

pub fn header(mail: &str, name: &str) -> String {
    let start = format!("{name}: ");
    let mut lines = mail.lines().skip_while(|line| !line.starts_with(&start));
    let first = lines.next().unwrap_or_default().trim_start_matches(&start);
    let more = lines.take_while(|line| line.starts_with(' '));
    std::iter::once(first).chain(more).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_writes_and_an_agent_answers_in_their_thread() {
    let (desk, shop, customer) = connected().await;
    write(
        &desk,
        &customer,
        &shop,
        "Subject: =?utf-8?B?6YCA6LSn?=\nMessage-ID: <first@buyer.example>\nDate: Fri, 27 Nov 2026 10:00:00 +0800\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n衣服小了，想换一件。\n",
    )
    .await;
    let row = desk
        .conversation(|row| row["lastText"] == "衣服小了，想换一件。")
        .await;
    let line = desk.thread(&row).await.remove(0);
    assert_eq!(
        (
            line["content"]["type"].as_str(),
            line["content"]["subject"].as_str()
        ),
        (Some("mail"), Some("退货"))
    );
    let answer = desk.replied(&row, "好的，换大一码给您。").await;
    assert_eq!(answer["delivery"], "sent", "{answer}");
    let mail = reads(&desk, &customer, 1).await;
    assert_eq!(header(&mail, "In-Reply-To"), "<first@buyer.example>", "{mail}");
    assert!(header(&mail, "References").contains("<first@buyer.example>"));
    let ours = header(&mail, "Message-ID");
    assert!(ours.starts_with('<'), "{mail}");
    // Their answer quotes ours: the words are new, the quote is folded.
    write(
        &desk,
        &customer,
        &shop,
        &format!(
            "Subject: Re: =?utf-8?B?6YCA6LSn?=\nMessage-ID: <second@buyer.example>\nIn-Reply-To: {ours}\n\
             Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n谢谢！\n\n\
             > 好的，换大一码给您。\n"
        ),
    )
    .await;
    let line = desk.line(&row, |line| line["text"] == "谢谢！").await;
    assert!(
        line["content"]["quoted"]
            .as_str()
            .is_some_and(|quoted| quoted.contains("换大一码")),
        "{line}"
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_both_ways() {
    use base64::Engine as _;
    let (desk, shop, customer) = connected().await;
    let picture_text = base64::engine::general_purpose::STANDARD.encode(picture());
    write(
        &desk,
        &customer,
        &shop,
        &format!(
            "Subject: photo\nMessage-ID: <photo@buyer.example>\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=edge\n\n--edge\nContent-Type: text/plain\n\nhere it is\n\
             --edge\nContent-Type: image/png; name=tear.png\nContent-Disposition: attachment; filename=tear.png\n\
             Content-Transfer-Encoding: base64\n\n{picture_text}\n--edge--\n"
        ),
    )
    .await;
    let row = desk.conversation(|row| row["lastText"] == "here it is").await;
    let line = desk.thread(&row).await.remove(0);
    assert_eq!(line["attachments"][0]["name"], "tear.png", "{line}");
    let answer = desk.reply_with(&row, "label.png", &picture()).await;
    assert_eq!(answer.status, reqwest::StatusCode::CREATED, "{answer:?}");
    let mail = reads(&desk, &customer, 1).await;
    assert!(
        mail.contains("label.png") && mail.contains("Content-Transfer-Encoding: base64"),
        "{mail}"
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_to_nobody_comes_back_and_the_reason_stands_at_the_message() {
    let (desk, shop, customer) = connected().await;
    // Who answers is not who wrote: the address has no mailbox.
    write(
        &desk,
        &customer,
        &shop,
        "Subject: hello\nReply-To: nobody@yingke.example\nMessage-ID: <hello@buyer.example>\n\nhello\n",
    )
    .await;
    let row = desk.conversation(|row| row["lastText"] == "hello").await;
    let line = desk.replied(&row, "您好").await;
    let failed = if line["delivery"] == "failed" {
        line
    } else {
        desk.line(&row, |line| line["delivery"] == "failed").await
    };
    assert_eq!(failed["failure"]["kind"], "unreachable", "{failed}");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_out_of_office_answer_rings_nobody() {
    let (desk, shop, customer) = connected().await;
    write(
        &desk,
        &customer,
        &shop,
        "Subject: question\nMessage-ID: <q@buyer.example>\n\nare you open?\n",
    )
    .await;
    let row = desk.conversation(|row| row["lastText"] == "are you open?").await;
    desk.replied(&row, "Yes.").await;
    write(
        &desk,
        &customer,
        &shop,
        "Subject: Out of office\nAuto-Submitted: auto-replied\nMessage-ID: <ooo@buyer.example>\n\nI am away.\n",
    )
    .await;
    desk.line(&row, |line| line["text"] == "I am away.").await;
    let rows = desk.conversations().await;
    assert!(rows[0]["waitingSince"].is_null(), "nobody waits: {}", rows[0]);
    desk.end().await;
}

/// How many mails the customer's mailbox has ever had.
async fn held(desk: &Connected, customer: &str) -> usize {
    let server = server("YINGKE_TEST_IMAP", customer);
    let mut mailbox = Mailbox::open(&desk.desk.app.way_out.door, &server, MailboxLimits::default())
        .await
        .expect("Dovecot lets them in");
    mailbox
        .say(Command::Select {
            folder: "INBOX".into(),
            read_only: true,
        })
        .await;
    match mailbox.hear().await {
        Reply::Selected { uid_next, .. } => usize::try_from(uid_next).expect("few") - 1,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_it_carries_goes_out_and_the_rest_is_refused() {
    let (desk, shop, customer) = connected().await;
    let writes = async || {
        let mail = format!(
            "Subject: question\nMessage-ID: <{}@buyer.example>\nReferences: <first@buyer.example>\n\nstill there?\n",
            uuid::Uuid::now_v7().simple()
        );
        write(&desk, &customer, &shop, &mail).await;
    };
    super::every::walk(&desk, writes, async || held(&desk, &customer).await).await;
    desk.end().await;
}

/// The administrator fills this in and presses "connect": the reason's code, or `connected`; and how the account is then.
async fn tried(desk: &Connected, settings: serde_json::Value) -> (String, String) {
    let (owner, path) = (&desk.desk.owner, format!("/api/v1/apps/{}", desk.app));
    let known = owner.get(&path).await.good();
    owner
        .edit(&path, &known["version"], json!({ "settings": settings }))
        .await
        .good();
    let answer = owner.post(&format!("{path}/connect"), json!({})).await.good();
    let code = if answer["ok"] == true {
        "connected".to_owned()
    } else {
        answer["error"]["code"].as_str().expect("a code").to_owned()
    };
    let health = owner.get(&path).await.good()["health"].clone();
    (code, health["state"].as_str().expect("a state").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn pressing_connect_says_which_server_refuses_and_why() {
    let (desk, shop, _) = connected().await;
    let (imap, smtp) = (port("YINGKE_TEST_IMAP"), port("YINGKE_TEST_SMTP"));
    // Nobody listens there: the port was free a moment ago.
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port().to_string()
    };
    let good = json!({
        "imap_port": imap, "imap_host": "127.0.0.1", "imap_security": "plain", "folder": null, "password": PASSWORD,
        "smtp_port": smtp, "smtp_host": "127.0.0.1", "smtp_security": "plain", "smtp_password": null, "auth": "password",
    });
    let with = |more: serde_json::Value| {
        let mut all = good.clone();
        for (key, value) in more.as_object().expect("settings") {
            all[key] = value.clone();
        }
        all
    };
    assert_eq!(
        tried(&desk, good.clone()).await,
        ("connected".into(), "connected".into())
    );
    for (more, code) in [
        (json!({ "password": "wrong" }), "imap_password"),
        (json!({ "imap_host": "mail.invalid" }), "imap_address"),
        (json!({ "imap_port": closed }), "imap_connection"),
        (json!({ "imap_security": "tls" }), "imap_tls"),
        (json!({ "folder": "Nowhere" }), "imap_folder"),
        (json!({ "smtp_password": "wrong" }), "smtp_password"),
        (json!({ "smtp_host": "mail.invalid" }), "smtp_address"),
        (json!({ "smtp_port": closed }), "smtp_connection"),
        (json!({ "smtp_security": "tls" }), "smtp_tls"),
        // The server for reading, taken for the one for sending: it greets in another protocol.
        (json!({ "smtp_port": imap }), "smtp_cut"),
    ] {
        let (found, state) = tried(&desk, with(more.clone())).await;
        assert_eq!(found, code, "{more}");
        assert_ne!(state, "connected", "{more}");
    }
    assert_eq!(tried(&desk, good).await, ("connected".into(), "connected".into()));
    // Nobody was written to.
    let server = server("YINGKE_TEST_IMAP", &shop);
    let door = &desk.desk.app.way_out.door;
    let mut mailbox = Mailbox::open(door, &server, MailboxLimits::default())
        .await
        .expect("a mailbox");
    let (folder, read_only) = ("INBOX".to_owned(), true);
    mailbox.say(Command::Select { folder, read_only }).await;
    let found = mailbox.hear().await;
    assert!(matches!(found, Reply::Selected { uid_next: 1, .. }), "{found:?}");
    desk.end().await;
}

/// An IMAP server that lets nobody in until `open`, and then leads to the real one: IMAP is turned on in the mailbox's own
/// settings. Its port.
async fn turned_on_later(open: Arc<AtomicBool>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let real = format!("127.0.0.1:{}", port("YINGKE_TEST_IMAP"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (open, real) = (open.clone(), real.clone());
            tokio::spawn(async move {
                if open.load(Ordering::Acquire) {
                    let mut there = TcpStream::connect(real).await.expect("Dovecot");
                    let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
                    return;
                }
                let mut stream = BufReader::new(stream);
                stream.write_all(b"* OK ready\r\n").await.expect("a greeting");
                let mut line = String::new();
                while stream.read_line(&mut line).await.unwrap_or(0) > 0 {
                    let tag = line.split(' ').next().unwrap_or_default();
                    let no = format!("{tag} NO [AUTHENTICATIONFAILED] IMAP is turned off\r\n");
                    if stream.write_all(no.as_bytes()).await.is_err() {
                        return;
                    }
                    line.clear();
                }
            });
        }
    });
    address.port().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_put_right_on_its_own_side_is_read_again_once_connecting_works() {
    let (desk, shop, customer) = connected().await;
    let open = Arc::new(AtomicBool::new(false));
    let imap = turned_on_later(open.clone()).await;
    let (code, _) = tried(&desk, json!({ "imap_port": imap })).await;
    assert_eq!(code, "imap_password");
    let path = format!("/api/v1/apps/{}", desk.app);
    desk.until("the listener to be refused", || async {
        let health = desk.desk.owner.get(&path).await.good()["health"].clone();
        (health["code"] == "sign_in_refused").then_some(())
    })
    .await;
    open.store(true, Ordering::Release);
    let again = desk
        .desk
        .owner
        .post(&format!("{path}/connect"), json!({}))
        .await
        .good();
    assert_eq!(again["ok"], true, "{again}");
    write(
        &desk,
        &customer,
        &shop,
        "Subject: again\nMessage-ID: <again@buyer.example>\n\nstill there?\n",
    )
    .await;
    desk.conversation(|row| row["lastText"] == "still there?").await;
    desk.end().await;
}
