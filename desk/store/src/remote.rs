//! Files of customers that are still at the provider's: a row each, and a piece of due work that gets it.

use yingke_conversation::Message;
use yingke_words::{AppId, AttachmentId, ConversationId, InboxId};

use crate::{StoreError, Tx, command::Remote, params, sql, work::insert_work};

/// The kind of work that gets a file.
pub const FETCH: &str = "media.fetch";

/// A file that is still at the provider's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemoteFile {
    /// The attachment it will be.
    pub id: AttachmentId,
    /// By which app it is got.
    pub app: AppId,
    /// The inbox it came to.
    pub inbox: InboxId,
    /// The conversation of its line.
    pub conversation: ConversationId,
    /// The line's number.
    pub seq: i64,
    /// How it is got: the channel's own words.
    pub body: String,
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    remote: &Remote,
    line: &Message,
    inbox: InboxId,
) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!(
            "INSERT INTO remote_file (workspace_id, id, app_id, inbox_id, conversation_id, seq, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![
            workspace,
            remote.id,
            remote.app,
            inbox,
            line.conversation_id,
            line.seq,
            &remote.body
        ],
    )?;
    let which = remote.id.to_string();
    insert_work(tx, FETCH, now, Some(line.conversation_id), Some(&which))?;
    Ok(())
}

/// A file that is still at the provider's.
pub fn remote_file(tx: &mut Tx<'_>, id: AttachmentId) -> Result<Option<RemoteFile>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!(
            "SELECT id, app_id, inbox_id, conversation_id, seq, body FROM remote_file WHERE workspace_id = $1 AND id = $2"
        ),
        params![workspace, id],
        |row| {
            Ok(RemoteFile {
                id: row.get(0)?,
                app: row.get(1)?,
                inbox: row.get(2)?,
                conversation: row.get(3)?,
                seq: row.get(4)?,
                body: row.get(5)?,
            })
        },
    )
}

/// It has come, or never will.
pub fn remove_remote_file(tx: &mut Tx<'_>, id: AttachmentId) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM remote_file WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
    )
}
