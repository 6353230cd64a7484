//! An invitation is revoked.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::{close_invitation, invitations};
use yingke_words::InvitationId;

use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
};

/// Revokes an open invitation; its link is void.
#[utoipa::path(delete, path = "/api/v1/invitations/{id}", operation_id = "invitationsDelete",
    tag = "agents", params(("id" = InvitationId, Path)),
    extensions(("x-permission" = json!("agents.manage"))),
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageAgents as u8 }>,
    Id(id): Id<InvitationId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let found = invitations(tx)?.into_iter().find(|one| one.id == id);
            let one = found.ok_or(Code::NotFound)?;
            close_invitation(tx, id)?;
            let changed = Changed {
                act: "invitations.revoke",
                kind: "invitation",
                id: Some(id.uuid()),
                name: &one.email,
                what: Some("agents"),
            };
            record(tx, &by, &origin, &changed, (None::<&()>, None::<&()>))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
