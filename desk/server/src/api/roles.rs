//! Roles: named sets of grants.

mod create;
mod delete;
mod list;
mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_staff::{Grant, Holding, StandardRole};
use yingke_store::{Role, Tx, roles};
use yingke_words::RoleId;

use super::{
    problem::{Code, Problem},
    settings::Changed,
};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler, create::handler))
        .routes(routes!(update::handler, delete::handler))
}

/// A named set of grants.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Role)]
pub struct RoleView {
    /// Its id.
    pub id: RoleId,
    /// Its name, or the key of a standard role, which the interface names.
    pub name: String,
    /// Whether it is a standard one: those can be copied, not changed.
    pub built_in: bool,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Its version, the `ETag` of edits.
    pub version: i64,
}

impl From<Role> for RoleView {
    fn from(role: Role) -> Self {
        Self {
            id: role.id,
            built_in: role.standard.is_some(),
            name: title(&role).to_owned(),
            grants: role.grants,
            version: role.version,
        }
    }
}

/// A role's name, or the key of a standard one.
pub fn title(role: &Role) -> &str {
    role.standard.as_deref().unwrap_or(&role.name)
}

/// What holding `role` means, for the deciding room.
pub fn holding(role: &Role, disabled: bool) -> Holding<'_> {
    Holding {
        standard: role.standard.as_deref().and_then(StandardRole::of_key),
        grants: &role.grants,
        disabled,
    }
}

/// Each grant once.
fn distinct(grants: Vec<Grant>) -> Vec<Grant> {
    let mut kept: Vec<Grant> = Vec::with_capacity(grants.len());
    for grant in grants {
        if !kept.contains(&grant) {
            kept.push(grant);
        }
    }
    kept
}

/// Refuses a name that another role has, a standard one's key included.
fn check_free(tx: &mut Tx<'_>, role: &Role) -> Result<(), Problem> {
    let taken = roles(tx)?
        .iter()
        .any(|other| other.id != role.id && title(other) == role.name);
    if taken {
        return Err(Problem::new(Code::NameTaken).on("name"));
    }
    Ok(())
}

fn changed<'a>(act: &'static str, role: &'a RoleView) -> Changed<'a> {
    Changed {
        act,
        kind: "role",
        id: Some(role.id.uuid()),
        name: &role.name,
        what: Some("roles"),
    }
}
