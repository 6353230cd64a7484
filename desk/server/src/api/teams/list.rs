//! The teams there are.

use axum::{Json, extract::State};
use yingke_store::teams;

use super::TeamView;
use crate::{
    api::{page::Page, problem::Problem, signed_in::Anybody},
    app::App,
};

/// Lists the teams with their members.
#[utoipa::path(get, path = "/api/v1/teams", operation_id = "teamsList",
    tag = "teams", extensions(("x-switch" = json!("teams"))),
    responses((status = 200, body = Page<TeamView>), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(by): Anybody) -> Result<Json<Page<TeamView>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| Ok::<_, Problem>(teams(tx)?))
        .await?;
    Ok(Json(Page::whole(found)))
}
