//! An inbox is taken out of service.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::remove_inbox;
use yingke_words::InboxId;

use super::{changed, known};
use crate::{
    api::{body::Id, problem::Problem, settings::record, signed_in::Manager},
    app::App,
};

/// Takes an inbox out of service: nobody enters or writes any more, its conversations stay.
#[utoipa::path(delete, path = "/api/v1/inboxes/{id}", operation_id = "inboxesDelete",
    tag = "inboxes", params(("id" = InboxId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<InboxId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let inbox = known(tx, id)?;
            remove_inbox(tx, id)?;
            let changed = changed("inboxes.delete", id, &inbox.name);
            record(tx, &by, &origin, &changed, (None::<&()>, None::<&()>))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
