use reqwest::Method;
use serde_json::{Value, json};
use yingke_store::{StoreError, params};

use crate::support::{Desk, Engine, Person, Socket, on_both, run};

async fn set(person: &Person, status: Value) -> u16 {
    let set = person.call(Method::PUT, "/api/v1/me/status", Some(status)).await;
    set.status.as_u16()
}

async fn status(person: &Person) -> (String, Value) {
    let me = person.get("/api/v1/me").await.good();
    let agent = &me["agent"];
    (
        agent["status"].as_str().unwrap().to_owned(),
        agent["statusReason"].clone(),
    )
}

async fn rules(desk: &Desk, change: impl Fn(&mut Value)) {
    let own = desk.owner.get("/api/v1/workspace").await.good();
    let mut presence = own["presence"].clone();
    change(&mut presence);
    let body = json!({ "presence": presence });
    desk.owner
        .edit("/api/v1/workspace", &own["version"], body)
        .await
        .good();
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

/// The intervals of an agent that are over, oldest first.
async fn intervals(desk: &Desk, agent: &str) -> Vec<String> {
    let found: Result<_, StoreError> = desk.app.db.read_global(yingke_store::workspaces).await;
    let workspace = found.unwrap()[0].id;
    let agent: yingke_words::AgentId = agent.parse().unwrap();
    let read: Result<Vec<String>, StoreError> = desk
        .app
        .db
        .read(workspace, move |tx| {
            tx.rows(
                "SELECT status FROM status_interval WHERE workspace_id = $1 AND agent_id = $2 ORDER BY start_at",
                params![workspace, agent],
                |row| row.get(0),
            )
        })
        .await;
    read.unwrap()
}

#[test]
fn breaks_have_the_reasons_of_the_workspace() {
    on_both(|desk| async move {
        let (lin, _) = desk.colleague("agent", "林夏").await;
        let me = lin.get("/api/v1/me").await.good();
        assert_eq!(me["workspace"]["presence"]["breaks"][0]["name"], "meal");
        let nap = json!({ "status": "break", "reason": "午休" });
        assert_eq!(set(&lin, nap.clone()).await, 422);
        rules(&desk, |presence| {
            presence["breaks"] = json!([{ "name": "午休", "minutes": 30 }]);
        })
        .await;
        assert_eq!(set(&lin, nap).await, 204);
        assert_eq!(status(&lin).await, ("break".into(), json!("午休")));
        assert_eq!(
            set(&lin, json!({ "status": "break", "reason": "meal" })).await,
            422
        );
        assert_eq!(set(&lin, json!({ "status": "break" })).await, 204);
        let own = desk.owner.get("/api/v1/workspace").await.good();
        for (field, value) in [
            ("breaks", json!([{ "name": "" }])),
            ("breaks", json!([{ "name": "a" }, { "name": "a" }])),
            ("afterContactSeconds", json!(-1)),
            ("awayAfterMinutes", json!(31)),
        ] {
            let mut presence = own["presence"].clone();
            presence[field] = value;
            let body = json!({ "presence": presence });
            let refused = desk.owner.edit("/api/v1/workspace", &own["version"], body).await;
            assert_eq!(refused.refusal(), (422, "field_wrong"), "{field}");
            assert_eq!(refused.body["field"], format!("presence.{field}"));
        }
        desk.end().await;
    });
}

#[test]
fn a_supervisor_sets_the_status_of_others_and_everybody_is_told_by_whom() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (chief, _) = desk.colleague("supervisor", "周主管").await;
        let path = format!("/api/v1/agents/{lin_id}/status");
        let mut own = lin.socket(None).await;
        own.next_of("snapshot").await;
        let put = async |by: &Person, path: &str, body: Value| by.call(Method::PUT, path, Some(body)).await;
        let away = json!({ "status": "break", "reason": "meal" });
        assert_eq!(put(&chief, &path, away.clone()).await.status, 204);
        let event = told(&mut own, &lin_id).await;
        assert_eq!(
            (event["agent"]["status"].as_str(), event["actor"]["name"].as_str()),
            (Some("break"), Some("周主管"))
        );
        assert_eq!(status(&lin).await, ("break".into(), json!("meal")));
        assert_eq!(
            put(&chief, &path, away.clone()).await.status,
            204,
            "the same again"
        );
        let trail = desk.owner.get("/api/v1/audit?act=agents.set_status").await.good();
        let trail = trail["items"].as_array().unwrap().clone();
        assert_eq!(trail.len(), 2);
        assert!(trail[0].to_string().contains("林夏"));
        for refused in ["away", "invisible", "afterContact"] {
            let refused = put(&chief, &path, json!({ "status": refused })).await;
            assert_eq!(refused.refusal(), (422, "field_wrong"), "{refused:?}");
        }
        let nap = put(&chief, &path, json!({ "status": "break", "reason": "nap" })).await;
        assert_eq!(nap.body["field"], "reason");
        assert_eq!(
            put(&lin, &path, away.clone()).await.refusal(),
            (403, "not_permitted")
        );
        let nobody = format!("/api/v1/agents/{}/status", uuid::Uuid::now_v7());
        assert_eq!(put(&chief, &nobody, away.clone()).await.status, 404);
        let other = desk.second_workspace().await;
        assert_eq!(put(&other.owner, &path, away).await.status, 404);
        // The agent is nobody's prisoner.
        assert_eq!(set(&lin, json!({ "status": "online" })).await, 204);
        assert_eq!(intervals(&desk, &lin_id).await.last().unwrap(), "break");
        desk.end().await;
    });
}

