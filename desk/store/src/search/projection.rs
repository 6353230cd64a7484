//! The index follows the log.

use std::collections::BTreeMap;

use yingke_words::WorkspaceId;

use super::{Indexable, entries, insert, remove};
use crate::{
    Db, StoreError, Tx,
    cursors::{advance, cursor},
    log::{Said, head_seq, lines_after},
    messages, params, sql,
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
    /// Lines as the index holds them, which say something else now.
    stale: Vec<super::Entry>,
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
            stale,
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
                remove(tx, &stale)?;
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
        let (to, said) = match events.first() {
            Some((first, _)) if *first == from + 1 => {
                let to = events.last().map_or(from, |(last, _)| *last);
                (to, events.into_iter().filter_map(|(_, line)| line).collect())
            }
            None if head == from => (from, Vec::new()),
            // Retention has passed a parked cursor; the lines themselves are still there.
            _ => from_lines(tx, from, head)?,
        };
        let (stale, texts) = settled(said);
        Ok(Self {
            from,
            to,
            head,
            stale: entries(tx, &stale)?,
            entries: entries(tx, &texts)?,
        })
    }
}

/// What the index holds of these lines and is to forget, and what it is to hold instead: a line that changed more than
/// once is changed once.
fn settled(said: Vec<Said>) -> (Vec<Indexable>, Vec<Indexable>) {
    let mut lines: BTreeMap<i64, (Option<String>, Indexable)> = BTreeMap::new();
    for one in said {
        match lines.get_mut(&one.line.seq) {
            Some((_, now)) => *now = one.line,
            None => {
                lines.insert(one.line.seq, (one.before, one.line));
            }
        }
    }
    let stale = lines
        .values()
        .filter_map(|(before, line)| before.clone().map(|text| Indexable { text, ..line.clone() }));
    (
        stale.collect(),
        lines.into_values().map(|(_, line)| line).collect(),
    )
}

fn from_lines(tx: &mut Tx<'_>, from: i64, head: i64) -> Result<(i64, Vec<Said>), StoreError> {
    let workspace = tx.workspace()?;
    let texts = tx.rows(
        sql!(
            "SELECT conversation_id, seq, text, extra FROM message WHERE workspace_id = $1 AND seq > $2
             ORDER BY seq LIMIT $3"
        ),
        params![workspace, from, SearchProjection::MOST],
        |row| {
            let line = messages::indexable(row)?;
            Ok(Said { line, before: None })
        },
    )?;
    let full = i64::try_from(texts.len()).unwrap_or(i64::MAX) == SearchProjection::MOST;
    let to = match texts.last() {
        Some(last) if full => last.line.seq,
        _ => head,
    };
    Ok((to, texts))
}
