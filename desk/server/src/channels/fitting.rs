//! Files as a channel takes them: what it does not take as it is is changed for the delivery, and what is too large or
//! plays too long is not sent at all.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    time::Duration,
};

use futures_util::TryStreamExt as _;
use moka::sync::Cache;
use parking_lot::Mutex;
use tempfile::TempDir;
use yingke_channel_contract::{DeliveryError, Draft, ErrorKind, FileKind, FileLimit, OutFile};
use yingke_store::{StoreError, attachment};
use yingke_words::{AttachmentId, WorkspaceId};

use super::{account::Account, token::away};
use crate::{
    api::sign_in::hash_hex,
    app::App,
    files::{
        ffmpeg::{self, Ffmpeg, Unchanged},
        name,
        redraw::redraw,
    },
};

/// So long a changed file is kept, for the next try and for whoever is sent the same.
const KEPT: Duration = Duration::from_mins(10);
/// So many bytes of them.
const ROOM: u64 = 512 << 20;
/// All files of a delivery are fit within this span: its lease is longer.
const PATIENCE: Duration = Duration::from_mins(1);

/// A file that was changed; its bytes are gone with it.
pub struct Made {
    _folder: TempDir,
    /// Where they are.
    pub path: PathBuf,
    /// How many.
    pub size: u64,
    lasts_ms: Option<u64>,
}

/// Where files are changed.
pub struct Workroom {
    /// The program for sound and film.
    pub ffmpeg: Ffmpeg,
    kept: Cache<AttachmentId, Arc<Made>>,
    /// Those that a delivery holds, kept or not.
    used: Mutex<HashMap<AttachmentId, Weak<Made>>>,
    lasts: Cache<AttachmentId, Option<u64>>,
}

impl Workroom {
    /// An empty one, with the program at `ffmpeg`.
    pub fn new(ffmpeg: PathBuf) -> Self {
        let weight = |_: &AttachmentId, made: &Arc<Made>| u32::try_from(made.size).unwrap_or(u32::MAX);
        Self {
            ffmpeg: Ffmpeg::new(ffmpeg),
            kept: Cache::builder()
                .weigher(weight)
                .max_capacity(ROOM)
                .time_to_live(KEPT)
                .build(),
            used: Mutex::default(),
            lasts: Cache::builder().max_capacity(10_000).build(),
        }
    }

    /// The changed file of this id, while somebody needs it.
    pub fn made(&self, id: AttachmentId) -> Option<Arc<Made>> {
        let used = self.used.lock().get(&id).and_then(Weak::upgrade);
        used.or_else(|| self.kept.get(&id))
    }

    fn keep(&self, id: AttachmentId, made: &Arc<Made>) {
        let mut used = self.used.lock();
        used.retain(|_, one| one.strong_count() > 0);
        used.insert(id, Arc::downgrade(made));
        drop(used);
        self.kept.insert(id, Arc::clone(made));
    }
}

impl App {
    /// Makes the files of a draft what the account's channel takes; what was made is to be held until they are sent.
    pub async fn fit(&self, account: &Account, draft: &mut Draft) -> Result<Vec<Arc<Made>>, DeliveryError> {
        let fitting = async {
            let mut held = Vec::new();
            for file in &mut draft.files {
                if let Some(limit) = account.channel.manifest().file(file.kind) {
                    held.extend(self.fit_one(account.workspace, file, limit).await?);
                    check(file, limit)?;
                }
            }
            Ok(held)
        };
        let fitted = tokio::time::timeout(PATIENCE, fitting).await;
        fitted.unwrap_or_else(|_| Err(unsendable("changing its files takes longer than a minute")))
    }

    async fn fit_one(
        &self,
        workspace: WorkspaceId,
        file: &mut OutFile,
        limit: &FileLimit,
    ) -> Result<Option<Arc<Made>>, DeliveryError> {
        if let Some(known) = taken_as(limit, &file.media_type) {
            known.clone_into(&mut file.media_type);
            check(file, limit)?;
            file.lasts_ms = self.lasts(workspace, file).await?;
            return Ok(None);
        }
        let Some(into) = limit.becomes.map(plain) else {
            return Ok(None);
        };
        let id = changed_id(file.id, into);
        let made = if let Some(made) = self.workroom.made(id) {
            made
        } else {
            let made = Arc::new(self.make(workspace, file, into).await?);
            self.workroom.keep(id, &made);
            made
        };
        file.id = id;
        file.name = name::renamed(&file.name, &file.media_type, into);
        into.clone_into(&mut file.media_type);
        (file.size, file.lasts_ms) = (made.size, made.lasts_ms);
        Ok(Some(made))
    }

    /// How long a file plays, where it does and somebody can say.
    async fn lasts(&self, workspace: WorkspaceId, file: &OutFile) -> Result<Option<u64>, DeliveryError> {
        if !plays(file.kind) {
            return Ok(None);
        }
        if let Some(known) = self.workroom.lasts.get(&file.id) {
            return Ok(known);
        }
        let folder = ffmpeg::folder().map_err(|why| held_up(&why))?;
        let path = folder.path().join("from");
        self.copy_out(workspace, file.id, &path).await?;
        let lasts = self.workroom.ffmpeg.lasts(&path, &file.media_type).await;
        self.workroom.lasts.insert(file.id, lasts);
        Ok(lasts)
    }

