//! A role of one's own.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Grant, Permission, check_role};
use yingke_store::{Role, insert_role};

use super::{RoleView, changed, check_free, distinct};
use crate::{
    api::{
        body::{Body, IdempotencyKey},
        create::once,
        problem::Problem,
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// A role to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// Its name.
    name: String,
    /// What it may do: nothing that its maker may not.
    grants: Vec<Grant>,
}

/// Makes a role. Takes an `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/roles", operation_id = "rolesCreate",
    tag = "roles", request_body = NewRole,
    extensions(("x-permission" = json!("roles.manage")), ("x-switch" = json!("customRoles"))),
    responses((status = 201, body = RoleView), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRoles as u8 }>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<NewRole>,
) -> Result<Response, Problem> {
    let role = Role {
        id: app.id(),
        name: check_name("name", &asked.name)?,
        standard: None,
        grants: distinct(asked.grants.clone()),
        version: 1,
    };
    check_role(&by.seat.grants, None, &role.grants)?;
    let who = by.clone();
    once(&app, &by, key, &asked, move |tx| {
        check_free(tx, &role)?;
        insert_role(tx, &role)?;
        let made = RoleView::from(role.clone());
        record(
            tx,
            &who,
            &origin,
            &changed("roles.create", &made),
            (None::<&()>, Some(&made)),
        )?;
        Ok(made)
    })
    .await
}
