//! Conversation rows: read whole, written whole.

use yingke_conversation::{
    Context, Conversation, Direction, EndedBy, Leg, MessageKind, Priority, Row, Running, Status, Window,
};
use yingke_words::{AgentId, ConversationId, SessionId, Time, WorkspaceId};

use crate::{Record, Returns, StoreError, Tx, command, params, sql};

/// The columns, in the order of [`read`]; pasted into each statement so that all of them stay literal.
macro_rules! select_conversation {
    ($rest:literal) => {
        concat!(
            "SELECT id, inbox_id, channel, customer_id, customer_name, status, consultation_id, consultation_number,
            team_id, agent_id, agent_name, opened_at, last_at, last_text, last_direction, last_kind, waiting_since_at,
            first_reply_at, snoozed_until_at, ended_at, ended_by, inbound_count, tags, customer_received_position,
            customer_read_position, version, identity_id, external_id, position, last_seq, session_id, accepted_at,
            session_first_reply_at, session_messages, queued_at, first_customer_at, customer_messages, agent_messages,
            rounds, agent_read_position, blocked, handed_at, reply_window, held_by, reply_context,
            blocked_us_at, priority, offered_until_at, returned, collaboration FROM conversation ",
            $rest
        )
    };
}
pub(crate) use select_conversation;

pub(crate) fn read(record: &Record<'_>) -> Result<Conversation, StoreError> {
    Ok(Conversation {
        row: read_row(record)?,
        running: read_running(record)?,
    })
}

/// The row alone, for lists.
pub(crate) fn read_row(record: &Record<'_>) -> Result<Row, StoreError> {
    let ended_by = record.optional::<String>(20)?;
    Ok(Row {
        id: record.get(0)?,
        inbox_id: record.get(1)?,
        channel: record.get(2)?,
        customer_id: record.get(3)?,
        customer_name: record.get(4)?,
        status: record.key(5, Status::of_key)?,
        consultation_id: record.optional(6)?,
        consultation_number: record.optional(7)?,
        team_id: record.optional(8)?,
        agent_id: record.optional(9)?,
        agent_name: record.optional(10)?,
        opened_at: record.optional(11)?,
        last_at: record.get(12)?,
        last_text: record.get(13)?,
        last_direction: record.key(14, Direction::of_key)?,
        last_kind: record.key(15, MessageKind::of_key)?,
        waiting_since: record.optional(16)?,
        first_reply_at: record.optional(17)?,
        snoozed_until: record.optional(18)?,
        ended_at: record.optional(19)?,
        ended_by: ended_by
            .as_deref()
            .map(|_| record.key(20, EndedBy::of_key))
            .transpose()?,
        inbound_count: record.get(21)?,
        tags: record.document(22)?,
        customer_received_position: record.get(23)?,
        customer_read_position: record.get(24)?,
        version: record.get(25)?,
        window: optional_document(record, 42)?,
        held_by: record.optional(43)?,
        blocked_us_at: record.optional(45)?,
        priority: record.key(46, Priority::of_key)?,
        offered_until: record.optional(47)?,
        collaboration: optional_document(record, 49)?.unwrap_or_default(),
    })
}

fn read_running(record: &Record<'_>) -> Result<Running, StoreError> {
    let leg = match record.optional::<SessionId>(30)? {
        Some(id) => Some(Leg {
            id,
            accepted_at: record.get(31)?,
            first_reply_at: record.optional(32)?,
            agent_messages: record.get(33)?,
        }),
        None => None,
    };
    let returns: Returns = optional_document(record, 48)?.unwrap_or_default();
    Ok(Running {
        barred: returns.barred,
        placed: returns.placed,
        returns: returns.times,
        identity_id: record.get(26)?,
        external_id: record.get(27)?,
        position: record.get(28)?,
        last_seq: record.get(29)?,
        leg,
        queued_at: record.optional(34)?,
        first_customer_at: record.optional(35)?,
        customer_messages: record.get(36)?,
        agent_messages: record.get(37)?,
        rounds: record.get(38)?,
        agent_read_position: record.get(39)?,
        blocked: record.get(40)?,
        handed_at: record.optional(41)?,
        context: optional_document(record, 44)?.unwrap_or_default(),
    })
}

/// A document that may be absent.
pub(crate) fn optional_document<T: serde::de::DeserializeOwned>(
    record: &Record<'_>,
    index: usize,
) -> Result<Option<T>, StoreError> {
    match record.optional::<String>(index)? {
        Some(_) => record.document(index).map(Some),
        None => Ok(None),
    }
}

