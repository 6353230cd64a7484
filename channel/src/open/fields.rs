//! One JSON object being read: forgiving where nothing can be misunderstood (a number for a text, an object written as a
//! text), and noting by its place whatever is wrong.

use std::{borrow::Cow, cell::RefCell};

use serde_json::{Map, Value};
use yingke_channel_contract::{Fault, Problem, Wrong};
use yingke_words::Time;

/// What was wrong, in the order it was met.
#[derive(Default)]
pub(super) struct Notes(RefCell<Vec<Problem>>);

impl Notes {
    pub(super) fn add(&self, at: impl Into<String>, what: impl Into<Wrong>) {
        self.0.borrow_mut().push(Problem::at(at, what));
    }

    pub(super) fn all(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// An object, and where it stands.
pub(super) struct Fields<'a> {
    map: Cow<'a, Map<String, Value>>,
    at: String,
    notes: &'a Notes,
}

impl<'a> Fields<'a> {
    /// The object at `at`, also one written as a text.
    pub(super) fn of(value: &'a Value, at: impl Into<String>, notes: &'a Notes) -> Option<Self> {
        let at = at.into();
        let map = match value {
            Value::Object(map) => Some(Cow::Borrowed(map)),
            Value::String(text) => serde_json::from_str(text).ok().map(Cow::Owned),
            _ => None,
        };
        if map.is_none() {
            notes.add(at.as_str(), "is no object");
        }
        Some(Self { map: map?, at, notes })
    }

    /// What stands there; none when there is nothing, or null.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// The place of a key.
    pub(super) fn place(&self, key: &str) -> String {
        if self.at.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.at)
        }
    }

    /// Something wrong at a key.
    pub(super) fn note(&self, key: &str, what: impl Into<Wrong>) {
        self.notes.add(self.place(key), what);
    }

    /// A text; empty when there is none.
    pub(super) fn text(&self, key: &str) -> String {
        let Some(value) = self.get(key) else {
            return String::new();
        };
        plain(value).unwrap_or_else(|| {
            self.note(key, "is no text");
            String::new()
        })
    }

    /// A text that has to be there.
    pub(super) fn needed(&self, key: &str) -> Option<String> {
        match self.get(key).map(plain) {
            Some(Some(text)) if !text.trim().is_empty() => return Some(text),
            Some(None) => self.note(key, "is no text"),
            _ => self.note(key, Fault::missing(key).said("is missing")),
        }
        None
    }

    /// One of these words, which has to be there.
    pub(super) fn one_of<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let said = self.needed(key)?;
        let found = words.iter().find(|(word, _)| *word == said);
        if found.is_none() {
            let all: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.note(
                key,
                format_args!("is `{said}`, and not one of {}", all.join(", ")),
            );
        }
        found.map(|(_, meant)| *meant)
    }

    /// Yes or no.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        let read = truth(value);
        if read.is_none() {
            self.note(key, "is neither true nor false");
        }
        read
    }

    /// A time.
    pub(super) fn time(&self, key: &str) -> Option<Time> {
        let value = self.get(key)?;
        let read = time(value);
        if read.is_none() {
            self.note(
                key,
                "is no time: RFC 3339, or a number of milliseconds or seconds",
            );
        }
        read
    }

    /// An object below. None where there is none, which is not wrong by itself.
    pub(super) fn child(&self, key: &str) -> Option<Fields<'_>> {
        Fields::of(self.get(key)?, self.place(key), self.notes)
    }

    /// The elements of a list, each with its place; what is no list counts as its only element.
    pub(super) fn list(&self, key: &str) -> Vec<(String, &Value)> {
        let place = self.place(key);
        match self.get(key) {
            None => Vec::new(),
            Some(Value::Array(list)) => (0..)
                .zip(list)
                .map(|(index, value): (usize, _)| (format!("{place}[{index}]"), value))
                .collect(),
            Some(value) => vec![(place, value)],
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let read = self.list(key).into_iter().filter_map(|(at, value)| {
            let text = plain(value).filter(|text| !text.is_empty());
            if text.is_none() {
                self.notes.add(at, "is no text");
            }
            text
        });
        read.collect()
    }

    /// Every key with its value.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.map.iter()
    }

    /// What is noted goes there.
    pub(super) const fn notes(&self) -> &'a Notes {
        self.notes
    }
}

/// A text, or a number or flag as one. No database takes a NUL in a text.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.replace('\0', "")),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Yes or no, as JSON and as others write it.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match plain(value)?.as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A time: RFC 3339; a number, also as a text, of milliseconds, or of seconds where it is below a hundred thousand
/// million (in seconds the year 5138, in milliseconds 1973).
pub(super) fn time(value: &Value) -> Option<Time> {
    const SECONDS_BELOW: i64 = 100_000_000_000;
    // The year 9999: what lies beyond is no time of a message.
    const LAST: i64 = 253_402_300_799_999;
    let text = plain(value)?;
    let Ok(number) = text.trim().parse::<i64>() else {
        return serde_json::from_value(Value::String(text)).ok();
    };
    let millis = if number < SECONDS_BELOW {
        number.checked_mul(1_000)?
    } else {
        number
    };
    (0..=LAST).contains(&millis).then(|| Time::from_millis(millis))
}
