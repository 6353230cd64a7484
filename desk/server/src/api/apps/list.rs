//! The apps there are.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::{apps, inboxes};

use super::{AppView, Shape};
use crate::{
    api::{problem::Problem, signed_in::Manager},
    app::App,
};

/// Lists the apps in service, without their secrets.
#[utoipa::path(get, path = "/api/v1/apps", operation_id = "appsList",
    tag = "apps",
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = Vec<AppView>), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageInboxes as u8 }>,
) -> Result<Json<Vec<AppView>>, Problem> {
    let (found, behind) = app
        .db
        .read(by.tenant(), |tx| Ok::<_, Problem>((apps(tx)?, inboxes(tx)?)))
        .await?;
    let shape = Shape::of(&app);
    let views = found.into_iter().map(|one| {
        let id = Some(one.id);
        let own: Vec<_> = behind.iter().filter(|inbox| inbox.app == id).cloned().collect();
        shape.view(one, &own)
    });
    Ok(Json(views.collect()))
}
