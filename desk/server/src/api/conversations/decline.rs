//! An offer is declined.

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

/// Does not take what is offered to oneself: it goes back into the queue, where it keeps its time, and not to oneself again.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/decline", operation_id = "conversationsDecline",
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
    act(&app, &signed_in, origin, id, AgentAct::Decline)
        .await
        .map(acted)
}
