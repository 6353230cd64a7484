//! Who did what.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yingke_staff::Permission;
use yingke_store::{AuditRow, audits};
use yingke_words::{AgentId, AuditId, Time};

use crate::{
    api::{
        body::Query,
        page::{List, Page, limit},
        problem::Problem,
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
};

/// Which records, and which page.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub struct AuditQuery {
    /// Only this act, `agents.update`.
    act: Option<String>,
    /// Only this agent's acts.
    agent_id: Option<AgentId>,
    /// How many, 1–100; 50 unless told.
    limit: Option<i64>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// Somebody or something in a record, as it was then.
#[derive(Debug, Serialize, ToSchema)]
pub struct Party {
    /// What it is.
    kind: String,
    /// Its id.
    id: Option<Uuid>,
    /// Its name then.
    name: String,
}

/// One record: who, what, on what, before → after, from where.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    id: AuditId,
    at: Time,
    actor: Party,
    /// What was done, `agents.update`.
    act: String,
    object: Party,
    /// Before; personal values masked.
    #[schema(value_type = Object, nullable)]
    before: Option<Value>,
    /// After, likewise.
    #[schema(value_type = Object, nullable)]
    after: Option<Value>,
    /// From where.
    address: String,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        let one = row.audit;
        let document = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            id: row.id,
            at: row.at,
            actor: Party {
                kind: one.actor_kind,
                id: one.actor_id.map(AgentId::uuid),
                name: one.actor_name,
            },
            act: one.act,
            object: Party {
                kind: one.object_kind,
                id: one.object_id,
                name: one.object_name,
            },
            before: document(one.before),
            after: document(one.after),
            address: one.address,
        }
    }
}

/// Reads the audit trail, newest first. Reading it is itself recorded.
#[utoipa::path(get, path = "/api/v1/audit", operation_id = "auditList",
    tag = "audit", params(AuditQuery),
    extensions(("x-permission" = json!("audit.read"))),
    responses((status = 200, body = Page<AuditEntry>), (status = 400), (status = 401), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ReadAudit as u8 }>,
    Query(asked): Query<AuditQuery>,
) -> Result<Json<Page<AuditEntry>>, Problem> {
    let most = limit(asked.limit)?;
    let list = List("audit", by.tenant());
    let before: Option<AuditId> = list.open(asked.cursor.as_deref())?;
    let mut rows = app
        .db
        .write(by.tenant(), move |tx| {
            let rows = audits(tx, before, asked.act.as_deref(), asked.agent_id, most + 1)?;
            let changed = Changed {
                act: "audit.read",
                kind: "audit",
                id: None,
                name: "",
                what: None,
            };
            record(tx, &by, &origin, &changed, (None::<&()>, Some(&asked)))?;
            Ok::<_, Problem>(rows)
        })
        .await?;
    let wanted = usize::try_from(most).unwrap_or(rows.len());
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next_cursor = rows.last().filter(|_| more).map(|row| list.seal(&row.id));
    Ok(Json(Page {
        next_cursor,
        ..Page::whole(rows)
    }))
}
