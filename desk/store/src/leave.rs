//! A workspace leaves the installation: first its doors close, then its rows go, a chunk at a time, behind everything
//! else; at last its place. Until then it can be taken up again where a crash left it.

use crate::{Engine, StoreError, Tx, messages, params, retention::Object, search, sql};

/// Nobody signs in to the workspace of the transaction or writes to it any more; people who have no seat elsewhere lose
/// their account.
pub fn close_doors(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "DELETE FROM account WHERE id IN (SELECT account_id FROM account_seat WHERE workspace_id = $1)
             AND id NOT IN (SELECT account_id FROM account_seat WHERE workspace_id <> $1)"
        ),
        params![workspace],
    )?;
    tx.run(
        sql!("DELETE FROM account_seat WHERE workspace_id = $1"),
        params![workspace],
    )?;
    tx.run(
        sql!("DELETE FROM inbox_key WHERE workspace_id = $1"),
        params![workspace],
    )?;
    tx.run(
        sql!("DELETE FROM app_key WHERE workspace_id = $1"),
        params![workspace],
    )?;
    tx.run(
        sql!("DELETE FROM sign_in WHERE workspace_id = $1"),
        params![workspace],
    )
}

/// What one chunk took away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cleared {
    /// Rows.
    pub rows: u64,
    /// Files whose rows are gone: their bytes are to be deleted.
    pub objects: Vec<Object>,
}

/// Takes away at most `most` rows of the workspace of the transaction, whose log is at rest and indexed. Called through
/// [`crate::Db::write_bulk`], again and again until it takes no row.
pub fn clear(tx: &mut Tx<'_>, most: i64) -> Result<Cleared, StoreError> {
    let lines = clear_lines(tx, most)?;
    if lines > 0 {
        return Ok(Cleared {
            rows: lines,
            ..Cleared::default()
        });
    }
    let objects = clear_attachments(tx, most)?;
    if !objects.is_empty() {
        return Ok(Cleared {
            rows: objects.len() as u64,
            objects,
        });
    }
    let workspace = tx.workspace()?;
    for statement in TABLES {
        let rows = tx.changed(statement, params![workspace, most])?;
        if rows > 0 {
            return Ok(Cleared {
                rows,
                ..Cleared::default()
            });
        }
    }
    Ok(Cleared::default())
}

/// Removes the place of a workspace that has no rows left.
pub fn remove_workspace(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    // A projection that came by meanwhile may have left a new cursor; without a head none comes again.
    tx.run(
        sql!("DELETE FROM cursor WHERE workspace_id = $1"),
        params![workspace],
    )?;
    tx.run(
        sql!("DELETE FROM head WHERE workspace_id = $1"),
        params![workspace],
    )?;
    tx.run(sql!("DELETE FROM workspace WHERE id = $1"), params![workspace])
}

/// Lines go with their terms: SQLite's index would give them to whatever takes their place.
fn clear_lines(tx: &mut Tx<'_>, most: i64) -> Result<u64, StoreError> {
    let workspace = tx.workspace()?;
    if tx.engine() == Engine::Postgres {
        // The wall shows the index only to a question; all of a tenant's rows may go unseen.
        tx.run(sql!("/* postgres */ DELETE FROM search"), &[])?;
    }
    let lines = tx.rows(
        sql!("SELECT conversation_id, seq, text, extra FROM message WHERE workspace_id = $1 LIMIT $2"),
        params![workspace, most],
        messages::indexable,
    )?;
    if tx.engine() == Engine::Sqlite {
        let entries = search::entries(tx, &lines)?;
        search::remove(tx, &entries)?;
    }
    for line in &lines {
        tx.run(
            sql!("DELETE FROM message WHERE workspace_id = $1 AND conversation_id = $2 AND seq = $3"),
            params![workspace, line.conversation, line.seq],
        )?;
    }
    Ok(lines.len() as u64)
}

fn clear_attachments(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Object>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!(
            "DELETE FROM attachment WHERE workspace_id = $1 AND id IN (
                SELECT id FROM attachment WHERE workspace_id = $1 LIMIT $2)
             RETURNING id, object, thumbnail"
        ),
        params![workspace, most],
        |row| {
            Ok(Object {
                attachment: row.get(0)?,
                object: row.get(1)?,
                thumbnail: row.optional(2)?,
            })
        },
    )
}