/// One conversation with what is running on it.
pub fn conversation(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_conversation!("WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
        read,
    )
}

/// Steps of ten minutes: what the list of everything is indexed by.
pub(crate) fn slot_of(at: Time) -> i64 {
    at.millis().div_euclid(600_000)
}

/// What the table's indexes hold of a conversation, as far as it can change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Indexed {
    status: Status,
    agent: Option<AgentId>,
    ended_at: Option<Time>,
    slot: i64,
}

impl Indexed {
    pub(crate) fn of(row: &Row) -> Self {
        Self {
            status: row.status,
            agent: row.agent_id,
            ended_at: row.ended_at,
            slot: slot_of(row.last_at),
        }
    }
}

fn tags(row: &Row) -> Result<String, StoreError> {
    if row.tags.is_empty() {
        return Ok("[]".to_owned());
    }
    json(&row.tags)
}

/// Writes a new conversation.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    conversation: &Conversation,
) -> Result<(), StoreError> {
    let Conversation { row, running } = conversation;
    let leg = running.leg.as_ref();
    let key = command::identity_key(row.inbox_id, &running.external_id);
    tx.run(
        sql!(
            "INSERT INTO conversation (workspace_id, id, identity_key, identity_id, inbox_id, channel, external_id,
                customer_id, customer_name, status, consultation_id, consultation_number, team_id, agent_id,
                agent_name, opened_at, last_at, last_text, last_direction, last_kind, waiting_since_at,
                first_reply_at, snoozed_until_at, ended_at, ended_by, inbound_count, tags,
                customer_received_position, customer_read_position, version, position, last_seq, session_id,
                accepted_at, session_first_reply_at, session_messages, queued_at, first_customer_at,
                customer_messages, agent_messages, rounds, agent_read_position, blocked, last_slot,
                handed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39,
                $40, $41, $42, $43, $44, $45)"
        ),
        params![
            workspace, row.id, key, running.identity_id, row.inbox_id, &row.channel, &running.external_id,
            row.customer_id, &row.customer_name, row.status.key(), row.consultation_id, row.consultation_number,
            row.team_id, row.agent_id, row.agent_name.as_ref(), row.opened_at, row.last_at, &row.last_text,
            row.last_direction.key(), row.last_kind.key(), row.waiting_since, row.first_reply_at,
            row.snoozed_until, row.ended_at, row.ended_by.map(EndedBy::key), row.inbound_count, tags(row)?,
            row.customer_received_position, row.customer_read_position, row.version, running.position,
            running.last_seq, leg.map(|leg| leg.id), leg.map(|leg| leg.accepted_at),
            leg.and_then(|leg| leg.first_reply_at), leg.map_or(0, |leg| leg.agent_messages), running.queued_at,
            running.first_customer_at, running.customer_messages, running.agent_messages, running.rounds,
            running.agent_read_position, running.blocked, slot_of(row.last_at), running.handed_at,
        ],
    )
}

/// Writes a changed conversation, which stood in the indexes as `indexed`. A statement that names a column of an index
/// makes SQLite take its entry out and put it in again, the same or not: those columns are written when they differ.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    conversation: &Conversation,
    indexed: Indexed,
) -> Result<(), StoreError> {
    let Conversation { row, running } = conversation;
    let (leg, now) = (running.leg.as_ref(), Indexed::of(row));
    if now != indexed {
        tx.run(
            sql!(
                "UPDATE conversation SET status = $3, agent_id = $4, ended_at = $5, last_slot = $6
                 WHERE workspace_id = $1 AND id = $2"
            ),
            params![
                workspace,
                row.id,
                now.status.key(),
                now.agent,
                now.ended_at,
                now.slot
            ],
        )?;
    }
    tx.run(
        sql!(
            "UPDATE conversation SET customer_name = $3, consultation_id = $4, consultation_number = $5, team_id = $6,
                agent_name = $7, opened_at = $8, last_at = $9, last_text = $10, last_direction = $11, last_kind = $12,
                waiting_since_at = $13, first_reply_at = $14, snoozed_until_at = $15, ended_by = $16,
                inbound_count = $17, tags = $18, customer_received_position = $19, customer_read_position = $20,
                version = $21, position = $22, last_seq = $23, session_id = $24, accepted_at = $25,
                session_first_reply_at = $26, session_messages = $27, queued_at = $28, first_customer_at = $29,
                customer_messages = $30, agent_messages = $31, rounds = $32, agent_read_position = $33, blocked = $34,
                handed_at = $35
             WHERE workspace_id = $1 AND id = $2"
        ),
        params![
            workspace, row.id, &row.customer_name, row.consultation_id, row.consultation_number, row.team_id,
            row.agent_name.as_ref(), row.opened_at, row.last_at, &row.last_text, row.last_direction.key(),
            row.last_kind.key(), row.waiting_since, row.first_reply_at, row.snoozed_until,
            row.ended_by.map(EndedBy::key), row.inbound_count, tags(row)?, row.customer_received_position,
            row.customer_read_position, row.version, running.position, running.last_seq, leg.map(|leg| leg.id),
            leg.map(|leg| leg.accepted_at), leg.and_then(|leg| leg.first_reply_at),
            leg.map_or(0, |leg| leg.agent_messages), running.queued_at, running.first_customer_at,
            running.customer_messages, running.agent_messages, running.rounds, running.agent_read_position,
            running.blocked, running.handed_at,
        ],
    )
}

