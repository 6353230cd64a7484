//! What the workspace is called, and where it is.

use axum::extract::State;
use yingke_store::workspace;

use super::WorkspaceView;
use crate::{
    api::{
        body::Versioned,
        problem::{Code, Problem},
        signed_in::Anybody,
    },
    app::App,
};

/// Shows the workspace.
#[utoipa::path(get, path = "/api/v1/workspace", operation_id = "workspaceShow",
    tag = "workspace",
    responses((status = 200, body = WorkspaceView), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(by): Anybody,
) -> Result<Versioned<WorkspaceView>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| Ok::<_, Problem>(workspace(tx)?))
        .await?;
    let found = found.ok_or(Code::NotFound)?;
    Ok(Versioned(found.version, found.into()))
}
