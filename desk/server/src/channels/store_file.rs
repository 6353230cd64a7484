//! Keeping a customer's file: examined like any upload, its row waiting for its message.

use std::sync::Arc;

use yingke_conversation::AttachmentRef;
use yingke_store::{Attachment, Inbox, StoreError, insert_attachment};

use crate::{
    app::App,
    files::{Kept, Refused, name},
};

/// Whose file is stored, and where it belongs.
pub struct Stored<'a> {
    /// The id it will have.
    pub id: yingke_words::AttachmentId,
    /// The inbox it came to.
    pub inbox: &'a Inbox,
    /// The provider's id of who sent it.
    pub uploader: &'a str,
    /// The name they gave it.
    pub given: &'a str,
}

impl App {
    /// Examines and keeps a customer's file; its row waits for its message.
    pub async fn store_file(
        &self,
        workspace: yingke_words::WorkspaceId,
        spooled: crate::files::spool::Spooled,
        of: Stored<'_>,
    ) -> Result<AttachmentRef, Refused> {
        let types = of.inbox.settings.attachment_types.clone();
        let kept: Kept = self
            .files
            .keep(spooled, types, workspace, Arc::clone(&self.chance))
            .await?;
        let file = AttachmentRef {
            id: of.id,
            name: name::shown(of.given, kept.media_type),
            media_type: kept.media_type.to_owned(),
            size: i64::try_from(kept.size).unwrap_or(i64::MAX),
            width: kept.pixels.map(|(width, _)| i64::from(width)),
            height: kept.pixels.map(|(_, height)| i64::from(height)),
            thumbnail: kept.thumbnail.is_some(),
        };
        let row = Attachment {
            file: file.clone(),
            inbox: of.inbox.id,
            conversation: None,
            uploader: of.uploader.to_owned(),
            object: kept.object.clone(),
            thumbnail: kept.thumbnail.clone(),
            created_at: self.now(),
        };
        let written = self
            .db
            .write(workspace, move |tx| insert_attachment(tx, &row))
            .await;
        match written {
            Ok(()) => Ok(file),
            Err(error) => {
                if !matches!(error, StoreError::Unknown) {
                    self.files.discard(&kept).await;
                }
                Err(Refused::Failed(error.to_string()))
            }
        }
    }
}
