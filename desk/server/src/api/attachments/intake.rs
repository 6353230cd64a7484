//! Taking an upload in: one part named `file`, streamed, counted as it comes, examined, kept, and its row written last.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{FromRequest, Request, multipart},
    http::{HeaderMap, StatusCode, header},
};
use yingke_conversation::AttachmentRef;
use yingke_store::{Attachment, Inbox, StoreError, insert_attachment};
use yingke_words::{InboxId, WorkspaceId};

use super::AROUND;
use crate::{
    api::{
        limits::{UPLOAD_KIB, UPLOADS},
        problem::{Code, Problem},
    },
    app::App,
    files::{
        Kept, LARGEST, Refused, name,
        spool::{Spool, Spooled},
    },
};

/// An upload of which nothing comes for so long is given up.
const SILENCE: Duration = Duration::from_secs(30);
/// Bytes are paid for in steps of this size, before they are kept.
const STEP: u64 = 1 << 20;

/// Who uploads, and what the inbox takes.
pub struct Uploader {
    workspace: WorkspaceId,
    inbox: InboxId,
    /// A visitor's external id or an agent's id.
    who: String,
    most: u64,
    types: Vec<String>,
}

impl Uploader {
    /// `who` uploads for `inbox`.
    pub fn new(workspace: WorkspaceId, who: String, inbox: Inbox) -> Self {
        let most = u64::try_from(inbox.settings.attachment_max_bytes).unwrap_or(0);
        Self {
            workspace,
            inbox: inbox.id,
            who,
            most: most.min(LARGEST as u64),
            types: inbox.settings.attachment_types,
        }
    }

    fn key(&self) -> String {
        format!("{} {}", self.inbox, self.who)
    }
}

/// A body in parts; what is wrong with it is a problem detail.
pub struct Multipart(multipart::Multipart);

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let wrong =
            |_| Problem::new(Code::WrongMediaType).detail("send multipart/form-data with one part, `file`");
        let parts = multipart::Multipart::from_request(request, state).await;
        parts.map(Self).map_err(wrong)
    }
}

/// Takes an upload in. When this answers, bytes and row are durable.
pub async fn take(
    app: &App,
    by: Uploader,
    headers: &HeaderMap,
    Multipart(mut parts): Multipart,
) -> Result<AttachmentRef, Problem> {
    app.limits.take(UPLOADS, &by.key(), app.now())?;
    // What says of itself that it is too large is not read at all.
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > by.most + AROUND as u64) {
        return Err(Refused::TooLarge.into());
    }
    let part = in_time(parts.next_field()).await?;
    let mut part = part.ok_or_else(missing)?;
    if part.name() != Some("file") {
        return Err(missing());
    }
    let given = part.file_name().unwrap_or_default().to_owned();
    let spooled = receive(app, &by, &mut part).await?;
    drop(part);
    if in_time(parts.next_field()).await?.is_some() {
        return Err(Problem::new(Code::MalformedBody).detail("one file an upload"));
    }
    // From here on to the end, also when the client goes away: no object is left without its row.
    let app = app.clone();
    let kept = tokio::spawn(async move { keep(&app, by, spooled, &given).await }).await;
    kept.map_err(|error| {
        tracing::error!(%error, "keeping a file failed");
        Problem::new(Code::Internal)
    })?
}

fn missing() -> Problem {
    Problem::new(Code::MalformedBody)
        .on("file")
        .detail("the body needs one part, `file`")
}

async fn receive(app: &App, by: &Uploader, part: &mut multipart::Field<'_>) -> Result<Spooled, Problem> {
    let mut spool: Spool = app.files.spool(by.most)?;
    let (mut paid, mut size) = (0, 0);
    while let Some(bytes) = in_time(part.chunk()).await? {
        size += bytes.len() as u64;
        while paid < size {
            let step = u32::try_from(STEP >> 10).unwrap_or(u32::MAX);
            app.limits.take_many(UPLOAD_KIB, &by.key(), step, app.now())?;
            paid += STEP;
        }
        spool.take(&bytes).await?;
    }
    Ok(spool.end().await?)
}

async fn in_time<T>(part: impl Future<Output = Result<T, multipart::MultipartError>>) -> Result<T, Problem> {
    match tokio::time::timeout(SILENCE, part).await {
        Ok(Ok(part)) => Ok(part),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Refused::TooLarge.into()),
        Ok(Err(_)) => {
            Err(Problem::new(Code::MalformedBody).detail("the body ends early, or its parts are not closed"))
        }
        Err(_) => Err(Problem::new(Code::MalformedBody).detail("nothing came for 30 seconds")),
    }
}

/// Objects first, then the row.
async fn keep(app: &App, by: Uploader, upload: Spooled, given: &str) -> Result<AttachmentRef, Problem> {
    let Uploader {
        workspace,
        inbox,
        who: uploader,
        types,
        ..
    } = by;
    let kept = app
        .files
        .keep(upload, types, workspace, Arc::clone(&app.chance))
        .await?;
    let side = |of: fn((u32, u32)) -> u32| kept.pixels.map(|pixels| i64::from(of(pixels)));
    let row = Attachment {
        file: AttachmentRef {
            id: uuid::Uuid::from_bytes(app.secret()).into(),
            name: name::shown(given, kept.media_type),
            media_type: kept.media_type.to_owned(),
            size: i64::try_from(kept.size).unwrap_or(i64::MAX),
            width: side(|(width, _)| width),
            height: side(|(_, height)| height),
            thumbnail: kept.thumbnail.is_some(),
        },
        inbox,
        conversation: None,
        uploader,
        object: kept.object.clone(),
        thumbnail: kept.thumbnail.clone(),
        created_at: app.now(),
    };
    let file = row.file.clone();
    let written = app
        .db
        .write(workspace, move |tx| insert_attachment(tx, &row))
        .await;
    if let Err(error) = written {
        give_up(app, &kept, &error).await;
        return Err(error.into());
    }
    Ok(file)
}

/// Removes what got no row; where the row's fate is unknown, the objects stay.
async fn give_up(app: &App, kept: &Kept, error: &StoreError) {
    if !matches!(error, StoreError::Unknown) {
        app.files.discard(kept).await;
    }
}
