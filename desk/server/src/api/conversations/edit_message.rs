//! An agent changes what was said.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::{Correction, Message, Text};
use yingke_staff::Permission;
use yingke_words::ConversationId;

use super::{correct, line::Line};
use crate::{
    api::{
        body::{Body, Caller},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// What it is to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rewording {
    /// The words from now on.
    text: Text,
}

/// Changes what was said to the customer, here and on their side, while the channel lets us.
#[utoipa::path(patch, path = "/api/v1/conversations/{id}/messages/{seq}", operation_id = "conversationsEditMessage",
    tag = "conversations",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)), request_body = Rewording,
    extensions(("x-permission" = json!("conversations.reply"))),
    responses((status = 200, body = Message), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Reply as u8 }>,
    Caller(origin): Caller,
    line: Line,
    Body(asked): Body<Rewording>,
) -> Result<Json<Option<Message>>, Problem> {
    correct(&app, &signed_in, origin, line, Correction::Edit(asked.text)).await
}
