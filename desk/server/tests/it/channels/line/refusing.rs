//! What is not believed, what comes twice, what is somebody else's, and what LINE refuses.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{PERSON, asked, connected};
use crate::{channels::desk::Connected, support::Engine};

async fn posted(desk: &Connected, body: String, signature: Option<&str>) -> StatusCode {
    let mut request = reqwest::Client::new().post(desk.callback()).body(body);
    if let Some(signature) = signature {
        request = request.header("x-line-signature", signature);
    }
    request.send().await.unwrap().status()
}

async fn problems(desk: &Connected) -> Vec<Value> {
    let path = format!("/api/v1/apps/{}/payloads", desk.app);
    let answer = desk.desk.owner.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.body.as_array().expect("payloads").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_line_is_believed_and_what_it_says_twice_counts_once() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let act = fake.customer_says(PERSON, "你好").await;
    let row = desk.conversation(|row| row["lastText"] == "你好").await;
    // The same once more, as LINE delivers it again and as somebody who overheard it would.
    assert_eq!(fake.again(&act).await.status, Some(StatusCode::OK));
    assert_eq!(
        posted(&desk, act.body.clone(), Some(&act.signature)).await,
        StatusCode::OK
    );
    // Changed, signed by somebody else, or not at all.
    let forged = act.body.replace("你好", "轉帳給我");
    for signature in [
        Some(act.signature.as_str()),
        Some("bm90IG91cnM="),
        Some("…"),
        None,
    ] {
        let status = posted(&desk, forged.clone(), signature).await;
        assert!(status.is_client_error(), "{signature:?}: {status}");
    }
    let act = fake.customer_says(PERSON, "還在嗎").await;
    assert_eq!(act.status, Some(StatusCode::OK));
    desk.line(&row, |line| line["text"] == "還在嗎").await;
    let texts: Vec<Value> = desk
        .thread(&row)
        .await
        .iter()
        .map(|line| line["text"].clone())
        .collect();
    assert_eq!(texts, ["你好", "還在嗎"]);
    assert_eq!(desk.conversations().await.len(), 1);
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_accounts_is_kept_for_the_administrator_and_shown_to_nobody() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let other = "Uffffffffffffffffffffffffffffffff";
    fake.speaks_for(Some(other));
    let act = fake.customer_says(PERSON, "這是給別人的").await;
    assert_eq!(
        act.status,
        Some(StatusCode::OK),
        "LINE is not asked to come again"
    );
    let kept = problems(&desk).await;
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].to_string().contains(other), "{kept:?}");
    assert!(desk.conversations().await.is_empty());
    fake.speaks_for(None);
    asked(&desk, &fake, "這是給你們的").await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_loses_only_itself() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let act = fake.happens("unsend", PERSON, json!({ "unsend": {} })).await;
    assert_eq!(act.status, Some(StatusCode::OK));
    let kept = problems(&desk).await;
    assert_eq!(kept.len(), 1, "{kept:?}");
    asked(&desk, &fake, "你好").await;
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_line_refuses_stands_at_the_message_in_its_words() {
    let (desk, fake, _faults) = connected(Engine::Sqlite).await;
    let row = asked(&desk, &fake, "你好").await;
    for (status, words, kind) in [
        (400, "Failed to send messages", "unreachable"),
        (
            403,
            "Access to this API is not available for your account",
            "forbidden",
        ),
        (
            400,
            "A message (messages[0]) in the request body is invalid",
            "invalid",
        ),
    ] {
        fake.refuse_next(status, words);
        let line = desk.replied(&row, words).await;
        assert_eq!(line["failure"]["kind"], kind, "{line}");
        assert_eq!(line["failure"]["detail"], words);
    }
    fake.revoke();
    let line = desk.replied(&row, "在嗎").await;
    assert_eq!(line["failure"]["kind"], "unauthorised", "{line}");
    let path = format!("/api/v1/apps/{}", desk.app);
    desk.until("a broken account", || async {
        let answer = desk.desk.owner.get(&path).await;
        (answer.body["health"]["state"] == "broken").then_some(())
    })
    .await;
    desk.end().await;
}
