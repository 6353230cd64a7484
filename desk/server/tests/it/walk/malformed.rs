//! Bodies, parameters and cursors that nobody should send: a clear refusal, and never our fault (T21, T29).

use serde_json::{Value, json};

use super::{
    Operation, call,
    cases::{By, Case, case},
    operations,
    schema::Document,
    world::World,
};
use crate::support::{Answer, on_one};

async fn fresh(world: &World<'_>, operation: &Operation) -> Case {
    case(world, &operation.name).await.expect("a case")
}

/// Calls the case with another body.
async fn with_body(world: &World<'_>, operation: &Operation, case: Case, body: Value) -> Answer {
    let asked = Case {
        body: Some(body),
        ..case
    };
    call(&asked.by, world, operation, &asked).await
}

/// Calls the case with bytes as its body.
async fn raw(world: &World<'_>, operation: &Operation, case: &Case, body: (&str, Vec<u8>)) -> Answer {
    let method = operation.name.split(' ').next().unwrap().parse().unwrap();
    let (version, bearer);
    let mut headers = vec![("idempotency-key", "one")];
    if !case.version.is_null() {
        version = case.version.to_string();
        headers.push(("if-match", version.as_str()));
    }
    let person = match &case.by {
        By::Owner => &world.tenant.owner,
        By::Person(person) => person,
        By::Nobody => &world.nobody,
        By::Visitor(visitor) => {
            bearer = format!("Bearer {}", visitor.token);
            headers.push(("authorization", bearer.as_str()));
            &world.nobody
        }
    };
    person.raw(method, &case.path, &headers, body).await
}

/// It is refused as the caller's fault, in the form that programs read.
fn check_refused(answer: &Answer, what: &str) {
    assert!(
        answer.status.is_client_error(),
        "{what}: {} {}",
        answer.status,
        answer.body
    );
    let kind = answer
        .headers
        .get("content-type")
        .map(|kind| kind.to_str().unwrap());
    assert_eq!(kind, Some("application/problem+json"), "{what}: {answer:?}");
    assert_eq!(answer.body["status"], answer.status.as_u16(), "{what}");
    assert!(
        answer.body["code"].as_str().is_some_and(|code| !code.is_empty()),
        "{what}: {answer:?}"
    );
}

fn bodies() -> Vec<Operation> {
    let document = Document::read();
    let mut all = operations();
    // Set-up is over here; its own test has its fields.
    all.retain(|one| document.body(&one.name).is_some() && !one.name.ends_with("/setup"));
    all
}

#[test]
fn null_is_taken_where_the_document_says_so_and_nowhere_else() {
    on_one(|desk| async move {
        let document = Document::read();
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let (mut refused, mut taken) = (0, 0);
        for operation in bodies() {
            for field in document.fields(&operation.name) {
                let what = format!("{} with null at {}", operation.name, field.pointer());
                let case = fresh(&world, &operation).await;
                let mut body = case.body.clone().unwrap();
                field.put(&document, &operation.name, &mut body, Value::Null);
                let answer = with_body(&world, &operation, case, body).await;
                if field.nullable {
                    assert_ne!(answer.body["code"], "malformed_body", "{what}: {answer:?}");
                    assert!(!answer.status.is_server_error(), "{what}: {answer:?}");
                    taken += 1;
                } else {
                    assert_eq!(answer.refusal(), (400, "malformed_body"), "{what}: {answer:?}");
                    refused += 1;
                }
                if field.list {
                    let case = fresh(&world, &operation).await;
                    let mut body = case.body.clone().unwrap();
                    field.put(&document, &operation.name, &mut body, json!([null]));
                    let answer = with_body(&world, &operation, case, body).await;
                    assert_eq!(
                        answer.refusal(),
                        (400, "malformed_body"),
                        "{what}, in it: {answer:?}"
                    );
                }
            }
        }
        assert!(refused > 40 && taken > 15, "{refused} refused, {taken} taken");
        drop(world);
        desk.end().await;
    });
}

