//! Cursors: how far each projection has followed a workspace's log.

use yingke_words::Time;

use crate::{Record, StoreError, Tx, log::head_seq, params, sql};

/// A projection's place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// Whose.
    pub name: String,
    /// The last event it has taken in.
    pub seq: i64,
    /// When it moved last.
    pub moved_at: Time,
    /// Since when the log no longer waits for it.
    pub parked_at: Option<Time>,
}

/// A place and how far it is from the log's end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lag {
    /// The place.
    pub cursor: Cursor,
    /// How many events it has not taken in.
    pub events: i64,
    /// Since when the first of them waits; none when there is none, or when it is no longer kept.
    pub since: Option<Time>,
}

macro_rules! select_cursor {
    ($rest:literal) => {
        concat!("SELECT name, seq, moved_at, parked_at FROM cursor ", $rest)
    };
}

fn read(record: &Record<'_>) -> Result<Cursor, StoreError> {
    Ok(Cursor {
        name: record.get(0)?,
        seq: record.get(1)?,
        moved_at: record.get(2)?,
        parked_at: record.optional(3)?,
    })
}

/// The place of `name`; none before its first step.
pub fn cursor(tx: &mut Tx<'_>, name: &str) -> Result<Option<Cursor>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_cursor!("WHERE workspace_id = $1 AND name = $2"),
        params![workspace, name],
        read,
    )
}

/// Moves `name` forward, never back; a parked one counts again. Tells whether it moved.
pub fn advance(tx: &mut Tx<'_>, name: &str, to: i64) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let changed = tx.changed(
        sql!(
            "INSERT INTO cursor (workspace_id, name, seq, moved_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, name) DO UPDATE SET seq = excluded.seq, moved_at = excluded.moved_at,
                parked_at = NULL
             WHERE cursor.seq < excluded.seq"
        ),
        params![workspace, name, to, now],
    )?;
    Ok(changed == 1)
}

/// Every place of the workspace with its lag.
pub fn cursors(tx: &mut Tx<'_>) -> Result<Vec<Lag>, StoreError> {
    let workspace = tx.workspace()?;
    let head = head_seq(tx, workspace)?;
    let places = tx.rows(
        select_cursor!("WHERE workspace_id = $1 ORDER BY name"),
        params![workspace],
        read,
    )?;
    let mut lags = Vec::with_capacity(places.len());
    for cursor in places {
        let since = tx.row(
            sql!("SELECT at FROM event WHERE workspace_id = $1 AND seq = $2"),
            params![workspace, cursor.seq + 1],
            |row| row.get(0),
        )?;
        let events = (head - cursor.seq).max(0);
        lags.push(Lag {
            cursor,
            events,
            since,
        });
    }
    Ok(lags)
}

/// The log no longer waits for `name`: retention goes on without it. Tells whether that is new.
pub fn park(tx: &mut Tx<'_>, name: &str) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let changed = tx.changed(
        sql!("UPDATE cursor SET parked_at = $3 WHERE workspace_id = $1 AND name = $2 AND parked_at IS NULL"),
        params![workspace, name, now],
    )?;
    Ok(changed == 1)
}
