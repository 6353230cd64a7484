//! Ids of another workspace that really exist there, wherever a body takes an id (T22, T23): they are refused and
//! nothing happens, while one's own are taken in the same place.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    Operation, call,
    cases::{By, Case, case},
    files, operations,
    schema::{Document, Field},
    world::World,
};
use crate::support::{Visitor, on_one};

/// An id of `world` for a field of this type, which whoever calls `case` could use if they were of that world.
async fn id(world: &World<'_>, kind: &str, case: &Case) -> Value {
    match kind {
        "AgentId" => json!(world.agent.1),
        "TeamId" => world.team().await["id"].clone(),
        "RoleId" => world.role().await["id"].clone(),
        "SkillId" => world.skill().await["id"].clone(),
        "TagId" => world.tag().await["id"].clone(),
        "WorkspaceId" => world.tenant.owner.get("/api/v1/workspace").await.good()["id"].clone(),
        "DeliveryId" => json!(world.dead_letter().await),
        "InboxId" => json!(world.mail().await),
        "ConversationId" => conversation_of(world, case).await,
        "AttachmentId" => sent(world, case).await,
        other => panic!("bodies take a {other} now: how does another workspace make one?"),
    }
}

/// A conversation of the customer that `case` is about.
async fn conversation_of(world: &World<'_>, case: &Case) -> Value {
    if case.path.ends_with("/dry-run") {
        return json!(world.conversation().await.1);
    }
    if case.path.ends_with("/test") {
        // Of the app that is tried.
        return json!(world.written().await.0);
    }
    let customer = case.path.replace("/api/v1/customers/", "");
    let customer = customer.split('/').next().unwrap();
    let path = format!("/api/v1/customers/{customer}/consultations");
    let past = world.tenant.owner.get(&path).await.good();
    past["items"][0]["conversationId"].clone()
}

/// A file that whoever calls `case` has uploaded.
async fn sent(world: &World<'_>, case: &Case) -> Value {
    if let By::Visitor(visitor) = &case.by {
        return by_visitor(visitor).await;
    }
    let path = case.path.replace("/api/v1/conversations/", "");
    by_owner(world, path.split('/').next().unwrap()).await
}

async fn by_visitor(visitor: &Visitor) -> Value {
    let bearer = format!("Bearer {}", visitor.token);
    let headers = [("authorization", bearer.as_str())];
    let path = "/api/v1/visitor/attachments";
    let sent = visitor.person.upload(path, &headers, files::body()).await;
    sent.good()["id"].clone()
}

async fn by_owner(world: &World<'_>, conversation: &str) -> Value {
    let path = format!("/api/v1/attachments?conversationId={conversation}");
    let sent = world.tenant.owner.upload(&path, &[], files::body()).await;
    sent.good()["id"].clone()
}

/// The same act in another workspace, to find what whoever does it there could name.
async fn there(other: &World<'_>, operation: &Operation) -> Case {
    case(other, &operation.name).await.expect("a case")
}

/// The case with `id` in a field. Where the field stands beside another that says the same, it stands alone.
fn naming(document: &Document, operation: &Operation, case: Case, field: &Field, id: &Value) -> Case {
    let mut body = case.body.clone().unwrap();
    // A conversation that exists stands in place of one that is described.
    let tried = operation.name.ends_with("/dry-run") && field.pointer() == "/conversationId";
    let says_the_same = tried
        || ["/assign", "/test"]
            .iter()
            .any(|end| operation.name.ends_with(end));
    if body.pointer(&field.pointer()).is_none() && says_the_same {
        body = json!({});
    }
    let value = if field.list { json!([id]) } else { id.clone() };
    field.put(document, &operation.name, &mut body, value);
    Case {
        body: Some(body),
        ..case
    }
}

fn takes_ids(operation: &Operation, document: &Document) -> Vec<Field> {
    let fields = document.fields(&operation.name).into_iter();
    // A client id is the client's own word and no object.
    fields
        .filter(|field| field.kind.ends_with("Id") && field.kind != "ClientId")
        .collect()
}

