//! A role of one's own gets another name or other grants.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::{Grant, Permission, check_role};
use yingke_store::{Tx, agents, roles, update_role};
use yingke_words::RoleId;

use super::{RoleView, changed, check_free, distinct, holding};
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        problem::{Code, Problem},
        settings::record,
        signed_in::{Manager, Renewed, SignedIn, renewed_cookie},
    },
    app::App,
    found::check_name,
};

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// Its name.
    name: Option<String>,
    /// What it may do, all of it.
    grants: Option<Vec<Grant>>,
}

/// Changes a role; it holds at once for everybody who has it. Other grants end their sign-ins; who changes their own
/// goes on under a new cookie.
#[utoipa::path(patch, path = "/api/v1/roles/{id}", operation_id = "rolesUpdate",
    tag = "roles", request_body = RoleChange,
    params(("id" = RoleId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("roles.manage")), ("x-switch" = json!("customRoles"))),
    responses((status = 200, body = RoleView), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRoles as u8 }>,
    Id(id): Id<RoleId>,
    Edit(version, change): Edit<RoleChange>,
) -> Result<Renewed<Versioned<RoleView>>, Problem> {
    let name = change.name.map(|name| check_name("name", &name)).transpose()?;
    let grants = change.grants.map(distinct);
    let secret: [u8; 32] = app.secret();
    let whose = by.tenant();
    let (after, own) = app
        .db
        .write(by.tenant(), move |tx| {
            let found = roles(tx)?.into_iter().find(|role| role.id == id);
            let mut role = found.ok_or(Code::NotFound)?;
            let wanted = grants.clone().unwrap_or_else(|| role.grants.clone());
            check_role(&by.seat.grants, Some(holding(&role, false)), &wanted)?;
            check_version(role.version, version)?;
            let own = differ(&role.grants, &wanted) && end_sign_ins(tx, &by, role.id, &secret)?;
            let before = RoleView::from(role.clone());
            role.name = name.clone().unwrap_or(role.name);
            role.grants = wanted;
            check_free(tx, &role)?;
            update_role(tx, &role)?;
            let mut after = RoleView::from(role);
            after.version += 1;
            record(
                tx,
                &by,
                &origin,
                &changed("roles.update", &after),
                (Some(&before), Some(&after)),
            )?;
            Ok::<_, Problem>((after, own))
        })
        .await?;
    let cookie = own.then(|| renewed_cookie(&app, whose, &secret));
    Ok(Renewed(cookie, Versioned(after.version, after)))
}

/// Whether what may be done is not the same, in whatever order it is listed.
fn differ(before: &[Grant], after: &[Grant]) -> bool {
    before.len() != after.len() || before.iter().any(|grant| !after.contains(grant))
}

/// Ends the sign-ins of everybody who has the role; tells whether oneself is among them.
fn end_sign_ins(tx: &mut Tx<'_>, by: &SignedIn, role: RoleId, secret: &[u8; 32]) -> Result<bool, Problem> {
    let mut own = false;
    for agent in agents(tx)?.iter().filter(|agent| agent.role == role) {
        own |= by.end_sign_ins_of(tx, agent.id, secret)?;
    }
    Ok(own)
}
