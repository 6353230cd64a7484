//! The cases of attachments.

use serde_json::json;

use super::{
    cases::{By, Case, owner},
    world::World,
};
use crate::{
    api::attachments::{body as multipart, picture},
    support::Answer,
};

/// The body of an upload: a small picture.
pub fn body() -> Vec<u8> {
    multipart("pole.png", "image/png", &picture(image::ImageFormat::Png, 8, 8))
}

/// A picture that a visitor has sent.
async fn sent(world: &World<'_>) -> Answer {
    let (visitor, _, _) = world.conversation().await;
    let bearer = format!("Bearer {}", visitor.token);
    let headers = [("authorization", bearer.as_str())];
    let file = visitor
        .person
        .upload("/api/v1/visitor/attachments", &headers, body())
        .await;
    let say = json!({ "clientId": "f1", "attachmentIds": [file.body["id"]] });
    visitor
        .call(reqwest::Method::POST, "/api/v1/visitor/messages", Some(say))
        .await
        .good();
    file
}

/// The case of an operation on attachments.
pub async fn case(world: &World<'_>, what: &str) -> Option<Case> {
    let signed = |file: &Answer, field: &str| {
        let url = file.body[field].as_str().expect("an address");
        let path = &url[url.find("/visitor/").expect("the path of an attachment")..];
        Case {
            by: By::Nobody,
            ..owner(path, None)
        }
    };
    let id = |file: &Answer| file.body["id"].as_str().expect("an id").to_owned();
    Some(match what {
        "POST /attachments" => {
            let conversation = world.conversation().await.1;
            owner(format!("/attachments?conversationId={conversation}"), None)
        }
        "GET /attachments/{id}" => owner(format!("/attachments/{}", id(&sent(world).await)), None),
        "GET /attachments/{id}/thumbnail" => {
            owner(format!("/attachments/{}/thumbnail", id(&sent(world).await)), None)
        }
        "POST /visitor/attachments" => Case {
            by: By::Visitor(Box::new(world.conversation().await.0)),
            ..owner("/visitor/attachments", None)
        },
        "GET /visitor/attachments/{id}" => signed(&sent(world).await, "url"),
        "GET /visitor/attachments/{id}/thumbnail" => signed(&sent(world).await, "thumbnailUrl"),
        _ => return None,
    })
}
