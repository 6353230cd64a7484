//! What routing is set to, and what it decided.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{Priority, Routed};
use yingke_routing::{AgentRouting, RuleTried, Settings, Skill, Stage, TeamRouting, Why};
use yingke_words::{AgentId, ConsultationId, ConversationId, CustomerId, DecisionId, SkillId, TeamId, Time};

use crate::{
    StoreError, Tx,
    conversations::{json, optional_document},
    params, sql,
};

/// The name of the lease whose holder assigns.
pub const ROUTING: &str = "routing";

/// A decision with its reasons, as stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionBody {
    /// What decided.
    pub stage: Stage,
    /// For which team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamId>,
    /// How long it had waited, in milliseconds.
    pub waited_ms: i64,
    /// The rules that were tried, up to the one that matched.
    pub rules: Vec<RuleTried>,
    /// Who was looked at, and why not the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The version of the settings.
    pub settings_version: i64,
    /// The log's number that was known.
    pub known_seq: i64,
}

/// Routing decided who gets it.
#[derive(Debug, Clone)]
pub struct Route {
    /// What.
    pub conversation: ConversationId,
    /// Who.
    pub routed: Routed,
    /// Who decided: void when another holds the lease of routing meanwhile.
    pub holder: String,
    /// Why.
    pub body: DecisionBody,
}

/// Where routing has a consultation wait.
#[derive(Debug, Clone)]
pub struct Placing {
    /// What.
    pub conversation: ConversationId,
    /// Of which consultation that was planned, by its number.
    pub number: i64,
    /// In whose queue; none = where it stands.
    pub team: Option<(TeamId, String)>,
    /// How urgently.
    pub priority: Priority,
}

/// A decision as it stands with a conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredDecision {
    /// Its id.
    pub id: DecisionId,
    /// For which consultation.
    pub consultation: ConsultationId,
    /// When.
    pub at: Time,
    /// Who got it.
    pub agent: AgentId,
    /// Why.
    pub body: DecisionBody,
}

/// What the workspace set, with its version; the defaults and 0 before anything was.
pub fn routing(tx: &mut Tx<'_>) -> Result<(Settings, i64), StoreError> {
    let workspace = tx.workspace()?;
    let found = tx.row(
        sql!("SELECT settings, version FROM routing WHERE workspace_id = $1 ORDER BY version DESC LIMIT 1"),
        params![workspace],
        |row| Ok((row.document(0)?, row.get(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Sets it in place of `version`; tells whether that was the newest one.
pub fn set_routing(tx: &mut Tx<'_>, settings: &Settings, version: i64) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    if routing(tx)?.1 != version {
        return Ok(false);
    }
    tx.run(
        sql!("INSERT INTO routing (workspace_id, version, settings, set_at) VALUES ($1, $2, $3, $4)"),
        params![workspace, version + 1, json(settings)?, now],
    )?;
    Ok(true)
}

/// Every skill of the workspace with its version, by name.
pub fn skills(tx: &mut Tx<'_>) -> Result<Vec<(Skill, i64)>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!("SELECT id, name, language, version FROM skill WHERE workspace_id = $1 ORDER BY name, id"),
        params![workspace],
        |row| {
            let skill = Skill {
                id: row.get(0)?,
                name: row.get(1)?,
                language: row.optional(2)?,
            };
            Ok((skill, row.get(3)?))
        },
    )
}

/// Adds a skill.
pub fn insert_skill(tx: &mut Tx<'_>, skill: &Skill) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("INSERT INTO skill (workspace_id, id, name, language, version) VALUES ($1, $2, $3, $4, 1)"),
        params![workspace, skill.id, &skill.name, skill.language.as_ref()],
    )
}

/// Changes a skill when `version` is still the stored one; tells whether it was.
pub fn update_skill(tx: &mut Tx<'_>, skill: &Skill, version: i64) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE skill SET name = $3, language = $4, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $5"
        ),
        params![workspace, skill.id, &skill.name, skill.language.as_ref(), version],
    )?;
    Ok(changed == 1)
}

/// Removes a skill; tells whether it was there.
pub fn delete_skill(tx: &mut Tx<'_>, id: SkillId) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!("DELETE FROM skill WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
    )?;
    Ok(changed == 1)
}

/// What was set for agents; who is missing brings along what is usual.
pub fn agent_routings(tx: &mut Tx<'_>) -> Result<HashMap<AgentId, AgentRouting>, StoreError> {
    let workspace = tx.workspace()?;
    let found = tx.rows(
        sql!("SELECT id, routing FROM agent WHERE workspace_id = $1 AND routing IS NOT NULL"),
        params![workspace],
        |row| Ok((row.get(0)?, row.document(1)?)),
    )?;
    Ok(found.into_iter().collect())
}

