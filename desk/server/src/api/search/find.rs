//! What was said about something.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yingke_conversation::{Message, Row};
use yingke_staff::Permission;
use yingke_store::{FindCursor, highlights, search_page};

use crate::{
    api::{
        body::Query,
        page::{Page, limit, open, seal},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// The words, at most 200 characters. All of them must stand in one message.
    q: String,
    /// How many, 1–100; 20 unless told.
    limit: Option<i64>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// A find.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    /// What was said.
    message: Message,
    /// Where, as it stands now.
    conversation: Row,
    /// Stretches of the text to mark: [start, end) in UTF-16 code units.
    highlights: Vec<[usize; 2]>,
}

/// Finds messages and notes, newest first, in conversations one may see.
#[utoipa::path(get, path = "/api/v1/search", operation_id = "searchFind",
    tag = "search", params(SearchQuery),
    extensions(("x-permission" = json!("conversations.read")), ("x-switch" = json!("search"))),
    responses((status = 200, body = Page<SearchHit>), (status = 400), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::ReadConversations as u8 }>,
    Query(asked): Query<SearchQuery>,
) -> Result<Json<Page<SearchHit>>, Problem> {
    let before: Option<FindCursor> = open(asked.cursor.as_deref())?;
    let most = limit(Some(asked.limit.unwrap_or(20)))?;
    let text: String = asked.q.chars().filter(|c| !c.is_control()).take(200).collect();
    let seat = by.seat.clone();
    let page = app
        .db
        .read(by.tenant(), move |tx| {
            let query = yingke_store::Query {
                text: text.clone(),
                before,
                limit: most,
            };
            let page = search_page(tx, &query, |row| seat.sees(&row.subject()))?;
            let hits = page.found.into_iter().map(|found| SearchHit {
                highlights: marked(found.message.text.as_str(), &text),
                message: found.message,
                conversation: found.row,
            });
            Ok::<_, Problem>(Page {
                items: hits.collect(),
                next_cursor: page.next.as_ref().map(seal),
            })
        })
        .await?;
    Ok(Json(page))
}

fn marked(text: &str, asked: &str) -> Vec<[usize; 2]> {
    highlights(text, asked)
        .into_iter()
        .map(|(start, end)| [start, end])
        .collect()
}
