//! The open invitations.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::{invitations, roles};

use super::InvitationView;
use crate::{
    api::{page::Page, problem::Problem, signed_in::Manager},
    app::App,
};

/// Lists the open invitations, newest first. Their links are never shown again.
#[utoipa::path(get, path = "/api/v1/invitations", operation_id = "invitationsList",
    tag = "agents",
    extensions(("x-permission" = json!("agents.manage"))),
    responses((status = 200, body = Page<InvitationView>), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageAgents as u8 }>,
) -> Result<Json<Page<InvitationView>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| {
            let roles = roles(tx)?;
            let view = |one| InvitationView::of(one, &roles);
            Ok::<_, Problem>(invitations(tx)?.into_iter().map(view).collect::<Vec<_>>())
        })
        .await?;
    Ok(Json(Page::whole(found)))
}
