//! A foreign system's JSON becomes our events, by what an administrator wrote down: no code, no expressions, only where each
//! thing stands. Knows nothing of channels but the place a problem names; the test console calls [`apply`].
//!
//! ```json
//! { "each": "data.list",
//!   "rules": [
//!     { "when": { "kind": ["text", "image"] },
//!       "event": { "type": "message", "id": { "$": "msgId" }, "from": { "id": { "$": "buyer.id" } },
//!                  "text": { "$": "body.text", "or": "" } } },
//!     { "when": { "kind": "heartbeat" }, "skip": true } ] }
//! ```
//!
//! - `each`: the list whose every element is an item; without it the payload is the only item.
//! - `rules`: the first whose `when` fits makes the event (`event`, or several in a list) or none (`skip`). `event` beside
//!   `each` is short for a single rule. An item no rule fits is a problem, never silence.
//! - `when`: paths with the value, or a list of the values, that has to stand there; `{"exists": true}` for any.
//! - Paths: see [`path`]. Templates of events: see [`template`].

mod path;
mod template;

use std::cell::Cell;

use serde_json::{Map, Value};
use yingke_channel_contract::{Fault, Problem};

use self::{
    path::Path,
    template::{Give, Look},
};

/// What a payload became.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Mapped {
    /// Our events, in the payload's order, not yet read as such.
    pub events: Vec<Value>,
    /// Items that could not be mapped, each at its place in the payload; the others are not lost with them.
    pub problems: Vec<Problem>,
}

/// A mapping that makes sense.
#[derive(Clone, Debug)]
pub struct Mapping {
    each: Option<Path>,
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    when: Vec<(Path, Test)>,
    /// None to skip the item.
    event: Option<Give>,
}

#[derive(Clone, Debug)]
enum Test {
    Exists(bool),
    /// One of these, as texts: `1` and `"1"` are the same.
    OneOf(Vec<String>),
}

/// More items than a payload should have.
const MOST_ITEMS: usize = 1_000;
/// How much a payload may become, in bytes about: lists within lists multiply.
const MOST_BYTES: usize = 32 << 20;

/// Maps a payload. The problems of an error lie in the mapping itself (`mapping…`), or in a payload that is no JSON.
pub fn apply(mapping: &str, payload: &str) -> Result<Mapped, Vec<Problem>> {
    let mapping = Mapping::read(mapping)?;
    let payload = serde_json::from_str(payload)
        .map_err(|error| vec![Problem::at("", Fault::NotJson.said(format_args!("the payload is no JSON: {error}")))])?;
    Ok(mapping.map(&payload))
}

impl Mapping {
    /// Reads a mapping; all that is wrong with it.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| vec![Problem::at("mapping", Fault::NotJson.said(format_args!("is no JSON: {error}")))])?;
        let mut wrong = Vec::new();
        let mapping = Self::of(&value, &mut wrong);
        if wrong.is_empty() { Ok(mapping) } else { Err(wrong) }
    }

    fn of(value: &Value, wrong: &mut Vec<Problem>) -> Self {
        let map = object(value, "mapping", &["each", "rules", "event"], wrong);
        let each = map
            .get("each")
            .and_then(|path| Path::of(path, "mapping.each", wrong));
        let rules = match (map.get("rules"), map.get("event")) {
            (Some(Value::Array(rules)), None) if !rules.is_empty() => (0..)
                .zip(rules)
                .map(|(index, rule): (usize, _)| Rule::of(rule, &format!("mapping.rules[{index}]"), wrong))
                .collect(),
            (None, Some(event)) => vec![Rule {
                when: Vec::new(),
                event: Some(Give::of(event, "mapping.event", wrong)),
            }],
            _ => {
                wrong.push(Problem::at("mapping", "needs either `rules`, a list, or `event`"));
                Vec::new()
            }
        };
        Self { each, rules }
    }

    /// Maps a payload.
    pub fn map(&self, payload: &Value) -> Mapped {
        let mut mapped = Mapped::default();
        let left = Cell::new(MOST_BYTES);
        let Some(each) = &self.each else {
            self.one(&mut mapped, payload, (payload, "", &left));
            return mapped;
        };
        let found = each.find(payload, payload, &left);
        let list = match found.as_deref() {
            Some(Value::Array(list)) => list.as_slice(),
            Some(single) => std::slice::from_ref(single),
            None => {
                let what = format_args!("mapping.each: nothing stands at `{each}`");
                mapped.problems.push(Problem::at(each.place(""), what));
                return mapped;
            }
        };
        for (index, item) in (0_usize..).zip(list.iter().take(MOST_ITEMS)) {
            let place = format!("{}[{index}]", each.place(""));
            self.one(&mut mapped, item, (payload, &place, &left));
        }
        if list.len() > MOST_ITEMS {
            let what = format_args!("holds {} items; {MOST_ITEMS} were read", list.len());
            mapped.problems.push(Problem::at(each.place(""), what));
        }
        mapped
    }

    fn one(&self, mapped: &mut Mapped, item: &Value, (root, at, left): (&Value, &str, &Cell<usize>)) {
        let look = Look { item, root, at, left };
        let Some(rule) = self.rules.iter().find(|rule| rule.fits(&look)) else {
            mapped
                .problems
                .push(Problem::at(at, "no rule of the mapping fits it"));
            return;
        };
        match rule.event.as_ref().map(|event| event.give(&look)) {
            None => {}
            Some(Ok(Value::Array(events))) => mapped.events.extend(events),
            Some(Ok(event)) => mapped.events.push(event),
            Some(Err(problem)) => mapped.problems.push(problem),
        }
    }
}

