//! Files up and down, through the real doors.

mod create;
mod fetch;
mod links;
mod people;
mod rights;

use reqwest::{Client, Method, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Person, Visitor};

/// Who uploads.
#[derive(Clone, Copy)]
pub enum By<'a> {
    Visitor(&'a Visitor),
    /// An agent, for a conversation.
    Agent(&'a Person, &'a str),
}

/// An answer whose body is not JSON.
#[derive(Debug)]
pub struct Raw {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Raw {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a plain header"))
    }
}

/// The body of an upload, as a browser writes it.
pub fn body(name: &str, kind: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: {kind}\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat()
}

/// Uploads a file that calls itself `name` and `kind`.
pub async fn upload(desk: &Desk, by: By<'_>, (name, kind): (&str, &str), bytes: &[u8]) -> Answer {
    send(desk, by, body(name, kind, bytes)).await
}

/// Uploads a body as it is.
pub async fn send(desk: &Desk, by: By<'_>, body: Vec<u8>) -> Answer {
    let request = match by {
        By::Visitor(visitor) => Client::new()
            .post(format!("{}/api/v1/visitor/attachments", desk.base))
            .bearer_auth(&visitor.token),
        By::Agent(person, conversation) => Client::new()
            .post(format!(
                "{}/api/v1/attachments?conversationId={conversation}",
                desk.base
            ))
            .header("x-yingke-csrf", "1")
            .header("cookie", &person.cookie),
    };
    let request = request
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(body);
    let response = request.send().await.expect("the desk answers");
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.expect("a body");
    Answer {
        status,
        headers,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

/// Fetches an address, as nobody or with an agent's cookie.
pub async fn fetch(desk: &Desk, cookie: &str, path: &str, headers: &[(&str, &str)]) -> Raw {
    let mut request = Client::new().get(format!("{}{path}", desk.base));
    if !cookie.is_empty() {
        request = request.header("cookie", cookie);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.expect("the desk answers");
    Raw {
        status: response.status(),
        headers: response.headers().clone(),
        bytes: response.bytes().await.expect("a body").to_vec(),
    }
}

/// A visitor says a file.
pub async fn say(visitor: &Visitor, client_id: &str, file: &Answer) -> Answer {
    let body = json!({ "clientId": client_id, "attachmentIds": [file.body["id"]] });
    visitor
        .call(Method::POST, "/api/v1/visitor/messages", Some(body))
        .await
}

/// A visitor with a conversation, and its id.
pub async fn talking(desk: &Desk) -> (Visitor, String) {
    let visitor = desk.visitor().await;
    visitor.say("first", "在吗").await;
    let list = desk.owner.get("/api/v1/conversations?tab=queue").await;
    let id = newest(&list);
    (visitor, id)
}

fn newest(list: &Answer) -> String {
    let items = list.body["items"]
        .as_array()
        .unwrap_or_else(|| panic!("a list: {list:?}"));
    let newest = items
        .iter()
        .max_by_key(|row| row["lastAt"].as_str().expect("a time").to_owned());
    newest.expect("a conversation")["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

/// The code of a refusal.
pub fn refused(answer: &Answer) -> (u16, &str) {
    (
        answer.status.as_u16(),
        answer.body["code"].as_str().unwrap_or_default(),
    )
}

/// A picture of some size.
pub fn picture(format: image::ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 120]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::from(image::RgbImage::from_fn(width, height, pixel));
    picture
        .write_to(&mut bytes, format)
        .expect("a picture is written");
    bytes.into_inner()
}
