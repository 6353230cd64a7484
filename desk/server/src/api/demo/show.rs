//! Whether this is the demo.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{problem::Problem, signed_in::Anybody},
    app::App,
    demo,
};

/// Whether everything here is made up.
#[derive(Debug, Serialize, ToSchema)]
pub struct Demo {
    demo: bool,
}

/// Tells whether the workspace is the demo.
#[utoipa::path(get, path = "/api/v1/demo", operation_id = "demoShow", tag = "workspace",
    responses((status = 200, body = Demo), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(by): Anybody) -> Result<Json<Demo>, Problem> {
    let demo = demo::workspace(&app).await?;
    Ok(Json(Demo {
        demo: demo == Some(by.tenant()),
    }))
}
