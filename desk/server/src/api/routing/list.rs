//! What agents and teams bring along.

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_store::{StoreError, agent_routings, team_routings};

use super::{AgentRoutingView, TeamRoutingView};
use crate::{
    api::{page::Page, problem::Problem, signed_in::Manager},
    app::App,
};

/// Lists what every agent brings along.
#[utoipa::path(get, path = "/api/v1/routing/agents", operation_id = "routingAgents", tag = "routing",
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 200, body = Page<AgentRoutingView>), (status = 401), (status = 403)))]
pub async fn agents(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageRouting as u8 }>,
) -> Result<Json<Page<AgentRoutingView>>, Problem> {
    let items = app.db.read(by.tenant(), |tx| {
        let mut routings = agent_routings(tx)?;
        let agents = yingke_store::agents(tx)?.into_iter();
        let here = agents.filter(|agent| agent.disabled_at.is_none());
        let view = here.map(|agent| AgentRoutingView {
            agent_id: agent.id,
            routing: routings.remove(&agent.id).unwrap_or_default(),
            version: agent.version,
        });
        Ok::<_, StoreError>(view.collect())
    });
    Ok(Json(Page::whole(items.await?)))
}

/// Lists what every team set.
#[utoipa::path(get, path = "/api/v1/routing/teams", operation_id = "routingTeams", tag = "routing",
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 200, body = Page<TeamRoutingView>), (status = 401), (status = 403)))]
pub async fn teams(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageRouting as u8 }>,
) -> Result<Json<Page<TeamRoutingView>>, Problem> {
    let items = app.db.read(by.tenant(), |tx| {
        let mut routings = team_routings(tx)?;
        let view = yingke_store::teams(tx)?.into_iter().map(|team| TeamRoutingView {
            team_id: team.id,
            routing: routings.remove(&team.id).unwrap_or_default(),
            version: team.version,
        });
        Ok::<_, StoreError>(view.collect())
    });
    Ok(Json(Page::whole(items.await?)))
}
