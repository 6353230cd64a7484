//! A colleague no longer follows.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::{AgentAct, BesideAct};
use yingke_words::{AgentId, ConversationId};

use super::{Acted, act, acted, colleague_path::ColleaguePath};
use crate::{
    api::{body::Caller, problem::Problem, signed_in::Holder},
    app::App,
};

/// Ends somebody's following: one's own, or a colleague's where one may assign. Whoever saw it by that alone sees it no
/// longer.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/followers/{agentId}", operation_id = "conversationsUnfollow",
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
    let asked = AgentAct::Beside(BesideAct::Unfollow(agent));
    act(&app, &signed_in, origin, id, asked).await.map(acted)
}
