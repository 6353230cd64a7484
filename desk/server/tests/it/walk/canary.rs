//! Two workspaces on one desk: nothing that one of them can read holds a word of the other (T31).

use serde_json::json;

use super::{call, cases::case, operations, world::World};
use crate::support::on_one;

const MARK: &str = "canary-7f3a";

/// A workspace in which everything is marked.
async fn mark(world: &World<'_>) {
    let own = world.tenant.owner.get("/api/v1/workspace").await.good();
    let named = json!({ "name": world.name() });
    world
        .tenant
        .owner
        .edit("/api/v1/workspace", &own["version"], named.clone())
        .await
        .good();
    for made in [world.tag().await, world.team().await, world.role().await] {
        assert!(made["name"].as_str().unwrap().contains(MARK));
    }
    let inbox = world.inbox().await;
    let mut settings = inbox["settings"].clone();
    settings["greeting"] = json!(world.name());
    let path = format!("/api/v1/inboxes/{}", inbox["id"].as_str().unwrap());
    let change = json!({ "settings": settings });
    world
        .tenant
        .owner
        .edit(&path, &inbox["version"], change)
        .await
        .good();
    world
        .tenant
        .invite(&format!("{MARK}@shop.example"), "agent")
        .await
        .0
        .good();
    let (visitor, id, customer) = world.conversation().await;
    let attributes = json!({ "attributes": { "plan": world.name() } });
    let said = visitor
        .call(
            reqwest::Method::POST,
            "/api/v1/visitor/attributes",
            Some(attributes),
        )
        .await;
    assert_eq!(said.status, 204);
    let path = format!("/api/v1/customers/{customer}");
    let profile = json!({ "name": world.name(), "notes": world.name(), "company": world.name() });
    world.tenant.owner.edit(&path, &json!(2), profile).await.good();
    let note = json!({ "clientId": "n1", "text": format!("{MARK} hello") });
    world
        .tenant
        .owner
        .post(&format!("/api/v1/conversations/{id}/notes"), note)
        .await
        .good();
}

#[test]
fn no_read_of_one_workspace_holds_a_word_of_the_other() {
    on_one(|desk| async move {
        let ours = World::of(&desk, desk.tenant(), MARK).await;
        mark(&ours).await;
        let theirs = World::of(&desk, desk.second_workspace().await, "theirs").await;
        let (mut read, mut marked) = (0, 0);
        for operation in operations() {
            let streams = operation.name == "GET /api/v1/visitor/events";
            if !operation.name.starts_with("GET ") || operation.name.ends_with("/setup") || streams {
                continue;
            }
            let name = &operation.name;
            let own = case(&theirs, name).await.expect("a case");
            let answer = call(&own.by, &theirs, &operation, &own).await;
            assert!(answer.status.is_success(), "{name}: {answer:?}");
            let said = answer.body.to_string().to_lowercase();
            assert!(
                !said.contains(MARK),
                "{name} holds the other workspace's words: {said}"
            );
            read += 1;
            let control = case(&ours, name).await.expect("a case");
            let answer = call(&control.by, &ours, &operation, &control).await;
            marked += usize::from(answer.body.to_string().contains(MARK));
        }
        assert!(
            read >= 17 && marked >= 12,
            "{read} reads, {marked} of them marked at home"
        );
        let mut socket = theirs.tenant.owner.socket(None).await;
        let snapshot = socket.next_of("snapshot").await.to_string();
        assert!(!snapshot.contains(MARK), "{snapshot}");
        ours.conversation().await;
        theirs.conversation().await;
        let next = socket.next_of("event").await.to_string();
        assert!(!next.contains(MARK) && next.contains("theirs"), "{next}");
        drop((ours, theirs));
        desk.end().await;
    });
}
