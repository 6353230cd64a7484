//! The demo goes, with everything in it.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_staff::Permission;

use crate::{
    api::{
        problem::{Code, Problem},
        signed_in::Manager,
    },
    app::App,
    demo,
    files::Refused,
    serve,
};

/// What comes after the demo.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Removed {
    /// Where to set one's own desk up; none when the installation holds another workspace.
    set_up: Option<String>,
}

/// Removes the demo: people, customers, conversations, files. Everybody is signed out. 404 when this is no demo.
#[utoipa::path(delete, path = "/api/v1/demo", operation_id = "demoDelete", tag = "workspace",
    extensions(("x-permission" = json!("workspace.manage"))),
    responses((status = 200, body = Removed), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageWorkspace as u8 }>,
) -> Result<Json<Removed>, Problem> {
    if demo::workspace(&app).await? != Some(by.tenant()) {
        return Err(Code::NotFound.into());
    }
    let failed = |error: anyhow::Error| {
        tracing::error!(error = format!("{error:#}"), "the demo was not removed");
        match error.downcast::<Refused>() {
            Ok(refused) => refused.into(),
            Err(_) => Problem::from(Code::Internal),
        }
    };
    // Its trail goes with it: who removed it stands in the log.
    tracing::warn!(workspace = %by.tenant(), agent = %by.seat.agent, address = origin.address, "the demo is removed");
    demo::leave(&app, by.tenant()).await.map_err(failed)?;
    let set_up = serve::setup_link(&app).await.map_err(failed)?;
    Ok(Json(Removed { set_up }))
}
