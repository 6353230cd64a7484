//! Who leaves without a word is away after a while, and what they were when they are back.

use serde_json::{Value, json};
use yingke_store::{StoreError, params};

use crate::support::{Desk, Person, Socket, on_both, signed_in};

/// Nobody has been seen for hours, and nobody has changed their status since.
async fn hours_pass(desk: &Desk) {
    let found: Result<_, StoreError> = desk.app.db.read_global(yingke_store::workspaces).await;
    let workspace = found.unwrap()[0].id;
    let passed: Result<(), StoreError> = desk
        .app
        .db
        .write(workspace, move |tx| {
            let own = params![workspace];
            tx.run("UPDATE sign_in SET seen_at = 7 WHERE workspace_id = $1", own)?;
            tx.run("UPDATE agent SET status_at = 7 WHERE workspace_id = $1", own)
        })
        .await;
    passed.unwrap();
}

/// The next status of an agent that everybody is told.
async fn told(socket: &mut Socket, id: &str) -> Value {
    loop {
        let event = socket.next_of("event").await;
        if event["kind"] == "agent.status" && event["agent"]["id"] == id {
            return event;
        }
    }
}

async fn set(person: &Person, status: Value) {
    let set = person
        .call(reqwest::Method::PUT, "/api/v1/me/status", Some(status))
        .await;
    assert_eq!(set.status, 204, "{set:?}");
}

#[test]
fn who_is_gone_is_away_and_what_they_were_when_they_are_back() {
    on_both(|desk| async move {
        let mut owner = desk.owner.socket(None).await;
        owner.next_of("snapshot").await;
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (wu, wu_id) = desk.colleague("agent", "吴越").await;
        let me = lin.get("/api/v1/me").await.good();
        let email = me["agent"]["email"].as_str().unwrap();
        set(&lin, json!({ "status": "busy" })).await;
        set(&wu, json!({ "status": "break", "reason": "meal" })).await;
        let mut own = lin.socket(None).await;
        own.next_of("snapshot").await;
        own.stream.close(None).await.unwrap();
        told(&mut owner, &wu_id).await;
        hours_pass(&desk).await;
        let away = loop {
            let event = told(&mut owner, &lin_id).await;
            if event["agent"]["status"] == "away" {
                break event;
            }
        };
        assert_eq!(away["actor"]["kind"], "system", "{away}");
        // Whoever has a socket is there, and a break is a break.
        let shown = desk.owner.get("/api/v1/agents").await.good();
        let status = |name: &str| {
            let all = shown["items"].as_array().unwrap();
            let one = all.iter().find(|agent| agent["name"] == name).unwrap();
            one["status"].as_str().unwrap().to_owned()
        };
        assert_eq!(
            (status("何婧"), status("吴越")),
            ("online".into(), "break".into())
        );
        let refused = json!({ "status": "away" });
        let refused = lin
            .call(reqwest::Method::PUT, "/api/v1/me/status", Some(refused))
            .await;
        assert_eq!(refused.refusal(), (422, "field_wrong"));
        // Back with a socket; and, away once more, with a sign-in.
        let mut own = lin.socket(None).await;
        assert_eq!(told(&mut owner, &lin_id).await["agent"]["status"], "busy");
        own.next_of("snapshot").await;
        own.stream.close(None).await.unwrap();
        hours_pass(&desk).await;
        assert_eq!(told(&mut owner, &lin_id).await["agent"]["status"], "away");
        signed_in(&desk.base, email).await;
        assert_eq!(told(&mut owner, &lin_id).await["agent"]["status"], "busy");
        desk.end().await;
    });
}
