//! The outbox: what is to go out, in the order of the log within a conversation. One holder takes a delivery under a lease;
//! it ends as settled or as a dead letter, and never in silence.

use yingke_conversation::Order;
use yingke_words::{AppId, ConversationId, DeliveryId, InboxId, Span, Time, WorkspaceId};

use crate::{Record, StoreError, Tx, conversations::json, params, sql};

/// One thing on its way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Its id.
    pub id: DeliveryId,
    /// By which app.
    pub app: AppId,
    /// From which inbox.
    pub inbox: InboxId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Its place among what the conversation sends.
    pub seq: i64,
    /// What.
    pub order: Order,
    /// When it was ordered.
    pub created_at: Time,
    /// How often it has been leased, this time included.
    pub attempts: i64,
    /// When a step with an effect was begun whose end nobody has seen: a process that was killed while it sent.
    pub begun_at: Option<Time>,
    /// When it was given up.
    pub dead_at: Option<Time>,
    /// Why it was given up, as JSON.
    pub problem: Option<String>,
}

/// Pasted where rows are returned, in the order of [`read`].
macro_rules! select_delivery {
    ($rest:literal) => {
        concat!(
            "SELECT workspace_id, id, app_id, inbox_id, conversation_id, seq, body, created_at, attempts, begun_at,
            dead_at, problem FROM outbox ",
            $rest
        )
    };
}

fn read(record: &Record<'_>) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        workspace: record.get(0)?,
        id: record.get(1)?,
        app: record.get(2)?,
        inbox: record.get(3)?,
        conversation: record.get(4)?,
        seq: record.get(5)?,
        order: record.document(6)?,
        created_at: record.get(7)?,
        attempts: record.get(8)?,
        begun_at: record.optional(9)?,
        dead_at: record.optional(10)?,
        problem: record.optional(11)?,
    })
}

/// Adds something to go out.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    way: (AppId, InboxId),
    conversation: ConversationId,
    seq: i64,
    order: &Order,
) -> Result<(), StoreError> {
    let (workspace, now, id) = (tx.workspace()?, tx.now(), tx.id::<DeliveryId>());
    tx.run(
        sql!(
            "INSERT INTO outbox (workspace_id, id, app_id, inbox_id, conversation_id, seq, body, created_at, due_at,
                attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0)"
        ),
        params![workspace, id, way.0, way.1, conversation, seq, json(order)?, now],
    )
}

/// Takes what is due and held by nobody, at most `limit`, the longest due first, and of each conversation only what is next
/// in it. For a transaction without a tenant. `holder` names one worker of one start, never two.
pub fn lease_deliveries(
    tx: &mut Tx<'_>,
    now: Time,
    holder: &str,
    span: Span,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    let mut leased = tx.rows(
        sql!(
            "WITH due AS MATERIALIZED (
                SELECT workspace_id AS w, id AS i FROM outbox o
                WHERE due_at <= $1 AND dead_at IS NULL AND (leased_until_at IS NULL OR leased_until_at <= $1)
                  AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.workspace_id = o.workspace_id
                    AND p.conversation_id = o.conversation_id AND p.dead_at IS NULL
                    AND (p.seq < o.seq OR (p.seq = o.seq AND p.id < o.id)))
                ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
             UPDATE outbox SET leased_by = $2, leased_until_at = $3, attempts = attempts + 1
             FROM due WHERE workspace_id = due.w AND id = due.i
             RETURNING workspace_id, id, app_id, inbox_id, conversation_id, seq, body, created_at, attempts, begun_at,
                dead_at, problem"
        ),
        params![now, holder, now + span, limit],
        read,
    )?;
    leased.sort_by_key(|one| (one.created_at, one.id));
    Ok(leased)
}

/// When the next delivery that nobody holds any more is due, over all workspaces.
pub fn next_delivery(tx: &mut Tx<'_>, now: Time) -> Result<Option<Time>, StoreError> {
    tx.row(
        sql!(
            "SELECT due_at FROM outbox WHERE dead_at IS NULL AND (leased_until_at IS NULL OR leased_until_at <= $1)
             ORDER BY due_at LIMIT 1"
        ),
        params![now],
        |row| row.get(0),
    )
}

/// A step with an effect begins now: should nobody see its end, whoever takes the delivery up knows. It is held at least
/// `until`, when what was sent has arrived or never will. False when the lease was lost.
pub fn begin_delivery(
    tx: &mut Tx<'_>,
    one: &Delivery,
    holder: &str,
    until: Time,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx.changed(
        sql!(
            "UPDATE outbox SET begun_at = $4, leased_until_at = $5
             WHERE workspace_id = $1 AND id = $2 AND leased_by = $3"
        ),
        params![one.workspace, one.id, holder, now, until],
    )?;
    Ok(changed == 1)
}

/// Holds a delivery longer, at least `until`: its holder lives and is still at it. False when the lease was lost.
pub fn renew_delivery(
    tx: &mut Tx<'_>,
    one: &Delivery,
    holder: &str,
    until: Time,
) -> Result<bool, StoreError> {
    let changed = tx.changed(
        sql!(
            "UPDATE outbox SET leased_until_at = CASE WHEN leased_until_at > $4 THEN leased_until_at ELSE $4 END
             WHERE workspace_id = $1 AND id = $2 AND leased_by = $3"
        ),
        params![one.workspace, one.id, holder, until],
    )?;
    Ok(changed == 1)
}

