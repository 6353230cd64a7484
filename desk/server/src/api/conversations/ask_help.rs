//! Help is asked for.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{AgentAct, BesideAct};
use yingke_words::ConversationId;

use super::{Acted, act, acted};
use crate::{
    api::{
        body::{Body, Caller, Id},
        fields::check_line,
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// With what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpAsked {
    /// In a line of at most 200 characters; may be empty.
    reason: String,
}

/// Asks everybody who oversees the conversation for help, until somebody has seen to it or the consultation ends.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/help", operation_id = "conversationsAskHelp",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = HelpAsked,
    extensions(("x-permission" = json!("conversations.note"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::WriteNotes as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<HelpAsked>,
) -> Result<Json<Acted>, Problem> {
    let reason = check_line("reason", &asked.reason, 200)?;
    let asked = AgentAct::Beside(BesideAct::AskHelp(reason));
    act(&app, &signed_in, origin, id, asked).await.map(acted)
}
