//! An agent gets another role or other teams, or their seat is closed or opened again.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::{EventKind, Moment};
use yingke_staff::{AgentStatus, Permission, StandardRole, Switch, check_holding};
use yingke_store::{
    Agent, Role, Team, Tx, agents, delete_sign_ins, roles, set_status, set_teams_of, teams, update_agent,
};
use yingke_words::{AgentId, RoleId, TeamId};

use super::AgentView;
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        fields::check_ids,
        problem::{Code, Problem},
        roles::holding,
        settings::{Changed, record, show_agent},
        signed_in::{Manager, Renewed, SignedIn, renewed_cookie},
        switched,
    },
    app::App,
};

/// What to change.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgentChange {
    /// Their role.
    role_id: Option<RoleId>,
    /// Their teams, all of them.
    team_ids: Option<Vec<TeamId>>,
    /// Whether the seat is closed. Closing it ends every sign-in and socket at once.
    disabled: Option<bool>,
}

/// Changes an agent. Nobody gives, takes or touches a right they lack, and one owner remains. Another role ends the
/// agent's sign-ins; who changes their own goes on under a new cookie.
#[utoipa::path(patch, path = "/api/v1/agents/{id}", operation_id = "agentsUpdate",
    tag = "agents", request_body = AgentChange,
    params(("id" = AgentId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("agents.manage"))),
    responses((status = 200, body = AgentView), (status = 403), (status = 404), (status = 409), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageAgents as u8 }>,
    Id(id): Id<AgentId>,
    Edit(version, change): Edit<AgentChange>,
) -> Result<Renewed<Versioned<AgentView>>, Problem> {
    if change.team_ids.is_some() {
        switched::check(&by.workspace.switches, Switch::Teams)?;
    }
    let secret: [u8; 32] = app.secret();
    let whose = by.tenant();
    let (after, own) = app
        .db
        .write(by.tenant(), move |tx| {
            let (everybody, roles, groups) = (agents(tx)?, roles(tx)?, teams(tx)?);
            let found = everybody.iter().find(|agent| agent.id == id);
            let agent = found.ok_or(Code::NotFound)?;
            check_version(agent.version, version)?;
            let wanted = decide(tx, &by, agent, &change, (&everybody, &roles))?;
            let known: Vec<TeamId> = groups.iter().map(|team| team.id).collect();
            let groups_of = change.team_ids.as_ref();
            let groups_of = groups_of
                .map(|ids| check_ids("teamIds", ids, &known))
                .transpose()?;
            let before = AgentView::of(agent, &roles, &groups);
            let another = agent.role != wanted.role;
            let own = another && by.end_sign_ins_of(tx, agent.id, &secret)?;
            let after = perform(tx, &by, (agent, wanted), groups_of)?;
            let groups: Vec<Team> = teams(tx)?;
            let view = AgentView::of(&after, &roles, &groups);
            let changed = Changed {
                act: "agents.update",
                kind: "agent",
                id: Some(id.uuid()),
                name: &after.name,
                what: Some("agents"),
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&view)))?;
            Ok::<_, Problem>((view, own))
        })
        .await?;
    let cookie = own.then(|| renewed_cookie(&app, whose, &secret));
    Ok(Renewed(cookie, Versioned(after.version, after)))
}

/// The agent as they are to be, if the deciding room allows it.
fn decide(
    tx: &Tx<'_>,
    by: &SignedIn,
    agent: &Agent,
    change: &AgentChange,
    (everybody, roles): (&[Agent], &[Role]),
) -> Result<Agent, Problem> {
    let role_of = |id: RoleId| roles.iter().find(|role| role.id == id);
    let mut wanted = agent.clone();
    wanted.role = change.role_id.unwrap_or(agent.role);
    wanted.disabled_at = match change.disabled {
        Some(true) => agent.disabled_at.or(Some(tx.now())),
        Some(false) => None,
        None => agent.disabled_at,
    };
    let before = role_of(agent.role).map(|role| holding(role, agent.disabled_at.is_some()));
    let role = role_of(wanted.role).ok_or_else(|| Problem::field("roleId", "it does not exist here"))?;
    let owner = |other: &&Agent| {
        let role = role_of(other.role);
        other.id != agent.id
            && other.disabled_at.is_none()
            && role.is_some_and(|role| role.standard.as_deref() == Some(StandardRole::Owner.key()))
    };
    let others = everybody.iter().filter(owner).count();
    let after = holding(role, wanted.disabled_at.is_some());
    check_holding(&by.seat.grants, before, after, others)?;
    Ok(wanted)
}

fn perform(
    tx: &mut Tx<'_>,
    by: &SignedIn,
    (before, mut wanted): (&Agent, Agent),
    teams: Option<Vec<TeamId>>,
) -> Result<Agent, Problem> {
    update_agent(tx, &wanted)?;
    wanted.version += 1;
    if let Some(teams) = teams {
        set_teams_of(tx, wanted.id, &teams)?;
    }
    match (before.disabled_at, wanted.disabled_at) {
        (None, Some(_)) => {
            delete_sign_ins(tx, wanted.id, None)?;
            set_status(tx, &wanted, AgentStatus::Offline, None, None)?;
            wanted.status = AgentStatus::Offline;
            wanted.status_reason = None;
            show_agent(tx, Moment::actor(&by.seat), EventKind::AgentLeft, &wanted)?;
        }
        (Some(_), None) => show_agent(tx, Moment::actor(&by.seat), EventKind::AgentStatus, &wanted)?,
        _ => {}
    }
    Ok(wanted)
}
