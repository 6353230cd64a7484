//! Whether the installation still waits for its first administrator.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_store::workspaces;

use crate::{
    api::problem::{Code, Problem},
    app::App,
};

/// What the set-up page needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Setup {
    needed: bool,
    languages: [&'static str; 2],
}

/// Whether set-up is needed; 404 once it is done.
#[utoipa::path(get, path = "/api/v1/setup", operation_id = "setupShow",
    tag = "setup", security(()),
    responses((status = 200, body = Setup), (status = 404)))]
pub async fn handler(State(app): State<App>) -> Result<Json<Setup>, Problem> {
    let founded = app
        .db
        .read_global(|tx| Ok::<_, Problem>(!workspaces(tx)?.is_empty()))
        .await?;
    if founded {
        return Err(Code::SetupDone.into());
    }
    Ok(Json(Setup {
        needed: true,
        languages: ["zh-CN", "en"],
    }))
}
