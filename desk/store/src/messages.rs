//! Message rows.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yingke_conversation::{
    Actor, ActorKind, ClientId, Coming, Content, Delivery, DeliveryFailure, Direction, Mention, Message,
    MessageKind, Reaction, Text,
};
use yingke_words::{ConversationId, Time, WorkspaceId};

use crate::{
    Record, StoreError, Tx,
    conversations::{json, optional_document},
    params,
    search::Indexable,
    sql,
};

/// The columns, in the order of [`read`].
macro_rules! select_message {
    ($rest:literal) => {
        concat!(
            "SELECT id, conversation_id, consultation_id, seq, position, at, direction, kind, author_kind, author_id,
            author_name, client_id, text, attachments, delivery, event, client_key, extra FROM message ",
            $rest
        )
    };
}
pub(crate) use select_message;

/// Where [`select_message`] has the key against doubles.
pub(crate) const CLIENT_KEY: usize = 16;
/// Where it has the document of what few messages have.
const EXTRA: usize = 17;

pub(crate) fn read(record: &Record<'_>) -> Result<Message, StoreError> {
    let wrong = |what: &str| StoreError::Inconsistent {
        table: "message",
        what: what.to_owned(),
    };
    let document = |index| record.optional::<String>(index);
    let client: Option<String> = record.optional(11)?;
    let delivery: Option<String> = record.optional(14)?;
    let (attachments, event) = (document(13)?, document(15)?);
    let extra: Extra = optional_document(record, EXTRA)?.unwrap_or_default();
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
        content: extra.content,
        coming: extra.coming,
        replies_to: extra.replies_to,
        edited_at: extra.edited_at,
        recalled_at: extra.recalled_at,
        reactions: extra.reactions,
        failure: extra.failure,
        external: extra.external,
        mentions: extra.mentions,
    })
}

/// What few messages have: one document instead of a column each.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Extra {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coming: Vec<Coming>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replies_to: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recalled_at: Option<Time>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reactions: Vec<Reaction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<DeliveryFailure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    external: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Mention>,
}

/// What a line is found by, from its thread, number, text and extras.
pub(crate) fn indexable(record: &Record<'_>) -> Result<Indexable, StoreError> {
    let text: String = record.get(2)?;
    let extra: Extra = optional_document(record, 3)?.unwrap_or_default();
    Ok(Indexable {
        conversation: record.get(0)?,
        seq: record.get(1)?,
        text: words(text, &extra),
    })
}

/// The words a line is found by, from how it is kept: none once it was taken back.
pub(crate) fn words_kept(text: &str, extra: Option<&str>) -> String {
    let extra = extra.and_then(|extra| serde_json::from_str(extra).ok());
    words(text.to_owned(), &extra.unwrap_or_default())
}

fn words(text: String, extra: &Extra) -> String {
    extra.recalled_at.map_or(text, |_| String::new())
}

/// The document of a message's extras; none when it has none.
fn extra_of(message: &Message) -> Result<Option<String>, StoreError> {
    let extra = Extra {
        content: message.content.clone(),
        coming: message.coming.clone(),
        replies_to: message.replies_to,
        edited_at: message.edited_at,
        recalled_at: message.recalled_at,
        reactions: message.reactions.clone(),
        failure: message.failure.clone(),
        external: message.external.clone(),
        mentions: message.mentions.clone(),
    };
    (extra != Extra::default()).then(|| json(&extra)).transpose()
}

/// The files of a message; none when it has none.
fn files_of(message: &Message) -> Result<Option<String>, StoreError> {
    (!message.attachments.is_empty())
        .then(|| json(&message.attachments))
        .transpose()
}

/// Writes a line that changed.
pub(crate) fn update(tx: &mut Tx<'_>, workspace: WorkspaceId, message: &Message) -> Result<(), StoreError> {
    tx.run(
        sql!(
            "UPDATE message SET text = $4, attachments = $5, delivery = $6, extra = $7
             WHERE workspace_id = $1 AND conversation_id = $2 AND seq = $3"
        ),
        params![
            workspace,
            message.conversation_id,
            message.seq,
            message.text.as_str(),
            files_of(message)?,
            message.delivery.map(Delivery::key),
            extra_of(message)?,
        ],
    )
}

/// One line of a thread.
pub fn line(tx: &mut Tx<'_>, conversation: ConversationId, seq: i64) -> Result<Option<Message>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_message!("WHERE workspace_id = $1 AND conversation_id = $2 AND seq = $3"),
        params![workspace, conversation, seq],
        read,
    )
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    message: &Message,
    client_key: Option<Uuid>,
) -> Result<(), StoreError> {
    let event = message.event.as_ref().map(json).transpose()?;
    tx.run(
        sql!(
            "INSERT INTO message (workspace_id, conversation_id, seq, id, consultation_id, position, at, direction,
                kind, author_kind, author_id, author_name, client_key, client_id, text, attachments, delivery, event,
                extra)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
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
            files_of(message)?,
            message.delivery.map(Delivery::key),
            event,
            extra_of(message)?,
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
