//! Agents, teams and roles.

use std::collections::HashMap;

use yingke_conversation::AgentPresence;
use yingke_staff::{AgentStatus, Grant, Hours, Seat, StandardRole};
use yingke_words::{AccountId, AgentId, InboxId, RoleId, TeamId, Time};

use crate::{
    Record, StoreError, Tx,
    conversations::{json, optional_document},
    params, sql,
    work::insert_work,
};

/// A human seat, as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agent {
    /// Its id.
    pub id: AgentId,
    /// Who signs in.
    pub account: AccountId,
    /// Their name here.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Their role.
    pub role: RoleId,
    /// Whether they are there.
    pub status: AgentStatus,
    /// Why, for a break.
    pub status_reason: Option<String>,
    /// Since when.
    pub status_at: Time,
    /// When it ends by itself; none = when they set another.
    pub status_until: Option<Time>,
    /// The language of their interface.
    pub language: String,
    /// light, dark or system.
    pub theme: String,
    /// When the seat was closed.
    pub disabled_at: Option<Time>,
    /// Its version, for edits.
    pub version: i64,
}

/// A named set of grants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Its name; empty for standard roles, which the interface names.
    pub name: String,
    /// The standard role it is.
    pub standard: Option<String>,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Its version, for edits.
    pub version: i64,
}

impl Role {
    /// How it is called: a standard role's key, or a custom one's name.
    pub fn title(&self) -> String {
        self.standard.clone().unwrap_or_else(|| self.name.clone())
    }
}

/// A group of agents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Who belongs to it.
    pub members: Vec<AgentId>,
    /// When it is there; none = whenever the inbox is open.
    pub hours: Option<Hours>,
    /// Its version, for edits.
    pub version: i64,
}

macro_rules! select_agent {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, name, email, role_id, status, status_reason, status_at, language, theme, disabled_at,
            version, status_until FROM agent ",
            $rest
        )
    };
}

fn read_agent(record: &Record<'_>) -> Result<Agent, StoreError> {
    Ok(Agent {
        id: record.get(0)?,
        account: record.get(1)?,
        name: record.get(2)?,
        email: record.get(3)?,
        role: record.get(4)?,
        status: record.key(5, AgentStatus::of_key)?,
        status_reason: record.optional(6)?,
        status_at: record.get(7)?,
        language: record.get(8)?,
        theme: record.get(9)?,
        disabled_at: record.optional(10)?,
        version: record.get(11)?,
        status_until: record.optional(12)?,
    })
}

impl Agent {
    /// The agent as colleagues see them.
    pub fn presence(&self) -> AgentPresence {
        AgentPresence {
            id: self.id,
            name: self.name.clone(),
            status: self.status.shown(),
            reason: self.status_reason.clone(),
        }
    }
}

/// Every agent of the workspace.
pub fn agents(tx: &mut Tx<'_>) -> Result<Vec<Agent>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_agent!("WHERE workspace_id = $1 ORDER BY id"),
        params![workspace],
        read_agent,
    )
}

/// One agent.
pub fn agent(tx: &mut Tx<'_>, id: AgentId) -> Result<Option<Agent>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_agent!("WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
        read_agent,
    )
}

/// Adds an agent.
pub fn insert_agent(tx: &mut Tx<'_>, agent: &Agent) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!(
            "INSERT INTO agent (workspace_id, id, account_id, name, email, role_id, status, status_at, language, theme,
                created_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $8, 1)"
        ),
        params![
            workspace,
            agent.id,
            agent.account,
            &agent.name,
            &agent.email,
            agent.role,
            agent.status.key(),
            now,
            &agent.language,
            &agent.theme,
        ],
    )?;
    tx.run(
        sql!("INSERT INTO account_seat (account_id, workspace_id, agent_id) VALUES ($1, $2, $3)"),
        params![agent.account, workspace, agent.id],
    )
}

/// Changes an agent when `version` is still the stored one; tells whether it was.
pub fn update_agent(tx: &mut Tx<'_>, agent: &Agent) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE agent SET name = $3, role_id = $4, language = $5, theme = $6, disabled_at = $7, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $8"
        ),
        params![
            workspace,
            agent.id,
            &agent.name,
            agent.role,
            &agent.language,
            &agent.theme,
            agent.disabled_at,
            agent.version,
        ],
    )?;
    Ok(changed == 1)
}

/// Work: somebody's status ends by itself.
pub const STATUS_ENDS: &str = "status.ends";
/// Work: a consultation that somebody served has ended.
pub const CONTACT_ENDED: &str = "status.contact_ended";

