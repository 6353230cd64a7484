//! The shape of an event, with what is to be put where.
//!
//! Everything stands for itself, but for objects with a key that begins with `$`:
//!
//! - `{"$": PATH}`: what stands there. `"or"`: this where nothing does (`null`: leave the key out); without it, nothing is a
//!   problem. `"table"`: what each value means, `"else"` for the others; without it, another value is a problem.
//!   `"as"`: `text`, `number`, `flag`, `json` (a text that holds it), or `time` (with `"zone": "+08:00"` for times that do
//!   not say theirs).
//! - `{"$join": [...]}`: the texts of its elements, one after the other.
//! - `{"$each": PATH, "to": TEMPLATE}`: a list, one element for each there; paths in the template begin at the element.
//! - `{"$const": VALUE}`: the value as it is, whatever its keys.
//!
//! A key whose value is null is left out.

use std::{borrow::Cow, cell::Cell};

use serde_json::{Map, Value};
use yingke_channel_contract::Problem;

use super::{object, path::Path};
use crate::open::fields;

/// What is put somewhere.
#[derive(Clone, Debug)]
pub(super) enum Give {
    Constant(Value),
    Take(Box<Take>),
    Join(Vec<Give>),
    Each { path: Path, to: Box<Give> },
    Object(Vec<(String, Give)>),
    List(Vec<Give>),
}

/// What stands at a path, and what is made of it.
#[derive(Clone, Debug)]
pub(super) struct Take {
    path: Path,
    /// Where it stands in the mapping.
    at: String,
    or: Option<Give>,
    table: Option<Map<String, Value>>,
    otherwise: Option<Give>,
    shape: Shape,
}

#[derive(Clone, Debug)]
enum Shape {
    AsItIs,
    Text,
    Number,
    Flag,
    Json,
    Time { zone: String },
}

/// An item being mapped.
#[derive(Clone, Copy)]
pub(super) struct Look<'v> {
    pub(super) item: &'v Value,
    pub(super) root: &'v Value,
    /// Where the item stands in the payload.
    pub(super) at: &'v str,
    /// How much may still be made of the payload.
    pub(super) left: &'v Cell<usize>,
}

/// A text, number or flag as a word to compare by.
pub(super) fn word(value: &Value) -> Option<String> {
    fields::plain(value)
}

impl Give {
    /// The template at `at` of a mapping.
    pub(super) fn of(value: &Value, at: &str, wrong: &mut Vec<Problem>) -> Self {
        match value {
            Value::Object(map) if map.contains_key("$") => Take::of(value, at, wrong),
            Value::Object(map) if map.contains_key("$each") => {
                let map = object(value, at, &["$each", "to"], wrong);
                let path = map.get("$each").and_then(|path| Path::of(path, at, wrong));
                match (path, map.get("to")) {
                    (Some(path), Some(to)) => Self::Each {
                        path,
                        to: Box::new(Self::of(to, &format!("{at}.to"), wrong)),
                    },
                    _ => Self::nothing(at, "needs `$each`, a path, and `to`", wrong),
                }
            }
            Value::Object(map) if map.contains_key("$join") => {
                let map = object(value, at, &["$join"], wrong);
                match map.get("$join") {
                    Some(Value::Array(list)) => Self::Join(Self::list(list, at, wrong)),
                    _ => Self::nothing(at, "`$join` needs a list", wrong),
                }
            }
            Value::Object(map) if map.contains_key("$const") => {
                let map = object(value, at, &["$const"], wrong);
                Self::Constant(map.get("$const").cloned().unwrap_or_default())
            }
            Value::Object(map) => Self::Object(
                map.iter()
                    .map(|(key, inner)| {
                        let at = format!("{at}.{key}");
                        if key.starts_with('$') {
                            let what = "is none of `$`, `$each`, `$join`, `$const`";
                            return (key.clone(), Self::nothing(&at, what, wrong));
                        }
                        (key.clone(), Self::of(inner, &at, wrong))
                    })
                    .collect(),
            ),
            Value::Array(list) => Self::List(Self::list(list, at, wrong)),
            plain => Self::Constant(plain.clone()),
        }
    }

