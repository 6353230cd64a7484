//! A mail that the service sending it gave another Message-ID, and one that its sender's domain disowns.

use serde_json::{Value, json};
use yingke_egress::{Command, Mailbox, MailboxLimits, Reply};
use yingke_store::{StoreError, channel_state};

use super::{
    desk::Connected,
    email::{connected, header, reads, server, write},
};

/// How far the listener has read each folder.
async fn folders(desk: &Connected) -> Value {
    let app = desk.app;
    let read = desk
        .desk
        .app
        .db
        .read(desk.workspace, move |tx| channel_state(tx, app, "listen"))
        .await;
    let kept = read.unwrap_or_else(|error: StoreError| panic!("{error}"));
    let state: Value = kept
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    state["folders"].clone()
}

async fn next(mailbox: &mut Mailbox) -> Reply {
    tokio::time::timeout(std::time::Duration::from_secs(20), mailbox.hear())
        .await
        .expect("Dovecot answers")
}

/// The shop's own program puts the mail that holds `word` among what was sent.
async fn put_into_sent(desk: &Connected, shop: &str, word: &str) {
    let door = &desk.desk.app.way_out.door;
    let server = server("YINGKE_TEST_IMAP", shop);
    let mut mailbox = Mailbox::open(door, &server, MailboxLimits::default())
        .await
        .expect("a mailbox");
    let folder = "INBOX".to_owned();
    mailbox
        .say(Command::Select {
            folder,
            read_only: false,
        })
        .await;
    assert!(matches!(next(&mut mailbox).await, Reply::Selected { .. }));
    let found = loop {
        mailbox.say(Command::Fetch { from: 1, most: 100 }).await;
        let mut found = None;
        loop {
            match next(&mut mailbox).await {
                Reply::Mail { uid, bytes, .. } if String::from_utf8_lossy(&bytes).contains(word) => {
                    found = Some(uid);
                }
                Reply::Fetched => break,
                Reply::Mail { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        if let Some(found) = found {
            break found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    let folder = "Sent".to_owned();
    mailbox.say(Command::Move { uid: found, folder }).await;
    assert_eq!(next(&mut mailbox).await, Reply::Done);
}

async fn set(desk: &Connected, settings: Value) {
    let path = format!("/api/v1/apps/{}", desk.app);
    let version = desk.desk.owner.get(&path).await.good()["version"].clone();
    let change = json!({ "settings": settings });
    desk.desk.owner.edit(&path, &version, change).await.good();
    desk.until("a mailbox that is read under these settings", || async {
        let health = desk.desk.owner.get(&path).await.good()["health"].clone();
        (health["state"] == "connected").then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_the_name_a_service_gave_finds_its_thread() {
    let (desk, shop, customer) = connected().await;
    let first = "Subject: size\nMessage-ID: <size@buyer.example>\n\nwhich size?\n";
    write(&desk, &customer, &shop, first).await;
    let row = desk.conversation(|row| row["lastText"] == "which size?").await;
    let said = desk.replied(&row, "Size M.").await;
    let ours = reads(&desk, &customer, 1).await;

    put_into_sent(&desk, &shop, "which size?").await;
    set(&desk, json!({ "sent_folder": "Sent" })).await;
    desk.until("the folder of sent mails is looked into", || async {
        folders(&desk).await["Sent"]["next"].as_u64()
    })
    .await;

    // The service keeps a copy of what it sent, under the name it gave it.
    let mark = header(&ours, "X-Yingke-Loop");
    let copy =
        format!("Subject: Re: size\nMessage-ID: <given@service.example>\nX-Yingke-Loop: {mark}\n\nSize M.\n");
    write(&desk, &shop, &shop, &copy).await;
    put_into_sent(&desk, &shop, "given@service.example").await;
    let nudge = "Subject: Re: size\nMessage-ID: <nudge@buyer.example>\n\nstill there?\n";
    write(&desk, &customer, &shop, nudge).await;
    desk.until("the copy is read", || async {
        let read = folders(&desk).await["Sent"]["next"].as_u64();
        read.filter(|next| *next > 2)
    })
    .await;

    // Apple's program on phones names nothing else; and it comes from another address.
    let other = customer.replace("buyer-", "phone-");
    let answer = "Subject: Re: size\nMessage-ID: <answer@phone.example>\nIn-Reply-To: <given@service.example>\n\nM it is.\n";
    write(&desk, &other, &shop, answer).await;
    let line = desk.line(&row, |line| line["text"] == "M it is.").await;
    assert_eq!(line["repliesTo"], said["seq"], "{line}");
    assert_eq!(desk.conversations().await.len(), 1);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_its_domain_disowns_is_refused_and_seen() {
    let (desk, shop, customer) = connected().await;
    set(
        &desk,
        json!({ "authserv_id": "mx.shop.example", "enforce_dmarc": "refuse" }),
    )
    .await;
    let results = |proof: &str| format!("Authentication-Results: mx.shop.example; dmarc={proof}\n");
    let mail =
        |proof: &str, text: &str| format!("{}Subject: x\nMessage-ID: <{text}@x>\n\n{text}\n", results(proof));
    write(&desk, &customer, &shop, &mail("fail", "forged")).await;
    write(&desk, &customer, &shop, &mail("pass", "sound")).await;
    desk.conversation(|row| row["lastText"] == "sound").await;
    assert_eq!(desk.conversations().await.len(), 1);
    let path = format!("/api/v1/apps/{}/payloads", desk.app);
    let payloads = desk.desk.owner.get(&path).await.good();
    let [one] = &payloads.as_array().expect("a list")[..] else {
        panic!("{payloads}")
    };
    let what = one["problems"][0]["what"].as_str().expect("a reason");
    assert!(what.contains(&customer) && what.contains("DMARC"), "{one}");
    assert!(
        one["body"].as_str().is_some_and(|body| body.contains("forged")),
        "{one}"
    );
    assert_eq!(one["canReplay"], false);
    desk.end().await;
}
