//! Lines by the ids that providers give them, and what was told of a line before the line itself.

use uuid::Uuid;
use yingke_conversation::{Amend, Message};
use yingke_words::{ConversationId, InboxId};

use crate::{StoreError, Tx, command::narrow, conversations::json, params, sql};

/// Where a line stands: its conversation and its number.
pub(crate) type Place = (ConversationId, i64);

/// The key of a provider's id of a line in an inbox.
pub fn external_key(inbox: InboxId, id: &str) -> Uuid {
    narrow(&[inbox.uuid().as_bytes(), id.as_bytes()])
}

/// The keys of a line's ids.
pub(crate) fn keys_of(inbox: InboxId, message: &Message) -> Vec<Uuid> {
    message
        .external
        .iter()
        .map(|id| external_key(inbox, id))
        .collect()
}

/// Where the lines of these keys stand.
pub(crate) fn find(tx: &mut Tx<'_>, keys: Vec<Uuid>) -> Result<Vec<(Uuid, Place)>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!("SELECT key, conversation_id, seq FROM external WHERE workspace_id = $1 AND key = ANY($2)"),
        params![workspace, keys],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )
}

/// The line of a provider's id in an inbox.
pub fn line_of_external(
    tx: &mut Tx<'_>,
    inbox: InboxId,
    id: &str,
) -> Result<Option<(ConversationId, i64)>, StoreError> {
    let found = find(tx, vec![external_key(inbox, id)])?;
    Ok(found.first().map(|(_, place)| *place))
}

/// Gives a line a provider's id.
pub(crate) fn bind(
    tx: &mut Tx<'_>,
    key: Uuid,
    conversation: ConversationId,
    seq: i64,
) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO external (workspace_id, key, conversation_id, seq) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, key) DO NOTHING"
        ),
        params![workspace, key, conversation, seq],
    )
}

/// Keeps what was told of a line that is not there yet.
pub(crate) fn park(tx: &mut Tx<'_>, key: Uuid, amend: &Amend) -> Result<(), StoreError> {
    let (workspace, now, id) = (tx.workspace()?, tx.now(), tx.id::<Uuid>());
    tx.run(
        sql!("INSERT INTO parked (workspace_id, id, key, at, body) VALUES ($1, $2, $3, $4, $5)"),
        params![workspace, id, key, now, json(amend)?],
    )
}

/// What was told of lines of these keys, in the order in which it came.
pub(crate) fn parked(tx: &mut Tx<'_>, keys: Vec<Uuid>) -> Result<Vec<(Uuid, Amend)>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!("SELECT key, body FROM parked WHERE workspace_id = $1 AND key = ANY($2) ORDER BY at, id"),
        params![workspace, keys],
        |row| Ok((row.get(0)?, row.document(1)?)),
    )
}

/// It has been told.
pub(crate) fn unpark(tx: &mut Tx<'_>, key: Uuid) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM parked WHERE workspace_id = $1 AND key = $2"),
        params![workspace, key],
    )
}