/// Sets what an agent brings along.
pub fn set_agent_routing(tx: &mut Tx<'_>, agent: AgentId, routing: &AgentRouting) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("UPDATE agent SET routing = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, agent, json(routing)?],
    )
}

/// What was set for teams.
pub fn team_routings(tx: &mut Tx<'_>) -> Result<HashMap<TeamId, TeamRouting>, StoreError> {
    let workspace = tx.workspace()?;
    let found = tx.rows(
        sql!("SELECT id, routing FROM team WHERE workspace_id = $1 AND routing IS NOT NULL"),
        params![workspace],
        |row| Ok((row.get(0)?, row.document(1)?)),
    )?;
    Ok(found.into_iter().collect())
}

/// Sets how a team's conversations go.
pub fn set_team_routing(tx: &mut Tx<'_>, team: TeamId, routing: &TeamRouting) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("UPDATE team SET routing = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, team, json(routing)?],
    )
}

/// The last decisions about a conversation, the newest first.
pub fn decisions_of(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    most: i64,
) -> Result<Vec<StoredDecision>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!(
            "SELECT id, consultation_id, at, agent_id, body FROM decision
             WHERE workspace_id = $1 AND conversation_id = $2 ORDER BY at DESC, id DESC LIMIT $3"
        ),
        params![workspace, conversation, most],
        |row| {
            Ok(StoredDecision {
                id: row.get(0)?,
                consultation: row.get(1)?,
                at: row.get(2)?,
                agent: row.get(3)?,
                body: row.document(4)?,
            })
        },
    )
}

/// Keeps a decision.
pub(crate) fn insert_decision(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    consultation: ConsultationId,
    agent: AgentId,
    body: &DecisionBody,
) -> Result<(), StoreError> {
    let (workspace, now, id) = (tx.workspace()?, tx.now(), tx.id::<DecisionId>());
    tx.run(
        sql!(
            "INSERT INTO decision (workspace_id, id, conversation_id, consultation_id, at, agent_id, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![workspace, id, conversation, consultation, now, agent, json(body)?],
    )
}

/// Who holds the lease of a name now.
pub fn holder_of(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.row(
        sql!("SELECT holder FROM holding WHERE workspace_id = $1 AND name = $2 AND until_at > $3"),
        params![workspace, name, now],
        |row| row.get(0),
    )
}

/// Who served each of these customers last, when, and in which inbox: one session a customer.
pub fn served_last(
    tx: &mut Tx<'_>,
    customers: &[CustomerId],
) -> Result<HashMap<CustomerId, (AgentId, Time, yingke_words::InboxId)>, StoreError> {
    let workspace = tx.workspace()?;
    let ids: Vec<uuid::Uuid> = customers.iter().map(|one| one.uuid()).collect();
    let found = tx.rows(
        sql!(
            "SELECT c.customer_id, s.agent_id, s.accepted_at, c.inbox_id
             FROM conversation c JOIN session s ON s.workspace_id = c.workspace_id AND s.conversation_id = c.id
             WHERE c.workspace_id = $1 AND c.customer_id = ANY($2) AND s.released_at IS NOT NULL
                AND s.agent_messages > 0
             ORDER BY s.accepted_at"
        ),
        params![workspace, ids],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))),
    )?;
    // The newest comes last and stays.
    Ok(found.into_iter().collect())
}

/// Who gave back, or did not accept, what waits: by conversation.
pub fn returned(
    tx: &mut Tx<'_>,
    conversations: &[ConversationId],
) -> Result<HashMap<ConversationId, Returns>, StoreError> {
    let workspace = tx.workspace()?;
    let ids: Vec<uuid::Uuid> = conversations.iter().map(|one| one.uuid()).collect();
    let found = tx.rows(
        sql!("SELECT id, returned, queued_at FROM conversation WHERE workspace_id = $1 AND id = ANY($2)"),
        params![workspace, ids],
        |row| {
            let mut returns: Returns = optional_document(row, 1)?.unwrap_or_default();
            returns.queued_at = row.optional(2)?;
            Ok((row.get(0)?, returns))
        },
    )?;
    Ok(found.into_iter().collect())
}

/// How a consultation came back into the queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Returns {
    /// From whom: it does not go to them again.
    pub barred: Vec<AgentId>,
    /// How often.
    pub times: i64,
    /// The team whose queue routing put it into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<TeamId>,
    /// Since when it stands in the queue.
    #[serde(skip)]
    pub queued_at: Option<Time>,
}
