//! The workspaces one has a seat in.

use axum::{Json, extract::State};

use crate::{
    api::{
        problem::Problem,
        sign_in::{OpenWorkspace, open_workspaces},
        signed_in::Anybody,
    },
    app::App,
};

/// Lists the workspaces of this installation in which one's account has an open seat.
#[utoipa::path(get, path = "/api/v1/me/workspaces", operation_id = "meWorkspaces",
    tag = "me", responses((status = 200, body = Vec<OpenWorkspace>), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(by): Anybody,
) -> Result<Json<Vec<OpenWorkspace>>, Problem> {
    Ok(Json(open_workspaces(&app, by.agent.account).await?))
}