/// What few changes touch: windows and contexts of channels, and how it stands in routing. Written when it differs, so that
/// other messages carry none of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Reach {
    priority: Priority,
    offered_until: Option<Time>,
    returns: Returns,
    window: Option<Window>,
    held_by: Option<String>,
    blocked_us_at: Option<Time>,
    context: Context,
}

impl Reach {
    pub(crate) fn of(conversation: &Conversation) -> Self {
        let returns = Returns {
            barred: conversation.running.barred.clone(),
            times: conversation.running.returns,
            placed: conversation.running.placed,
            queued_at: None,
        };
        Self {
            priority: conversation.row.priority,
            offered_until: conversation.row.offered_until,
            returns,
            window: conversation.row.window,
            held_by: conversation.row.held_by.clone(),
            blocked_us_at: conversation.row.blocked_us_at,
            context: conversation.running.context.clone(),
        }
    }
}

/// Writes how a conversation's customer can be reached.
pub(crate) fn update_reach(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    conversation: &Conversation,
) -> Result<(), StoreError> {
    let reach = Reach::of(conversation);
    let returns = (reach.returns != Returns::default())
        .then(|| json(&reach.returns))
        .transpose()?;
    let context = (!reach.context.is_empty())
        .then(|| json(&reach.context))
        .transpose()?;
    tx.run(
        sql!(
            "UPDATE conversation SET reply_window = $3, held_by = $4, reply_context = $5, blocked_us_at = $6,
                priority = $7, offered_until_at = $8, returned = $9
             WHERE workspace_id = $1 AND id = $2"
        ),
        params![
            workspace,
            conversation.row.id,
            reach.window.as_ref().map(json).transpose()?,
            reach.held_by.as_deref(),
            context,
            reach.blocked_us_at,
            reach.priority.key(),
            reach.offered_until,
            returns,
        ],
    )
}

/// A document column's text.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent {
        table: "document",
        what: error.to_string(),
    })
}

/// The conversation of an identity's key.
pub fn conversation_of_identity(
    tx: &mut Tx<'_>,
    key: uuid::Uuid,
) -> Result<Option<Conversation>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_conversation!("WHERE workspace_id = $1 AND identity_key = $2"),
        params![workspace, key],
        read,
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{
        Location,
        migrate::migrate,
        sqlite::{Lite, Purpose},
    };

    #[test]
    fn every_column_of_an_index_is_written_when_it_differs_or_never() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("yingke.db");
        migrate(&Location::File(file.clone())).expect("migrates");
        let lite = Lite::open(&file, Purpose::Reader).expect("opens");
        let indexed: BTreeSet<String> = lite
            .connection
            .prepare(
                "SELECT DISTINCT c.name FROM pragma_index_list('conversation') i JOIN pragma_index_info(i.name) c
                 WHERE c.name IS NOT NULL",
            )
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .expect("the indexes' columns");
        let when_they_differ = ["status", "agent_id", "ended_at", "last_slot"];
        let never = ["workspace_id", "id", "identity_key", "customer_id"];
        let known: BTreeSet<String> = when_they_differ
            .iter()
            .chain(&never)
            .map(|&name| name.into())
            .collect();
        assert_eq!(indexed, known, "`Indexed` and `update` know these columns");
    }
}
