//! Older lines of a visitor's conversation.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yingke_conversation::VisitorMessage;
use yingke_store::{conversation_of_identity, shown_before};

use crate::{
    api::{body::Query, page::limit, problem::Problem, visitor_token::Visitor},
    app::App,
};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Lines before this `order`.
    before: Option<i64>,
    /// How many, 1–100; 50 unless told.
    limit: Option<i64>,
}

/// A page of the visitor's conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// Lines, oldest first.
    messages: Vec<VisitorMessage>,
    /// Whether older ones exist.
    more: bool,
}

/// Reads older lines.
#[utoipa::path(get, path = "/api/v1/visitor/messages", operation_id = "visitorHistory",
    tag = "visitor", security(("visitor" = [])), params(HistoryQuery),
    responses((status = 200, body = History), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<HistoryQuery>,
) -> Result<Json<History>, Problem> {
    let (most, before) = (limit(asked.limit)?, asked.before.unwrap_or(i64::MAX));
    let key = visitor.identity_key();
    let lines = app
        .db
        .read(visitor.workspace, move |tx| {
            match conversation_of_identity(tx, key)? {
                Some(found) => Ok::<_, Problem>(shown_before(tx, found.row.id, before, most + 1)?),
                None => Ok(Vec::new()),
            }
        })
        .await?;
    let urls = app.links.of(visitor.workspace);
    let more = i64::try_from(lines.len()).is_ok_and(|count| count > most);
    let messages = lines
        .iter()
        .skip(usize::from(more))
        .filter_map(|line| VisitorMessage::of(line, &urls))
        .collect();
    Ok(Json(History { messages, more }))
}
