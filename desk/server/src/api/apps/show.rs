//! One app.

use axum::extract::State;
use yingke_staff::Permission;
use yingke_words::AppId;

use super::{AppView, Shape, known};
use crate::{
    api::{
        body::{Id, Versioned},
        problem::Problem,
        signed_in::Manager,
    },
    app::App,
};

/// Shows an app, without its secrets.
#[utoipa::path(get, path = "/api/v1/apps/{id}", operation_id = "appsShow",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = AppView), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
) -> Result<Versioned<AppView>, Problem> {
    let (one, own) = app.db.read(by.tenant(), move |tx| known(tx, id)).await?;
    Ok(Versioned(one.version, Shape::of(&app).view(one, &own)))
}
