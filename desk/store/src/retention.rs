//! What is kept no longer: a chunk at a time, behind everything else.

use yingke_words::{AttachmentId, Span, Time};

use crate::{
    StoreError, Tx,
    cursors::{Lag, cursors, park},
    log::head_seq,
    params, sql,
};

/// How long the log is kept.
const EVENTS: Span = Span::days(30);
/// How long answers to creates are kept.
const ANSWERS: Span = Span::hours(24);
/// How long an upload may wait for its message.
const LOOSE: Span = Span::hours(1);
/// How long an invitation that was taken, withdrawn or not answered is kept.
const INVITATIONS: Span = Span::days(30);
/// How long a payload is kept once it is done with, and what was told of a line that never came.
const PAYLOADS: Span = Span::days(7);
/// How long is kept what channels did within an hour.
const HOURS: Span = Span::days(30);
/// How far a projection may be behind before the log stops waiting for it.
const PATIENCE: Span = Span::days(7);

/// A projection that the log no longer waits for: an alarm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parked {
    /// Whose cursor.
    pub name: String,
    /// The last event it took in.
    pub seq: i64,
    /// How many it did not.
    pub events: i64,
    /// Since when the first of them waited.
    pub since: Option<Time>,
}

/// A file whose row is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Object {
    /// The upload.
    pub attachment: AttachmentId,
    /// Where its bytes are, to be deleted now.
    pub object: String,
    /// Where its small picture is.
    pub thumbnail: Option<String>,
}

/// What one chunk took away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Events.
    pub events: u64,
    /// Answers to creates.
    pub answers: u64,
    /// Spent tokens.
    pub spent: u64,
    /// Sign-ins that ran out.
    pub sign_ins: u64,
    /// Invitations of long ago.
    pub invitations: u64,
    /// Payloads that are done with, and what else channels leave behind.
    pub channels: u64,
    /// Uploads that no message took: their bytes are to be deleted.
    pub objects: Vec<Object>,
    /// Projections that were parked.
    pub parked: Vec<Parked>,
    /// Rows in all.
    pub rows: u64,
}

/// Takes away at most `most` rows (≤ 500) of the workspace that are kept no longer. Called through
/// [`crate::Db::write_bulk`], again and again until it takes no row.
pub fn sweep(tx: &mut Tx<'_>, most: i64) -> Result<Swept, StoreError> {
    let mut left = most.clamp(0, 500);
    let mut swept = Swept {
        parked: park_late(tx)?,
        ..Swept::default()
    };
    swept.objects = loose_attachments(tx, left)?;
    let mut take = |rows: u64| {
        swept.rows += rows;
        left = (left - i64::try_from(rows).unwrap_or(left)).max(0);
        left
    };
    let left = take(swept.objects.len() as u64);
    swept.answers = answers(tx, left)?;
    let left = take(swept.answers);
    swept.spent = spent(tx, left)?;
    let left = take(swept.spent);
    swept.sign_ins = sign_ins(tx, left)?;
    let left = take(swept.sign_ins);
    swept.invitations = invitations(tx, left)?;
    let left = take(swept.invitations);
    swept.channels = channels(tx, left)?;
    let left = take(swept.channels);
    swept.events = events(tx, left)?;
    take(swept.events);
    Ok(swept)
}

/// Parks the cursors whose next event has waited for longer than [`PATIENCE`].
fn park_late(tx: &mut Tx<'_>) -> Result<Vec<Parked>, StoreError> {
    let latest = tx.now() - PATIENCE;
    let late = |lag: &Lag| lag.events > 0 && lag.since.is_none_or(|since| since < latest);
    let mut parked = Vec::new();
    for lag in cursors(tx)?.into_iter().filter(late) {
        if park(tx, &lag.cursor.name)? {
            let Lag {
                cursor,
                events,
                since,
            } = lag;
            parked.push(Parked {
                name: cursor.name,
                seq: cursor.seq,
                events,
                since,
            });
        }
    }
    Ok(parked)
}

/// The last event that nobody waits for. Without any cursor that is none: somebody may not have begun yet.
fn behind_all(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let (workspace, places) = (tx.workspace()?, cursors(tx)?);
    if places.is_empty() {
        return Ok(0);
    }
    let waiting = places.iter().filter(|lag| lag.cursor.parked_at.is_none());
    match waiting.map(|lag| lag.cursor.seq).min() {
        Some(seq) => Ok(seq),
        None => head_seq(tx, workspace),
    }
}

