//! The secret with which a site proves who its visitors are.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::update_inbox;
use yingke_words::InboxId;

use super::{changed, known};
use crate::{
    api::{body::Id, identity::fresh_secret, problem::Problem, settings::record, signed_in::Manager},
    app::App,
};

/// The secret, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentitySecret {
    secret: String,
}

/// Makes a secret, or another one: what was signed with the old one is refused from now on.
#[utoipa::path(post, path = "/api/v1/inboxes/{id}/identity-secret", operation_id = "inboxesMakeIdentitySecret",
    tag = "inboxes", params(("id" = InboxId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = IdentitySecret), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<InboxId>,
) -> Result<Json<IdentitySecret>, Problem> {
    let secret = fresh_secret(app.secret());
    let kept = secret.clone();
    app.db
        .write(by.tenant(), move |tx| {
            let mut inbox = known(tx, id)?;
            let act = match inbox.identity_secret.replace(kept.clone()) {
                Some(_) => "inboxes.rotate_identity_secret",
                None => "inboxes.make_identity_secret",
            };
            update_inbox(tx, &inbox)?;
            record(
                tx,
                &by,
                &origin,
                &changed(act, id, &inbox.name),
                (None::<&()>, None::<&()>),
            )
        })
        .await?;
    Ok(Json(IdentitySecret { secret }))
}
