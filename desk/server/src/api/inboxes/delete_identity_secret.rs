//! A site no longer proves who its visitors are.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::update_inbox;
use yingke_words::InboxId;

use super::{changed, known};
use crate::{
    api::{body::Id, problem::Problem, settings::record, signed_in::Manager},
    app::App,
};

/// Removes the secret: no claim of an identity is believed until there is another.
#[utoipa::path(delete, path = "/api/v1/inboxes/{id}/identity-secret", operation_id = "inboxesDeleteIdentitySecret",
    tag = "inboxes",
    params(("id" = InboxId, Path)), extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<InboxId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let mut inbox = known(tx, id)?;
            if inbox.identity_secret.take().is_some() {
                update_inbox(tx, &inbox)?;
                let changed = changed("inboxes.delete_identity_secret", id, &inbox.name);
                record(tx, &by, &origin, &changed, (None::<&()>, None::<&()>))?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
