//! Attachment rows: what is known of a stored file. Its bytes are not in the database.

use std::collections::HashSet;

use yingke_conversation::AttachmentRef;
use yingke_words::{AttachmentId, ConversationId, InboxId, Time};

use crate::{Record, StoreError, Tx, params, sql};

/// A stored file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// What messages say of it.
    pub file: AttachmentRef,
    /// The inbox it was uploaded for.
    pub inbox: InboxId,
    /// The conversation whose message took it; none while it waits for one.
    pub conversation: Option<ConversationId>,
    /// Who uploaded it: a visitor's external id or an agent's id.
    pub uploader: String,
    /// Where its bytes are.
    pub object: String,
    /// Where its small picture is.
    pub thumbnail: Option<String>,
    /// When it was uploaded.
    pub created_at: Time,
}

/// Reads the facts that messages repeat, from `id, name, media_type, size, width, height, thumbnail`.
pub(crate) fn read_file(record: &Record<'_>) -> Result<AttachmentRef, StoreError> {
    Ok(AttachmentRef {
        id: record.get(0)?,
        name: record.get(1)?,
        media_type: record.get(2)?,
        size: record.get(3)?,
        width: record.optional(4)?,
        height: record.optional(5)?,
        thumbnail: record.optional::<String>(6)?.is_some(),
    })
}

/// Adds a file that waits for its message.
pub fn insert_attachment(tx: &mut Tx<'_>, one: &Attachment) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO attachment (workspace_id, id, inbox_id, uploader, object, thumbnail, name, media_type, size,
                width, height, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        params![
            workspace,
            one.file.id,
            one.inbox,
            &one.uploader,
            &one.object,
            one.thumbnail.as_deref(),
            &one.file.name,
            &one.file.media_type,
            one.file.size,
            one.file.width,
            one.file.height,
            one.created_at,
        ],
    )
}

/// One file.
pub fn attachment(tx: &mut Tx<'_>, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!(
            "SELECT id, name, media_type, size, width, height, thumbnail, inbox_id, conversation_id, uploader, object,
                created_at
             FROM attachment WHERE workspace_id = $1 AND id = $2"
        ),
        params![workspace, id],
        |row| {
            Ok(Attachment {
                file: read_file(row)?,
                inbox: row.get(7)?,
                conversation: row.optional(8)?,
                uploader: row.get(9)?,
                object: row.get(10)?,
                thumbnail: row.optional(6)?,
                created_at: row.get(11)?,
            })
        },
    )
}

/// Which of `objects` no row names, neither as its bytes nor as its small picture.
pub fn objects_without_row(tx: &mut Tx<'_>, objects: Vec<String>) -> Result<Vec<String>, StoreError> {
    let workspace = tx.workspace()?;
    let known = tx.rows(
        sql!(
            "SELECT object FROM attachment WHERE workspace_id = $1 AND object = ANY($2)
             UNION ALL SELECT thumbnail FROM attachment WHERE workspace_id = $1 AND thumbnail = ANY($2)"
        ),
        params![workspace, objects.clone()],
        |row| row.get::<String>(0),
    )?;
    let known: HashSet<String> = known.into_iter().collect();
    Ok(objects
        .into_iter()
        .filter(|object| !known.contains(object))
        .collect())
}
