//! Who I am, what I may do, what is switched on.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_staff::{AgentStatus, Grant, PresenceRules, Switch};
use yingke_store::agent;
use yingke_words::{AgentId, Language, Time, WorkspaceId};

use crate::{
    api::{
        problem::{Code, Problem},
        signed_in::Anybody,
    },
    app::App,
};

/// Oneself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    agent: MyAgent,
    workspace: MyWorkspace,
    permissions: Vec<Grant>,
    switches: Vec<Switch>,
}

/// One's seat.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyAgent {
    id: AgentId,
    name: String,
    email: String,
    status: AgentStatus,
    status_reason: Option<String>,
    /// Since when.
    status_at: Time,
    /// When it ends by itself; null = when one sets another.
    status_until: Option<Time>,
    /// A name, or the key of a standard role.
    role_name: String,
    language: String,
    theme: String,
}

/// One's workspace.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyWorkspace {
    id: WorkspaceId,
    name: String,
    language: Language,
    time_zone: String,
    presence: PresenceRules,
}

/// Tells who is signed in.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "meShow",
    tag = "me", responses((status = 200, body = Me), (status = 401)))]
pub async fn handler(State(app): State<App>, Anybody(signed_in): Anybody) -> Result<Json<Me>, Problem> {
    let id = signed_in.seat.agent;
    let found = app
        .db
        .read(signed_in.tenant(), move |tx| Ok::<_, Problem>(agent(tx, id)?))
        .await?;
    let agent = found.ok_or(Code::NotSignedIn)?;
    let workspace = &signed_in.workspace;
    Ok(Json(Me {
        agent: MyAgent {
            id,
            name: agent.name,
            email: agent.email,
            status: agent.status,
            status_reason: agent.status_reason,
            status_at: agent.status_at,
            status_until: agent.status_until,
            role_name: signed_in.seat.role.clone(),
            language: agent.language,
            theme: agent.theme,
        },
        workspace: MyWorkspace {
            id: workspace.id,
            name: workspace.name.clone(),
            language: workspace.language,
            time_zone: workspace.time_zone.clone(),
            presence: workspace.presence.clone(),
        },
        permissions: signed_in.seat.grants.iter().collect(),
        switches: Switch::ALL
            .iter()
            .copied()
            .filter(|switch| workspace.switches.on(*switch))
            .collect(),
    }))
}
