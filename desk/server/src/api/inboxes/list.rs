//! The inboxes there are.

use axum::{Json, extract::State};
use yingke_store::inboxes;

use super::InboxView;
use crate::{
    api::{page::Page, problem::Problem, signed_in::Anybody},
    app::App,
};

/// Lists the inboxes in service. Nothing in them is secret: what is set on an inbox, its visitors see.
#[utoipa::path(get, path = "/api/v1/inboxes", operation_id = "inboxesList",
    tag = "inboxes",
    responses((status = 200, body = Page<InboxView>), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(by): Anybody) -> Result<Json<Page<InboxView>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| Ok::<_, Problem>(inboxes(tx)?))
        .await?;
    let (base, zone) = (app.config.base_url(), &by.workspace.time_zone);
    let views = found.into_iter().map(|inbox| InboxView::of(inbox, &base, zone));
    Ok(Json(Page::whole(views.collect::<Vec<_>>())))
}
