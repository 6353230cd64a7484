//! Due work: rows that one holder at a time takes under a lease. Over all workspaces; rows hold ids, never content.

use yingke_conversation::{Timer, TimerKind};
use yingke_words::{ConsultationId, ConversationId, Span, Time, WorkId, WorkspaceId};

use crate::{Record, StoreError, Tx, params, sql};

/// Something that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Work {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Its id.
    pub id: WorkId,
    /// What is to be done.
    pub kind: String,
    /// When.
    pub due_at: Time,
    /// How often it has been leased, this time included.
    pub attempts: i64,
    /// On which conversation.
    pub conversation: Option<ConversationId>,
    /// For which consultation.
    pub consultation: Option<ConsultationId>,
    /// What else the worker needs to know.
    pub body: Option<String>,
    /// Why it was given up.
    pub problem: Option<String>,
}

impl Work {
    /// The timer it carries, if it is one.
    pub fn timer(&self) -> Option<Timer> {
        Some(Timer {
            kind: TimerKind::of_key(&self.kind)?,
            due_at: self.due_at,
            conversation: self.conversation?,
            consultation: self.consultation?,
        })
    }
}

fn read(record: &Record<'_>) -> Result<Work, StoreError> {
    Ok(Work {
        workspace: record.get(0)?,
        id: record.get(1)?,
        kind: record.get(2)?,
        due_at: record.get(3)?,
        attempts: record.get(4)?,
        conversation: record.optional(5)?,
        consultation: record.optional(6)?,
        body: record.optional(7)?,
        problem: record.optional(8)?,
    })
}

/// Takes what is due and held by nobody, or by somebody whose lease ran out: at most `limit` rows, the longest due
/// first. For a transaction without a tenant. `holder` names one worker of one start, never two.
pub fn lease_due(
    tx: &mut Tx<'_>,
    now: Time,
    holder: &str,
    span: Span,
    limit: i64,
) -> Result<Vec<Work>, StoreError> {
    let mut leased = tx.rows(
        sql!(
            "WITH due AS MATERIALIZED (
                SELECT workspace_id AS w, id AS i FROM work
                WHERE due_at <= $1 AND given_up_at IS NULL AND (leased_until_at IS NULL OR leased_until_at <= $1)
                ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
             UPDATE work SET leased_by = $2, leased_until_at = $3, attempts = attempts + 1
             FROM due WHERE workspace_id = due.w AND id = due.i
             RETURNING workspace_id, id, kind, due_at, attempts, conversation_id, consultation_id, body, problem"
        ),
        params![now, holder, now + span, limit],
        read,
    )?;
    leased.sort_by_key(|work| (work.due_at, work.id));
    Ok(leased)
}

/// The work is done: its row goes. False when the lease was lost.
pub fn finish(tx: &mut Tx<'_>, work: &Work, holder: &str) -> Result<bool, StoreError> {
    let changed = tx.changed(
        sql!("DELETE FROM work WHERE workspace_id = $1 AND id = $2 AND leased_by = $3"),
        params![work.workspace, work.id, holder],
    )?;
    Ok(changed == 1)
}

/// Gives the lease back, to be taken again at `next_due`. False when the lease was lost.
pub fn release(tx: &mut Tx<'_>, work: &Work, holder: &str, next_due: Time) -> Result<bool, StoreError> {
    let changed = tx.changed(
        sql!(
            "UPDATE work SET leased_by = NULL, leased_until_at = NULL, due_at = $4
             WHERE workspace_id = $1 AND id = $2 AND leased_by = $3"
        ),
        params![work.workspace, work.id, holder, next_due],
    )?;
    Ok(changed == 1)
}

/// Gives the work up: nobody takes it again, and it stays to be seen. `problem` is a code, not content.
/// False when the lease was lost.
pub fn give_up(tx: &mut Tx<'_>, work: &Work, holder: &str, problem: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx.changed(
        sql!(
            "UPDATE work SET leased_by = NULL, leased_until_at = NULL, given_up_at = $4, problem = $5
             WHERE workspace_id = $1 AND id = $2 AND leased_by = $3"
        ),
        params![work.workspace, work.id, holder, now, problem],
    )?;
    Ok(changed == 1)
}

/// What was given up in the workspace of the transaction, newest first, at most `limit`.
pub fn given_up(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Work>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!(
            "SELECT workspace_id, id, kind, due_at, attempts, conversation_id, consultation_id, body, problem FROM work
             WHERE workspace_id = $1 AND given_up_at IS NOT NULL ORDER BY given_up_at DESC, id LIMIT $2"
        ),
        params![workspace, limit],
        read,
    )
}

/// When the next row that nobody holds is due, over all workspaces: so long a worker may rest.
pub fn next_due(tx: &mut Tx<'_>) -> Result<Option<Time>, StoreError> {
    tx.row(
        sql!(
            "SELECT due_at FROM work WHERE given_up_at IS NULL AND leased_until_at IS NULL ORDER BY due_at LIMIT 1"
        ),
        &[],
        |row| row.get(0),
    )
}

/// Adds a row of work for the workspace of the transaction.
pub fn insert_work(
    tx: &mut Tx<'_>,
    kind: &str,
    due_at: Time,
    conversation: Option<ConversationId>,
    body: Option<&str>,
) -> Result<WorkId, StoreError> {
    let (workspace, id) = (tx.workspace()?, tx.id::<WorkId>());
    tx.run(
        sql!(
            "INSERT INTO work (workspace_id, id, kind, due_at, attempts, conversation_id, body)
             VALUES ($1, $2, $3, $4, 0, $5, $6)"
        ),
        params![
            workspace,
            id,
            kind,
            due_at,
            conversation.map(ConversationId::uuid),
            body
        ],
    )?;
    Ok(id)
}

/// The leased rows of one holder, for its own clean stop. Tells how many were given back at once.
pub fn release_all(tx: &mut Tx<'_>, holder: &str) -> Result<u64, StoreError> {
    tx.changed(
        sql!("UPDATE work SET leased_by = NULL, leased_until_at = NULL WHERE leased_by = $1"),
        params![holder],
    )
}
