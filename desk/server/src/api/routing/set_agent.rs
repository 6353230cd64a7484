//! What an agent brings along is replaced.

use axum::extract::State;
use yingke_routing::AgentRouting;
use yingke_staff::Permission;
use yingke_store::{agent, agent_routings, set_agent_routing};
use yingke_words::AgentId;

use super::{AgentRoutingView, existing};
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
};

/// Replaces an agent's skills, places, limits and share.
#[utoipa::path(put, path = "/api/v1/routing/agents/{id}", operation_id = "routingSetAgent", tag = "routing",
    request_body = AgentRouting,
    params(("id" = AgentId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 200, body = AgentRoutingView), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRouting as u8 }>,
    Id(id): Id<AgentId>,
    Edit(version, routing): Edit<AgentRouting>,
) -> Result<Versioned<AgentRoutingView>, Problem> {
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let found = agent(tx, id)?.filter(|agent| agent.disabled_at.is_none());
            let found = found.ok_or(Code::NotFound)?;
            check_version(found.version, version)?;
            routing.check(&existing(tx)?)?;
            let before = agent_routings(tx)?.remove(&id).unwrap_or_default();
            set_agent_routing(tx, id, &routing)?;
            let changed = Changed {
                act: "routing.agent",
                kind: "agent",
                id: Some(id.uuid()),
                name: &found.name,
                what: Some("routing"),
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&routing)))?;
            Ok::<_, Problem>(AgentRoutingView {
                agent_id: id,
                routing: routing.clone(),
                version: version + 1,
            })
        })
        .await?;
    Ok(Versioned(after.version, after))
}
