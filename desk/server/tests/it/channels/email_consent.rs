//! A mailbox whose owner grants access in their browser: a fake authorisation server, a real Dovecot that takes its token.

use reqwest::StatusCode;
use serde_json::{Value, json};
use yingke_providers::{Faults, oauth::FakeOauth};
use yingke_store::{SealedToken, StoreError, app_token, channel_state, set_app_token};
use yingke_words::Time;

use super::{
    desk::Connected,
    email::{port, write},
};
use crate::support::{Answer, Engine, Person, signed_in};

/// A shop whose mailbox is reached by a token that somebody has to grant first.
async fn connected(access: &str) -> (Connected, FakeOauth) {
    let oauth = FakeOauth::start("client", "s3cret", access, &Faults::none())
        .await
        .expect("a port");
    let (imap, smtp) = (port("YINGKE_TEST_IMAP"), port("YINGKE_TEST_SMTP"));
    let (authorize, token) = (oauth.authorize_url(), oauth.token_url());
    let settings = [
        ("address", "token@yingke.example"),
        ("auth", "oauth"),
        ("client_id", "client"),
        ("client_secret", "s3cret"),
        ("authorize_url", &authorize),
        ("token_url", &token),
        ("imap_host", "127.0.0.1"),
        ("imap_port", &imap),
        ("imap_security", "plain"),
        ("smtp_host", "127.0.0.1"),
        ("smtp_port", &smtp),
        ("smtp_security", "plain"),
        ("plus_addresses", "off"),
        ("poll_minutes", "1"),
        ("reply_secret", "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3"),
    ];
    let desk = Connected::new(Engine::Sqlite, "email", &settings, "").await;
    oauth.lists(app(&desk).await["consentUrl"].as_str().expect("an address"));
    (desk, oauth)
}

fn path(desk: &Connected) -> String {
    format!("/api/v1/apps/{}", desk.app)
}

async fn app(desk: &Connected) -> Value {
    desk.desk.owner.get(&path(desk)).await.good()
}

