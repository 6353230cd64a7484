//! A colleague follows.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::{AgentAct, BesideAct};
use yingke_words::ConversationId;

use super::{Acted, act, acted};
use crate::{
    api::{
        body::{Caller, Id},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// Follows the conversation from now on: whoever follows reads it and notes in it, whoever serves it, and is told of it.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/follow", operation_id = "conversationsFollow",
    tag = "conversations",
    params(("id" = ConversationId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<Acted>, Problem> {
    act(&app, &signed_in, origin, id, AgentAct::Beside(BesideAct::Follow))
        .await
        .map(acted)
}