/// Keeps the answer to a step before the next is taken: a crash resumes there.
pub fn keep_step(tx: &mut Tx<'_>, one: &Delivery, step: i64, answer: &str) -> Result<(), StoreError> {
    tx.run(
        sql!(
            "INSERT INTO outbox_answer (workspace_id, delivery_id, step, body) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, delivery_id, step) DO UPDATE SET body = excluded.body"
        ),
        params![one.workspace, one.id, step, answer],
    )?;
    tx.run(
        sql!("UPDATE outbox SET begun_at = NULL WHERE workspace_id = $1 AND id = $2"),
        params![one.workspace, one.id],
    )
}

/// The answers to the steps taken, in their order.
pub fn steps(tx: &mut Tx<'_>, id: DeliveryId) -> Result<Vec<String>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!("SELECT body FROM outbox_answer WHERE workspace_id = $1 AND delivery_id = $2 ORDER BY step"),
        params![workspace, id],
        |row| row.get(0),
    )
}

/// Gives the lease back, to be taken again at `due`; `tries` is how many of its tries count. False when the lease was lost.
pub fn postpone_delivery(
    tx: &mut Tx<'_>,
    one: &Delivery,
    holder: &str,
    next: (Time, i64),
) -> Result<bool, StoreError> {
    let (due, tries) = next;
    let changed = tx.changed(
        sql!(
            "UPDATE outbox SET leased_by = NULL, leased_until_at = NULL, begun_at = NULL, due_at = $4, attempts = $5
             WHERE workspace_id = $1 AND id = $2 AND leased_by = $3"
        ),
        params![one.workspace, one.id, holder, due, tries],
    )?;
    Ok(changed == 1)
}

/// It has come to its end: the row goes.
pub(crate) fn settled(tx: &mut Tx<'_>, id: DeliveryId) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM outbox WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
    )?;
    tx.run(
        sql!("DELETE FROM outbox_answer WHERE workspace_id = $1 AND delivery_id = $2"),
        params![workspace, id],
    )
}

/// It is given up, and stays to be seen.
pub(crate) fn bury(tx: &mut Tx<'_>, id: DeliveryId, problem: &str) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!(
            "UPDATE outbox SET leased_by = NULL, leased_until_at = NULL, begun_at = NULL, dead_at = $3, problem = $4
             WHERE workspace_id = $1 AND id = $2"
        ),
        params![workspace, id, now, problem],
    )
}

/// What was given up in the workspace of the transaction, newest first.
pub fn dead_letters(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Delivery>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_delivery!(
            "WHERE workspace_id = $1 AND dead_at IS NOT NULL ORDER BY dead_at DESC, id LIMIT $2"
        ),
        params![workspace, limit],
        read,
    )
}

/// Which line a dead letter is about; none when it is no dead letter of this workspace.
pub fn dead_letter(tx: &mut Tx<'_>, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_delivery!("WHERE workspace_id = $1 AND id = $2 AND dead_at IS NOT NULL"),
        params![workspace, id],
        read,
    )
}

/// Takes a dead letter out of the list: it was sent again by another order, or nobody wants it any more.
pub fn remove_dead_letter(tx: &mut Tx<'_>, id: DeliveryId) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!("DELETE FROM outbox WHERE workspace_id = $1 AND id = $2 AND dead_at IS NOT NULL"),
        params![workspace, id],
    )?;
    Ok(changed == 1)
}

/// Whether something of a conversation is on its way out at this moment: what it is told back as is not known yet.
pub fn is_under_way(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let found = tx.row(
        sql!(
            "SELECT id FROM outbox WHERE workspace_id = $1 AND conversation_id = $2 AND dead_at IS NULL
                AND leased_until_at > $3 LIMIT 1"
        ),
        params![workspace, conversation, now],
        |row| row.get::<DeliveryId>(0),
    )?;
    Ok(found.is_some())
}

/// How much waits for an inbox, and since when.
pub fn waiting_for(tx: &mut Tx<'_>, inbox: InboxId) -> Result<(i64, Option<Time>), StoreError> {
    let workspace = tx.workspace()?;
    let found = tx.row(
        sql!(
            "SELECT COUNT(*), MIN(created_at) FROM outbox WHERE workspace_id = $1 AND inbox_id = $2 AND dead_at IS NULL"
        ),
        params![workspace, inbox],
        |row| Ok((row.get::<i64>(0)?, row.optional::<Time>(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// The leased rows of one holder, for its own clean stop.
pub fn release_deliveries(tx: &mut Tx<'_>, holder: &str) -> Result<u64, StoreError> {
    tx.changed(
        sql!("UPDATE outbox SET leased_by = NULL, leased_until_at = NULL WHERE leased_by = $1 AND begun_at IS NULL"),
        params![holder],
    )
}

/// Gives back what others hold, for whoever knows that they all have ended. What one of them had begun to send is held until
/// `settled`: the provider may be at it still.
pub fn take_over_deliveries(tx: &mut Tx<'_>, settled: Time) -> Result<u64, StoreError> {
    tx.changed(
        sql!(
            "UPDATE outbox SET leased_by = NULL,
                leased_until_at = CASE WHEN begun_at IS NULL THEN NULL WHEN leased_until_at < $1 THEN leased_until_at ELSE $1 END
             WHERE leased_by IS NOT NULL"
        ),
        params![settled],
    )
}