fn events(tx: &mut Tx<'_>, most: i64) -> Result<u64, StoreError> {
    let (workspace, until, before) = (tx.workspace()?, behind_all(tx)?, tx.now() - EVENTS);
    let oldest = tx.rows(
        sql!("SELECT seq, at FROM event WHERE workspace_id = $1 AND seq <= $2 ORDER BY seq LIMIT $3"),
        params![workspace, until, most],
        |row| Ok((row.get::<i64>(0)?, row.get::<Time>(1)?)),
    )?;
    // Only from the log's beginning: a clock that jumped must not tear a hole into it.
    let Some((last, _)) = oldest.into_iter().take_while(|(_, at)| *at < before).last() else {
        return Ok(0);
    };
    tx.changed(
        sql!("DELETE FROM event WHERE workspace_id = $1 AND seq <= $2"),
        params![workspace, last],
    )
}

fn answers(tx: &mut Tx<'_>, most: i64) -> Result<u64, StoreError> {
    let (workspace, before) = (tx.workspace()?, tx.now() - ANSWERS);
    tx.changed(
        sql!(
            "DELETE FROM idempotency WHERE workspace_id = $1 AND (agent_id, key) IN (
                SELECT agent_id, key FROM idempotency WHERE workspace_id = $1 AND at < $2 LIMIT $3)"
        ),
        params![workspace, before, most],
    )
}

fn spent(tx: &mut Tx<'_>, most: i64) -> Result<u64, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.changed(
        sql!(
            "DELETE FROM spent WHERE workspace_id = $1 AND token IN (
                SELECT token FROM spent WHERE workspace_id = $1 AND until_at < $2 LIMIT $3)"
        ),
        params![workspace, now, most],
    )
}

fn sign_ins(tx: &mut Tx<'_>, most: i64) -> Result<u64, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.changed(
        sql!(
            "DELETE FROM sign_in WHERE workspace_id = $1 AND id IN (
                SELECT id FROM sign_in WHERE workspace_id = $1 AND expires_at < $2 LIMIT $3)"
        ),
        params![workspace, now, most],
    )
}

fn invitations(tx: &mut Tx<'_>, most: i64) -> Result<u64, StoreError> {
    let (workspace, before) = (tx.workspace()?, tx.now() - INVITATIONS);
    tx.changed(
        sql!(
            "DELETE FROM invitation WHERE workspace_id = $1 AND id IN (
                SELECT id FROM invitation WHERE workspace_id = $1 AND expires_at < $2 LIMIT $3)"
        ),
        params![workspace, before, most],
    )
}

/// What channels leave behind: each kind its share of the rows.
fn channels(tx: &mut Tx<'_>, most: i64) -> Result<u64, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let before = now - PAYLOADS;
    let payloads = tx.changed(
        sql!(
            "DELETE FROM payload WHERE workspace_id = $1 AND id IN (
                SELECT id FROM payload WHERE workspace_id = $1 AND at < $2 AND settled_at < $2 LIMIT $3)"
        ),
        params![workspace, before, most],
    )?;
    let parked = tx.changed(
        sql!(
            "DELETE FROM parked WHERE workspace_id = $1 AND id IN (
                SELECT id FROM parked WHERE workspace_id = $1 AND at < $2 LIMIT $3)"
        ),
        params![workspace, before, most],
    )?;
    let answers = tx.changed(
        sql!(
            "DELETE FROM kept_answer WHERE workspace_id = $1 AND (app_id, name) IN (
                SELECT app_id, name FROM kept_answer WHERE workspace_id = $1 AND until_at < $2 LIMIT $3)"
        ),
        params![workspace, now, most],
    )?;
    let oldest = (now - HOURS).millis().div_euclid(3_600_000);
    let hours = tx.changed(
        sql!(
            "DELETE FROM channel_hour WHERE workspace_id = $1 AND (inbox_id, hour) IN (
                SELECT inbox_id, hour FROM channel_hour WHERE workspace_id = $1 AND hour < $2 LIMIT $3)"
        ),
        params![workspace, oldest, most],
    )?;
    Ok(payloads + parked + answers + hours)
}

fn loose_attachments(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Object>, StoreError> {
    let (workspace, before) = (tx.workspace()?, tx.now() - LOOSE);
    tx.rows(
        sql!(
            "DELETE FROM attachment WHERE workspace_id = $1 AND id IN (
                SELECT id FROM attachment WHERE workspace_id = $1 AND attached_at IS NULL AND created_at < $2
                ORDER BY created_at LIMIT $3)
             RETURNING id, object, thumbnail"
        ),
        params![workspace, before, most],
        |row| {
            Ok(Object {
                attachment: row.get(0)?,
                object: row.get(1)?,
                thumbnail: row.optional(2)?,
            })
        },
    )
}
