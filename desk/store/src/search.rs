//! Search over what was said: one tokenizer and one question for both engines, the newest find first.
//!
//! SQLite keeps terms in a contentless FTS5 table whose rowid is `message.local`; PostgreSQL keeps a `tsvector`. There,
//! row-level security keeps `@@` (which is not leakproof) from the index, whatever stands in WHERE; so the question is
//! part of the table's policy: it is set for the transaction as `yingke.question`, and the table shows nothing else.

mod filter;
mod highlight;
mod projection;
mod question;
mod terms;

use serde::{Deserialize, Serialize};
use yingke_conversation::{Message, Row};
use yingke_words::{ConversationId, Time, WorkspaceId};

use crate::{
    Engine, StoreError, Tx,
    conversations::{read_row, select_conversation},
    messages, params, sql,
};

pub use filter::{Filter, Speaker};
pub use highlight::highlights;
pub use projection::{Progress, SearchProjection};
pub use question::Question;

/// A text on its way into the index.
#[derive(Clone, Debug)]
pub struct Indexable {
    /// Its thread.
    pub conversation: ConversationId,
    /// Its number in the log.
    pub seq: i64,
    /// The words.
    pub text: String,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// Only what is older than this find.
    pub before: Option<FindCursor>,
    /// At most so many.
    pub limit: i64,
    /// What narrows it.
    pub filter: Filter,
}

/// A place among the finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FindCursor {
    /// The find's thread.
    pub conversation: ConversationId,
    /// Its number in the log.
    pub seq: i64,
}

/// A find.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// What was said.
    pub message: Message,
    /// Where, as it stands now: the caller decides by it who may see the find.
    pub row: Row,
}

/// A page of the finds somebody may see.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FoundPage {
    /// The finds, newest first.
    pub found: Vec<Found>,
    /// Where the next page begins; none at the end.
    pub next: Option<FindCursor>,
}

/// How many stretches a page steps over before it answers with what it has.
const MOST_ROUNDS: usize = 3;
/// How much longer each is than the one before: to begin one costs as much as many finds.
const LONGER: i64 = 8;

/// A text made ready for the index. Making it needs no writer.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    conversation: ConversationId,
    seq: i64,
    /// The row's key in SQLite's index.
    local: Option<i64>,
    terms: Vec<String>,
}

/// Puts texts into the index.
pub fn index_messages(tx: &mut Tx<'_>, texts: &[Indexable]) -> Result<(), StoreError> {
    let entries = entries(tx, texts)?;
    insert(tx, &entries)
}

/// Makes texts ready for the index; those without a term are left out.
pub(crate) fn entries(tx: &mut Tx<'_>, texts: &[Indexable]) -> Result<Vec<Entry>, StoreError> {
    let short = short(tx)?;
    let mut entries = Vec::with_capacity(texts.len());
    for text in texts {
        let terms = terms::terms(short, &text.text);
        if terms.is_empty() {
            continue;
        }
        let (conversation, seq) = (text.conversation, text.seq);
        let local = match tx.engine() {
            Engine::Sqlite => Some(local(tx, FindCursor { conversation, seq })?.ok_or_else(|| {
                StoreError::Inconsistent {
                    table: "message",
                    what: format!("line {seq} of {conversation} is to be indexed and is not there"),
                }
            })?),
            Engine::Postgres => None,
        };
        entries.push(Entry {
            conversation,
            seq,
            local,
            terms,
        });
    }
    Ok(entries)
}

/// Writes entries, with no other statement between them: FTS5 would flush its table each time.
pub(crate) fn insert(tx: &mut Tx<'_>, entries: &[Entry]) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    for entry in entries {
        match entry.local {
            Some(local) => tx.run(
                sql!("/* sqlite */ INSERT INTO search (rowid, terms) VALUES ($1, $2)"),
                params![local, entry.terms.join(" ")],
            ),
            None => tx.run(
                sql!(
                    "/* postgres */ INSERT INTO search (workspace_id, conversation_id, seq, terms)
                     VALUES ($1, $2, $3, array_to_tsvector($4)) ON CONFLICT DO NOTHING"
                ),
                params![workspace, entry.conversation, entry.seq, entry.terms.clone()],
            ),
        }?;
    }
    Ok(())
}

