//! The tags there are.

use axum::{Json, extract::State};
use yingke_store::tags;

use super::TagView;
use crate::{
    api::{page::Page, problem::Problem, signed_in::Anybody},
    app::App,
};

/// Lists the tags, by name.
#[utoipa::path(get, path = "/api/v1/tags", operation_id = "tagsList",
    tag = "tags", extensions(("x-switch" = json!("tags"))),
    responses((status = 200, body = Page<TagView>), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(by): Anybody) -> Result<Json<Page<TagView>>, Problem> {
    let found = app.db.read(by.tenant(), |tx| Ok::<_, Problem>(tags(tx)?)).await?;
    Ok(Json(Page::whole(found)))
}
