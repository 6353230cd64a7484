//! A colleague is invited.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::Inviting;
use yingke_staff::{Part, Permission};
use yingke_store::{AgentAct, BesideAct};
use yingke_words::{AgentId, ConversationId};

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

/// Whether the customer is told.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum InvitedHow {
    /// They are, where the channel can; the invited may also reply.
    Openly,
    /// They are not; the invited reads and notes.
    Silently,
}

impl From<InvitedHow> for Part {
    fn from(how: InvitedHow) -> Self {
        match how {
            InvitedHow::Openly => Self::Joins,
            InvitedHow::Silently => Self::Whispers,
        }
    }
}

/// Whom, how, and what for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewColleague {
    agent_id: AgentId,
    how: InvitedHow,
    /// In a line of at most 200 characters; may be empty.
    #[serde(default)]
    reason: String,
}

/// Invites a colleague until the session ends, they leave, or are sent away.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/invited", operation_id = "conversationsInvite",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = NewColleague,
    extensions(("x-permission" = json!("conversations.assign"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Assign as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<NewColleague>,
) -> Result<Json<Acted>, Problem> {
    let inviting = Inviting {
        agent: asked.agent_id,
        part: asked.how.into(),
        reason: check_line("reason", &asked.reason, 200)?,
    };
    let asked = AgentAct::Beside(BesideAct::Invite(inviting));
    act(&app, &signed_in, origin, id, asked).await.map(acted)
}