/// Sets an agent's status and closes the interval of the old one. A status that ends by itself has its work row.
pub fn set_status(
    tx: &mut Tx<'_>,
    agent: &Agent,
    status: AgentStatus,
    reason: Option<&str>,
    until: Option<Time>,
) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!(
            "INSERT INTO status_interval (workspace_id, agent_id, start_at, end_at, status, reason)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (workspace_id, agent_id, start_at) DO UPDATE SET end_at = excluded.end_at"
        ),
        params![
            workspace,
            agent.id,
            agent.status_at,
            now,
            agent.status.key(),
            agent.status_reason.as_deref()
        ],
    )?;
    tx.run(
        sql!("UPDATE agent SET status = $3, status_reason = $4, status_at = $5 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, agent.id, status.key(), reason, now],
    )?;
    set_status_until(tx, agent.id, until)
}

/// Says when an agent's status ends by itself.
pub fn set_status_until(tx: &mut Tx<'_>, agent: AgentId, until: Option<Time>) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("UPDATE agent SET status_until = $3 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, agent, until],
    )?;
    if let Some(until) = until {
        insert_work(tx, STATUS_ENDS, until, None, Some(&agent.to_string()))?;
    }
    Ok(())
}

/// The status, with its reason, that an agent had before the one they have.
pub fn status_before(
    tx: &mut Tx<'_>,
    agent: &Agent,
) -> Result<Option<(AgentStatus, Option<String>)>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!(
            "SELECT status, reason FROM status_interval WHERE workspace_id = $1 AND agent_id = $2 AND end_at = $3
             ORDER BY start_at DESC LIMIT 1"
        ),
        params![workspace, agent.id, agent.status_at],
        |row| Ok((row.key(0, AgentStatus::of_key)?, row.optional(1)?)),
    )
}

/// Every role of the workspace.
pub fn roles(tx: &mut Tx<'_>) -> Result<Vec<Role>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!("SELECT id, name, standard, grants, version FROM role WHERE workspace_id = $1 ORDER BY id"),
        params![workspace],
        |row| {
            let standard: Option<String> = row.optional(2)?;
            // What a standard role may do is this version's to say: it may have learnt something since it was stored.
            let grants = match standard.as_deref().and_then(StandardRole::of_key) {
                Some(role) => role.grants(),
                None => row.document(3)?,
            };
            Ok(Role {
                id: row.get(0)?,
                name: row.get(1)?,
                standard,
                grants,
                version: row.get(4)?,
            })
        },
    )
}

/// Adds a role.
pub fn insert_role(tx: &mut Tx<'_>, role: &Role) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("INSERT INTO role (workspace_id, id, name, standard, grants, version) VALUES ($1, $2, $3, $4, $5, 1)"),
        params![workspace, role.id, &role.name, role.standard.as_ref(), json(&role.grants)?],
    )
}

/// Changes a role of one's own when `version` is still the stored one; tells whether it was.
pub fn update_role(tx: &mut Tx<'_>, role: &Role) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE role SET name = $3, grants = $4, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $5 AND standard IS NULL"
        ),
        params![workspace, role.id, &role.name, json(&role.grants)?, role.version],
    )?;
    Ok(changed == 1)
}

/// Removes a role of one's own that nobody holds; tells whether it was there and free.
pub fn delete_role(tx: &mut Tx<'_>, id: RoleId) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "DELETE FROM role WHERE workspace_id = $1 AND id = $2 AND standard IS NULL
                AND NOT EXISTS (SELECT 1 FROM agent WHERE agent.workspace_id = $1 AND agent.role_id = $2)"
        ),
        params![workspace, id],
    )?;
    Ok(changed == 1)
}

/// Every team with its members.
pub fn teams(tx: &mut Tx<'_>) -> Result<Vec<Team>, StoreError> {
    let workspace = tx.workspace()?;
    let members = tx.rows(
        sql!("SELECT team_id, agent_id FROM team_member WHERE workspace_id = $1 ORDER BY team_id, agent_id"),
        params![workspace],
        |row| Ok((row.get::<TeamId>(0)?, row.get::<AgentId>(1)?)),
    )?;
    let mut found = tx.rows(
        sql!("SELECT id, name, version, hours FROM team WHERE workspace_id = $1 ORDER BY id"),
        params![workspace],
        |row| {
            Ok(Team {
                id: row.get(0)?,
                name: row.get(1)?,
                members: Vec::new(),
                version: row.get(2)?,
                hours: optional_document(row, 3)?,
            })
        },
    )?;
    for team in &mut found {
        team.members = members
            .iter()
            .filter(|(id, _)| *id == team.id)
            .map(|(_, agent)| *agent)
            .collect();
    }
    Ok(found)
}

fn hours_of(team: &Team) -> Result<Option<String>, StoreError> {
    team.hours.as_ref().map(json).transpose()
}