/// Everything else a workspace has; a test holds this against the catalogue.
#[rustfmt::skip]
const TABLES: [&str; 40] = [
    sql!("DELETE FROM decision WHERE workspace_id = $1 AND id IN (SELECT id FROM decision WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM skill WHERE workspace_id = $1 AND id IN (SELECT id FROM skill WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM routing WHERE workspace_id = $1 AND version IN (SELECT version FROM routing WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM follower WHERE workspace_id = $1 AND (agent_id, conversation_id) IN (SELECT agent_id, conversation_id FROM follower WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM mention WHERE workspace_id = $1 AND (conversation_id, seq, agent_id) IN (SELECT conversation_id, seq, agent_id FROM mention WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM help_call WHERE workspace_id = $1 AND id IN (SELECT id FROM help_call WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM colleague_invitation WHERE workspace_id = $1 AND id IN (SELECT id FROM colleague_invitation WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM outbox WHERE workspace_id = $1 AND id IN (SELECT id FROM outbox WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM payload WHERE workspace_id = $1 AND id IN (SELECT id FROM payload WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM parked WHERE workspace_id = $1 AND id IN (SELECT id FROM parked WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM remote_file WHERE workspace_id = $1 AND id IN (SELECT id FROM remote_file WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM app WHERE workspace_id = $1 AND id IN (SELECT id FROM app WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM outbox_answer WHERE workspace_id = $1 AND (delivery_id, step) IN (SELECT delivery_id, step FROM outbox_answer WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM external WHERE workspace_id = $1 AND key IN (SELECT key FROM external WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM app_token WHERE workspace_id = $1 AND (app_id, kind) IN (SELECT app_id, kind FROM app_token WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM kept_answer WHERE workspace_id = $1 AND (app_id, name) IN (SELECT app_id, name FROM kept_answer WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM channel_state WHERE workspace_id = $1 AND (app_id, name) IN (SELECT app_id, name FROM channel_state WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM channel_hour WHERE workspace_id = $1 AND (inbox_id, hour) IN (SELECT inbox_id, hour FROM channel_hour WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM holding WHERE workspace_id = $1 AND name IN (SELECT name FROM holding WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM event WHERE workspace_id = $1 AND seq IN (SELECT seq FROM event WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM fact WHERE workspace_id = $1 AND id IN (SELECT id FROM fact WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM session WHERE workspace_id = $1 AND id IN (SELECT id FROM session WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM consultation WHERE workspace_id = $1 AND id IN (SELECT id FROM consultation WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM conversation WHERE workspace_id = $1 AND id IN (SELECT id FROM conversation WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM identity WHERE workspace_id = $1 AND id IN (SELECT id FROM identity WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM customer WHERE workspace_id = $1 AND id IN (SELECT id FROM customer WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM work WHERE workspace_id = $1 AND id IN (SELECT id FROM work WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM read_mark WHERE workspace_id = $1 AND (agent_id, conversation_id) IN (SELECT agent_id, conversation_id FROM read_mark WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM status_interval WHERE workspace_id = $1 AND (agent_id, start_at) IN (SELECT agent_id, start_at FROM status_interval WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM idempotency WHERE workspace_id = $1 AND (agent_id, key) IN (SELECT agent_id, key FROM idempotency WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM spent WHERE workspace_id = $1 AND token IN (SELECT token FROM spent WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM audit WHERE workspace_id = $1 AND id IN (SELECT id FROM audit WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM invitation WHERE workspace_id = $1 AND id IN (SELECT id FROM invitation WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM tag WHERE workspace_id = $1 AND id IN (SELECT id FROM tag WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM team_inbox WHERE workspace_id = $1 AND (inbox_id, team_id) IN (SELECT inbox_id, team_id FROM team_inbox WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM team_member WHERE workspace_id = $1 AND (team_id, agent_id) IN (SELECT team_id, agent_id FROM team_member WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM team WHERE workspace_id = $1 AND id IN (SELECT id FROM team WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM inbox WHERE workspace_id = $1 AND id IN (SELECT id FROM inbox WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM agent WHERE workspace_id = $1 AND id IN (SELECT id FROM agent WHERE workspace_id = $1 LIMIT $2)"),
    sql!("DELETE FROM role WHERE workspace_id = $1 AND id IN (SELECT id FROM role WHERE workspace_id = $1 LIMIT $2)"),
];
