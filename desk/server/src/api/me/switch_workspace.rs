//! Go over to another workspace of one's own.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_words::WorkspaceId;

use crate::{
    api::{
        body::{Body, Caller},
        problem::{Code, Problem},
        sign_in::{enter, open_workspaces},
        signed_in::Anybody,
    },
    app::App,
};

/// Where to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Destination {
    workspace_id: WorkspaceId,
}

/// Signs in to another workspace in which one's account has a seat, and out of this one.
#[utoipa::path(post, path = "/api/v1/me/switch-workspace", operation_id = "meSwitchWorkspace",
    tag = "me", request_body = Destination,
    responses((status = 204), (status = 401), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(by): Anybody,
    Caller(origin): Caller,
    headers: HeaderMap,
    Body(asked): Body<Destination>,
) -> Result<impl IntoResponse, Problem> {
    let account = by.agent.account;
    let open = open_workspaces(&app, account).await?;
    let there = open.iter().find(|one| one.id == asked.workspace_id);
    let place = there.ok_or(Code::NotFound)?.place(account);
    let cookie = enter(&app, &headers, place, origin).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}
