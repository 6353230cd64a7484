//! Parameters and cursors that nobody should send: a clear refusal (T21).

use serde_json::Value;

use super::{
    Operation, call,
    cases::{Case, case},
    operations,
    schema::Document,
    world::World,
};
use crate::support::on_one;

/// What is no value of a parameter of this type.
fn wrong(kind: &str) -> &'static [&'static str] {
    match kind {
        "string" => &[],
        "integer" => &["", "x", "1.5", "1e3", "null", "[]", "99999999999999999999"],
        "Tab" => &["", "x", "null", "ALL"],
        "Time" => &["", "0", "yesterday", "2026-13-01T00:00:00Z", "null"],
        id if id.ends_with("Id") => &[
            "",
            "1",
            "[]",
            "null",
            "not-a-uuid",
            "%00",
            "0197B6A0-0000-7000-8000-00000000ABCD",
            "0197b6a0000070008000000000000000",
            "%5B%220197b6a0-0000-7000-8000-000000000000%22%5D",
        ],
        other => panic!("queries take a {other} now: what is none?"),
    }
}

/// The path of a case with one parameter set, instead of what it has for it.
fn path(case: &Case, name: &str, value: &str) -> String {
    let (path, query) = case.path.split_once('?').unwrap_or((&case.path, ""));
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with(&format!("{name}=")))
        .map(str::to_owned)
        .collect();
    pairs.push(format!("{name}={value}"));
    format!("{path}?{}", pairs.join("&"))
}

async fn check(world: &World<'_>, operation: &Operation, case: Case, path: String) {
    let asked = Case { path, ..case };
    let refused = call(&asked.by, world, operation, &asked).await;
    let what = format!("{} {}", operation.name, asked.path);
    assert_eq!(refused.refusal(), (400, "malformed_query"), "{what}: {refused:?}");
}

#[test]
fn a_parameter_holds_what_the_document_says() {
    on_one(|desk| async move {
        let document = Document::read();
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let mut seen = 0;
        for operation in operations() {
            for (name, kind) in document.query(&operation.name) {
                for value in wrong(&kind) {
                    let own = case(&world, &operation.name).await.expect("a case");
                    let path = path(&own, &name, value);
                    check(&world, &operation, own, path).await;
                    seen += 1;
                }
                if wrong(&kind).is_empty() {
                    continue;
                }
                // Twice, and as a list in the manner of other frameworks.
                let own = case(&world, &operation.name).await.expect("a case");
                let good = own.path.split_once(&format!("{name}="));
                let good = good.map_or("1", |(_, rest)| rest.split('&').next().unwrap());
                let twice = path(&own, &name, &format!("{good}&{name}={good}"));
                check(&world, &operation, own, twice).await;
                let own = case(&world, &operation.name).await.expect("a case");
                let list = path(&own, &format!("{name}[]"), "1");
                check(&world, &operation, own, list).await;
            }
        }
        assert!(seen > 80, "{seen} wrong values");
        drop(world);
        desk.end().await;
    });
}

/// A list as it is asked for, without a page.
fn list(name: &str) -> String {
    let words = if name.ends_with("/search") { "q=hello&" } else { "" };
    format!("{}?{words}", name.strip_prefix("GET ").unwrap())
}

/// Where the second page of a list begins when a page holds one.
async fn cursor(world: &World<'_>, name: &str) -> String {
    let begun = std::time::Instant::now();
    loop {
        // The index follows the log.
        let all = world.tenant.owner.get(&list(name)).await.good();
        if all["items"].as_array().unwrap().len() > 1 {
            break;
        }
        assert!(begun.elapsed().as_secs() < 10, "{name}: {all}");
        tokio::task::yield_now().await;
    }
    let first = format!("{}limit=1", list(name));
    let first = world.tenant.owner.get(&first).await.good();
    first["nextCursor"].as_str().unwrap().to_owned()
}

#[test]
fn a_cursor_is_a_place_in_one_list_of_one_workspace() {
    on_one(|desk| async move {
        let document = Document::read();
        let world = World::of(&desk, desk.tenant(), "一号").await;
        let other = World::of(&desk, desk.second_workspace().await, "二号").await;
        for one in [&world, &other] {
            one.tenant.conversation("hello one").await;
            one.tenant.conversation("hello two").await;
        }
        let mut lists = operations();
        lists.retain(|one| document.query(&one.name).iter().any(|(name, _)| name == "cursor"));
        assert!(lists.len() >= 3, "{lists:?}");
        for list in &lists {
            let base = format!("{}cursor=", self::list(&list.name));
            let own = cursor(&world, &list.name).await;
            let next = world.tenant.owner.get(&format!("{base}{own}")).await.good();
            assert!(!next["items"].as_array().unwrap().is_empty(), "{list:?}: {next}");
            let mut bad: Vec<String> = ["", "x", "null", "%00", "bnVsbA", "W10", "e30", "WzFd", "MQ"]
                .map(str::to_owned)
                .into();
            bad.push(own[..own.len() - 2].to_owned());
            bad.push(format!("{own}{own}"));
            bad.push(cursor(&other, &list.name).await);
            for another in lists.iter().filter(|another| another.name != list.name) {
                bad.push(cursor(&world, &another.name).await);
            }
            for cursor in bad {
                let refused = world.tenant.owner.get(&format!("{base}{cursor}")).await;
                assert_eq!(
                    (refused.refusal(), &refused.body["field"]),
                    ((400, "malformed_query"), &Value::from("cursor")),
                    "{base}{cursor}: {refused:?}"
                );
            }
        }
        drop((world, other));
        desk.end().await;
    });
}
