//! An agent reacts to a message.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::{Correction, Message};
use yingke_staff::Permission;
use yingke_words::ConversationId;

use super::{correct, line::Line};
use crate::{
    api::{
        body::{Body, Caller},
        fields::check_line,
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// With what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentReaction {
    /// An emoji; none takes the reaction away.
    emoji: Option<String>,
}

impl AgentReaction {
    fn checked(self) -> Result<Option<String>, Problem> {
        let emoji = self
            .emoji
            .map(|emoji| check_line("emoji", &emoji, 16))
            .transpose()?;
        Ok(emoji.filter(|emoji| !emoji.is_empty()))
    }
}

/// Reacts to what the customer said; null takes the reaction away.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/messages/{seq}/reaction", operation_id = "conversationsReact",
    tag = "conversations",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)), request_body = AgentReaction,
    extensions(("x-permission" = json!("conversations.reply"))),
    responses((status = 200, body = Message), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Reply as u8 }>,
    Caller(origin): Caller,
    line: Line,
    Body(asked): Body<AgentReaction>,
) -> Result<Json<Option<Message>>, Problem> {
    correct(
        &app,
        &signed_in,
        origin,
        line,
        Correction::React(asked.checked()?),
    )
    .await
}
