//! A customer's history.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_conversation::{EndedBy, Row, Status};
use yingke_staff::Permission;
use yingke_store::{PastConsultation, consultations_of};
use yingke_words::{AgentId, ConsultationId, ConversationId, CustomerId, TagId, Time};

use super::seen;
use crate::{
    api::{body::Id, page::Page, problem::Problem, signed_in::Holder},
    app::App,
};

/// How many are shown.
const MOST: i64 = 50;

/// One episode.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PastConsultation)]
pub struct PastView {
    id: ConsultationId,
    conversation_id: ConversationId,
    number: i64,
    status: Status,
    opened_at: Time,
    ended_at: Option<Time>,
    ended_by: Option<EndedBy>,
    /// Who served last.
    agent_id: Option<AgentId>,
    agent_name: Option<String>,
    /// The labels of its conversation.
    tags: Vec<TagId>,
}

impl PastView {
    fn of(past: PastConsultation, row: &Row) -> Self {
        Self {
            id: past.id,
            conversation_id: past.conversation,
            number: past.number,
            status: past.status,
            opened_at: past.opened_at,
            ended_at: past.ended_at,
            ended_by: past.ended_by,
            agent_id: past.agent,
            agent_name: past.agent_name,
            tags: row.tags.clone(),
        }
    }
}

/// Lists a customer's last 50 consultations, newest first, in the conversations one may see.
#[utoipa::path(get, path = "/api/v1/customers/{id}/consultations", operation_id = "customersConsultations",
    tag = "customers",
    params(("id" = CustomerId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Page<PastView>), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<CustomerId>,
) -> Result<Json<Page<PastView>>, Problem> {
    let seat = by.seat.clone();
    let items = app
        .db
        .read(by.tenant(), move |tx| {
            let rows = seen(tx, id, &seat)?;
            let view = |past: PastConsultation| {
                let row = rows.iter().find(|row| row.id == past.conversation)?;
                Some(PastView::of(past, row))
            };
            let past = consultations_of(tx, id, MOST)?;
            Ok::<_, Problem>(past.into_iter().filter_map(view).collect::<Vec<_>>())
        })
        .await?;
    Ok(Json(Page::whole(items)))
}
