//! What an app was sent and could not be read in full.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::open_payloads;
use yingke_words::AppId;

use super::{known, opened};
use crate::{
    api::{body::Id, payloads::PayloadView, problem::Problem, signed_in::Manager},
    app::App,
};

/// The newest so many.
const MOST: i64 = 100;

/// Lists what an app was sent whose problems are open, newest first, at most a hundred.
#[utoipa::path(get, path = "/api/v1/apps/{id}/payloads", operation_id = "appsPayloads",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = Vec<PayloadView>), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
) -> Result<Json<Vec<PayloadView>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), move |tx| {
            known(tx, id)?;
            Ok::<_, Problem>(open_payloads(tx, id, MOST)?)
        })
        .await?;
    let account = opened(&app, by.tenant(), id).await?;
    let views = found.into_iter().map(|one| PayloadView::of(&app, &account, one));
    Ok(Json(views.collect()))
}
