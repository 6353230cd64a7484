//! A supervisor sets an agent's status.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::Moment;
use yingke_staff::{AgentStatus, Permission, SetBy};
use yingke_store::agent;
use yingke_words::AgentId;

use crate::{
    api::{
        body::{Body, Id},
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
    presence::{Standing, put},
};

/// The status an agent is to have.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentStatusChange {
    /// Online, busy, break or offline.
    status: AgentStatus,
    /// Why, for a break: one of the workspace's reasons.
    reason: Option<String>,
}

/// Sets an agent's status, for example of somebody who forgot to. Everybody is told, and by whom.
#[utoipa::path(put, path = "/api/v1/agents/{id}/status", operation_id = "agentsSetStatus",
    tag = "agents", request_body = AgentStatusChange, params(("id" = AgentId, Path)),
    extensions(("x-permission" = json!("agents.set_status"))),
    responses((status = 204), (status = 403), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::SetStatus as u8 }>,
    Id(id): Id<AgentId>,
    Body(wanted): Body<AgentStatusChange>,
) -> Result<StatusCode, Problem> {
    by.workspace
        .presence
        .check_choice(wanted.status, wanted.reason.as_deref(), SetBy::Supervisor)
        .map_err(|refused| Problem::field(refused.field(), refused))?;
    app.db
        .write(by.tenant(), move |tx| {
            let found = agent(tx, id)?.filter(|agent| agent.disabled_at.is_none());
            let agent = found.ok_or(Code::NotFound)?;
            // What colleagues see of somebody who is invisible is all that the record keeps.
            let before = AgentStatusChange {
                status: agent.status.shown(),
                reason: agent.status_reason.clone(),
            };
            let standing = Standing {
                status: wanted.status,
                reason: wanted.reason.clone(),
                until: None,
            };
            put(tx, &agent, &standing, Moment::actor(&by.seat))?;
            let changed = Changed {
                act: "agents.set_status",
                kind: "agent",
                id: Some(id.uuid()),
                name: &agent.name,
                what: None,
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&wanted)))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
