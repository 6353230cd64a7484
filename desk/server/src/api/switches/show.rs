//! What is on.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use yingke_staff::Switch;
use yingke_store::workspace;

use super::all;
use crate::{
    api::{
        problem::{Code, Problem},
        signed_in::Anybody,
    },
    app::App,
};

/// Shows every switch and whether it is on.
#[utoipa::path(get, path = "/api/v1/switches", operation_id = "switchesShow",
    tag = "workspace",
    responses((status = 200, body = BTreeMap<String, bool>), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(by): Anybody,
) -> Result<Json<BTreeMap<Switch, bool>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| Ok::<_, Problem>(workspace(tx)?))
        .await?;
    Ok(Json(all(&found.ok_or(Code::NotFound)?.switches)))
}
