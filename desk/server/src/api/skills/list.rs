//! The skills there are.

use axum::{Json, extract::State};
use yingke_store::skills;

use super::SkillView;
use crate::{
    api::{page::Page, problem::Problem, signed_in::Anybody},
    app::App,
};

/// Lists the skills, by name.
#[utoipa::path(get, path = "/api/v1/skills", operation_id = "skillsList",
    tag = "skills", 
    responses((status = 200, body = Page<SkillView>), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(by): Anybody) -> Result<Json<Page<SkillView>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| Ok::<_, Problem>(skills(tx)?))
        .await?;
    Ok(Json(Page::whole(found)))
}
