//! Lists of conversations, newest first.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use yingke_conversation::Row;
use yingke_staff::{Permission, Seat};
use yingke_store::recent;
use yingke_words::{ConversationId, Time};

use crate::{
    api::{
        body::Query,
        page::{List, Page, limit},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Tab {
    /// What I serve or served last.
    Mine,
    /// What waits.
    Queue,
    /// What colleagues serve.
    Colleagues,
    /// Where I was mentioned and have not looked since.
    Mentions,
    /// What I follow.
    Following,
    /// Everything I may see.
    #[default]
    All,
}

/// Which list and page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Which list; all unless told.
    tab: Option<Tab>,
    /// How many, 1–100; 50 unless told.
    limit: Option<i64>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// How many rows one request may look through to fill its page.
const LOOKED_AT: usize = 5_000;

fn belongs(tab: Tab, row: &Row, seat: &Seat) -> bool {
    let running = row.status.running();
    match tab {
        Tab::Mine => row.agent_id == Some(seat.agent),
        Tab::Queue => row.subject().queued,
        Tab::Colleagues => running && row.agent_id.is_some_and(|agent| agent != seat.agent),
        Tab::Mentions => row.collaboration.mentioned.contains(&seat.agent),
        Tab::Following => row.collaboration.is_followed_by(seat.agent),
        Tab::All => true,
    }
}

/// Lists conversations by last activity.
#[utoipa::path(get, path = "/api/v1/conversations", operation_id = "conversationsList",
    tag = "conversations", params(ListQuery),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, body = Page<Row>), (status = 400), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Query(asked): Query<ListQuery>,
) -> Result<Json<Page<Row>>, Problem> {
    let (most, tab) = (limit(asked.limit)?, asked.tab.unwrap_or_default());
    let list = List("conversations", signed_in.tenant());
    let mut after: Option<(Time, ConversationId)> = list.open(asked.cursor.as_deref())?;
    let seat = signed_in.seat.clone();
    let page = app
        .db
        .read(signed_in.tenant(), move |tx| {
            let (mut items, mut looked_at) = (Vec::new(), 0);
            loop {
                let rows = recent(tx, after, 200)?;
                let end = rows.len() < 200;
                looked_at += rows.len();
                for row in rows {
                    after = Some((row.last_at, row.id));
                    if belongs(tab, &row, &seat) && seat.sees(&row.subject()) {
                        items.push(row);
                    }
                    if i64::try_from(items.len()).is_ok_and(|count| count == most) {
                        return Ok(Page {
                            items,
                            next_cursor: after.as_ref().map(|after| list.seal(after)),
                        });
                    }
                }
                if end || looked_at >= LOOKED_AT {
                    let next_cursor = if end {
                        None
                    } else {
                        after.as_ref().map(|after| list.seal(after))
                    };
                    return Ok::<_, Problem>(Page { items, next_cursor });
                }
            }
        })
        .await?;
    Ok(Json(page))
}