    async fn make(
        &self,
        workspace: WorkspaceId,
        file: &OutFile,
        into: &'static str,
    ) -> Result<Made, DeliveryError> {
        let folder = ffmpeg::folder().map_err(|why| held_up(&why))?;
        let (from, path) = (folder.path().join("from"), folder.path().join("into"));
        self.copy_out(workspace, file.id, &from).await?;
        let mut lasts_ms = None;
        if file.kind == FileKind::Image {
            let (source, target, media_type) = (from.clone(), path.clone(), file.media_type.clone());
            let drawn = tokio::task::spawn_blocking(move || {
                let bytes = std::fs::read(source).map_err(image::ImageError::IoError)?;
                std::fs::write(target, redraw(&bytes, &media_type, into)?).map_err(image::ImageError::IoError)
            });
            let drawn = drawn.await.map_err(|error| changes_not(file, into, &error))?;
            drawn.map_err(|error| changes_not(file, into, &error))?;
        } else {
            let changed = self
                .workroom
                .ffmpeg
                .change((&from, &file.media_type), (&path, into));
            changed.await.map_err(|why| match why {
                Unchanged::Busy => held_up(&why),
                why => changes_not(file, into, &why),
            })?;
            lasts_ms = self.workroom.ffmpeg.lasts(&path, into).await;
        }
        let about = tokio::fs::metadata(&path).await;
        let size = about.map_err(|error| changes_not(file, into, &error))?.len();
        // Only what is sent takes room.
        let _ = tokio::fs::remove_file(&from).await;
        Ok(Made {
            _folder: folder,
            path,
            size,
            lasts_ms,
        })
    }

    /// Copies the bytes of a file of ours to `path`.
    async fn copy_out(
        &self,
        workspace: WorkspaceId,
        id: AttachmentId,
        path: &Path,
    ) -> Result<(), DeliveryError> {
        let found = self.db.read(workspace, move |tx| attachment(tx, id)).await;
        let found = found.map_err(|error: StoreError| away(&error))?;
        let found = found.ok_or_else(|| unsendable("the file is gone"))?;
        let stream = self.files.read(&found.object, None).await;
        let stream = stream.map_err(|refused| held_up(&refused))?;
        let mut source = tokio_util::io::StreamReader::new(stream.map_err(std::io::Error::other));
        let mut target = tokio::fs::File::create(path)
            .await
            .map_err(|error| held_up(&error))?;
        let copied = tokio::io::copy(&mut source, &mut target).await;
        copied.map_err(|error| held_up(&error))?;
        let flushed = tokio::io::AsyncWriteExt::flush(&mut target).await;
        flushed.map_err(|error| held_up(&error))
    }
}

/// A media type without its parameters.
fn plain(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

const fn plays(kind: FileKind) -> bool {
    matches!(kind, FileKind::Audio | FileKind::Video)
}

/// The name under which a channel takes a media type; none when it does not.
fn taken_as(limit: &FileLimit, media_type: &str) -> Option<String> {
    if limit.types.is_empty() {
        return Some(media_type.to_owned());
    }
    let same = |one: &&&str| {
        let one = plain(one);
        one == media_type || one == "audio/mp4" && matches!(media_type, "audio/m4a" | "audio/x-m4a")
    };
    limit.types.iter().find(same).map(|one| plain(one).to_owned())
}

/// The id of a file in another type: the same for every try, so that an upload is found again.
fn changed_id(id: AttachmentId, into: &str) -> AttachmentId {
    let hash = hash_hex(&format!("{id} {into}"));
    let number = u128::from_str_radix(&hash[..32], 16).unwrap_or_default();
    uuid::Uuid::from_u128(number).into()
}

/// Refuses what is larger or plays longer than a channel takes.
fn check(file: &OutFile, limit: &FileLimit) -> Result<(), DeliveryError> {
    let name = &file.name;
    if file.size > limit.most {
        let (has, most) = (megabytes(file.size), megabytes(limit.most));
        let detail = format!("{name} has {has} MB; this channel takes at most {most} MB");
        return Err(DeliveryError::of(ErrorKind::TooLarge).said("size", &detail));
    }
    if let (Some(lasts), Some(most)) = (file.lasts_ms, limit.seconds)
        // Some milliseconds more are the coder's.
        && lasts > u64::from(most) * 1_000 + 500
    {
        let detail = format!(
            "{name} plays {} seconds; this channel takes at most {most}",
            lasts.div_ceil(1_000)
        );
        return Err(DeliveryError::of(ErrorKind::TooLarge).said("seconds", &detail));
    }
    Ok(())
}

/// Megabytes with one place.
fn megabytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1 << 20);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn unsendable(why: &str) -> DeliveryError {
    DeliveryError::of(ErrorKind::Unsendable).said("file", why)
}

fn changes_not(file: &OutFile, into: &str, why: &dyn std::fmt::Display) -> DeliveryError {
    unsendable(&format!(
        "{} is {}, and this channel takes {into}: {why}",
        file.name, file.media_type
    ))
}

/// What may go well in a moment.
fn held_up(why: &dyn std::fmt::Display) -> DeliveryError {
    DeliveryError::of(ErrorKind::Away).said("file", &why.to_string())
}
