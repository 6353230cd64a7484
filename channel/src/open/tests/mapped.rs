//! Foreign payloads.

use http::StatusCode;
use serde_json::{Value, json};
use yingke_channel_contract::{What, kit};

use super::{SECRET, called, with};
use crate::open::{mapping, tried};

const SHOP: &str = include_str!("../fixtures/mapped/shop.mapping.json");
const PUSHED: &str = include_str!("../fixtures/mapped/shop.payload.json");

fn give(template: Value, payload: Value) -> Result<Value, String> {
    let mapping = json!({ "event": template }).to_string();
    let shown = |problems: Vec<yingke_channel_contract::Problem>| {
        let problem = problems.into_iter().next().unwrap();
        format!("{}: {}", problem.at, problem.what)
    };
    let mut mapped = mapping::apply(&mapping, &payload.to_string()).map_err(shown)?;
    match mapped.events.pop() {
        Some(event) => Ok(event),
        None => Err(shown(mapped.problems)),
    }
}

/// What is wrong with a mapping.
fn wrong(mapping: Value) -> Vec<String> {
    let problems = mapping::apply(&mapping.to_string(), "{}").unwrap_err();
    problems
        .iter()
        .map(|problem| format!("{}: {}", problem.at, problem.what))
        .collect()
}

#[test]
fn a_shops_push_becomes_our_events() {
    let settings = [("secret", SECRET), ("mapping", SHOP), ("reply", r#"{"code":0}"#)];
    let parsed = called(&with(&settings), &[], PUSHED).unwrap();
    insta::assert_snapshot!("shop", kit::shown(&parsed));
}

#[test]
fn a_form_becomes_a_message() {
    let mapped = mapping::apply(
        include_str!("../fixtures/mapped/form.mapping.json"),
        include_str!("../fixtures/mapped/form.payload.json"),
    )
    .unwrap();
    let wanted: Vec<Value> =
        serde_json::from_str(include_str!("../fixtures/mapped/form.events.json")).unwrap();
    assert_eq!(mapped.events, wanted);
    assert!(mapped.problems.is_empty());
}

#[test]
fn a_posted_form_is_an_object_of_its_fields() {
    let mapping = json!({ "event": { "type": "message", "id": { "$": "n" }, "from": { "$": "who" }, "text": { "$": "said" } } });
    let mapping = mapping.to_string();
    let settings = [
        ("secret", "s"),
        ("signing", "header"),
        ("mapping", mapping.as_str()),
    ];
    let headers = [
        ("x-signature", "s"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let parsed = called(
        &with(&settings),
        &headers,
        "n=5&who=u%2B1&said=%E5%9C%A8%E5%90%97+%3F",
    )
    .unwrap();
    assert_eq!(parsed.events[0].from.id, "u+1");
    assert!(matches!(&parsed.events[0].what, What::Message(message) if message.text == "在吗 ?"));
}

#[test]
fn paths_are_written_in_three_ways() {
    let payload =
        json!({ "a": { "b": [{ "c": 1 }, { "c": 2 }] }, "x.y": 3, "t": "{\"u\":[4]}", "~": { "/": 5 } });
    for (path, wanted) in [
        ("a.b[0].c", json!(1)),
        ("/a/b/0/c", json!(1)),
        ("$.a.b[1].c", json!(2)),
        ("$/a/b/-1/c", json!(2)),
        ("a.b[-2].c", json!(1)),
        ("/x.y", json!(3)),
        ("t.u[0]", json!(4)),
        ("/~0/~1", json!(5)),
        ("", payload.clone()),
        ("$", payload.clone()),
    ] {
        assert_eq!(give(json!({ "$": path }), payload.clone()), Ok(wanted), "{path}");
    }
    for path in ["a..b", "a.[0]", "a[x]", "a[0", "$a", "."] {
        let refused = give(json!({ "$": path }), payload.clone()).unwrap_err();
        assert!(
            refused.starts_with("mapping.event: is no path"),
            "{path}: {refused}"
        );
    }
}

#[test]
fn what_is_not_there_is_named_by_both_paths() {
    let payload = json!({ "data": { "list": [{ "who": null }] } });
    let mapping =
        json!({ "each": "data.list", "rules": [{ "event": { "from": { "id": { "$": "who.id" } } } }] });
    let mapped = mapping::apply(&mapping.to_string(), &payload.to_string()).unwrap();
    let problem = &mapped.problems[0];
    assert_eq!(problem.at, "data.list[0].who.id");
    assert_eq!(
        problem.what,
        "mapping.rules[0].event.from.id: nothing stands at `who.id`"
    );
}

#[test]
fn shapes_are_changed_and_what_cannot_be_is_a_problem() {
    let read = |shape: &str, value: Value| {
        give(
            json!({ "f": { "$": "v", "as": shape, "zone": "+08:00" } }),
            json!({ "v": value }),
        )
        .map(|event| event["f"].clone())
    };
    assert_eq!(read("text", json!(5)), Ok(json!("5")));
    assert_eq!(read("number", json!(" 5.5 ")), Ok(json!(5.5)));
    assert_eq!(read("flag", json!("1")), Ok(json!(true)));
    assert_eq!(read("json", json!("[1]")), Ok(json!([1])));
    for time in [
        json!("2026-11-22 17:00:00"),
        json!("2026/11/22 17:00"),
        json!("2026-11-22T17:00:00"),
        json!("2026-11-22T09:00:00Z"),
        json!(1_795_338_000),
        json!("1795338000000"),
    ] {
        assert_eq!(
            read("time", time.clone()),
            Ok(json!("2026-11-22T09:00:00.000Z")),
            "{time}"
        );
    }
    for (shape, value) in [
        ("number", json!("five")),
        ("flag", json!("yes")),
        ("json", json!("[")),
        ("time", json!("noon")),
    ] {
        let refused = read(shape, value).unwrap_err();
        assert!(
            refused.contains(&format!("cannot be read as `{shape}`")),
            "{refused}"
        );
    }
}

#[test]
fn tables_joins_lists_and_constants() {
    let payload = json!({ "k": 2, "a": "x", "n": null, "l": [{ "u": 1 }, { "u": 2 }], "one": { "u": 3 } });
    for (template, wanted) in [
        (json!({ "$": "k", "table": { "2": "two" } }), json!("two")),
        (
            json!({ "$": "k", "table": { "1": "one" }, "else": { "$": "a" } }),
            json!("x"),
        ),
        (json!({ "$": "n", "or": "none" }), json!("none")),
        (
            json!({ "$join": ["<", { "$": "a" }, { "$": "n", "or": null }, { "$": "k" }, ">"] }),
            json!("<x2>"),
        ),
        (
            json!({ "f": { "$each": "l", "to": { "v": { "$": "u" }, "k": { "$": "$.k" } } } }),
            json!({ "f": [{ "v": 1, "k": 2 }, { "v": 2, "k": 2 }] }),
        ),
        (
            json!({ "f": { "$each": "one", "to": { "$": "u" } } }),
            json!({ "f": [3] }),
        ),
        (
            json!({ "f": { "$each": "nowhere", "to": 1 } }),
            json!({ "f": [] }),
        ),
        (
            json!({ "f": { "$const": { "$": "a" } } }),
            json!({ "f": { "$": "a" } }),
        ),
        (
            json!({ "gone": { "$": "n", "or": null }, "kept": 1 }),
            json!({ "kept": 1 }),
        ),
    ] {
        assert_eq!(give(template.clone(), payload.clone()), Ok(wanted), "{template}");
    }
    let refused = give(json!({ "$": "k", "table": { "1": "one" } }), payload).unwrap_err();
    assert_eq!(refused, "k: mapping.event: the table has nothing for `2`");
}

#[test]
fn the_first_rule_that_fits_counts_and_none_is_a_problem() {
    let mapping = json!({ "each": "", "rules": [
        { "when": { "k": [1, "2"], "deep.x": { "exists": false } }, "event": "first" },
        { "when": { "k": 1 }, "event": ["second", "third"] },
        { "when": { "k": true }, "skip": true }] })
    .to_string();
    let payload = r#"[{"k":2},{"k":1,"deep":{"x":0}},{"k":true},{"k":9}]"#;
    let mapped = mapping::apply(&mapping, payload).unwrap();
    assert_eq!(mapped.events, ["first", "second", "third"]);
    assert_eq!(mapped.problems.len(), 1);
    assert_eq!(mapped.problems[0].at, "[3]");
}

#[test]
fn a_slip_of_the_pen_in_a_mapping_is_found_before_any_event_is_lost() {
    assert_eq!(
        wrong(
            json!({ "each": 5, "rules": [{ "wen": {}, "event": {} }, {}, { "event": { "a": { "$": "x", "orr": 1 } } }] })
        ),
        [
            "mapping.each: is no path: 5. Write `a.b[0].c`, `/a/b/0/c`, or `$.a` from the beginning",
            "mapping.rules[0].wen: is none of `when`, `event`, `skip`",
            "mapping.rules[1]: needs either `event`, or `skip`: true",
            "mapping.rules[2].event.a.orr: is none of `$`, `or`, `table`, `else`, `as`, `zone`",
        ]
    );
    for (mapping, at) in [
        (json!([]), "mapping"),
        (json!({}), "mapping"),
        (json!({ "rules": [] }), "mapping"),
        (json!({ "event": { "$jion": [] } }), "mapping.event.$jion"),
        (json!({ "event": { "$join": 1 } }), "mapping.event"),
        (json!({ "event": { "$each": "a" } }), "mapping.event"),
        (json!({ "event": { "$": "a", "as": "date" } }), "mapping.event"),
        (
            json!({ "event": { "$": "a", "as": "time", "zone": "CST" } }),
            "mapping.event",
        ),
        (json!({ "event": { "$": "a", "else": 1 } }), "mapping.event"),
        (json!({ "event": { "$": "a", "table": [] } }), "mapping.event"),
        (
            json!({ "rules": [{ "when": { "a": { "b": 1 } }, "event": 1 }] }),
            "mapping.rules[0].when.a",
        ),
        (
            json!({ "rules": [{ "when": 5, "event": 1 }] }),
            "mapping.rules[0].when",
        ),
    ] {
        let said = wrong(mapping.clone());
        assert!(
            said.iter().any(|one| one.starts_with(&format!("{at}: "))),
            "{mapping}: {said:?}"
        );
    }
}

#[test]
fn lists_within_lists_come_to_an_end() {
    let mapping = json!({ "each": "l", "event": { "f": { "$each": "$.l", "to": { "$each": "$.l", "to": { "$": "$" } } } } });
    let payload = json!({ "l": (0..200).collect::<Vec<_>>() });
    let mapped = mapping::apply(&mapping.to_string(), &payload.to_string()).unwrap();
    assert!(mapped.events.is_empty());
    assert!(
        mapped
            .problems
            .iter()
            .any(|problem| problem.what == "too much would be made of it")
    );
}

#[test]
fn a_list_that_is_too_long_says_so() {
    let mapping = json!({ "each": "", "event": 1 }).to_string();
    let payload = serde_json::to_string(&vec![0; 1_001]).unwrap();
    let mapped = mapping::apply(&mapping, &payload).unwrap();
    assert_eq!((mapped.events.len(), mapped.problems.len()), (1_000, 1));
}

#[test]
fn a_foreign_system_is_never_blamed_for_our_mapping() {
    for mapping in [
        "{",
        "{}",
        r#"{"event":{"type":{"$":"nowhere"}}}"#,
        r#"{"event":{"type":"jump"}}"#,
    ] {
        let settings = [("secret", SECRET), ("mapping", mapping)];
        let parsed = called(&with(&settings), &[], "{}").unwrap();
        assert!(parsed.events.is_empty());
        assert!(!parsed.problems.is_empty(), "{mapping}");
        assert_eq!(parsed.answer.status(), StatusCode::OK);
    }
}

#[test]
fn the_console_shows_events_and_what_is_wrong_with_them() {
    let tried_out = tried(SHOP, PUSHED).unwrap();
    assert_eq!(tried_out.events.len(), 5);
    assert_eq!(tried_out.problems.len(), 1);
    let tried_out = tried(r#"{"event":{"type":"message","id":1}}"#, "{}").unwrap();
    assert_eq!(tried_out.problems[0].at, "events[0].text");
    assert!(tried("{", "{}").is_err());
    assert!(tried("", "nonsense").is_err());
    assert_eq!(tried("", r#"{"type":"typing","from":"u"}"#).unwrap().problems, []);
}
