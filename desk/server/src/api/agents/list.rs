//! Who works here.

use axum::{Json, extract::State};
use yingke_store::{agents, roles, teams};

use super::AgentView;
use crate::{
    api::{page::Page, problem::Problem, signed_in::Anybody},
    app::App,
};

/// Lists the agents, closed seats too: their names stand in what they did.
#[utoipa::path(get, path = "/api/v1/agents", operation_id = "agentsList",
    tag = "agents",
    responses((status = 200, body = Page<AgentView>), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(by): Anybody) -> Result<Json<Page<AgentView>>, Problem> {
    let found = app
        .db
        .read(by.tenant(), |tx| {
            let (roles, teams) = (roles(tx)?, teams(tx)?);
            let view = |agent| AgentView::of(agent, &roles, &teams);
            Ok::<_, Problem>(agents(tx)?.iter().map(view).collect::<Vec<_>>())
        })
        .await?;
    Ok(Json(Page::whole(found)))
}