/// Takes entries out of the index: each must be in it as it is here, and its line still there.
pub(crate) fn remove(tx: &mut Tx<'_>, entries: &[Entry]) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    for entry in entries {
        let Some(local) = entry.local else {
            // The wall shows the row to a question that it answers, and to no other.
            tx.run(
                sql!("/* postgres */ SELECT set_config('yingke.question', $1, true)"),
                params![Question::of_term(&entry.terms[0])],
            )?;
            tx.run(
                sql!(
                    "/* postgres */ DELETE FROM search WHERE workspace_id = $1 AND conversation_id = $2 AND seq = $3"
                ),
                params![workspace, entry.conversation, entry.seq],
            )?;
            continue;
        };
        tx.run(
            sql!("/* sqlite */ INSERT INTO search (search, rowid, terms) VALUES ('delete', $1, $2)"),
            params![local, entry.terms.join(" ")],
        )?;
    }
    Ok(())
}

/// The terms of a text as the index of `short`'s workspace holds them, for the mover.
pub(crate) fn terms_of(short: i64, text: &str) -> Vec<String> {
    terms::terms(short, text)
}

/// A question on its way through the finds, newest first.
struct Walk {
    workspace: WorkspaceId,
    question: Question,
    /// Only finds below: `message.local` in SQLite, the number in the log in PostgreSQL.
    below: i64,
}

impl Walk {
    /// Begins where the query says; none when it holds nothing to look for.
    fn begin(tx: &mut Tx<'_>, query: &Query) -> Result<Option<Self>, StoreError> {
        let workspace = tx.workspace()?;
        let Some(question) = Question::compile(short(tx)?, &query.text) else {
            return Ok(None);
        };
        if tx.engine() == Engine::Postgres {
            tx.run(
                sql!("/* postgres */ SELECT set_config('yingke.question', $1, true)"),
                params![question.for_tsquery()],
            )?;
        }
        let below = match (query.before, query.filter.until, tx.engine()) {
            (Some(cursor), _, Engine::Sqlite) => local(tx, cursor)?.unwrap_or(0),
            (Some(cursor), _, Engine::Postgres) => cursor.seq,
            (None, Some(until), Engine::Sqlite) => first_local_at(tx, until)?,
            (None, Some(until), Engine::Postgres) => above_the_last_before(tx, until)?,
            (None, None, _) => i64::MAX,
        };
        Ok(Some(Self {
            workspace,
            question,
            below,
        }))
    }

    /// The next stretch of lines, whoever may see them, each with its thread where the filter admits that.
    fn stretch(
        &self,
        tx: &mut Tx<'_>,
        filter: &Filter,
        most: i64,
    ) -> Result<Vec<(Message, Option<Row>)>, StoreError> {
        let messages = match tx.engine() {
            Engine::Sqlite => tx.rows(
                messages::select_message!(
                    "/* sqlite */ WHERE local IN (SELECT rowid FROM search WHERE search MATCH $1 AND rowid < $2
                        ORDER BY rowid DESC LIMIT $3) AND workspace_id = $4 ORDER BY local DESC"
                ),
                params![self.question.for_fts5(), self.below, most, self.workspace],
                messages::read,
            )?,
            Engine::Postgres => tx.rows(
                messages::select_message!(
                    "/* postgres */ WHERE workspace_id = $3 AND (conversation_id, seq) IN (SELECT conversation_id, seq
                        FROM search WHERE seq < $1 ORDER BY seq DESC LIMIT $2) ORDER BY seq DESC"
                ),
                params![self.below, most, self.workspace],
                messages::read,
            )?,
        };
        with_rows(tx, self.workspace, filter, messages)
    }

    /// Goes on behind `line`.
    fn pass(&mut self, tx: &mut Tx<'_>, line: FindCursor) -> Result<(), StoreError> {
        self.below = match tx.engine() {
            Engine::Sqlite => local(tx, line)?.unwrap_or(0),
            Engine::Postgres => line.seq,
        };
        Ok(())
    }
}

