//! Agents: the human seats.

mod list;
mod set_status;
mod update;

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_staff::AgentStatus;
use yingke_store::{Agent, Role, Team};
use yingke_words::{AgentId, RoleId, TeamId};

use super::roles::title;
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler))
        .routes(routes!(update::handler))
        .routes(routes!(set_status::handler))
}

/// A human seat.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Agent)]
pub struct AgentView {
    id: AgentId,
    name: String,
    email: String,
    /// As colleagues see it: who is invisible is offline.
    status: AgentStatus,
    role_id: RoleId,
    /// A name, or the key of a standard role.
    role_name: String,
    team_ids: Vec<TeamId>,
    /// Whether the seat is closed.
    disabled: bool,
    /// Its version, the `ETag` of edits.
    version: i64,
}

impl AgentView {
    fn of(agent: &Agent, roles: &[Role], teams: &[Team]) -> Self {
        let role = roles.iter().find(|role| role.id == agent.role);
        let own = teams.iter().filter(|team| team.members.contains(&agent.id));
        Self {
            id: agent.id,
            name: agent.name.clone(),
            email: agent.email.clone(),
            status: agent.status.shown(),
            role_id: agent.role,
            role_name: role.map(title).unwrap_or_default().to_owned(),
            team_ids: own.map(|team| team.id).collect(),
            disabled: agent.disabled_at.is_some(),
            version: agent.version,
        }
    }
}
