//! A vector, and requests made of it.

use std::{cell::RefCell, collections::BTreeSet};

use bytes::Bytes;
use http::Request;
use serde_json::Value;
use yingke_channel_contract::Incoming;

/// What a sheet says. It remembers what was asked of it.
pub struct Vector {
    pub id: String,
    said: Value,
    read: RefCell<BTreeSet<(String, String)>>,
}

pub fn vectors(file: &str) -> Vec<Vector> {
    let all: Vec<Value> = serde_json::from_str(file).expect("a list of vectors");
    all.into_iter()
        .map(|said| Vector {
            id: said["id"].as_str().expect("an id").to_owned(),
            said,
            read: RefCell::default(),
        })
        .collect()
}

impl Vector {
    fn value(&self, side: &str, key: &str) -> &Value {
        self.read.borrow_mut().insert((side.to_owned(), key.to_owned()));
        let value = &self.said[side][key];
        assert!(!value.is_null(), "{} has no {side}.{key}", self.id);
        value
    }

    /// What goes in, as text.
    pub fn given(&self, key: &str) -> &str {
        self.given_json(key).as_str().expect("a text")
    }

    pub fn given_json(&self, key: &str) -> &Value {
        self.value("inputs", key)
    }

    /// What comes out, as text.
    pub fn answer(&self, key: &str) -> &str {
        self.answer_json(key).as_str().expect("a text")
    }

    pub fn answer_json(&self, key: &str) -> &Value {
        self.value("expected", key)
    }

    /// What the sheet tells and no scheme decides: the key, and where it is decided.
    pub fn elsewhere(&self, side: &str, key: &str, _where: &str) {
        self.value(side, key);
    }

    /// An object of texts.
    pub fn pairs(&self, key: &str) -> Vec<(&str, &str)> {
        let fields = self.given_json(key).as_object().expect("an object");
        fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().expect("a text")))
            .collect()
    }

    /// Nothing in it was left out.
    pub fn is_read(&self) {
        let read = self.read.borrow();
        for side in ["inputs", "expected"] {
            for key in self.said[side].as_object().expect("an object").keys() {
                let pair = (side.to_owned(), key.clone());
                assert!(read.contains(&pair), "{} does not look at {side}.{key}", self.id);
            }
        }
    }
}

/// A `POST` to `target` (a path and a query).
pub fn post(target: &str, headers: &[(&str, &str)], body: &str) -> Incoming {
    let mut request = Request::post(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Incoming(request.body(Bytes::from(body.to_owned())).expect("a request"))
}

/// A `GET` of `target`.
pub fn get(target: &str) -> Incoming {
    Incoming(Request::get(target).body(Bytes::new()).expect("a request"))
}

/// Pairs as a query or a form.
pub fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
        .replace('+', "%20")
}
