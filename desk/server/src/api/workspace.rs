//! The workspace itself.

mod show;
mod update;

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_staff::PresenceRules;
use yingke_store::Workspace;
use yingke_words::{Language, WorkspaceId};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show::handler, update::handler))
}

/// The tenant.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Workspace)]
pub struct WorkspaceView {
    id: WorkspaceId,
    name: String,
    /// The language of what customers read, unless they have another.
    language: Language,
    /// IANA name.
    time_zone: String,
    /// Reasons for breaks, after-contact work, how long an agent may be gone.
    presence: PresenceRules,
    /// Its version, the `ETag` of edits.
    version: i64,
}

impl From<Workspace> for WorkspaceView {
    fn from(one: Workspace) -> Self {
        Self {
            id: one.id,
            name: one.name,
            language: one.language,
            time_zone: one.time_zone,
            presence: one.presence,
            version: one.version,
        }
    }
}
