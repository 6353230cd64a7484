//! A visitor writes.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{Arrival, ClientId, Inbound, Profile, Text, VisitorMessage};
use yingke_store::{Command, CommandError, Receive};
use yingke_words::AttachmentId;

use super::enter::PageSeen;
use crate::{
    api::{
        body::Body,
        conversations::Say,
        limits::VISITOR_MESSAGES,
        problem::{Code, Problem},
        visitor_token::Visitor,
    },
    app::App,
};

/// What a visitor says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitorSay {
    /// The widget's own id of it: sending it twice sends it once.
    client_id: ClientId,
    /// The words.
    #[serde(default)]
    text: Text,
    /// Files uploaded before.
    #[serde(default)]
    attachment_ids: Vec<AttachmentId>,
    /// The form before the chat, with the first message.
    #[serde(default)]
    pre_chat: BTreeMap<String, String>,
    /// The page they write on.
    page: Option<PageSeen>,
}

/// The message as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sent {
    message: Option<VisitorMessage>,
    /// The cursor after it.
    cursor: String,
}

/// Sends a message. Once answered, it is durable; the same client id is one message.
#[utoipa::path(post, path = "/api/v1/visitor/messages", operation_id = "visitorSend",
    tag = "visitor", security(("visitor" = [])),
    request_body = VisitorSay,
    responses((status = 201, body = Sent), (status = 200, body = Sent), (status = 401), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    visitor: Visitor,
    Body(said): Body<VisitorSay>,
) -> Result<Response, Problem> {
    app.limits
        .take(VISITOR_MESSAGES, &visitor.external_id, app.now())?;
    let mut profile = Profile::of_form(said.pre_chat)?;
    visitor.introduction.fill(&mut profile.name, &mut profile.email);
    if let Some(page) = said.page {
        profile.attributes.extend(page.attributes());
    }
    let say = Say {
        client_id: said.client_id,
        text: said.text,
        attachment_ids: said.attachment_ids,
        content: None,
        replies_to: None,
    };
    let arrival = Arrival {
        conversation: app.id(),
        identity: app.id(),
        customer: app.id(),
        profile,
        inbox: visitor.inbox,
        channel: crate::channels::WEBSITE.to_owned(),
        external_id: visitor.external_id,
    };
    let receive = Receive::here(arrival, Inbound::of(say.spoken(&app)?));
    let links = app.links.of(visitor.workspace);
    let done = app
        .db
        .command(visitor.workspace, Command::Receive(Box::new(receive)))
        .await
        .map_err(|error| match error {
            CommandError::NotFound => Code::InboxUnknown.into(),
            error => Problem::from(error),
        })?;
    let status = if done.repeated {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    let message = done
        .message
        .as_ref()
        .and_then(|line| VisitorMessage::of(line, &links));
    Ok((
        status,
        Json(Sent {
            message,
            cursor: done.position.to_string(),
        }),
    )
        .into_response())
}
