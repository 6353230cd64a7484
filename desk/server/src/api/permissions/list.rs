//! What can be granted.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use yingke_staff::{Permission, Scope};

use crate::api::{page::Page, signed_in::Anybody};

/// A permission and where it can be granted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Grantable {
    permission: Permission,
    scopes: Vec<Scope>,
}

/// Lists the permissions, in the order of the role editor.
#[utoipa::path(get, path = "/api/v1/permissions", operation_id = "permissionsList",
    tag = "roles",
    responses((status = 200, body = Page<Grantable>), (status = 401)))]
pub async fn handler(_: Anybody) -> Json<Page<Grantable>> {
    let grantable = |&permission: &Permission| Grantable {
        permission,
        scopes: permission.scopes().to_vec(),
    };
    let all: Vec<Grantable> = Permission::ALL.iter().map(grantable).collect();
    Json(Page::whole(all))
}
