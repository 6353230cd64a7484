//! Where something stands in a payload.
//!
//! - `buyer.name`, `list[0].id`: keys with dots between, positions in brackets (`[-1]`: the last).
//! - `/buyer/name`, `/list/0/id`: a JSON pointer (RFC 6901), for keys that hold dots.
//! - `""`: the item itself.
//! - `$.shop.id`, `$/shop/id`, `$`: from the beginning of the payload, also inside an item.
//!
//! A step into a text that holds JSON goes into that JSON: many systems write their contents as a text.

use std::{borrow::Cow, cell::Cell, fmt};

use serde_json::Value;
use yingke_channel_contract::Problem;

/// Where something stands.
#[derive(Clone, Debug)]
pub(super) struct Path {
    written: String,
    from_root: bool,
    steps: Vec<String>,
}

impl Path {
    /// The path written at `at` of a mapping.
    pub(super) fn of(value: &Value, at: &str, wrong: &mut Vec<Problem>) -> Option<Self> {
        let read = value.as_str().and_then(Self::read);
        if read.is_none() {
            wrong.push(Problem::at(
                at,
                format_args!(
                    "is no path: {value}. Write `a.b[0].c`, `/a/b/0/c`, or `$.a` from the beginning"
                ),
            ));
        }
        read
    }

    fn read(written: &str) -> Option<Self> {
        let (from_root, rest) = match written.strip_prefix('$') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let steps = match rest {
            "" => Vec::new(),
            pointer if pointer.starts_with('/') => pointer
                .split('/')
                .skip(1)
                .map(|step| step.replace("~1", "/").replace("~0", "~"))
                .collect(),
            // After `$` comes a dot or a bracket: `$name` is a slip.
            dotted if from_root && !dotted.starts_with(['.', '[']) => return None,
            dotted => Self::dotted(dotted.strip_prefix('.').filter(|_| from_root).unwrap_or(dotted))?,
        };
        Some(Self {
            written: written.to_owned(),
            from_root,
            steps,
        })
    }

    fn dotted(text: &str) -> Option<Vec<String>> {
        let mut steps = Vec::new();
        for (index, piece) in text.split('.').enumerate() {
            let (key, brackets) = piece.split_at(piece.find('[').unwrap_or(piece.len()));
            // `[0].id` begins with a position; elsewhere a key stands first.
            if !key.is_empty() {
                steps.push(key.to_owned());
            } else if index > 0 || brackets.is_empty() {
                return None;
            }
            for bracket in brackets.split_inclusive(']') {
                let position = bracket.strip_prefix('[')?.strip_suffix(']')?;
                position.parse::<i64>().ok()?;
                steps.push(position.to_owned());
            }
        }
        Some(steps)
    }

    /// What stands there; null is nothing. What is read of texts counts against `left`.
    pub(super) fn find<'v>(
        &self,
        item: &'v Value,
        root: &'v Value,
        left: &Cell<usize>,
    ) -> Option<Cow<'v, Value>> {
        let start = if self.from_root { root } else { item };
        walk(&self.steps, start, left).filter(|value| !value.is_null())
    }

    /// The place in the payload, of a path written for the item at `at`.
    pub(super) fn place(&self, at: &str) -> String {
        let mut place = if self.from_root {
            String::new()
        } else {
            at.to_owned()
        };
        for step in &self.steps {
            if step.parse::<i64>().is_ok() {
                place = format!("{place}[{step}]");
            } else if place.is_empty() {
                place.push_str(step);
            } else {
                place = format!("{place}.{step}");
            }
        }
        place
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

fn walk<'v>(steps: &[String], value: &'v Value, left: &Cell<usize>) -> Option<Cow<'v, Value>> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(Cow::Borrowed(value));
    };
    match value {
        Value::Object(map) => walk(rest, map.get(step)?, left),
        Value::Array(list) => {
            let position = step.parse::<i64>().ok()?;
            let from_end = usize::try_from(position.unsigned_abs()).ok()?;
            let index = if position < 0 {
                list.len().checked_sub(from_end)?
            } else {
                from_end
            };
            walk(rest, list.get(index)?, left)
        }
        Value::String(text) => {
            left.set(left.get().checked_sub(text.len())?);
            let inner: Value = serde_json::from_str(text).ok()?;
            // What was a text within a text is not read a third time.
            if !inner.is_object() && !inner.is_array() {
                return None;
            }
            walk(steps, &inner, left).map(|found| Cow::Owned(found.into_owned()))
        }
        _ => None,
    }
}
