//! Help that was asked for is seen to.

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

/// Marks the help that is asked for as seen to: by whoever oversees the conversation, serves it, or asked.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/help", operation_id = "conversationsSeeToHelp",
    tag = "conversations",
    params(("id" = ConversationId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<Acted>, Problem> {
    let asked = AgentAct::Beside(BesideAct::SeeToHelp);
    act(&app, &signed_in, origin, id, asked).await.map(acted)
}
