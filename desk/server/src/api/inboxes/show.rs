//! One inbox.

use axum::extract::State;
use yingke_staff::Permission;
use yingke_words::InboxId;

use super::{InboxView, known};
use crate::{
    api::{
        body::{Id, Versioned},
        problem::Problem,
        signed_in::Manager,
    },
    app::App,
};

/// Shows an inbox.
#[utoipa::path(get, path = "/api/v1/inboxes/{id}", operation_id = "inboxesShow",
    tag = "inboxes", params(("id" = InboxId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = InboxView), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<InboxId>,
) -> Result<Versioned<InboxView>, Problem> {
    let found = app.db.read(by.tenant(), move |tx| known(tx, id)).await?;
    let version = found.version;
    let view = InboxView::of(found, &app.config.base_url(), &by.workspace.time_zone);
    Ok(Versioned(version, view))
}
