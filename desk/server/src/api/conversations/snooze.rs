//! Hidden until a time or a reply.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::AgentAct;
use yingke_words::{ConversationId, Time};

use super::{Acted, act, acted};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// Until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Until {
    until: Time,
}

/// Hides the running consultation until a time, or until the customer writes.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/snooze", operation_id = "conversationsSnooze",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = Until,
    extensions(("x-permission" = json!("conversations.end")), ("x-switch" = json!("snooze"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::End as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<Until>,
) -> Result<Json<Acted>, Problem> {
    act(&app, &signed_in, origin, id, AgentAct::Snooze(asked.until))
        .await
        .map(acted)
}
