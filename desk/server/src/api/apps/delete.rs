//! An app is taken out of service.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::{remove_app, remove_inbox};
use yingke_words::AppId;

use super::{Shape, done, known};
use crate::{
    api::{body::Id, problem::Problem, signed_in::Manager},
    app::App,
};

/// Takes an app and the inboxes behind it out of service: nobody is heard or answered there any more, its secrets go, its
/// conversations stay.
#[utoipa::path(delete, path = "/api/v1/apps/{id}", operation_id = "appsDelete",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
) -> Result<StatusCode, Problem> {
    let shape = Shape::of(&app);
    app.db
        .write(by.tenant(), move |tx| {
            let (one, own) = known(tx, id)?;
            for inbox in &own {
                remove_inbox(tx, inbox.id)?;
            }
            remove_app(tx, id)?;
            let before = shape.view(one, &own);
            done(tx, &by, &origin, "apps.delete", (Some(&before), None))
        })
        .await?;
    app.tokens.forget(id);
    Ok(StatusCode::NO_CONTENT)
}
