//! Who gets what: settings, what teams and agents bring along, and trying it out.

mod dry_run;
mod list;
mod set_agent;
mod set_team;
mod show;
mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_routing::{AgentRouting, Existing, Settings, TeamRouting};
use yingke_store::{StoreError, Tx, agents, skills, teams};
use yingke_words::{AgentId, TeamId};

pub use dry_run::DryRunResult;

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show::handler, update::handler))
        .routes(routes!(list::agents))
        .routes(routes!(list::teams))
        .routes(routes!(set_agent::handler))
        .routes(routes!(set_team::handler))
        .routes(routes!(dry_run::handler))
}

/// What the workspace set.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoutingView {
    /// The settings.
    pub settings: Settings,
    /// Their version, the `ETag` of edits; 0 before anything was set.
    pub version: i64,
}

/// What an agent brings along.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentRoutingView {
    /// Who.
    pub agent_id: AgentId,
    /// What.
    pub routing: AgentRouting,
    /// The agent's version, the `ETag` of edits.
    pub version: i64,
}

/// What a team set.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TeamRoutingView {
    /// Which.
    pub team_id: TeamId,
    /// What.
    pub routing: TeamRouting,
    /// The team's version, the `ETag` of edits.
    pub version: i64,
}

/// What settings may name.
fn existing(tx: &mut Tx<'_>) -> Result<Existing, StoreError> {
    let agents = agents(tx)?
        .into_iter()
        .filter(|agent| agent.disabled_at.is_none());
    Ok(Existing {
        agents: agents.map(|agent| agent.id).collect(),
        teams: teams(tx)?.into_iter().map(|team| team.id).collect(),
        skills: skills(tx)?.into_iter().map(|(skill, _)| skill.id).collect(),
    })
}