#[test]
fn objects_inside_bodies_take_no_unknown_field_either() {
    on_one(|desk| async move {
        let document = Document::read();
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let mut seen = Vec::new();
        for operation in bodies() {
            let Some(schema) = document.body(&operation.name) else {
                continue;
            };
            for field in document.fields(&operation.name) {
                let mut inside = schema.clone();
                for name in &field.at {
                    inside = document.plain(&document.plain(&inside)["properties"][name]);
                }
                if field.list {
                    inside = document.plain(&inside["items"]);
                }
                if inside["properties"].is_null() {
                    continue;
                }
                let case = fresh(&world, &operation).await;
                let mut body = case.body.clone().unwrap();
                let known = body.pointer(&field.pointer());
                let known = if field.list {
                    known.and_then(|list| list.get(0))
                } else {
                    known
                };
                let mut object = known.cloned().unwrap_or_else(|| document.example(&inside));
                object["surplus"] = json!(1);
                let value = if field.list { json!([object]) } else { object };
                field.put(&document, &operation.name, &mut body, value);
                let what = format!("{} with a surplus in {}", operation.name, field.pointer());
                let answer = with_body(&world, &operation, case, body).await;
                assert_eq!(answer.refusal(), (400, "malformed_body"), "{what}: {answer:?}");
                assert!(
                    answer.body.to_string().contains("surplus"),
                    "{what}: {}",
                    answer.body
                );
                seen.push(what);
            }
        }
        assert!(seen.len() >= 11, "{seen:?}");
        drop(world);
        desk.end().await;
    });
}

/// Bytes that are no JSON of ours, and as what they are sent.
fn broken(good: &Value) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    const JSON: &str = "application/json";
    let text = good.to_string();
    let mut latin = text.clone().into_bytes();
    latin.insert(2, 0xFF);
    let doubled = text.replacen('{', r#"{"surplus":1,"surplus":2,"#, 1);
    let deep = "[".repeat(100_000);
    let nested = r#"{"surplus":"#.repeat(20_000);
    vec![
        ("nothing", JSON, Vec::new()),
        ("half of it", JSON, text.as_bytes()[..text.len() / 2].to_vec()),
        (
            "all but its end",
            JSON,
            text.as_bytes()[..text.len() - 1].to_vec(),
        ),
        ("more after its end", JSON, format!("{text}{text}").into()),
        ("bytes that are no UTF-8", JSON, latin),
        ("a byte order mark", JSON, format!("\u{feff}{text}").into()),
        ("half a surrogate pair", JSON, r#"{"surplus":"\ud800"}"#.into()),
        ("a field twice", JSON, doubled.into()),
        ("a number beyond all numbers", JSON, r#"{"surplus":1e999}"#.into()),
        ("lists in lists", JSON, deep.into()),
        ("objects in objects", JSON, nested.into()),
        ("no content type", "", text.clone().into()),
        ("text", "text/plain", text.clone().into()),
        ("a form", "application/x-www-form-urlencoded", "text=x".into()),
        ("no media type at all", "json", text.into()),
    ]
}

#[test]
fn broken_bodies_are_refused_and_change_nothing() {
    on_one(|desk| async move {
        let world = World::of(&desk, desk.tenant(), "一号").await;
        for operation in bodies() {
            let case = fresh(&world, &operation).await;
            let good = case.body.clone().unwrap();
            let before = world.fingerprint().await;
            for (what, kind, bytes) in broken(&good) {
                let answer = raw(&world, &operation, &case, (kind, bytes)).await;
                check_refused(&answer, &format!("{} with {what}", operation.name));
            }
            assert_eq!(before, world.fingerprint().await, "{}", operation.name);
        }
        drop(world);
        desk.end().await;
    });
}

#[test]
fn uploads_that_are_no_uploads_are_refused() {
    on_one(|desk| async move {
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let form = "multipart/form-data; boundary=edge";
        for operation in operations() {
            if !operation.name.starts_with("POST ") || !operation.name.ends_with("/attachments") {
                continue;
            }
            let good = super::files::body();
            let half = good[..good.len() / 2].to_vec();
            let case = fresh(&world, &operation).await;
            for (what, kind, bytes) in [
                ("JSON", "application/json", b"{}".to_vec()),
                ("no boundary", "multipart/form-data", good.clone()),
                (
                    "another boundary",
                    "multipart/form-data; boundary=other",
                    good.clone(),
                ),
                ("nothing", form, Vec::new()),
                ("half of it", form, half),
                ("no part", form, b"--edge--\r\n".to_vec()),
                ("garbage", form, vec![0xFF; 4_000]),
                ("no content type", "", good.clone()),
            ] {
                let answer = raw(&world, &operation, &case, (kind, bytes)).await;
                check_refused(&answer, &format!("{} with {what}", operation.name));
            }
        }
        drop(world);
        desk.end().await;
    });
}