impl Rule {
    fn of(value: &Value, at: &str, wrong: &mut Vec<Problem>) -> Self {
        let map = object(value, at, &["when", "event", "skip"], wrong);
        let when = map
            .get("when")
            .map(|when| tests(when, &format!("{at}.when"), wrong));
        let event = match (map.get("event"), map.get("skip")) {
            (Some(event), None) => Some(Give::of(event, &format!("{at}.event"), wrong)),
            (None, Some(Value::Bool(true))) => None,
            _ => {
                wrong.push(Problem::at(at, "needs either `event`, or `skip`: true"));
                None
            }
        };
        Self {
            when: when.unwrap_or_default(),
            event,
        }
    }

    fn fits(&self, look: &Look<'_>) -> bool {
        self.when.iter().all(|(path, test)| {
            let found = path.find(look.item, look.root, look.left);
            match test {
                Test::Exists(wanted) => found.is_some() == *wanted,
                Test::OneOf(texts) => found
                    .and_then(|value| template::word(&value))
                    .is_some_and(|text| texts.contains(&text)),
            }
        })
    }
}

fn tests(value: &Value, at: &str, wrong: &mut Vec<Problem>) -> Vec<(Path, Test)> {
    let Value::Object(map) = value else {
        wrong.push(Problem::at(at, "is no object of paths and values"));
        return Vec::new();
    };
    let read = map.iter().filter_map(|(key, wanted)| {
        let at = format!("{at}.{key}");
        let path = Path::of(&Value::from(key.as_str()), &at, wrong)?;
        let exists = wanted.get("exists").and_then(Value::as_bool);
        let texts = match wanted {
            Value::Array(list) => list.iter().map(template::word).collect(),
            Value::Object(_) => None,
            one => template::word(one).map(|text| vec![text]),
        };
        match (exists, texts) {
            (Some(wanted), _) => Some((path, Test::Exists(wanted))),
            (None, Some(texts)) => Some((path, Test::OneOf(texts))),
            (None, None) => {
                wrong.push(Problem::at(
                    at,
                    "is no value, no list of values, and not {\"exists\": true}",
                ));
                None
            }
        }
    });
    read.collect()
}

/// The object at `at`, which has only these keys: a slip of the pen is a problem now, not a lost event later.
fn object<'v>(value: &'v Value, at: &str, keys: &[&str], wrong: &mut Vec<Problem>) -> Known<'v> {
    let Value::Object(map) = value else {
        wrong.push(Problem::at(at, "is no object"));
        return Known(None);
    };
    for key in map.keys().filter(|key| !keys.contains(&key.as_str())) {
        let known = keys.join("`, `");
        wrong.push(Problem::at(
            format!("{at}.{key}"),
            format_args!("is none of `{known}`"),
        ));
    }
    Known(Some(map))
}

/// An object of known keys; empty when it was none.
struct Known<'v>(Option<&'v Map<String, Value>>);

impl<'v> Known<'v> {
    fn get(&self, key: &str) -> Option<&'v Value> {
        self.0.and_then(|map| map.get(key))
    }
}
