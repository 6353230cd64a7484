//! Why it went where it went.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{DecisionBody, StoredDecision, conversation, decisions_of};
use yingke_words::{AgentId, ConsultationId, ConversationId, DecisionId, Time};

use crate::{
    api::{
        body::Id,
        page::Page,
        problem::{Code, Problem},
        signed_in::Holder,
    },
    app::App,
};

/// So many are shown.
const MOST: i64 = 50;

/// A decision of routing with its reasons.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Decision)]
pub struct DecisionView {
    /// Its id.
    pub id: DecisionId,
    /// For which consultation.
    pub consultation_id: ConsultationId,
    /// When.
    pub at: Time,
    /// Who got it.
    pub agent_id: AgentId,
    /// Why.
    pub reasons: DecisionBody,
}

impl From<StoredDecision> for DecisionView {
    fn from(stored: StoredDecision) -> Self {
        Self {
            id: stored.id,
            consultation_id: stored.consultation,
            at: stored.at,
            agent_id: stored.agent,
            reasons: stored.body,
        }
    }
}

/// Lists who got a conversation by routing, and why: the newest first, the last fifty.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/decisions", operation_id = "conversationsDecisions",
    tag = "conversations", params(("id" = ConversationId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Page<DecisionView>), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<ConversationId>,
) -> Result<Json<Page<DecisionView>>, Problem> {
    let seat = signed_in.seat.clone();
    let found = app.db.read(signed_in.tenant(), move |tx| {
        let known = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
        known.ok_or(Code::NotFound)?;
        Ok::<_, Problem>(decisions_of(tx, id, MOST)?)
    });
    Ok(Json(Page::whole(found.await?)))
}
