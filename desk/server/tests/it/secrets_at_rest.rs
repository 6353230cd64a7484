//! What was handed out as a secret stands nowhere in the database, in no form: only its hash does (T02).

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};
use yingke_store::StoreError;

use crate::support::{Desk, Engine, PASSWORD, cookie, run, setup};

/// Rows of one column of text.
async fn texts(desk: &Desk, sql: String) -> Vec<String> {
    let sql: &'static str = sql.leak();
    let read: Result<Vec<String>, StoreError> = desk
        .app
        .db
        .read_global(move |tx| tx.rows(sql, &[], |row| row.get(0)))
        .await;
    read.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Every column of every row, as SQL writes it: texts as they are, bytes as hexadecimal digits; in small letters.
async fn dump(desk: &Desk) -> String {
    let mut all = String::new();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'";
    for table in texts(desk, tables.to_owned()).await {
        let columns = texts(desk, format!("SELECT name FROM pragma_table_info('{table}')")).await;
        let quoted: Vec<String> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
        let sql = format!("SELECT {} FROM \"{table}\"", quoted.join(" || ' ' || "));
        for row in texts(desk, sql).await {
            all.push_str(&row.to_lowercase());
            all.push('\n');
        }
    }
    all
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// Every form in which bytes could have been written down.
fn forms(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| hex(bytes));
    [
        text,
        hex(bytes),
        STANDARD.encode(bytes).trim_end_matches('=').to_owned(),
        URL_SAFE_NO_PAD.encode(bytes),
    ]
    .map(|form| form.to_lowercase())
    .into()
}

/// Fails if `text`, which holds a secret of 32 bytes sealed with its workspace, is written down, or if its hash is not.
fn check_sealed(what: &str, text: &str, dumped: &str) {
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
    let secret = &bytes[16..];
    assert_eq!(secret.len(), 32, "{what}: 256 bits");
    check_absent(what, &[text.as_bytes(), &bytes, secret], dumped);
    let hash = hex(&Sha256::digest(secret));
    assert!(dumped.contains(&hash), "{what}: its hash is kept");
}

fn check_absent(what: &str, secrets: &[&[u8]], dumped: &str) {
    for form in secrets.iter().flat_map(|secret| forms(secret)) {
        assert!(!dumped.contains(&form), "{what} stands in the database as {form}");
    }
}

#[test]
fn no_secret_that_was_handed_out_stands_in_the_database() {
    run(async {
        let (mut desk, token) = Desk::unfounded(Engine::Sqlite).await;
        let unset = dump(&desk).await;
        let id = uuid::Uuid::parse_str(&token).unwrap();
        let hyphenated = id.hyphenated().to_string();
        check_absent(
            "the set-up token",
            &[token.as_bytes(), hyphenated.as_bytes(), id.as_bytes()],
            &unset,
        );
        assert!(unset.contains(&hex(&Sha256::digest(&token))), "its hash is kept");
        let founded = desk.owner.post("/api/v1/setup", setup(&token)).await;
        desk.owner.cookie = cookie(&founded);
        let key = founded.body["inboxKey"].as_str().unwrap();
        key.clone_into(&mut desk.inbox_key);
        assert!(
            !dump(&desk).await.contains(&hex(&Sha256::digest(&token))),
            "the link is spent"
        );

        let (_, invited) = desk.tenant().invite("linxia@shop.example", "agent").await;
        let signed = json!({ "email": "hejing@shop.example", "password": PASSWORD });
        let second = desk.nobody().post("/api/v1/sign-in", signed).await;
        let (visitor, ..) = desk.tenant().conversation("在吗").await;
        visitor.socket(None).await.next_of("snapshot").await;
        let refused = json!({ "email": "hejing@shop.example", "password": "wrong horse battery" });
        assert_eq!(desk.nobody().post("/api/v1/sign-in", refused).await.status, 401);
        // A change of the password renews what this browser has.
        let changed = json!({ "currentPassword": PASSWORD, "password": "a tent that never leaks" });
        let path = "/api/v1/me/password";
        let renewed = desk.owner.call(Method::PUT, path, Some(changed)).await;
        assert_eq!(renewed.status, 204, "{renewed:?}");
        let third = json!({ "email": "hejing@shop.example", "password": "a tent that never leaks" });
        let third = desk.nobody().post("/api/v1/sign-in", third).await;

        let dumped = dump(&desk).await;
        assert!(
            dumped.contains("hejing@shop.example") && dumped.contains("在吗"),
            "a dump"
        );
        check_sealed("a sign-in's cookie", &value(&cookie(&third)), &dumped);
        check_sealed("an invitation's token", &invited, &dumped);
        let former = URL_SAFE_NO_PAD.decode(value(&cookie(&second))).unwrap();
        check_absent("an ended sign-in's cookie", &[&former, &former[16..]], &dumped);
        for (what, text) in [("token", &visitor.token), ("ticket", &visitor.ticket)] {
            let signature = URL_SAFE_NO_PAD.decode(text.rsplit_once('.').unwrap().1).unwrap();
            check_absent(
                &format!("a visitor's {what}"),
                &[text.as_bytes(), &signature],
                &dumped,
            );
        }
        for password in [PASSWORD, "a tent that never leaks", "wrong horse battery"] {
            check_absent("a password", &[password.as_bytes()], &dumped);
            let quick = hex(&Sha256::digest(password));
            assert!(!dumped.contains(&quick), "nor a hash that is quickly tried");
        }
        assert!(
            dumped.contains("$argon2id$v=19$m=19456,t=2,p=1$"),
            "a slow one is"
        );
        desk.end().await;
    });
}

fn value(cookie: &str) -> String {
    cookie.split_once('=').unwrap().1.to_owned()
}
