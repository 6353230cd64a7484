//! One's own signed-in browsers.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_store::sign_ins_of;
use yingke_words::{SignInId, Time};

use crate::{
    api::{page::Page, problem::Problem, signed_in::Anybody},
    app::App,
};

/// A signed-in browser.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MySignIn {
    id: SignInId,
    created_at: Time,
    last_seen_at: Time,
    address: String,
    user_agent: String,
    current: bool,
}

/// Lists one's own sign-ins, the last used first.
#[utoipa::path(get, path = "/api/v1/me/sign-ins", operation_id = "meSignIns",
    tag = "me",
    responses((status = 200, body = Page<MySignIn>), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
) -> Result<Json<Page<MySignIn>>, Problem> {
    let agent = signed_in.seat.agent;
    let found = app
        .db
        .read(signed_in.tenant(), move |tx| {
            Ok::<_, Problem>(sign_ins_of(tx, agent)?)
        })
        .await?;
    let items = found.into_iter().map(|one| MySignIn {
        id: one.id,
        created_at: one.created_at,
        last_seen_at: one.seen_at,
        address: one.address,
        user_agent: one.user_agent,
        current: one.id == signed_in.sign_in,
    });
    Ok(Json(Page {
        items: items.collect(),
        next_cursor: None,
    }))
}