    fn list(list: &[Value], at: &str, wrong: &mut Vec<Problem>) -> Vec<Self> {
        let read = (0_usize..)
            .zip(list)
            .map(|(index, one)| Self::of(one, &format!("{at}[{index}]"), wrong));
        read.collect()
    }

    fn nothing(at: &str, what: &str, wrong: &mut Vec<Problem>) -> Self {
        wrong.push(Problem::at(at, what));
        Self::Constant(Value::Null)
    }

    /// What it comes to for an item.
    pub(super) fn give(&self, look: &Look<'_>) -> Result<Value, Problem> {
        match self {
            Self::Constant(value) => look.copy(value),
            Self::Take(take) => take.give(look),
            Self::Join(list) => {
                let mut text = String::new();
                for one in list {
                    match one.give(look)? {
                        Value::Null => {}
                        Value::String(piece) => text.push_str(&piece),
                        other => text.push_str(&other.to_string()),
                    }
                }
                Ok(Value::String(text))
            }
            Self::Each { path, to } => {
                let found = path.find(look.item, look.root, look.left);
                let list = match found.as_deref() {
                    None => &[],
                    Some(Value::Array(list)) => list.as_slice(),
                    Some(single) => std::slice::from_ref(single),
                };
                let mut given = Vec::with_capacity(list.len().min(64));
                for (index, item) in (0_usize..).zip(list) {
                    let at = format!("{}[{index}]", path.place(look.at));
                    let value = to.give(&Look {
                        item,
                        at: &at,
                        ..*look
                    })?;
                    given.extend(Some(value).filter(|value| !value.is_null()));
                }
                Ok(Value::Array(given))
            }
            Self::Object(pairs) => {
                let mut map = Map::new();
                for (key, inner) in pairs {
                    let value = inner.give(look)?;
                    if !value.is_null() {
                        map.insert(key.clone(), value);
                    }
                }
                Ok(Value::Object(map))
            }
            Self::List(list) => {
                let given: Result<Vec<_>, _> = list.iter().map(|one| one.give(look)).collect();
                Ok(given?.into_iter().filter(|value| !value.is_null()).collect())
            }
        }
    }
}

impl Take {
    fn of(value: &Value, at: &str, wrong: &mut Vec<Problem>) -> Give {
        let map = object(value, at, &["$", "or", "table", "else", "as", "zone"], wrong);
        let mut inner = |key: &str| {
            map.get(key)
                .map(|value| Give::of(value, &format!("{at}.{key}"), wrong))
        };
        let (or, otherwise) = (inner("or"), inner("else"));
        let table = match map.get("table") {
            None => None,
            Some(Value::Object(table)) => Some(table.clone()),
            Some(_) => return Give::nothing(at, "`table` needs an object", wrong),
        };
        if otherwise.is_some() && table.is_none() {
            return Give::nothing(
                at,
                "`else` without `table`: write `or` for what is not there",
                wrong,
            );
        }
        let zone = map.get("zone").and_then(Value::as_str).unwrap_or("Z").to_owned();
        let shape = match map.get("as").map(|word| word.as_str().unwrap_or_default()) {
            None => Shape::AsItIs,
            Some("text") => Shape::Text,
            Some("number") => Shape::Number,
            Some("flag") => Shape::Flag,
            Some("json") => Shape::Json,
            Some("time") if time(&Value::from("2026-01-01 00:00"), &zone).is_some() => Shape::Time { zone },
            Some("time") => return Give::nothing(at, "`zone` is none: write `+08:00` or `Z`", wrong),
            Some(_) => {
                let what = "`as` is none of `text`, `number`, `flag`, `json`, `time`";
                return Give::nothing(at, what, wrong);
            }
        };
        let path = map.get("$").and_then(|path| Path::of(path, at, wrong));
        path.map_or(Give::Constant(Value::Null), |path| {
            Give::Take(Box::new(Self {
                path,
                at: at.to_owned(),
                or,
                table,
                otherwise,
                shape,
            }))
        })
    }

