//! Files, kept for three days.

use axum::{
    Json,
    extract::{Multipart, State as Held},
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    WecomKf,
    api::{Parameters, Said, allowed, whole},
    state::{HOUR, SECOND, State, Stored},
};

const MEGABYTE: usize = 1_024 * 1_024;

pub(super) async fn upload(Held(fake): Held<WecomKf>, query: Parameters, mut form: Multipart) -> Json<Value> {
    let mut file = None;
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("media") {
            let name = field.file_name().map(str::to_owned);
            let media_type = field.content_type().unwrap_or_default().to_owned();
            file = name
                .zip(field.bytes().await.ok())
                .map(|(name, bytes)| (name, media_type, bytes));
        }
    }
    let mut state = fake.0.state.lock();
    let kind = query.get("type").cloned().unwrap_or_default();
    let said = allowed(&mut state, &query)
        .and_then(|()| file.ok_or((41_005, "media data missing")))
        .and_then(|file| kept(&mut state, &kind, file));
    Json(whole(said))
}

fn kept(state: &mut State, kind: &str, (name, media_type, bytes): (String, String, Bytes)) -> Said {
    let (most, types): (usize, &[&str]) = match kind {
        "image" => (10 * MEGABYTE, &["image/jpeg", "image/png"]),
        "voice" => (2 * MEGABYTE, &["audio/amr"]),
        "video" => (10 * MEGABYTE, &["video/mp4"]),
        "file" => (20 * MEGABYTE, &[]),
        _ => return Err((40_005, "invalid type")),
    };
    if !types.is_empty() && !types.contains(&media_type.as_str()) {
        return Err((40_004, "invalid media type"));
    }
    // Smaller than six bytes is no file.
    if bytes.len() > most || bytes.len() < 6 {
        return Err((40_006, "invalid media size"));
    }
    let created = state.now() / SECOND;
    let id = state.store(kind, &name, &media_type, bytes);
    Ok(json!({ "type": kind, "media_id": id, "created_at": created.to_string() }))
}

impl State {
    /// Keeps a file; its id.
    pub(super) fn store(&mut self, kind: &str, name: &str, media_type: &str, bytes: Bytes) -> String {
        let id = self.id("1G6nrLmr5EC3MMb_");
        let stored = Stored {
            kind: kind.to_owned(),
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes,
            until: self.now() + 72 * HOUR,
        };
        self.media.insert(id.clone(), stored);
        id
    }
}

/// The bytes, or JSON under a 200.
pub(super) async fn get(Held(fake): Held<WecomKf>, query: Parameters) -> Response {
    let mut state = fake.0.state.lock();
    let id = query.get("media_id").map_or("", String::as_str);
    if let Err(refused) = allowed(&mut state, &query) {
        return Json(whole(Err(refused))).into_response();
    }
    let now = state.now();
    match state.media.get(id).filter(|stored| stored.until > now) {
        None => Json(whole(Err((40_007, "invalid media_id")))).into_response(),
        Some(stored) => {
            let named = format!("attachment; filename=\"{}\"", stored.name);
            let headers = [
                (header::CONTENT_TYPE, stored.media_type.clone()),
                (header::CONTENT_DISPOSITION, named),
            ];
            (headers, stored.bytes.clone()).into_response()
        }
    }
}
