//! Everybody and everything that an operation refuses.

use serde_json::{Value, json};

use super::{
    EVERYBODY, Operation, PUBLIC, call,
    cases::{By, Case},
    world::World,
};
use crate::support::{Person, Visitor};

/// An id that nothing has.
const UNKNOWN: &str = "0197b6a0-0000-7000-8000-000000000000";

/// Checks what `operation` refuses. None of it may change anything.
pub async fn check(world: &World<'_>, other: &World<'_>, operation: &Operation, case: &Case) {
    let name = operation.name.as_str();
    if !PUBLIC.contains(&name) {
        strangers(world, operation, case).await;
    }
    if operation.permission.is_some() || EVERYBODY.contains(&name) {
        another_workspace(world, other, operation, case).await;
    }
    if let Some(permission) = &operation.permission {
        let lower = if permission == "audit.read" {
            &world.agent.0
        } else {
            &world.auditor
        };
        let by = By::Person(lower.clone());
        let refused = call(&by, world, operation, case).await;
        assert_eq!(
            refused.refusal(),
            (403, "not_permitted"),
            "{name} by a lower role"
        );
    }
    ids_in_the_path(world, operation, case).await;
    query(world, operation, case).await;
    body(world, operation, case).await;
    versions(world, operation, case).await;
}

fn with(case: &Case, change: impl FnOnce(&mut Case)) -> Case {
    let mut changed = Case {
        by: By::Nobody,
        path: case.path.clone(),
        body: case.body.clone(),
        version: case.version.clone(),
        key: case.key.clone(),
    };
    change(&mut changed);
    changed
}

fn again(by: &By) -> By {
    match by {
        By::Owner => By::Owner,
        By::Person(person) => By::Person(person.clone()),
        By::Visitor(visitor) => By::Visitor(Box::new(copy(visitor))),
        By::Nobody => By::Nobody,
    }
}

fn copy(visitor: &Visitor) -> Visitor {
    Visitor {
        person: visitor.person.clone(),
        token: visitor.token.clone(),
        ticket: visitor.ticket.clone(),
    }
}

/// Nobody, somebody with the other kind of credential, and somebody with a broken one.
async fn strangers(world: &World<'_>, operation: &Operation, case: &Case) {
    let name = &operation.name;
    let visitor = world.tenant.visitor().await;
    let mut forged = copy(&visitor);
    forged.token.push('x');
    let mut ticket = copy(&visitor);
    ticket.token.clone_from(&visitor.ticket);
    let mut others = vec![
        By::Nobody,
        By::Visitor(Box::new(forged)),
        By::Visitor(Box::new(ticket)),
    ];
    if operation.visitor {
        others.push(By::Person(world.tenant.owner.clone()));
    } else {
        others.push(By::Visitor(Box::new(visitor)));
        let mut broken: Person = world.tenant.owner.clone();
        broken.cookie.push('A');
        others.push(By::Person(broken));
    }
    for by in others {
        let refused = call(&by, world, operation, case).await;
        assert_eq!(refused.status, 401, "{name} by a stranger: {refused:?}");
    }
}

/// The owner of another workspace, with this one's ids.
async fn another_workspace(world: &World<'_>, other: &World<'_>, operation: &Operation, case: &Case) {
    let name = &operation.name;
    if name == "DELETE /api/v1/sign-in" {
        return;
    }
    let by = By::Person(other.tenant.owner.clone());
    // What they write of their own carries their own mark.
    let own = with(case, |case| {
        let text = case
            .body
            .as_ref()
            .map(|body| body.to_string().replace(&world.mark, &other.mark));
        case.body = text.map(|text| serde_json::from_str(&text).unwrap());
    });
    let answer = call(&by, world, operation, &own).await;
    let said = answer.body.to_string();
    assert!(
        !said.contains(&world.mark),
        "{name} tells another workspace: {said}"
    );
    let status = answer.status.as_u16();
    if name.contains("{id}") || case.path.contains("conversationId=") {
        assert!(
            [403, 404].contains(&status),
            "{name} by another workspace: {answer:?}"
        );
    } else if case.body.as_ref().is_some_and(|body| !ids(body).is_empty()) {
        assert!(
            (400..500).contains(&status),
            "{name} by another workspace: {answer:?}"
        );
    } else {
        assert!(status < 500, "{name} by another workspace: {answer:?}");
    }
}

