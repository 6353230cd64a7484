//! A role of one's own goes.

use axum::{extract::State, http::StatusCode};
use yingke_staff::{Permission, check_role};
use yingke_store::{agents, delete_role, invitations, roles};
use yingke_words::RoleId;

use super::{RoleView, changed, holding};
use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
};

/// Removes a role that nobody holds or is invited to.
#[utoipa::path(delete, path = "/api/v1/roles/{id}", operation_id = "rolesDelete",
    tag = "roles", params(("id" = RoleId, Path)),
    extensions(("x-permission" = json!("roles.manage")), ("x-switch" = json!("customRoles"))),
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRoles as u8 }>,
    Id(id): Id<RoleId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let found = roles(tx)?.into_iter().find(|role| role.id == id);
            let role = found.ok_or(Code::NotFound)?;
            check_role(&by.seat.grants, Some(holding(&role, false)), &[])?;
            let held = agents(tx)?.iter().any(|agent| agent.role == id);
            if held || invitations(tx)?.iter().any(|invitation| invitation.role == id) {
                return Err(Code::InUse.into());
            }
            delete_role(tx, id)?;
            let before = RoleView::from(role);
            record(
                tx,
                &by,
                &origin,
                &changed("roles.delete", &before),
                (Some(&before), None::<&()>),
            )
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
