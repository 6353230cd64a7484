//! Message rows.

use uuid::Uuid;
use yingke_conversation::{Actor, ActorKind, ClientId, Delivery, Direction, Message, MessageKind, Text};
use yingke_words::{ConversationId, WorkspaceId};

use crate::{Record, StoreError, Tx, conversations::json, params, sql};

/// The columns, in the order of [`read`].
macro_rules! select_message {
    ($rest:literal) => {
        concat!(
            "SELECT id, conversation_id, consultation_id, seq, position, at, direction, kind, author_kind, author_id,
            author_name, client_id, text, attachments, delivery, event, client_key FROM message ",
            $rest
        )
    };
}
pub(crate) use select_message;

/// Where [`select_message`] has the key against doubles.
pub(crate) const CLIENT_KEY: usize = 16;

pub(crate) fn read(record: &Record<'_>) -> Result<Message, StoreError> {
    let wrong = |what: &str| StoreError::Inconsistent {
        table: "message",
        what: what.to_owned(),
    };
    let document = |index| record.optional::<String>(index);
    let client: Option<String> = record.optional(11)?;
    let delivery: Option<String> = record.optional(14)?;
    let (attachments, event) = (document(13)?, document(15)?);
    Ok(Message {
        id: record.get(0)?,
        conversation_id: record.get(1)?,
        consultation_id: record.get(2)?,
        seq: record.get(3)?,
        position: record.optional(4)?,
        at: record.get(5)?,
        direction: record.key(6, Direction::of_key)?,
        kind: record.key(7, MessageKind::of_key)?,
        author: Actor {
            kind: record.key(8, ActorKind::of_key)?,
            id: record.optional(9)?,
            name: record.get(10)?,
        },
        client_id: client
            .map(ClientId::try_from)
            .transpose()
            .map_err(|_| wrong("client_id"))?,
        text: Text::try_from(record.get::<String>(12)?).map_err(|_| wrong("text"))?,
        attachments: match attachments {
            Some(text) => serde_json::from_str(&text).map_err(|_| wrong("attachments"))?,
            None => Vec::new(),
        },
        delivery: delivery.as_deref().and_then(Delivery::of_key),
        event: match event {
            Some(text) => Some(serde_json::from_str(&text).map_err(|_| wrong("event"))?),
            None => None,
        },
    })
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    message: &Message,
    client_key: Option<Uuid>,
) -> Result<(), StoreError> {
    let attachments = if message.attachments.is_empty() {
        None
    } else {
        Some(json(&message.attachments)?)
    };
    let event = message.event.as_ref().map(json).transpose()?;
    tx.run(
        sql!(
            "INSERT INTO message (workspace_id, conversation_id, seq, id, consultation_id, position, at, direction,
                kind, author_kind, author_id, author_name, client_key, client_id, text, attachments, delivery, event)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        ),
        params![
            workspace,
            message.conversation_id,
            message.seq,
            message.id,
            message.consultation_id,
            message.position,
            message.at,
            message.direction.key(),
            message.kind.key(),
            message.author.kind.key(),
            message.author.id.as_deref(),
            &message.author.name,
            client_key,
            message.client_id.as_ref().map(ClientId::as_str),
            message.text.as_str(),
            attachments,
            message.delivery.map(Delivery::key),
            event,
        ],
    )
}

/// A page of a thread, newest last: the `limit` lines before `before`.
pub fn thread(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    before: i64,
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    let workspace = tx.workspace()?;
    let mut lines = tx.rows(
        select_message!(
            "WHERE workspace_id = $1 AND conversation_id = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4"
        ),
        params![workspace, conversation, before, limit],
        read,
    )?;
    lines.reverse();
    Ok(lines)
}

/// What the customer can see after `position`, oldest first, at most `limit`.
pub fn shown_after(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    position: i64,
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_message!(
            "WHERE workspace_id = $1 AND conversation_id = $2 AND position > $3 ORDER BY seq LIMIT $4"
        ),
        params![workspace, conversation, position, limit],
        read,
    )
}

/// What the customer can see before `position`, oldest first, at most `limit`.
pub fn shown_before(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    position: i64,
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    let workspace = tx.workspace()?;
    let mut lines = tx.rows(
        select_message!(
            "WHERE workspace_id = $1 AND conversation_id = $2 AND position < $3 ORDER BY seq DESC LIMIT $4"
        ),
        params![workspace, conversation, position, limit],
        read,
    )?;
    lines.reverse();
    Ok(lines)
}
