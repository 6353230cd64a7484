//! What we send and the provider tells us again.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use yingke_providers::{Faults, Served, open::Bridge};

use super::desk::Connected;
use crate::support::Engine;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn echo(id: &str, text: &str) -> Value {
    json!({ "type": "echo", "id": id, "from": { "id": "buyer-1" }, "text": text, "author": { "id": "s", "name": "门店" } })
}

/// A bridge that tells what it took before it answers, and answers late.
async fn early(engine: Engine) -> (Connected, Bridge, Served) {
    let bridge = Bridge::new(SECRET, "");
    let teller = bridge.clone();
    let before = move |request: Request, next: Next| {
        let bridge = teller.clone();
        async move {
            let (head, body) = next.run(request).await.into_parts();
            let body = to_bytes(body, 1 << 20).await.expect("a body");
            let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
            let said = bridge.sent().last().cloned();
            if let (Some(id), Some(said)) = (answer["id"].as_str().map(str::to_owned), said)
                && let Some(text) = said.document["text"].as_str().map(str::to_owned)
            {
                tokio::spawn(async move { bridge.push(&echo(&id, &text)).await });
                tokio::time::sleep(Duration::from_millis(400)).await;
            }
            Response::from_parts(head, Body::from(body))
        }
    };
    let served = Served::start(bridge.router().layer(from_fn(before)), &Faults::none())
        .await
        .unwrap();
    let url = format!("{}/yingke", served.base_url());
    let settings = [
        ("secret", SECRET),
        ("outgoing_url", &url),
        ("signing", "standard"),
    ];
    let desk = Connected::new(engine, "open", &settings, "").await;
    bridge.calls(&desk.callback());
    (desk, bridge, served)
}

async fn once(engine: Engine) {
    let (desk, bridge, _served) = early(engine).await;
    bridge.customer_says("buyer-1", "还有货吗").await.unwrap();
    let row = desk.conversation(|_| true).await;
    let line = desk.replied(&row, "有货").await;
    assert_eq!(line["delivery"], "sent", "{line}");
    let id = line["external"][0].as_str().expect("the bridge's id").to_owned();
    // Again, long after.
    assert_eq!(bridge.push(&echo(&id, "有货")).await.unwrap().0, StatusCode::OK);
    // What somebody else says there is shown.
    let begun = std::time::Instant::now();
    assert_eq!(
        bridge.push(&echo("elsewhere-1", "我是门店")).await.unwrap().0,
        StatusCode::OK
    );
    assert!(
        begun.elapsed() < Duration::from_millis(1_500),
        "nothing was on its way"
    );
    desk.line(&row, |line| line["text"] == "我是门店").await;
    let texts: Vec<_> = desk
        .thread(&row)
        .await
        .iter()
        .filter(|line| line["direction"] == "outbound")
        .map(|line| line["text"].as_str().unwrap_or_default().to_owned())
        .collect();
    let count = |text: &str| texts.iter().filter(|one| *one == text).count();
    assert_eq!((count("有货"), count("我是门店")), (1, 1), "{texts:?}");
    desk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_say_stands_there_once_on_sqlite() {
    once(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_say_stands_there_once_on_postgres() {
    once(Engine::Postgres).await;
}