/// The administrator presses "authorise", and the browser goes there and comes back: with these words.
async fn agreed(desk: &Connected) -> Vec<(String, String)> {
    let asked = desk
        .desk
        .owner
        .post(&format!("{}/consent", path(desk)), json!({}))
        .await
        .good();
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a browser");
    let page = browser
        .get(asked["url"].as_str().expect("a page"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(page.status(), StatusCode::FOUND);
    let place = page.headers()["location"].to_str().expect("an address");
    let place = url::Url::parse(place).expect("an address");
    assert_eq!(place.path(), "/settings/inboxes/consent");
    place.query_pairs().into_owned().collect()
}

fn back(words: &[(String, String)]) -> Value {
    let of = |key: &str| {
        words
            .iter()
            .find(|(one, _)| one == key)
            .map_or("", |(_, value)| value)
    };
    json!({ "state": of("state"), "code": of("code") })
}

async fn redeemed(desk: &Connected, by: &Person, back: &Value) -> Answer {
    by.post(&format!("{}/consent/redeem", path(desk)), back.clone())
        .await
}

async fn kept(desk: &Connected, kind: &'static str) -> Option<SealedToken> {
    let app = desk.app;
    let read = desk
        .desk
        .app
        .db
        .read(desk.workspace, move |tx| app_token(tx, app, kind))
        .await;
    read.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// Another access token stands there: nothing changed but how long it is good, or what it says.
async fn instead(desk: &Connected, token: SealedToken) {
    let app = desk.app;
    let written = desk
        .desk
        .app
        .db
        .write(desk.workspace, move |tx| set_app_token(tx, app, "access", &token));
    written
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    desk.desk.app.tokens.forget(app);
}

/// The access token has run out.
async fn an_hour_later(desk: &Connected) {
    let mut token = kept(desk, "access").await.expect("a token");
    token.expires_at = Time::from_millis(0);
    instead(desk, token).await;
}

/// The mailbox does not take the access token any more, though its time is not up.
async fn taken_away(desk: &Connected) {
    let (app, place) = (&desk.desk.app, desk.app.uuid());
    let mut token = kept(desk, "access").await.expect("a token");
    token.sealed = app.seal.close(b"no token", place.as_bytes(), app.chance.as_ref());
    instead(desk, token).await;
}

async fn tried(desk: &Connected) -> Value {
    desk.desk
        .owner
        .post(&format!("{}/connect", path(desk)), json!({}))
        .await
        .good()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_read_and_written_from_once_its_owner_agreed() {
    let access = std::env::var("YINGKE_TEST_MAIL_TOKEN").expect("run the tests through `make test`");
    let (desk, oauth) = connected(&access).await;
    assert_eq!(tried(&desk).await["error"]["code"], "not_authorised");

    let back = back(&agreed(&desk).await);
    assert_eq!(
        redeemed(&desk, &desk.desk.owner, &back).await.good(),
        json!({ "ok": true })
    );
    let bought = oauth.asked().pop().expect("a token was asked for");
    assert_eq!(
        (bought["grant_type"].as_str(), bought["code_verifier"].len()),
        ("authorization_code", 43)
    );
    for kind in ["access", "refresh_token"] {
        let sealed = kept(&desk, kind).await.expect(kind).sealed;
        let plain = |text: &[u8]| sealed.windows(text.len()).any(|part| part == text);
        assert!(
            !plain(access.as_bytes()) && !plain(b"refresh-"),
            "{kind} stands there in the clear"
        );
    }
    assert_eq!(tried(&desk).await["ok"], true);

    // Again with what came back: it was good once.
    let again = redeemed(&desk, &desk.desk.owner, &back).await;
    assert_eq!(again.refusal(), (400, "consent_void"));

    let name = uuid::Uuid::now_v7().simple().to_string();
    let customer = format!("buyer-{name}@yingke.example");
    let mail = format!("Subject: hello\nMessage-ID: <{name}@buyer.example>\n\nby token {name}\n");
    // Whoever waited for the token has heard of it, and has opened the folder.
    let (id, workspace) = (desk.app, desk.workspace);
    desk.until("a mailbox that is read", || async {
        let read = desk
            .desk
            .app
            .db
            .read(workspace, move |tx| channel_state(tx, id, "listen"));
        read.await.unwrap_or_else(|error: StoreError| panic!("{error}"))
    })
    .await;
    write(&desk, &customer, "token@yingke.example", &mail).await;
    let row = desk
        .conversation(|row| row["lastText"] == format!("by token {name}"))
        .await;
    assert_eq!(desk.replied(&row, "Hello back.").await["delivery"], "sent");

    // Each refresh token is good once: the one that came with the last answer is the one that is used.
    for _ in 0..2 {
        an_hour_later(&desk).await;
        assert_eq!(tried(&desk).await["ok"], true);
    }
    taken_away(&desk).await;
    assert_eq!(
        tried(&desk).await["ok"],
        true,
        "it is not the owner who has to do something"
    );

    oauth.withdraw();
    an_hour_later(&desk).await;
    let refused = tried(&desk).await;
    assert_eq!(
        (&refused["ok"], &refused["error"]["code"]),
        (&json!(false), &json!("invalid_grant"))
    );
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_elses_agreement_is_taken() {
    let (desk, oauth) = connected("unused").await;
    let first = agreed(&desk).await;
    // SECURITY T10. Another sign-in of the same person, another word, an older one: each spends what waits.
    let other = signed_in(&desk.desk.base, "hejing@shop.example").await;
    let refused = redeemed(&desk, &other, &back(&first)).await;
    assert_eq!(refused.refusal(), (400, "consent_void"));
    assert_eq!(
        redeemed(&desk, &desk.desk.owner, &back(&first)).await.refusal(),
        (400, "consent_void")
    );
    let second = agreed(&desk).await;
    let third = agreed(&desk).await;
    assert_eq!(
        redeemed(&desk, &desk.desk.owner, &back(&second)).await.refusal(),
        (400, "consent_void")
    );
    assert_eq!(
        redeemed(&desk, &desk.desk.owner, &back(&third)).await.refusal(),
        (400, "consent_void")
    );
    assert!(oauth.asked().is_empty(), "no code was spent");
    assert!(kept(&desk, "access").await.is_none());

    oauth.declines();
    let words = agreed(&desk).await;
    assert!(
        words.contains(&("error".to_owned(), "access_denied".to_owned())),
        "{words:?}"
    );
    let none = redeemed(&desk, &desk.desk.owner, &back(&words)).await;
    assert_eq!(none.refusal(), (422, "field_wrong"));
    desk.end().await;
}
