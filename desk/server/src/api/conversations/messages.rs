//! A thread, a page at a time.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yingke_conversation::Message;
use yingke_staff::Permission;
use yingke_store::{conversation, head_seq, thread};
use yingke_words::ConversationId;

use crate::{
    api::{
        body::{Id, Query},
        page::limit,
        problem::{Code, Problem},
        signed_in::Holder,
    },
    app::App,
};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ThreadQuery {
    /// Lines before this number of the log.
    before: Option<i64>,
    /// How many, 1–100; 50 unless told.
    limit: Option<i64>,
}

/// A page of a thread.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThreadPage {
    /// Lines, oldest first.
    items: Vec<Message>,
    /// Whether older lines exist.
    more: bool,
    /// The log's number it is true at.
    seq: i64,
}

/// Reads a thread, newest page first.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/messages", operation_id = "conversationsMessages",
    tag = "conversations",
    params(("id" = ConversationId, Path), ThreadQuery),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = ThreadPage), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<ConversationId>,
    Query(asked): Query<ThreadQuery>,
) -> Result<Json<ThreadPage>, Problem> {
    let (most, before) = (limit(asked.limit)?, asked.before.unwrap_or(i64::MAX));
    let (seat, workspace) = (signed_in.seat.clone(), signed_in.tenant());
    let page = app
        .db
        .read(workspace, move |tx| {
            let found = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            found.ok_or(Code::NotFound)?;
            let mut items = thread(tx, id, before, most + 1)?;
            let more = i64::try_from(items.len()).is_ok_and(|count| count > most);
            if more {
                items.remove(0);
            }
            Ok::<_, Problem>(ThreadPage {
                items,
                more,
                seq: head_seq(tx, workspace)?,
            })
        })
        .await?;
    Ok(Json(page))
}
