//! Payloads as a hostile or careless sender would change them.

use bytes::Bytes;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};

/// Every cut, byte changes, and for JSON: each value replaced by one of another type, each key removed.
pub fn each(body: &Bytes, mut take: impl FnMut(Bytes)) {
    let step = (body.len() / 200).max(1);
    for end in (0..body.len()).step_by(step) {
        take(body.slice(..end));
    }
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        for pointer in pointers(&value) {
            for other in others() {
                let mut changed = value.clone();
                if let Some(place) = changed.pointer_mut(&pointer) {
                    *place = other;
                    take(Bytes::from(changed.to_string()));
                }
            }
            let mut changed = value.clone();
            if remove(&mut changed, &pointer) {
                take(Bytes::from(changed.to_string()));
            }
        }
    }
    let mut runner = TestRunner::deterministic();
    let strategy = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6);
    for _ in 0..200 {
        let changes = strategy.new_tree(&mut runner).expect("changes").current();
        let mut changed = body.to_vec();
        if changed.is_empty() {
            break;
        }
        for (at, byte) in changes {
            let at = at.index(changed.len());
            changed[at] = byte;
        }
        take(changed.into());
    }
}

fn others() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(9_007_199_254_740_993_i64),
        json!(""),
        json!("\u{0}\u{FFFF}"),
        json!("{\"a\":1}"),
        json!([]),
        json!([[]]),
        json!({}),
        json!({ "a": { "a": [] } }),
    ]
}

fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut add = |key: String, inner: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        found.extend(pointers(inner).into_iter().map(|rest| format!("/{key}{rest}")));
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| add(key.clone(), inner)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, inner)| add(index.to_string(), inner)),
        _ => {}
    }
    found
}

fn remove(value: &mut Value, pointer: &str) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return false;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(parent) {
        Some(Value::Object(map)) => map.remove(&key).is_some(),
        _ => false,
    }
}
