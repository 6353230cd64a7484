//! Conversations find their person by themselves, and everybody can see why.

mod offers;
mod rules;

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Person, on_both};

/// Changes the settings of routing: what is not named stays.
pub async fn set(desk: &Desk, change: Value) -> Answer {
    let known = desk.owner.get("/api/v1/routing").await.good();
    let mut settings = known["settings"].clone();
    for (key, value) in change.as_object().unwrap() {
        settings[key] = value.clone();
    }
    put(&desk.owner, "/api/v1/routing", &known["version"], settings).await
}

pub async fn put(by: &Person, path: &str, version: &Value, body: Value) -> Answer {
    let version = version.to_string();
    by.call_with(Method::PUT, path, Some(body), &[("if-match", &version)])
        .await
}

/// Sets what an agent brings along.
pub async fn bring(desk: &Desk, agent: &str, brought: Value) {
    let all = desk.owner.get("/api/v1/routing/agents").await.good();
    let own = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["agentId"] == agent);
    let own = own.expect("the agent");
    let mut routing = own["routing"].clone();
    for (key, value) in brought.as_object().unwrap() {
        routing[key] = value.clone();
    }
    let path = format!("/api/v1/routing/agents/{agent}");
    put(&desk.owner, &path, &own["version"], routing).await.good();
}

pub async fn owner_id(desk: &Desk) -> String {
    let me = desk.owner.get("/api/v1/me").await.good();
    me["agent"]["id"].as_str().expect("an id").to_owned()
}

pub async fn be(by: &Person, status: &str) {
    let body = json!({ "status": status });
    let set = by.call(Method::PUT, "/api/v1/me/status", Some(body)).await;
    assert_eq!(set.status, 204, "{set:?}");
}

/// The conversation once it is as `wanted`.
pub async fn until(desk: &Desk, id: &str, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let shown = desk
            .owner
            .get(&format!("/api/v1/conversations/{id}"))
            .await
            .good();
        if wanted(&shown["conversation"]) {
            return shown["conversation"].clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(15), "{what}: {shown}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub async fn served_by(desk: &Desk, id: &str, agent: &str) -> Value {
    until(desk, id, "whom it goes to", |row| {
        row["status"] == "open" && row["agentId"] == agent
    })
    .await
}

/// Stays in the queue for a moment.
pub async fn stays_queued(desk: &Desk, id: &str) {
    tokio::time::sleep(Duration::from_millis(400)).await;
    let shown = desk
        .owner
        .get(&format!("/api/v1/conversations/{id}"))
        .await
        .good();
    assert_eq!(shown["conversation"]["status"], "queued", "{shown}");
}

fn places(chat: u16) -> Value {
    json!({ "capacity": { "chat": chat, "mail": 5, "channels": {} } })
}

#[test]
fn whoever_is_free_gets_it_and_the_backlog_follows() {
    on_both(|mut desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        be(&desk.owner, "offline").await;
        bring(&desk, &lin_id, places(2)).await;
        let scores = json!({ "policy": "scores", "scores": { "load": 40, "idle": 10, "idleMinutes": 10, "known": 30 } });
        set(&desk, json!({ "choice": scores })).await.good();
        let mut all = Vec::new();
        for text in ["一", "二", "三", "四"] {
            all.push(desk.tenant().conversation(text).await.1);
        }
        served_by(&desk, &all[0], &lin_id).await;
        served_by(&desk, &all[1], &lin_id).await;
        stays_queued(&desk, &all[2]).await;
        // Why it went there stands with it.
        let path = format!("/api/v1/conversations/{}/decisions", all[0]);
        let why = desk.owner.get(&path).await.good()["items"][0].clone();
        assert_eq!(
            (&why["agentId"], &why["reasons"]["stage"]),
            (&json!(lin_id), &json!("match")),
            "{why}"
        );
        let best = &why["reasons"]["why"]["best"];
        assert_eq!(best[0]["agentId"], json!(lin_id), "{why}");
        assert_eq!(
            why["reasons"]["why"]["leftOut"]["standing"],
            json!([["offline", 1]]),
            "{why}"
        );
        // One ends, the next comes; the longest waits first.
        lin.post(&format!("/api/v1/conversations/{}/end", all[0]), json!({}))
            .await
            .good();
        served_by(&desk, &all[2], &lin_id).await;
        stays_queued(&desk, &all[3]).await;
        // Who comes online takes what waits, also after a restart of ours.
        desk.restart().await;
        stays_queued(&desk, &all[3]).await;
        be(&desk.owner, "online").await;
        let owner = owner_id(&desk).await;
        served_by(&desk, &all[3], &owner).await;
        desk.end().await;
    });
}

#[test]
fn nothing_is_given_where_people_pick() {
    on_both(|desk| async move {
        let (_, id, _) = desk.tenant().conversation("在吗").await;
        stays_queued(&desk, &id).await;
        desk.end().await;
    });
}
