//! What was said about something.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yingke_conversation::{Message, Row};
use yingke_staff::Permission;
use yingke_store::{Filter, Origin, Speaker, highlights, search_page};
use yingke_words::{AgentId, InboxId, TagId, TeamId, Time};

use crate::{
    api::{
        body::{Caller, Query},
        page::{List, Page, limit},
        problem::Problem,
        settings::{Changed, record},
        signed_in::{Holder, SignedIn},
    },
    app::App,
};

/// What is looked for.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub struct SearchQuery {
    /// The words, at most 200 characters. All of them must stand in one message.
    q: String,
    /// Only what arrived in this inbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    inbox_id: Option<InboxId>,
    /// Only conversations this team is, or was last, responsible for.
    #[serde(skip_serializing_if = "Option::is_none")]
    team_id: Option<TeamId>,
    /// Only conversations this agent is, or was last, responsible for.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_id: Option<AgentId>,
    /// Only conversations with this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag_id: Option<TagId>,
    /// Only what this side said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, pattern = "^(customer|agent|note)$")]
    from: Option<Speaker>,
    /// Only what was said then or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Time>,
    /// Only what was said before then.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Time>,
    /// How many, 1–100; 20 unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    /// Where the last page ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

impl SearchQuery {
    fn filter(&self) -> Filter {
        Filter {
            inbox: self.inbox_id,
            team: self.team_id,
            agent: self.agent_id,
            tag: self.tag_id,
            speaker: self.from,
            since: self.since,
            until: self.until,
        }
    }
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

/// Finds messages and notes, newest first, in conversations one may see. That one looked is recorded, with the first
/// page.
#[utoipa::path(get, path = "/api/v1/search", operation_id = "searchFind",
    tag = "search", params(SearchQuery),
    extensions(("x-permission" = json!("conversations.read")), ("x-switch" = json!("search"))),
    responses((status = 200, body = Page<SearchHit>), (status = 400), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::ReadConversations as u8 }>,
    Caller(origin): Caller,
    Query(mut asked): Query<SearchQuery>,
) -> Result<Json<Page<SearchHit>>, Problem> {
    asked.q = asked.q.chars().filter(|c| !c.is_control()).take(200).collect();
    let list = List("search", by.tenant());
    let query = yingke_store::Query {
        text: asked.q.clone(),
        before: list.open(asked.cursor.as_deref())?,
        limit: limit(Some(asked.limit.unwrap_or(20)))?,
        filter: asked.filter(),
    };
    let first = query.before.is_none();
    // What was looked for is recorded, not on which page.
    (asked.limit, asked.cursor) = (None, None);
    let seat = by.seat.clone();
    let found = app.db.read(by.tenant(), move |tx| {
        let page = search_page(tx, &query, |row| seat.sees(&row.subject()))?;
        let hits = page.found.into_iter().map(|found| SearchHit {
            highlights: marked(found.message.text.as_str(), &query.text),
            message: found.message,
            conversation: found.row,
        });
        Ok::<_, Problem>(Page {
            items: hits.collect(),
            next_cursor: page.next.as_ref().map(|next| list.seal(next)),
        })
    });
    // Side by side: no record, no finds.
    let noted = async {
        if first {
            note(&app, by, origin, asked).await
        } else {
            Ok(())
        }
    };
    let (page, ()) = tokio::try_join!(found, noted)?;
    Ok(Json(page))
}

async fn note(app: &App, by: Arc<SignedIn>, origin: Origin, asked: SearchQuery) -> Result<(), Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let looked = Changed {
                act: "search.find",
                kind: "search",
                id: None,
                name: "",
                what: None,
            };
            record(tx, &by, &origin, &looked, (None::<&()>, Some(&asked)))
        })
        .await
}

fn marked(text: &str, asked: &str) -> Vec<[usize; 2]> {
    highlights(text, asked)
        .into_iter()
        .map(|(start, end)| [start, end])
        .collect()
}
