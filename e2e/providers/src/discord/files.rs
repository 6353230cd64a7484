//! The network files come from: addresses are signed and run out.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    Api,
    world::{Stored, Upload, World},
};

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// What makes an address good until then, and no longer.
fn mark(path: &str, ends: &str) -> String {
    let mut hasher = DefaultHasher::new();
    ("only the network knows this", path, ends).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

impl World {
    /// Puts a file where it can be fetched.
    pub fn store(&mut self, channel: &str, file: Upload) -> Stored {
        let id = self.id();
        let stored = Stored {
            id,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.bytes.len(),
        };
        self.files.insert(path(channel, &stored), file);
        stored
    }

    /// As a message shows it, with an address that is good from now on.
    pub fn shown_file(&self, channel: &str, file: &Stored) -> Value {
        let path = path(channel, file);
        let ends = format!("{:x}", now() + self.links_last);
        let url = format!(
            "http://{}/cdn/{path}?ex={ends}&is={:x}&hm={}&",
            self.address,
            now(),
            mark(&path, &ends)
        );
        json!({
            "id": file.id, "filename": file.name, "size": file.size, "url": url, "proxy_url": url,
            "content_type": file.media_type,
        })
    }
}

fn path(channel: &str, file: &Stored) -> String {
    // The address holds letters of ASCII only; the name stands in the message.
    let name: String = file
        .name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!("attachments/{channel}/{}/{name}", file.id)
}

pub async fn fetch(
    State(api): State<Api>,
    Path(path): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let gone = || (StatusCode::NOT_FOUND, "This content is no longer available.").into_response();
    let given = |key: &str| query.get(key).map(String::as_str).unwrap_or_default();
    let ends = given("ex");
    let good = i64::from_str_radix(ends, 16).is_ok_and(|ends| ends > now());
    if path.starts_with("attachments/") && (!good || given("hm") != mark(&path, ends)) {
        return gone();
    }
    let world = api.world.lock();
    match world.files.get(&path) {
        Some(file) => ([("content-type", file.media_type.clone())], file.bytes.clone()).into_response(),
        None => gone(),
    }
}
