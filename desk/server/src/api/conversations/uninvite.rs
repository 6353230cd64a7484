//! An invitation ends.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::{AgentAct, BesideAct};
use yingke_words::{AgentId, ConversationId};

use super::{Acted, act, acted, colleague_path::ColleaguePath};
use crate::{
    api::{body::Caller, problem::Problem, signed_in::Holder},
    app::App,
};

/// Leaves, or, where one may assign, sends a colleague away who was invited.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/invited/{agentId}", operation_id = "conversationsUninvite",
    tag = "conversations",
    params(("id" = ConversationId, Path), ("agentId" = AgentId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Caller(origin): Caller,
    ColleaguePath(id, agent): ColleaguePath,
) -> Result<Json<Acted>, Problem> {
    let asked = AgentAct::Beside(BesideAct::Uninvite(agent));
    act(&app, &signed_in, origin, id, asked).await.map(acted)
}
