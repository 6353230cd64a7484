//! What a careful bridge checks: the signature, and that a document is one of the page's, with nothing more and nothing
//! less.

use axum::http::HeaderMap;
use serde_json::Value;

use super::{Received, now, signature};

/// Whether one of the keys signed it, within five minutes of now.
pub(super) fn signed(keys: &[Vec<u8>], headers: &HeaderMap, payload: &[u8]) -> Result<(), &'static str> {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.ok_or("a header of the signature is missing")
    };
    let (id, timestamp, given) = (
        header("webhook-id")?,
        header("webhook-timestamp")?,
        header("webhook-signature")?,
    );
    let fits = keys.iter().any(|key| {
        let wanted = signature(key, id, timestamp, payload);
        given.split(' ').any(|one| one == wanted)
    });
    if !fits {
        return Err("no signature fits");
    }
    let at: u64 = timestamp.parse().map_err(|_| "the timestamp is no number")?;
    if at.abs_diff(now()) > 300 {
        return Err("the timestamp is old");
    }
    Ok(())
}

/// Each type with its own keys; a `?` marks those that may be missing.
const KEYS: &[(&str, &[&str])] = &[
    (
        "send",
        &[
            "id",
            "text",
            "content?",
            "files?",
            "replyTo?",
            "author?",
            "automatic",
        ],
    ),
    ("edit", &["message", "text"]),
    ("recall", &["message"]),
    ("reaction", &["message", "emoji"]),
    ("typing", &["on"]),
    ("read", &["message"]),
    ("service", &["state", "by?"]),
    ("ping", &[]),
];

/// The document, if it is one of the page's.
pub(super) fn document(payload: &[u8], files: &[Received]) -> Result<Value, String> {
    let document: Value =
        serde_json::from_slice(payload).map_err(|error| format!("the payload is no JSON: {error}"))?;
    let map = document.as_object().ok_or("the payload is no object")?;
    let kind = document["type"].as_str().ok_or("no type")?;
    let (_, keys) = KEYS
        .iter()
        .find(|(word, _)| *word == kind)
        .ok_or_else(|| format!("no type {kind}"))?;
    let everywhere = ["type", "account?", if kind == "ping" { "to?" } else { "to" }];
    let all: Vec<&str> = everywhere.iter().chain(keys.iter()).copied().collect();
    for key in all.iter().filter(|key| !key.ends_with('?')) {
        if !map.contains_key(*key) {
            return Err(format!("{kind} lacks {key}"));
        }
    }
    for key in map.keys() {
        if !all.iter().any(|one| one.trim_end_matches('?') == key) {
            return Err(format!("{kind} has {key}"));
        }
    }
    if kind != "ping" && document["to"]["id"].as_str().is_none_or(str::is_empty) {
        return Err("to.id is no text".to_owned());
    }
    if kind == "send" {
        said(&document, files)?;
    }
    Ok(document)
}

/// A message says something, and each file it names came along in full.
fn said(document: &Value, files: &[Received]) -> Result<(), String> {
    let text = document["text"].as_str().ok_or("text is no text")?;
    let named = document["files"].as_array().map_or(&[][..], Vec::as_slice);
    if text.is_empty() && named.is_empty() && document["content"].is_null() {
        return Err("it says nothing".to_owned());
    }
    if named.len() != files.len() {
        return Err(format!("{} files are named, {} came", named.len(), files.len()));
    }
    for file in named {
        let part = file["part"].as_str().unwrap_or_default();
        let came = files
            .iter()
            .find(|one| one.part == part)
            .ok_or_else(|| format!("no part {part}"))?;
        let size = file["size"].as_u64().unwrap_or_default();
        if size != came.bytes.len() as u64 {
            return Err(format!("{part} is {} bytes and not {size}", came.bytes.len()));
        }
    }
    Ok(())
}

/// The messages a document names: the bridge has to know them.
pub(super) fn named(document: &Value) -> Vec<&str> {
    let texts = match &document["message"] {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one.as_str()],
        _ => Vec::new(),
    };
    let reply = document["replyTo"].as_str().into_iter();
    texts.into_iter().chain(reply).collect()
}
