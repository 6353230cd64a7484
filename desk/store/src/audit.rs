//! The audit trail: append-only, written with the act.

use serde::Serialize;
use yingke_staff::Seat;
use yingke_words::{AgentId, AuditId, Time};

use crate::{
    StoreError, Tx, params, sql,
    staff::{Agent, Role, roles},
};

/// From where an act came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address and port of the caller.
    pub address: String,
    /// Their browser.
    pub user_agent: String,
    /// The request's trace id.
    pub trace_id: String,
}

/// Who acted, as the trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auditor {
    /// agent or system.
    pub kind: &'static str,
    /// The agent.
    pub id: Option<AgentId>,
    /// Their name then.
    pub name: String,
    /// Their role then.
    pub role: String,
}

impl Auditor {
    /// The machine itself, or whoever has it at hand.
    pub fn system() -> Self {
        Self {
            kind: "system",
            id: None,
            name: String::new(),
            role: String::new(),
        }
    }

    /// An agent, by the seat they hold.
    pub fn of(seat: &Seat) -> Self {
        Self {
            kind: "agent",
            id: Some(seat.agent),
            name: seat.name.clone(),
            role: seat.role.clone(),
        }
    }
}

/// An agent as the trail keeps them, before they have a seat of their own at hand.
pub fn auditor_of(tx: &mut Tx<'_>, agent: &Agent) -> Result<Auditor, StoreError> {
    let role = roles(tx)?.into_iter().find(|role| role.id == agent.role);
    Ok(Auditor {
        kind: "agent",
        id: Some(agent.id),
        name: agent.name.clone(),
        role: role.as_ref().map(Role::title).unwrap_or_default(),
    })
}

/// One record: who, what, on what, before → after, from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Who.
    pub by: Auditor,
    /// The act, `agents.invite`.
    pub act: &'static str,
    /// The kind of thing acted on, `invitation`.
    pub object_kind: &'static str,
    /// Its id.
    pub object_id: Option<uuid::Uuid>,
    /// Its name then.
    pub object_name: String,
    /// Before, as JSON, sensitive fields masked.
    pub before: Option<String>,
    /// After, likewise.
    pub after: Option<String>,
    /// From where.
    pub origin: Origin,
}

/// A stored record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its id: rises with time.
    pub id: AuditId,
    /// When.
    pub at: Time,
    /// The record.
    pub audit: StoredAudit,
}

/// A record as read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredAudit {
    /// agent or system.
    pub actor_kind: String,
    /// The agent.
    pub actor_id: Option<AgentId>,
    /// Their name then.
    pub actor_name: String,
    /// Their role then.
    pub role: String,
    /// The act.
    pub act: String,
    /// The kind of thing.
    pub object_kind: String,
    /// Its id.
    pub object_id: Option<uuid::Uuid>,
    /// Its name then.
    pub object_name: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// From where.
    pub address: String,
}

pub(crate) fn insert_audit(tx: &mut Tx<'_>, audit: &Audit) -> Result<(), StoreError> {
    let (workspace, id, at) = (tx.workspace()?, tx.id::<AuditId>(), tx.now());
    let Audit { by, origin, .. } = audit;
    tx.run(
        sql!(
            "INSERT INTO audit (workspace_id, id, at, actor_kind, actor_id, actor_name, role, act, object_kind,
                object_id, object_name, before, after, address, user_agent, trace_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
        ),
        params![
            workspace, id, at, by.kind, by.id, &by.name, &by.role, audit.act, audit.object_kind, audit.object_id,
            &audit.object_name, audit.before.as_ref(), audit.after.as_ref(), &origin.address, &origin.user_agent,
            &origin.trace_id,
        ],
    )
}

/// The newest records before `before`, at most `limit`; `act` and `agent` narrow.
pub fn audits(
    tx: &mut Tx<'_>,
    before: Option<AuditId>,
    act: Option<&str>,
    agent: Option<AgentId>,
    limit: i64,
) -> Result<Vec<AuditRow>, StoreError> {
    let workspace = tx.workspace()?;
    let before = before.map_or(uuid::Uuid::max(), AuditId::uuid);
    tx.rows(
        sql!(
            "SELECT id, at, actor_kind, actor_id, actor_name, act, object_kind, object_id, object_name, before, after,
                address, role
             FROM audit
             WHERE workspace_id = $1 AND id < $2 AND (act = $3 OR $3 IS NULL)
                AND (actor_id = $4 OR $4 IS NULL)
             ORDER BY id DESC LIMIT $5"
        ),
        params![workspace, before, act, agent, limit],
        |row| {
            Ok(AuditRow {
                id: row.get(0)?,
                at: row.get(1)?,
                audit: StoredAudit {
                    actor_kind: row.get(2)?,
                    actor_id: row.optional(3)?,
                    actor_name: row.get(4)?,
                    act: row.get(5)?,
                    object_kind: row.get(6)?,
                    object_id: row.optional(7)?,
                    object_name: row.get(8)?,
                    before: row.optional(9)?,
                    after: row.optional(10)?,
                    address: row.get(11)?,
                    role: row.get(12)?,
                },
            })
        },
    )
}
