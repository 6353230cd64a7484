//! The index follows the log.

use yingke_words::WorkspaceId;

use super::{Indexable, entries, insert};
use crate::{
    Db, StoreError, Tx,
    cursors::{advance, cursor},
    log::{head_seq, lines_after},
    params, sql,
};

/// Brings the search index up to the log, a stretch at a time.
#[derive(Clone, Copy, Debug)]
pub struct SearchProjection;

/// How far the index is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The last event the index holds.
    pub at: i64,
    /// The last event there is, when the stretch was read.
    pub head: i64,
}

impl Progress {
    /// How many events the index is behind.
    pub fn lag(self) -> i64 {
        (self.head - self.at).max(0)
    }
}

/// A stretch made ready: read and tokenised away from the writer.
struct Stretch {
    from: i64,
    to: i64,
    head: i64,
    entries: Vec<super::Entry>,
}

impl SearchProjection {
    /// The name of its cursor.
    pub const CURSOR: &str = "search";
    /// How many events it takes at most in one transaction.
    pub const MOST: i64 = 500;

    /// Indexes the next stretch of `workspace`'s log. Of two nodes that do it at once one finds its work done.
    pub async fn step(db: &Db, workspace: WorkspaceId) -> Result<Progress, StoreError> {
        let Stretch {
            from,
            to,
            head,
            entries,
        } = db.read(workspace, Stretch::read).await?;
        if to == from {
            return Ok(Progress { at: from, head });
        }
        let at = db
            .write_bulk(workspace, move |tx| {
                let at = position(tx)?;
                if at != from {
                    return Ok::<_, StoreError>(at);
                }
                insert(tx, &entries)?;
                advance(tx, Self::CURSOR, to)?;
                Ok(to)
            })
            .await?;
        Ok(Progress { at, head })
    }
}

fn position(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(cursor(tx, SearchProjection::CURSOR)?.map_or(0, |cursor| cursor.seq))
}

impl Stretch {
    fn read(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        let workspace = tx.workspace()?;
        let (from, head) = (position(tx)?, head_seq(tx, workspace)?);
        let events = lines_after(tx, workspace, from, SearchProjection::MOST)?;
        let (to, texts) = match events.first() {
            Some((first, _)) if *first == from + 1 => {
                let to = events.last().map_or(from, |(last, _)| *last);
                (to, events.into_iter().filter_map(|(_, line)| line).collect())
            }
            None if head == from => (from, Vec::new()),
            // Retention has passed a parked cursor; the lines themselves are still there.
            _ => from_lines(tx, from, head)?,
        };
        let entries = entries(tx, &texts)?;
        Ok(Self {
            from,
            to,
            head,
            entries,
        })
    }
}

fn from_lines(tx: &mut Tx<'_>, from: i64, head: i64) -> Result<(i64, Vec<Indexable>), StoreError> {
    let workspace = tx.workspace()?;
    let texts = tx.rows(
        sql!(
            "SELECT conversation_id, seq, text FROM message WHERE workspace_id = $1 AND seq > $2
             ORDER BY seq LIMIT $3"
        ),
        params![workspace, from, SearchProjection::MOST],
        |row| {
            Ok(Indexable {
                conversation: row.get(0)?,
                seq: row.get(1)?,
                text: row.get(2)?,
            })
        },
    )?;
    let full = i64::try_from(texts.len()).unwrap_or(i64::MAX) == SearchProjection::MOST;
    let to = match texts.last() {
        Some(last) if full => last.seq,
        _ => head,
    };
    Ok((to, texts))
}