/// Adds a team.
pub fn insert_team(tx: &mut Tx<'_>, team: &Team) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("INSERT INTO team (workspace_id, id, name, hours, version) VALUES ($1, $2, $3, $4, 1)"),
        params![workspace, team.id, &team.name, hours_of(team)?],
    )?;
    set_members(tx, team)
}

/// Changes a team when `version` is still the stored one; tells whether it was.
pub fn update_team(tx: &mut Tx<'_>, team: &Team) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE team SET name = $3, hours = $5, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $4"
        ),
        params![workspace, team.id, &team.name, team.version, hours_of(team)?],
    )?;
    if changed == 1 {
        set_members(tx, team)?;
    }
    Ok(changed == 1)
}

/// Removes a team. Ended conversations keep its id; whether running ones are its own is the caller's to look at.
pub fn delete_team(tx: &mut Tx<'_>, id: TeamId) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM team_member WHERE workspace_id = $1 AND team_id = $2"),
        params![workspace, id],
    )?;
    tx.run(
        sql!("DELETE FROM team_inbox WHERE workspace_id = $1 AND team_id = $2"),
        params![workspace, id],
    )?;
    let changed = tx.changed(
        sql!("DELETE FROM team WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
    )?;
    Ok(changed == 1)
}

fn set_members(tx: &mut Tx<'_>, team: &Team) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM team_member WHERE workspace_id = $1 AND team_id = $2"),
        params![workspace, team.id],
    )?;
    for member in &team.members {
        tx.run(
            sql!("INSERT INTO team_member (workspace_id, team_id, agent_id) VALUES ($1, $2, $3)"),
            params![workspace, team.id, *member],
        )?;
    }
    Ok(())
}

/// Replaces the teams of one agent.
pub fn set_teams_of(tx: &mut Tx<'_>, agent: AgentId, teams: &[TeamId]) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM team_member WHERE workspace_id = $1 AND agent_id = $2"),
        params![workspace, agent],
    )?;
    for team in teams {
        tx.run(
            sql!("INSERT INTO team_member (workspace_id, team_id, agent_id) VALUES ($1, $2, $3)"),
            params![workspace, *team, agent],
        )?;
    }
    Ok(())
}

/// The seats of `agents` that are not disabled: everything a permission decision needs.
pub fn seats(tx: &mut Tx<'_>, only: Option<AgentId>) -> Result<HashMap<AgentId, Seat>, StoreError> {
    let workspace = tx.workspace()?;
    let roles: HashMap<RoleId, Role> = roles(tx)?.into_iter().map(|role| (role.id, role)).collect();
    let bindings = tx.rows(
        sql!("SELECT inbox_id, team_id FROM team_inbox WHERE workspace_id = $1"),
        params![workspace],
        |row| Ok((row.get::<InboxId>(0)?, row.get::<TeamId>(1)?)),
    )?;
    let inboxes = tx.rows(
        sql!("SELECT id FROM inbox WHERE workspace_id = $1 ORDER BY id"),
        params![workspace],
        |row| row.get::<InboxId>(0),
    )?;
    let members = tx.rows(
        sql!("SELECT agent_id, team_id FROM team_member WHERE workspace_id = $1 AND (agent_id = $2 OR $2 IS NULL)"),
        params![workspace, only],
        |row| Ok((row.get::<AgentId>(0)?, row.get::<TeamId>(1)?)),
    )?;
    let found = match only {
        Some(id) => agent(tx, id)?.into_iter().collect(),
        None => agents(tx)?,
    };
    let seat = |agent: Agent| {
        let teams: Vec<TeamId> = members
            .iter()
            .filter(|(member, _)| *member == agent.id)
            .map(|(_, team)| *team)
            .collect();
        let serves = |inbox: &&InboxId| {
            let mut own = bindings.iter().filter(|(bound, _)| bound == *inbox).peekable();
            own.peek().is_none() || own.any(|(_, team)| teams.contains(team))
        };
        let inboxes = inboxes.iter().filter(serves).copied().collect();
        let role = roles.get(&agent.role);
        let grants = role
            .map(|role| role.grants.iter().copied().collect())
            .unwrap_or_default();
        (
            agent.id,
            Seat {
                workspace,
                agent: agent.id,
                name: agent.name,
                role: role.map(Role::title).unwrap_or_default(),
                grants,
                teams,
                inboxes,
            },
        )
    };
    Ok(found
        .into_iter()
        .filter(|agent| agent.disabled_at.is_none())
        .map(seat)
        .collect())
}

/// The inboxes that only some teams serve.
pub fn bound_inboxes(tx: &mut Tx<'_>) -> Result<Vec<InboxId>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!("SELECT DISTINCT inbox_id FROM team_inbox WHERE workspace_id = $1"),
        params![workspace],
        |row| row.get(0),
    )
}