/// The pointers of the ids in a body.
fn ids(body: &Value) -> Vec<String> {
    fn look(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::String(text) if text.len() == 36 && uuid::Uuid::parse_str(text).is_ok() => {
                found.push(at.to_owned());
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    look(item, &format!("{at}/{index}"), found);
                }
            }
            Value::Object(fields) => {
                for (key, item) in fields {
                    look(item, &format!("{at}/{key}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    look(body, "", &mut found);
    found
}

async fn ids_in_the_path(world: &World<'_>, operation: &Operation, case: &Case) {
    let name = &operation.name;
    let Some(place) = name.split_once(' ').and_then(|(_, path)| path.find("{id}")) else {
        return;
    };
    let (before, after) = (&case.path[..place], &case.path[place + 36..]);
    for wrong in [
        "1",
        "[]",
        "null",
        "not-a-uuid",
        "0197B6A0-0000-7000-8000-00000000ABCD",
        "0197b6a0000070008000000000000000",
    ] {
        let wrong = with(case, |case| case.path = format!("{before}{wrong}{after}"));
        let refused = call(&again(&case.by), world, operation, &wrong).await;
        assert_eq!(refused.refusal(), (400, "malformed_id"), "{}", wrong.path);
    }
    let unknown = with(case, |case| case.path = format!("{before}{UNKNOWN}{after}"));
    let refused = call(&again(&case.by), world, operation, &unknown).await;
    if PUBLIC.contains(&name.as_str()) {
        // The signature in the address is one file's own.
        assert!(
            [401, 404].contains(&refused.status.as_u16()),
            "{name} with an unknown id: {refused:?}"
        );
    } else {
        assert_eq!(
            refused.refusal(),
            (404, "not_found"),
            "{name} with an unknown id: {refused:?}"
        );
    }
}

/// Parameters that are not the operation's: nothing else of the request is looked at, and another tenant cannot be
/// named (T20).
async fn query(world: &World<'_>, operation: &Operation, case: &Case) {
    let name = &operation.name;
    let joint = if case.path.contains('?') { '&' } else { '?' };
    for (surplus, code) in [
        ("surplus", "malformed_query"),
        ("workspaceId", "second_tenant"),
        ("tenant", "second_tenant"),
    ] {
        let wrong = with(case, |case| {
            case.path = format!("{}{joint}{surplus}={UNKNOWN}", case.path);
        });
        if name == "GET /api/v1/visitor/events" {
            let status = world.nobody.status(&wrong.path).await;
            assert_eq!(status, 400, "{name} with {surplus}");
            continue;
        }
        let refused = call(&again(&case.by), world, operation, &wrong).await;
        assert_eq!(
            refused.refusal(),
            (400, code),
            "{name} with {surplus}: {refused:?}"
        );
        assert_eq!(refused.body["field"], surplus, "{name}: {refused:?}");
    }
}

/// Fields that are not the body's, and ids that are none.
async fn body(world: &World<'_>, operation: &Operation, case: &Case) {
    let (name, by) = (&operation.name, again(&case.by));
    let Some(body) = &case.body else { return };
    for surplus in ["surplus", "workspaceId", "version"] {
        // One may say into which workspace to sign in, or to change over.
        let says = ["POST /api/v1/sign-in", "POST /api/v1/me/switch-workspace"];
        if surplus == "workspaceId" && says.contains(&name.as_str()) {
            continue;
        }
        let wrong = with(case, |case| {
            let mut body = body.clone();
            body[surplus] = json!(UNKNOWN);
            case.body = Some(body);
        });
        let refused = call(&by, world, operation, &wrong).await;
        assert_eq!(
            refused.refusal(),
            (400, "malformed_body"),
            "{name} with {surplus}: {refused:?}"
        );
    }
    for pointer in ids(body) {
        for value in [
            json!(1),
            json!([]),
            json!({}),
            json!("not-a-uuid"),
            json!("0197B6A0-0000-7000-8000-00000000ABCD"),
        ] {
            let wrong = with(case, |case| {
                let mut body = body.clone();
                *body.pointer_mut(&pointer).unwrap() = value.clone();
                case.body = Some(body);
            });
            let refused = call(&by, world, operation, &wrong).await;
            assert_eq!(
                refused.refusal(),
                (400, "malformed_body"),
                "{name} with {value} at {pointer}"
            );
        }
    }
    for none in [json!([]), json!("text"), json!(null)] {
        let wrong = with(case, |case| case.body = Some(none.clone()));
        let refused = call(&by, world, operation, &wrong).await;
        assert_eq!(refused.status, 400, "{name} with {none}: {refused:?}");
    }
}

async fn versions(world: &World<'_>, operation: &Operation, case: &Case) {
    if case.version.is_null() {
        return;
    }
    let name = &operation.name;
    for (version, refusal) in [
        (Value::Null, (428, "if_match_missing")),
        (json!(99), (412, "changed")),
        (json!("x"), (412, "changed")),
    ] {
        let wrong = with(case, |case| case.version = version.clone());
        let refused = call(&again(&case.by), world, operation, &wrong).await;
        assert_eq!(refused.refusal(), refusal, "{name} with version {version}");
    }
}

/// One key is one create; with another body it is refused.
pub async fn keys(world: &World<'_>, operation: &Operation, case: &Case) {
    let name = &operation.name;
    let keyed = with(case, |case| {
        case.key = Some(world.name().chars().filter(char::is_ascii).collect());
    });
    let mut first = call(&By::Owner, world, operation, &keyed).await.good();
    let mut second = call(&By::Owner, world, operation, &keyed).await.good();
    if name == "POST /api/v1/invitations" {
        // Only the hash of a link is kept: the same invitation gets another one.
        first["link"] = Value::Null;
        second["link"] = Value::Null;
    }
    assert_eq!(first, second, "{name} twice under one key");
    let other = with(&keyed, |case| {
        let field = if name == "POST /api/v1/invitations" {
            "email"
        } else {
            "name"
        };
        case.body.as_mut().unwrap()[field] = json!("another@shop.example");
    });
    let refused = call(&By::Owner, world, operation, &other).await;
    assert_eq!(
        refused.refusal(),
        (422, "key_reused"),
        "{name} with another body under the key"
    );
    let none = with(case, |case| case.key = Some(String::new()));
    let refused = call(&By::Owner, world, operation, &none).await;
    assert_eq!(refused.refusal(), (400, "key_missing"), "{name} without a key");
}
