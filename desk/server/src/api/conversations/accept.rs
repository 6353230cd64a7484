//! An offer is accepted.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::AgentAct;
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

/// Takes what is offered to oneself.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/accept", operation_id = "conversationsAccept",
    tag = "conversations",
    params(("id" = ConversationId, Path)),
    extensions(("x-permission" = json!("conversations.reply"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Reply as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<Acted>, Problem> {
    act(&app, &signed_in, origin, id, AgentAct::Accept)
        .await
        .map(acted)
}
