//! Calls in all the forms the Bot API takes: JSON, a form, `multipart/form-data`, the address.

use std::collections::BTreeMap;

use axum::extract::{FromRequest as _, Multipart, Request};
use serde_json::{Map, Value};

use super::{LARGEST, errors::Refused};

/// A method call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method.
    pub method: String,
    /// Its parameters; in forms, what is JSON is read as such.
    pub parameters: Map<String, Value>,
    /// Its files, by the names of their fields.
    pub files: BTreeMap<String, Sent>,
}

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Parameters that are words whatever they look like.
const WORDS: &[&str] = &[
    "text",
    "caption",
    "title",
    "address",
    "first_name",
    "last_name",
    "phone_number",
    "url",
    "secret_token",
    "callback_query_id",
    "business_connection_id",
    "file_id",
    "action",
];

pub(crate) async fn read(method: &str, request: Request) -> Result<Call, Refused> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let mut call = Call {
        method: method.to_owned(),
        parameters: Map::new(),
        files: BTreeMap::new(),
    };
    call.pairs(&query);
    let header = request.headers().get("content-type");
    let media_type = header
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if media_type.starts_with("multipart/form-data") {
        call.multipart(request).await?;
        return Ok(call);
    }
    let body = axum::body::to_bytes(request.into_body(), LARGEST).await;
    let body = body.map_err(|_| Refused::new(413, "Request Entity Too Large"))?;
    if media_type.starts_with("application/json") {
        match serde_json::from_slice(&body) {
            Ok(Value::Object(map)) => call.parameters.extend(map),
            _ => return Err(Refused::bad("can't parse the request body as a JSON object")),
        }
    } else {
        call.pairs(&String::from_utf8_lossy(&body));
    }
    Ok(call)
}

impl Call {
    fn pairs(&mut self, text: &str) {
        let address = format!("http://x/?{text}");
        let Ok(address) = reqwest::Url::parse(&address) else {
            return;
        };
        for (name, value) in address.query_pairs() {
            self.put(&name, value.into_owned());
        }
    }

    fn put(&mut self, name: &str, text: String) {
        let read = serde_json::from_str(&text)
            .ok()
            .filter(|_| !WORDS.contains(&name));
        self.parameters
            .insert(name.to_owned(), read.unwrap_or(Value::String(text)));
    }

    async fn multipart(&mut self, request: Request) -> Result<(), Refused> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, LARGEST).await;
        let body = body.map_err(|_| Refused::new(413, "Request Entity Too Large"))?;
        let whole = Request::from_parts(parts, axum::body::Body::from(body));
        let unread = |_| Refused::bad("can't parse the request");
        let form = Multipart::from_request(whole, &()).await;
        let mut form = form.map_err(|_| Refused::bad("can't parse the request"))?;
        while let Some(field) = form.next_field().await.map_err(unread)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let media_type = field.content_type().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(unread)?.to_vec();
            match file_name {
                Some(name_of_file) => {
                    let sent = Sent {
                        name: name_of_file,
                        media_type,
                        bytes,
                    };
                    self.files.insert(name, sent);
                }
                None => self.put(&name, String::from_utf8_lossy(&bytes).into_owned()),
            }
        }
        Ok(())
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.parameters
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A whole number, also as a text.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.parameters.get(name)? {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        }
    }

    /// A whole number that has to be there.
    pub(crate) fn needs(&self, name: &str) -> Result<i64, Refused> {
        self.number(name)
            .ok_or_else(|| Refused::bad(&format!("{name} is not specified")))
    }

    /// A parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.parameters.get(name)
    }
}
