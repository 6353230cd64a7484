//! Invitations to become an agent: one link, once, for 72 hours, for one address.

mod accept;
mod create;
mod delete;
mod list;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_store::{Invitation, Role};
use yingke_words::{InvitationId, RoleId, Span, TeamId, Time};

use super::roles::title;
use crate::app::App;

/// How long an invitation is good.
pub const GOOD_FOR: Span = Span::hours(72);

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler, create::handler))
        .routes(routes!(delete::handler))
        .routes(routes!(accept::handler))
}

/// An open invitation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Invitation)]
pub struct InvitationView {
    id: InvitationId,
    email: String,
    role_id: RoleId,
    /// A name, or the key of a standard role.
    role_name: String,
    team_ids: Vec<TeamId>,
    expires_at: Time,
}

impl InvitationView {
    fn of(one: Invitation, roles: &[Role]) -> Self {
        let role = roles.iter().find(|role| role.id == one.role);
        Self {
            id: one.id,
            email: one.email,
            role_id: one.role,
            role_name: role.map(title).unwrap_or_default().to_owned(),
            team_ids: one.teams,
            expires_at: one.expires_at,
        }
    }
}