    fn give(&self, look: &Look<'_>) -> Result<Value, Problem> {
        let Some(found) = self.path.find(look.item, look.root, look.left) else {
            return match &self.or {
                Some(or) => or.give(look),
                None => Err(self.wrong(look, format_args!("nothing stands at `{}`", self.path))),
            };
        };
        if let Some(table) = &self.table {
            let said = word(&found).unwrap_or_default();
            return match (table.get(&said), &self.otherwise) {
                (Some(meant), _) => look.copy(meant),
                (None, Some(otherwise)) => otherwise.give(look),
                (None, None) => Err(self.wrong(look, format_args!("the table has nothing for `{said}`"))),
            };
        }
        match self.shape.of(&found) {
            Some(value) => look.copy(&value),
            None => Err(self.wrong(
                look,
                format_args!("{found} cannot be read as `{}`", self.shape.word()),
            )),
        }
    }

    /// Wrong at the place in the payload; the place in the mapping goes before the words.
    fn wrong(&self, look: &Look<'_>, what: std::fmt::Arguments<'_>) -> Problem {
        let at = self.path.place(look.at);
        let what: String = format!("{}: {what}", self.at).chars().take(300).collect();
        Problem::at(at, what)
    }
}

impl Shape {
    const fn word(&self) -> &'static str {
        match self {
            Self::AsItIs => "",
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::Json => "json",
            Self::Time { .. } => "time",
        }
    }

    fn of<'v>(&self, found: &'v Value) -> Option<Cow<'v, Value>> {
        let made = match self {
            Self::AsItIs => return Some(Cow::Borrowed(found)),
            Self::Text => match found {
                Value::Array(_) | Value::Object(_) => Value::String(found.to_string()),
                _ => Value::String(word(found)?),
            },
            Self::Number => match found {
                Value::Number(_) => return Some(Cow::Borrowed(found)),
                _ => Value::Number(word(found)?.trim().parse().ok()?),
            },
            Self::Flag => Value::Bool(fields::truth(found)?),
            Self::Json => match found {
                Value::String(text) => serde_json::from_str(text).ok()?,
                _ => return Some(Cow::Borrowed(found)),
            },
            Self::Time { zone } => Value::String(time(found, zone)?),
        };
        Some(Cow::Owned(made))
    }
}

/// A time as RFC 3339: what is one already, numbers of seconds or milliseconds, and `2026-11-22 17:00:00` or
/// `2026/11/22 17:00`, at home in `zone`.
fn time(found: &Value, zone: &str) -> Option<String> {
    if let Some(time) = fields::time(found) {
        return Some(time.to_string());
    }
    let text = found.as_str()?.trim().replace('/', "-").replacen(' ', "T", 1);
    let minutes_only = text.split_once('T').is_some_and(|(_, clock)| clock.len() == 5);
    let seconds = if minutes_only { ":00" } else { "" };
    fields::time(&Value::String(format!("{text}{seconds}{zone}"))).map(|time| time.to_string())
}

impl Look<'_> {
    /// A copy, as long as there is room for it.
    fn copy(&self, value: &Value) -> Result<Value, Problem> {
        let left = self.left.get().checked_sub(weight(value));
        self.left.set(left.unwrap_or_default());
        match left {
            Some(_) => Ok(value.clone()),
            None => Err(Problem::at(self.at, "too much would be made of it")),
        }
    }
}

/// About how many bytes a value takes.
fn weight(value: &Value) -> usize {
    16 + match value {
        Value::String(text) => text.len(),
        Value::Array(list) => list.iter().map(weight).sum(),
        Value::Object(map) => map.iter().map(|(key, inner)| key.len() + weight(inner)).sum(),
        _ => 0,
    }
}
