//! One conversation with its customer.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_conversation::Row;
use yingke_staff::Permission;
use yingke_store::{conversation, customer, head_seq};
use yingke_words::ConversationId;

use crate::{
    api::{
        body::Id,
        customers::CustomerView,
        problem::{Code, Problem},
        signed_in::Holder,
    },
    app::App,
};

/// A conversation and whoever writes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shown {
    conversation: Row,
    customer: CustomerView,
    /// The log's number it is true at.
    seq: i64,
}

/// Shows a conversation.
#[utoipa::path(get, path = "/api/v1/conversations/{id}", operation_id = "conversationsShow",
    tag = "conversations", params(("id" = ConversationId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Shown), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<ConversationId>,
) -> Result<Json<Shown>, Problem> {
    let (seat, workspace) = (signed_in.seat.clone(), signed_in.tenant());
    let shown = app
        .db
        .read(workspace, move |tx| {
            let found = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            let row = found.ok_or(Code::NotFound)?.row;
            let customer = customer(tx, row.customer_id)?.ok_or(Code::NotFound)?;
            Ok::<_, Problem>(Shown {
                conversation: row,
                customer: customer.into(),
                seq: head_seq(tx, workspace)?,
            })
        })
        .await?;
    Ok(Json(shown))
}