#[test]
fn who_is_invisible_is_offline_to_everybody_else() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let mut owner = desk.owner.socket(None).await;
        owner.next_of("snapshot").await;
        assert_eq!(set(&lin, json!({ "status": "invisible" })).await, 204);
        assert_eq!(told(&mut owner, &lin_id).await["agent"]["status"], "offline");
        let all = desk.owner.get("/api/v1/agents").await.good();
        assert!(!all.to_string().contains("invisible"), "{all}");
        let mut fresh = desk.owner.socket(None).await;
        let snapshot = fresh.next_of("snapshot").await;
        assert!(!snapshot.to_string().contains("invisible"));
        assert_eq!(status(&lin).await.0, "invisible");
        desk.end().await;
    });
}

#[test]
fn after_a_contact_there_is_time_for_what_it_was_about_and_then_they_are_what_they_were() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        rules(&desk, |presence| presence["afterContactSeconds"] = json!(2)).await;
        assert_eq!(set(&lin, json!({ "status": "busy" })).await, 204);
        let mut owner = desk.owner.socket(None).await;
        owner.next_of("snapshot").await;
        for _ in 0..2 {
            let (_, id, _) = desk.tenant().conversation("在吗").await;
            let to = json!({ "agentId": lin_id });
            let path = format!("/api/v1/conversations/{id}");
            desk.owner.post(&format!("{path}/assign"), to).await.good();
            lin.post(&format!("{path}/end"), json!({})).await.good();
        }
        assert_eq!(told(&mut owner, &lin_id).await["agent"]["status"], "afterContact");
        let until = lin.get("/api/v1/me").await.good()["agent"]["statusUntil"].clone();
        assert!(until.is_string(), "{until}");
        let back = loop {
            let event = told(&mut owner, &lin_id).await;
            if event["agent"]["status"] != "afterContact" {
                break event;
            }
        };
        assert_eq!(
            (back["agent"]["status"].as_str(), back["actor"]["kind"].as_str()),
            (Some("busy"), Some("system"))
        );
        assert_eq!(
            intervals(&desk, &lin_id).await,
            ["online", "busy", "afterContact"]
        );
        // What was left meanwhile does not come back.
        assert_eq!(set(&lin, json!({ "status": "afterContact" })).await, 204);
        assert_eq!(set(&lin, json!({ "status": "offline" })).await, 204);
        let (_, id, _) = desk.tenant().conversation("再问一下").await;
        desk.owner
            .post(&format!("/api/v1/conversations/{id}/end"), json!({}))
            .await
            .good();
        assert_eq!(status(&lin).await.0, "offline");
        desk.end().await;
    });
}

#[test]
fn what_ends_by_itself_does_so_after_a_restart_too() {
    run(async {
        let mut desk = Desk::founded(Engine::Sqlite).await;
        rules(&desk, |presence| presence["afterContactSeconds"] = json!(3)).await;
        assert_eq!(set(&desk.owner, json!({ "status": "busy" })).await, 204);
        assert_eq!(set(&desk.owner, json!({ "status": "afterContact" })).await, 204);
        desk.restart().await;
        assert_eq!(status(&desk.owner).await.0, "afterContact");
        let me = desk.owner.get("/api/v1/me").await.good();
        let id = me["agent"]["id"].as_str().unwrap().to_owned();
        let begun = std::time::Instant::now();
        while status(&desk.owner).await.0 != "busy" {
            assert!(begun.elapsed().as_secs() < 30, "it does not end");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let all = intervals(&desk, &id).await;
        assert_eq!(all.last().unwrap(), "afterContact", "{all:?}");
        desk.end().await;
    });
}
