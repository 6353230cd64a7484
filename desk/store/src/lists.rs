//! Lists of conversations: what a snapshot and the list pages need.

use std::collections::HashMap;

use yingke_conversation::{Collaboration, Row};
use yingke_staff::Subject;
use yingke_words::{AgentId, ConversationId, CustomerId, Time};

use crate::{
    StoreError, Tx,
    conversations::{optional_document, read_row, select_conversation, slot_of},
    params, sql,
};

/// What an agent serves: running ones, and those that ended after `ended_since`.
pub fn served_by(tx: &mut Tx<'_>, agent: AgentId, ended_since: Time) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    let mut rows = tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND agent_id = $2 AND status <> 'ended' ORDER BY last_at"
        ),
        params![workspace, agent],
        read_row,
    )?;
    rows.extend(tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND agent_id = $2 AND status = 'ended' AND ended_at >= $3"
        ),
        params![workspace, agent, ended_since],
        read_row,
    )?);
    Ok(rows)
}

/// What waits for a human, longest first, at most `limit`.
pub fn waiting(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND status <> 'ended' AND agent_id IS NULL ORDER BY last_at LIMIT $2"
        ),
        params![workspace, limit],
        read_row,
    )
}

/// What is being served, by anybody, newest first, at most `limit`.
pub fn served(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND status <> 'ended' AND agent_id IS NOT NULL ORDER BY last_at DESC LIMIT $2"
        ),
        params![workspace, limit],
        read_row,
    )
}

/// Everything, newest first, before (`last_at`, `id`), at most `limit`.
pub fn recent(
    tx: &mut Tx<'_>,
    before: Option<(Time, ConversationId)>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    let (at, id) = before.unwrap_or((
        Time::from_millis(i64::MAX),
        ConversationId::from(uuid::Uuid::max()),
    ));
    tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND last_slot <= $2 AND (last_at, id) < ($3, $4)
             ORDER BY last_slot DESC, last_at DESC, id DESC LIMIT $5"
        ),
        params![workspace, slot_of(at), at, id, limit],
        read_row,
    )
}

/// The conversations of one customer.
pub fn of_customer(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_conversation!("WHERE workspace_id = $1 AND customer_id = $2 ORDER BY last_at DESC"),
        params![workspace, customer],
        read_row,
    )
}

/// The rows of `ids` that exist.
pub fn rows_of(tx: &mut Tx<'_>, ids: &[ConversationId]) -> Result<Vec<Row>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (workspace, ids) = (
        tx.workspace()?,
        ids.iter().map(|id| id.uuid()).collect::<Vec<_>>(),
    );
    tx.rows(
        select_conversation!("WHERE workspace_id = $1 AND id = ANY($2)"),
        params![workspace, ids],
        read_row,
    )
}

/// How many run, by the sides that permissions look at.
pub fn tally(tx: &mut Tx<'_>) -> Result<HashMap<Subject, i64>, StoreError> {
    let workspace = tx.workspace()?;
    let counted = tx.rows(
        sql!(
            "SELECT inbox_id, team_id, agent_id, COUNT(*), collaboration FROM conversation
             WHERE workspace_id = $1 AND status <> 'ended' GROUP BY inbox_id, team_id, agent_id, collaboration"
        ),
        params![workspace],
        |row| {
            let agent = row.optional(2)?;
            let together: Collaboration = optional_document(row, 4)?.unwrap_or_default();
            let subject = Subject {
                inbox: row.get(0)?,
                team: row.optional(1)?,
                agent,
                queued: agent.is_none(),
                company: together.company(),
                calls: together.calls(),
            };
            Ok((subject, row.get::<i64>(3)?))
        },
    )?;
    // Some differ only in what permissions do not look at.
    let mut tally = HashMap::new();
    for (subject, count) in counted {
        *tally.entry(subject).or_default() += count;
    }
    Ok(tally)
}

/// How far an agent has read each of `ids`, in customer messages.
pub fn reads(
    tx: &mut Tx<'_>,
    agent: AgentId,
    ids: &[ConversationId],
) -> Result<HashMap<ConversationId, i64>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (workspace, ids) = (
        tx.workspace()?,
        ids.iter().map(|id| id.uuid()).collect::<Vec<_>>(),
    );
    let marks = tx.rows(
        sql!(
            "SELECT conversation_id, count FROM read_mark
             WHERE workspace_id = $1 AND agent_id = $2 AND conversation_id = ANY($3)"
        ),
        params![workspace, agent, ids],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(marks.into_iter().collect())
}
