//! Every operation of the `OpenAPI` document, one after the other: it works for whom it is meant for, and for nobody
//! else (SECURITY T12, T20–T31). An operation without a case, or that nobody has thought about, fails.

mod canary;
mod cases;
mod channels;
mod files;
mod foreign;
mod malformed;
mod parameters;
mod records;
mod refusals;
mod routing;
mod schema;
mod world;

use serde_json::{Value, json};

use crate::support::{Answer, Desk, Engine, Person, on_one, run, setup};
use cases::{By, Case, case};
use world::World;

/// Anybody may call these, without signing in. Reviewed: each has a token, a key, a ticket or a password of its own.
const PUBLIC: &[&str] = &[
    "GET /api/v1/setup",
    "POST /api/v1/setup",
    "POST /api/v1/sign-in",
    "POST /api/v1/invitations/accept",
    "POST /api/v1/visitor/enter",
    "GET /api/v1/visitor/events",
    "GET /api/v1/visitor/attachments/{id}",
    "GET /api/v1/visitor/attachments/{id}/thumbnail",
];

/// Whoever is signed in may call these, whatever their role. Reviewed: oneself, and the names everybody works with.
const EVERYBODY: &[&str] = &[
    "GET /api/v1/me",
    "PATCH /api/v1/me",
    "PUT /api/v1/me/status",
    "PUT /api/v1/me/password",
    "GET /api/v1/me/sign-ins",
    "GET /api/v1/me/workspaces",
    "POST /api/v1/me/switch-workspace",
    "DELETE /api/v1/me/sign-ins/{id}",
    "DELETE /api/v1/sign-in",
    "GET /api/v1/agents",
    "GET /api/v1/teams",
    "POST /api/v1/holidays/read",
    "GET /api/v1/roles",
    "GET /api/v1/permissions",
    "GET /api/v1/inboxes",
    "GET /api/v1/tags",
    "GET /api/v1/skills",
    "GET /api/v1/workspace",
    "GET /api/v1/demo",
    "GET /api/v1/switches",
    "GET /api/v1/channels",
];

/// Creates: they take an `Idempotency-Key`.
const CREATES: &[&str] = &[
    "POST /api/v1/invitations",
    "POST /api/v1/teams",
    "POST /api/v1/roles",
    "POST /api/v1/inboxes",
    "POST /api/v1/tags",
    "POST /api/v1/skills",
    "POST /api/v1/apps",
    "POST /api/v1/apps/{id}/inboxes",
];

/// An operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `PATCH /api/v1/tags/{id}`.
    pub name: String,
    /// The permission it declares.
    pub permission: Option<String>,
    /// The switch it belongs to.
    pub switch: Option<String>,
    /// Whether a visitor's token opens it.
    pub visitor: bool,
    /// Whether it declares that it needs nothing.
    pub open: bool,
}

/// Every operation.
pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(yingke_server::api::document()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let text = |field: &str| operation[field].as_str().map(str::to_owned);
            let security = operation["security"].as_array().cloned().unwrap_or_default();
            found.push(Operation {
                name: format!("{} {path}", method.to_uppercase()),
                permission: text("x-permission"),
                switch: text("x-switch"),
                visitor: security.iter().any(|one| one.get("visitor").is_some()),
                open: security.contains(&json!({})),
            });
        }
    }
    assert!(found.len() > 50, "the document has {} operations", found.len());
    found
}

/// Calls an operation as its case says.
pub async fn call(by: &By, world: &World<'_>, operation: &Operation, case: &Case) -> Answer {
    let method = operation.name.split(' ').next().unwrap().parse().unwrap();
    let (version, key) = (case.version.to_string(), uuid::Uuid::now_v7().to_string());
    let mut headers = vec![("idempotency-key", case.key.as_deref().unwrap_or(&key))];
    if !case.version.is_null() {
        headers.push(("if-match", &version));
    }
    let bearer;
    let person: &Person = match by {
        By::Owner => &world.tenant.owner,
        By::Person(person) => person,
        By::Nobody => &world.nobody,
        By::Visitor(visitor) => {
            bearer = format!("Bearer {}", visitor.token);
            headers.push(("authorization", &bearer));
            &world.nobody
        }
    };
    if operation.name == "GET /api/v1/visitor/events" {
        let status = person.status(&case.path).await;
        return Answer {
            status,
            body: Value::Null,
            headers: reqwest::header::HeaderMap::new(),
        };
    }
    if operation.name.starts_with("POST ") && operation.name.ends_with("/attachments") {
        return person.upload(&case.path, &headers, files::body()).await;
    }
    person
        .call_with(method, &case.path, case.body.clone(), &headers)
        .await
}