/// A page of the finds that the filter admits and `may_see` lets through. A page may hold fewer than asked for and still
/// have a next one.
pub fn search_page(
    tx: &mut Tx<'_>,
    query: &Query,
    mut may_see: impl FnMut(&Row) -> bool,
) -> Result<FoundPage, StoreError> {
    let mut page = FoundPage::default();
    let Some(mut walk) = Walk::begin(tx, query)? else {
        return Ok(page);
    };
    let wanted = usize::try_from(query.limit).unwrap_or(0);
    let mut most = query.limit;
    for _ in 0..MOST_ROUNDS {
        let stretch = walk.stretch(tx, &query.filter, most)?;
        let end = i64::try_from(stretch.len()).is_ok_and(|count| count < most);
        let mut stretch = stretch.into_iter();
        for (message, row) in stretch.by_ref() {
            if query.filter.passed(message.at) {
                page.next = None;
                return Ok(page);
            }
            page.next = Some(FindCursor {
                conversation: message.conversation_id,
                seq: message.seq,
            });
            let one = row.map(|row| Found { message, row });
            page.found
                .extend(one.filter(|one| query.filter.admits(one) && may_see(&one.row)));
            if page.found.len() == wanted {
                break;
            }
        }
        if end && stretch.len() == 0 {
            page.next = None;
            return Ok(page);
        }
        let Some(line) = page.next.filter(|_| page.found.len() < wanted) else {
            break;
        };
        walk.pass(tx, line)?;
        most *= LONGER;
    }
    Ok(page)
}

/// Reads the threads of some lines: those that the filter's columns admit. What it does not ask for is never read.
fn with_rows(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    filter: &Filter,
    messages: Vec<Message>,
) -> Result<Vec<(Message, Option<Row>)>, StoreError> {
    let mut ids: Vec<uuid::Uuid> = messages
        .iter()
        .map(|message| message.conversation_id.uuid())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND id = ANY($2) AND (inbox_id = $3 OR $3 IS NULL)
                AND (team_id = $4 OR $4 IS NULL) AND (agent_id = $5 OR $5 IS NULL)"
        ),
        params![workspace, ids, filter.inbox, filter.team, filter.agent],
        read_row,
    )?;
    let rows: std::collections::HashMap<ConversationId, Row> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let with = |message: Message| {
        let row = rows.get(&message.conversation_id).cloned();
        (message, row)
    };
    Ok(messages.into_iter().map(with).collect())
}

/// SQLite's own key of a line.
fn local(tx: &mut Tx<'_>, line: FindCursor) -> Result<Option<i64>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!(
            "/* sqlite */ SELECT local FROM message WHERE workspace_id = $1 AND conversation_id = $2 AND seq = $3"
        ),
        params![workspace, line.conversation, line.seq],
        |row| row.get(0),
    )
}

/// SQLite's key of the first line said at `at` or later: keys rise with time. Whose it is does not matter.
fn first_local_at(tx: &mut Tx<'_>, at: Time) -> Result<i64, StoreError> {
    let last = tx.row(sql!("/* sqlite */ SELECT MAX(local) FROM message"), &[], |row| {
        row.optional::<i64>(0)
    })?;
    let (mut low, mut high) = (0, last.flatten().unwrap_or(0) + 1);
    while low < high {
        let middle = i64::midpoint(low, high);
        let there = tx.row(
            sql!("/* sqlite */ SELECT at FROM message WHERE local >= $1 ORDER BY local LIMIT 1"),
            params![middle],
            |row| row.get::<Time>(0),
        )?;
        if there.is_some_and(|there| there < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// PostgreSQL: the number above the last find that was said before `at`.
fn above_the_last_before(tx: &mut Tx<'_>, at: Time) -> Result<i64, StoreError> {
    let workspace = tx.workspace()?;
    let last = tx.row(
        sql!(
            "/* postgres */ SELECT MAX(search.seq) FROM search JOIN message ON message.workspace_id = search.workspace_id
                AND message.conversation_id = search.conversation_id AND message.seq = search.seq
             WHERE search.workspace_id = $1 AND message.at < $2"
        ),
        params![workspace, at],
        |row| row.optional::<i64>(0),
    )?;
    Ok(last.flatten().map_or(0, |seq| seq + 1))
}

fn short(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let workspace = tx.workspace()?;
    let short = tx.row(
        sql!("SELECT short FROM workspace WHERE id = $1"),
        params![workspace],
        |row| row.get(0),
    )?;
    short.ok_or_else(|| StoreError::Inconsistent {
        table: "workspace",
        what: format!("{workspace} is unknown"),
    })
}
