//! How far one has read.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::AgentAct;
use yingke_words::ConversationId;

use super::{Acted, act, acted};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// Up to which customer message, counted from the first ever.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadUpTo {
    count: i64,
}

/// Marks the conversation read up to the nth customer message; the customer sees it when the serving agent has read all.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/read", operation_id = "conversationsRead",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = ReadUpTo,
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<ReadUpTo>,
) -> Result<Json<Acted>, Problem> {
    act(&app, &signed_in, origin, id, AgentAct::Read(asked.count))
        .await
        .map(acted)
}