#[test]
fn every_operation_is_classed() {
    let operations = operations();
    for one in &operations {
        let name = one.name.as_str();
        assert_eq!(
            one.open,
            PUBLIC.contains(&name),
            "{name}: declared public and listed so, or neither"
        );
        let classes = [
            PUBLIC.contains(&name),
            EVERYBODY.contains(&name),
            one.visitor,
            one.permission.is_some(),
        ];
        let count = classes.into_iter().filter(|class| *class).count();
        assert_eq!(
            count, 1,
            "{name}: public, everybody's, visitors' or of one permission"
        );
        if let Some(permission) = &one.permission {
            let known = yingke_staff::Permission::ALL
                .iter()
                .any(|known| known.key() == permission);
            assert!(known, "{name}: no permission is called {permission}");
        }
    }
    let names: Vec<&str> = operations.iter().map(|one| one.name.as_str()).collect();
    for listed in PUBLIC.iter().chain(EVERYBODY).chain(CREATES) {
        assert!(names.contains(listed), "{listed} is listed and does not exist");
    }
}

#[test]
fn every_operation_works_for_whom_it_is_meant_and_for_nobody_else() {
    on_one(|desk| async move {
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let other = World::of(&desk, desk.second_workspace().await, "二号").await;
        for operation in operations() {
            if operation.name.ends_with("/api/v1/setup") {
                continue;
            }
            let name = operation.name.clone();
            let first = case(&world, &name)
                .await
                .unwrap_or_else(|| panic!("{name} has no case"));
            let recorded = records::count(&desk).await;
            let answer = call(&first.by, &world, &operation, &first).await;
            assert!(answer.status.is_success(), "{name}: {answer:?}");
            records::check(&name, records::count(&desk).await.saturating_sub(recorded));
            let case = case(&world, &name).await.expect("a case twice");
            let before = world.fingerprint().await;
            refusals::check(&world, &other, &operation, &case).await;
            assert_eq!(
                before,
                world.fingerprint().await,
                "{name}: something refused changed something"
            );
            let answer = call(&case.by, &world, &operation, &case).await;
            assert!(
                answer.status.is_success(),
                "{name} after everything refused: {answer:?}"
            );
            if CREATES.contains(&name.as_str()) {
                let fresh = cases::case(&world, &name).await.expect("a case");
                refusals::keys(&world, &operation, &fresh).await;
            }
        }
        drop((world, other));
        desk.end().await;
    });
}

#[test]
fn set_up_works_once_for_whoever_has_the_link() {
    run(async {
        let (desk, token) = Desk::unfounded(Engine::Sqlite).await;
        assert_eq!(desk.owner.get("/api/v1/setup").await.status, 200);
        for (field, value) in [
            ("surplus", json!(1)),
            ("name", json!(1)),
            ("email", json!(["a@b"])),
        ] {
            let mut body = setup(&token);
            body[field] = value;
            assert_eq!(
                desk.owner.post("/api/v1/setup", body).await.status,
                400,
                "{field}"
            );
        }
        assert_eq!(desk.owner.post("/api/v1/setup", setup(&token)).await.status, 201);
        desk.end().await;
    });
}

#[test]
fn what_is_switched_off_is_not_there() {
    on_one(|desk| async move {
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let mut seen = 0;
        for operation in operations() {
            let Some(switch) = operation.switch.clone() else {
                continue;
            };
            seen += 1;
            let case = case(&world, &operation.name).await.expect("a case");
            world.switch(&switch, false).await;
            let off = call(&case.by, &world, &operation, &case).await;
            assert_eq!(
                off.refusal(),
                (404, "switched_off"),
                "{}: {off:?}",
                operation.name
            );
            world.switch(&switch, true).await;
            let on = call(&case.by, &world, &operation, &case).await;
            assert!(on.status.is_success(), "{}: {on:?}", operation.name);
        }
        assert!(seen >= 14, "{seen} operations belong to a switch");
        drop(world);
        desk.end().await;
    });
}
