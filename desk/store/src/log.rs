//! The log: one gapless series of events a workspace.

use bytes::Bytes;
use serde::Deserialize;
use yingke_conversation::Event;
use yingke_words::{ConversationId, Time, WorkspaceId};

use crate::{StoreError, Tx, params, search::Indexable, sql, tx::Head};

/// What an event means to the search index: a line says this now, and said something else before if it is not new.
pub(crate) struct Said {
    pub(crate) line: Indexable,
    pub(crate) before: Option<String>,
}

/// A committed event with its place in the log.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Its number.
    pub seq: i64,
    /// What happened.
    pub event: Event,
    /// The event as JSON, made once.
    pub body: Bytes,
}

impl Logged {
    pub(crate) fn new(workspace: WorkspaceId, seq: i64, event: Event) -> Result<Self, StoreError> {
        let body = serde_json::to_vec(&event).map_err(|error| StoreError::Inconsistent {
            table: "event",
            what: error.to_string(),
        })?;
        Ok(Self {
            workspace,
            seq,
            event,
            body: body.into(),
        })
    }

    fn text(&self) -> Result<&str, StoreError> {
        std::str::from_utf8(&self.body).map_err(|error| StoreError::Inconsistent {
            table: "event",
            what: error.to_string(),
        })
    }
}

pub(crate) fn insert_event(
    tx: &mut Tx<'_>,
    logged: &Logged,
    conversation: Option<ConversationId>,
) -> Result<(), StoreError> {
    let (at, kind) = (logged.event.at, logged.event.kind.key());
    tx.run(
        sql!("INSERT INTO event (workspace_id, seq, at, kind, conversation_id, body) VALUES ($1, $2, $3, $4, $5, $6)"),
        params![logged.workspace, logged.seq, at, kind, conversation, logged.text()?],
    )
}

/// Locks the workspace's head; every decision of the batch reads after it.
pub(crate) fn lock_head(tx: &mut Tx<'_>, workspace: WorkspaceId) -> Result<Option<Head>, StoreError> {
    tx.row(
        sql!("SELECT seq, number FROM head WHERE workspace_id = $1 FOR UPDATE"),
        params![workspace],
        |row| {
            Ok(Head {
                workspace,
                seq: row.get(0)?,
                number: row.get(1)?,
                logged: Vec::new(),
            })
        },
    )
}

pub(crate) fn write_head(tx: &mut Tx<'_>, head: &Head) -> Result<(), StoreError> {
    tx.run(
        sql!("UPDATE head SET seq = $2, number = $3 WHERE workspace_id = $1"),
        params![head.workspace, head.seq, head.number],
    )
}

/// The events after `seq`, at most `limit`.
pub fn events_after(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    seq: i64,
    limit: i64,
) -> Result<Vec<Logged>, StoreError> {
    tx.rows(
        sql!("SELECT seq, body FROM event WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"),
        params![workspace, seq, limit],
        |row| {
            let body: String = row.get(1)?;
            let event = serde_json::from_str(&body).map_err(|error| StoreError::Inconsistent {
                table: "event",
                what: error.to_string(),
            })?;
            Ok(Logged {
                workspace,
                seq: row.get(0)?,
                event,
                body: body.into_bytes().into(),
            })
        },
    )
}

/// The events after `seq`, at most `limit`, each with the line that it brought, or whose words it changed.
pub(crate) fn lines_after(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    seq: i64,
    limit: i64,
) -> Result<Vec<(i64, Option<Said>)>, StoreError> {
    /// What the index needs of an event; the rest is passed over.
    #[derive(Deserialize)]
    struct Brought {
        message: Option<Line>,
        words_before: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Line {
        conversation_id: ConversationId,
        seq: i64,
        #[serde(default)]
        text: String,
        recalled_at: Option<Time>,
    }
    tx.rows(
        sql!("SELECT seq, body FROM event WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"),
        params![workspace, seq, limit],
        |row| {
            let (seq, body): (i64, String) = (row.get(0)?, row.get(1)?);
            let brought: Brought = serde_json::from_str(&body).map_err(|error| StoreError::Inconsistent {
                table: "event",
                what: error.to_string(),
            })?;
            // An event may show again a line that it only changed; the line's own event has its number.
            let before = brought.words_before;
            let line = brought.message.filter(|line| line.seq == seq || before.is_some());
            let said = line.map(|line| Said {
                line: Indexable {
                    conversation: line.conversation_id,
                    seq: line.seq,
                    text: line.recalled_at.map_or(line.text, |_| String::new()),
                },
                before,
            });
            Ok((seq, said))
        },
    )
}

/// The last number given out.
pub fn head_seq(tx: &mut Tx<'_>, workspace: WorkspaceId) -> Result<i64, StoreError> {
    let found = tx.row(
        sql!("SELECT seq FROM head WHERE workspace_id = $1"),
        params![workspace],
        |row| row.get(0),
    )?;
    found.ok_or_else(|| StoreError::Inconsistent {
        table: "head",
        what: format!("workspace {workspace} has none"),
    })
}
