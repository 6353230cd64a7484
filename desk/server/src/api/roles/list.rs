//! The roles there are.

use axum::{Json, extract::State};
use yingke_store::roles;

use super::RoleView;
use crate::{
    api::{page::Page, problem::Problem, signed_in::Anybody},
    app::App,
};

/// Lists the roles with what they may do.
#[utoipa::path(get, path = "/api/v1/roles", operation_id = "rolesList",
    tag = "roles",
    responses((status = 200, body = Page<RoleView>), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(by): Anybody) -> Result<Json<Page<RoleView>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| Ok::<_, Problem>(roles(tx)?))
        .await?;
    Ok(Json(Page::whole(found)))
}