#[test]
fn no_body_names_what_is_another_workspaces() {
    on_one(|desk| async move {
        let document = Document::read();
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let other = World::of(&desk, desk.second_workspace().await, "二号").await;
        let mut seen = Vec::new();
        for operation in operations() {
            for field in takes_ids(&operation, &document) {
                let what = format!("{} with {}", operation.name, field.pointer());
                let own = case(&world, &operation.name).await.expect("a case");
                let foreign = id(&other, &field.kind, &there(&other, &operation).await).await;
                let asked = naming(&document, &operation, own, &field, &foreign);
                let before = (world.fingerprint().await, other.fingerprint().await);
                let refused = call(&asked.by, &world, &operation, &asked).await;
                let status = refused.status.as_u16();
                assert!([401, 404, 409, 422].contains(&status), "{what}: {refused:?}");
                let after = (world.fingerprint().await, other.fingerprint().await);
                assert_eq!(before, after, "{what} changed something");
                let said = refused.body.to_string();
                assert!(!said.contains(&other.mark), "{what} tells the other: {said}");
                let own = case(&world, &operation.name).await.expect("a case");
                if field.kind != "WorkspaceId" {
                    let ours = id(&world, &field.kind, &own).await;
                    let asked = naming(&document, &operation, own, &field, &ours);
                    let taken = call(&asked.by, &world, &operation, &asked).await;
                    assert!(taken.status.is_success(), "{what}, one's own: {taken:?}");
                }
                seen.push(what);
            }
        }
        assert!(seen.len() >= 13, "{seen:?}");
        drop((world, other));
        desk.end().await;
    });
}

#[test]
fn a_foreign_id_among_ones_own_is_refused_too() {
    on_one(|desk| async move {
        let document = Document::read();
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let other = World::of(&desk, desk.second_workspace().await, "二号").await;
        let mut seen = 0;
        for operation in operations() {
            for field in takes_ids(&operation, &document)
                .into_iter()
                .filter(|field| field.list)
            {
                let own = case(&world, &operation.name).await.expect("a case");
                let foreign = id(&other, &field.kind, &there(&other, &operation).await).await;
                let ours = id(&world, &field.kind, &own).await;
                let mut body = own.body.clone().unwrap();
                field.put(&document, &operation.name, &mut body, json!([ours, foreign]));
                let asked = Case {
                    body: Some(body),
                    ..own
                };
                let refused = call(&asked.by, &world, &operation, &asked).await;
                let what = format!("{} with {}", operation.name, field.pointer());
                assert!(
                    [409, 422].contains(&refused.status.as_u16()),
                    "{what}: {refused:?}"
                );
                seen += 1;
            }
        }
        assert!(seen >= 9, "{seen} lists of ids");
        drop((world, other));
        desk.end().await;
    });
}

#[test]
fn another_workspaces_role_is_given_to_nobody() {
    on_one(|desk| async move {
        let other = desk.second_workspace().await;
        let foreign = other.role("owner").await;
        let (_, id) = desk.colleague("agent", "林夏").await;
        let path = format!("/api/v1/agents/{id}");
        let given = json!({ "roleId": foreign });
        let refused = desk.owner.edit(&path, &json!(1), given).await;
        assert_eq!(refused.refusal(), (422, "field_wrong"));
        let invited = json!({ "email": "zhou@shop.example", "roleId": foreign });
        let refused = desk.owner.create("/api/v1/invitations", invited).await;
        assert_eq!(refused.refusal(), (422, "field_wrong"));
        let agents = desk.owner.call(Method::GET, "/api/v1/agents", None).await.good();
        let own = desk.tenant().role("agent").await;
        let agents = agents["items"].as_array().unwrap();
        let lin = agents.iter().find(|one| one["id"] == id.as_str()).unwrap();
        assert_eq!(lin["roleId"], own.as_str());
        desk.end().await;
    });
}
