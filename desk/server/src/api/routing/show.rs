//! The workspace's settings of routing.

use axum::extract::State;
use yingke_staff::Permission;
use yingke_store::routing;

use super::RoutingView;
use crate::{
    api::{body::Versioned, problem::Problem, signed_in::Manager},
    app::App,
};

/// Shows how conversations find their person.
#[utoipa::path(get, path = "/api/v1/routing", operation_id = "routingShow", tag = "routing",
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 200, body = RoutingView), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageRouting as u8 }>,
) -> Result<Versioned<RoutingView>, Problem> {
    let (settings, version) = app.db.read(by.tenant(), routing).await?;
    Ok(Versioned(version, RoutingView { settings, version }))
}
