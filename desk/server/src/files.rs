//! The bytes of attachments: checked and cleaned before anything is kept, in a folder or any object store.
//!
//! An upload streams into a nameless file (gone with the process), is recognised by its bytes, has its metadata removed
//! and its small picture made, and only then becomes an object under a random name. The row is written last, by the
//! caller: an object without a row is rubbish, a row without an object would be a loss.

mod check;
pub mod examine;
pub mod ffmpeg;
pub mod kind;
pub mod links;
pub mod name;
pub mod office;
pub mod picture;
pub mod redraw;
mod s3;
pub mod spool;
pub mod thumbnail;

pub use check::Unfit;
pub use s3::is_plain;

use std::{error::Error as _, ops::Range, path::Path, sync::Arc, time::Duration};

use anyhow::Context;
use bytes::Bytes;
use futures_util::{StreamExt, stream::BoxStream};
use object_store::{
    GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
    local::LocalFileSystem,
};
use tokio::sync::Semaphore;
use yingke_words::{Chance, Time, WorkspaceId};

use crate::config::Config;
use examine::{Content, Examined, examine};
use spool::Spooled;

/// No file is larger, whatever an inbox permits.
pub const LARGEST: usize = 50 << 20;
/// How long an upload waits for its turn to be examined.
const PATIENCE: Duration = Duration::from_secs(20);
/// Objects up to this size are put in one piece, larger ones in pieces of it.
const PIECE: usize = 5 << 20;
/// How long the storage has for its first byte of an object.
const FIRST_BYTE: Duration = Duration::from_secs(8);

/// Why a file is not taken, or not given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No byte.
    #[error("the file is empty")]
    Empty,
    /// More bytes than permitted.
    #[error("the file is too large")]
    TooLarge,
    /// Its bytes are of this kind, which is not permitted.
    #[error("files of kind {0} are not permitted")]
    Kind(String),
    /// A picture that does not hold together.
    #[error("the picture is damaged")]
    Broken,
    /// More pixels or frames than permitted.
    #[error("the picture has too many pixels or frames")]
    TooManyPixels,
    /// Too many wait already.
    #[error("too many files are being examined")]
    Busy,
    /// No room.
    #[error("the disk is full")]
    DiskFull,
    /// No such object.
    #[error("the object is gone")]
    Gone,
    /// The storage is another machine, and it does not do what it should: not at all, or not for us.
    #[error("the file storage does not serve us: {0}")]
    Away(String),
    /// Anything else.
    #[error("the file store failed: {0}")]
    Failed(String),
}

/// A file whose bytes are kept, and who waits for its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where its bytes are.
    pub object: String,
    /// Where its small picture is.
    pub thumbnail: Option<String>,
    /// What it is, by its bytes.
    pub media_type: &'static str,
    /// How many bytes are kept.
    pub size: u64,
    /// Width and height in pixels, for pictures, as they are shown.
    pub pixels: Option<(u32, u32)>,
}

/// The file store.
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// Whether it is another machine: what fails there may well go right in a moment.
    remote: bool,
    spool: std::path::PathBuf,
    /// Pictures are examined one after another: each may take a few hundred megabytes for a moment.
    turn: Arc<Semaphore>,
}

impl Files {
    /// Files as the configuration wants them kept. Asks nothing of the storage: see [`Files::check`].
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        let folder = config.files();
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let store: Arc<dyn ObjectStore> = match &config.files_url {
            Some(url) => s3::open(url, config)?,
            None => Arc::new(
                LocalFileSystem::new_with_prefix(&folder)
                    .with_context(|| format!("cannot use the folder {}", folder.display()))?
                    .with_fsync(true),
            ),
        };
        Ok(Self::of(store, config.files_url.is_some(), &folder))
    }

    fn of(store: Arc<dyn ObjectStore>, remote: bool, spool: &Path) -> Self {
        Self {
            store,
            remote,
            spool: spool.to_owned(),
            turn: Arc::new(Semaphore::new(1)),
        }
    }

    /// Whether another machine keeps them.
    pub const fn remote(&self) -> bool {
        self.remote
    }

    /// A nameless file for an upload of at most `most` bytes.
    pub fn spool(&self, most: u64) -> Result<spool::Spool, Refused> {
        spool::Spool::new(&self.spool, most.min(LARGEST as u64))
    }

    /// Examines an upload and keeps what may be kept of it. When this answers, the bytes are durable.
    pub async fn keep(
        &self,
        upload: Spooled,
        types: Vec<String>,
        workspace: WorkspaceId,
        chance: Arc<dyn Chance>,
    ) -> Result<Kept, Refused> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turn).acquire_owned()).await;
        let turn = turn.map_err(|_| Refused::Busy)?.map_err(|_| Refused::Busy)?;
        let examined = tokio::task::spawn_blocking(move || {
            let examined = examine(upload, &types);
            drop(turn);
            examined
        });
        let Examined {
            content,
            media_type,
            pixels,
            thumbnail,
        } = examined.await.map_err(|error| {
            tracing::error!(%error, "examining a file failed");
            Refused::Broken
        })??;
        let object = fresh_name(workspace, chance.as_ref(), "");
        let size = match content {
            Content::Bytes(bytes) => self.put(&object, bytes.into()).await?,
            Content::File(file) => self.put_file(&object, file).await?,
        };
        let mut kept = Kept {
            object,
            thumbnail: None,
            media_type,
            size,
            pixels,
        };
        if let Some(small) = thumbnail {
            let name = fresh_name(workspace, chance.as_ref(), small.suffix);
            if let Err(refused) = self.put(&name, small.bytes.into()).await {
                self.discard(&kept).await;
                return Err(refused);
            }
            kept.thumbnail = Some(name);
        }
        Ok(kept)
    }

    async fn put(&self, name: &str, bytes: Bytes) -> Result<u64, Refused> {
        let size = bytes.len() as u64;
        let payload = PutPayload::from_bytes(bytes);
        let put = self.store.put(&name.into(), payload).await;
        put.map_err(|error| self.unwritten(error))?;
        Ok(size)
    }

    async fn put_file(&self, name: &str, file: Spooled) -> Result<u64, Refused> {
        let begun = self.store.put_multipart(&name.into()).await;
        let begun = begun.map_err(|error| self.unwritten(error))?;
        let mut write = WriteMultipart::new_with_chunk_size(begun, PIECE);
        match self.pour(file, &mut write).await {
            Ok(size) => {
                let finished = write.finish().await;
                finished.map_err(|error| self.unwritten(error))?;
                Ok(size)
            }
            Err(refused) => {
                // Pieces of an object that never was.
                if let Err(error) = write.abort().await {
                    tracing::warn!(error = told(&error), name, "pieces could not be removed");
                }
                Err(refused)
            }
        }
    }

    async fn pour(&self, file: Spooled, write: &mut WriteMultipart) -> Result<u64, Refused> {
        use tokio::io::AsyncReadExt;
        let mut source = file.into_async();
        let mut buffer = vec![0; 256 << 10];
        let mut size = 0;
        loop {
            let read = source.read(&mut buffer).await;
            let read = read.map_err(|error| spool::failed(&error))?;
            if read == 0 {
                return Ok(size);
            }
            let room = write.wait_for_capacity(2).await;
            room.map_err(|error| self.unwritten(error))?;
            write.write(&buffer[..read]);
            size += read as u64;
        }
    }

    /// The bytes of an object, or a part of them.
    pub async fn read(
        &self,
        object: &str,
        part: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, object_store::Result<Bytes>>, Refused> {
        let options = GetOptions {
            range: part.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let asked = object.into();
        let found = tokio::time::timeout(FIRST_BYTE, self.store.get_opts(&asked, options)).await;
        match found {
            Ok(Ok(found)) => Ok(found.into_stream()),
            Ok(Err(error)) => Err(self.failed(error)),
            Err(_) => Err(Refused::Away("nothing came in time".into())),
        }
    }

    /// Removes what was kept and got no row.
    pub async fn discard(&self, kept: &Kept) {
        for name in [Some(&kept.object), kept.thumbnail.as_ref()]
            .into_iter()
            .flatten()
        {
            self.remove(name).await;
        }
    }

    /// Removes the bytes of files whose rows are gone; tells how many objects went. One that cannot be removed is logged
    /// and stays as rubbish.
    pub async fn delete(&self, objects: &[yingke_store::Object]) -> usize {
        let mut gone = 0;
        for one in objects {
            for name in [Some(&one.object), one.thumbnail.as_ref()].into_iter().flatten() {
                gone += usize::from(self.remove(name).await);
            }
        }
        gone
    }

    /// The names of a workspace's objects that were last written before `before`.
    pub fn older_than(
        &self,
        workspace: WorkspaceId,
        before: Time,
    ) -> BoxStream<'static, Result<String, Refused>> {
        let remote = self.remote;
        let old = move |found: object_store::Result<ObjectMeta>| match found {
            Ok(object) => {
                let old = object.last_modified.timestamp_millis() < before.millis();
                old.then(|| Ok(object.location.to_string()))
            }
            Err(object_store::Error::NotFound { .. }) => None,
            Err(error) => Some(Err(classed(error, remote))),
        };
        let prefix = workspace.to_string().into();
        let listed = self.store.list(Some(&prefix));
        listed
            .filter_map(move |found| std::future::ready(old(found)))
            .boxed()
    }

    /// Removes every object of a workspace that goes, also those whose rows went before; fails while one is left.
    pub async fn empty(&self, workspace: WorkspaceId) -> Result<usize, Refused> {
        let mut names = self.older_than(workspace, Time::from_millis(i64::MAX));
        let mut gone = 0;
        while let Some(name) = names.next().await {
            match self.store.delete(&name?.into()).await {
                Ok(()) => gone += 1,
                Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
        Ok(gone)
    }

    /// Removes one object; tells whether it is gone by this.
    pub async fn remove(&self, name: &str) -> bool {
        match self.store.delete(&name.into()).await {
            Ok(()) => true,
            Err(object_store::Error::NotFound { .. }) => false,
            Err(error) => {
                tracing::warn!(error = told(&error), name, "an object could not be removed");
                false
            }
        }
    }

    /// Why an object was not written. A place that is "not found" is no object that is gone.
    fn unwritten(&self, error: object_store::Error) -> Refused {
        match self.failed(error) {
            Refused::Gone if self.remote => Refused::Away("the bucket is not there".into()),
            Refused::Gone => Refused::Failed("the folder is not there".into()),
            other => other,
        }
    }

    fn failed(&self, error: object_store::Error) -> Refused {
        classed(error, self.remote)
    }
}

/// A random name of 128 bits below the workspace's prefix: nothing of the user's.
fn fresh_name(workspace: WorkspaceId, chance: &dyn Chance, suffix: &str) -> String {
    let mut random = [0; 16];
    chance.fill(&mut random);
    let random = uuid::Uuid::from_bytes(random).simple();
    format!("{workspace}/{random}{suffix}")
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn classed(error: object_store::Error, remote: bool) -> Refused {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return Refused::Gone;
    }
    if remote {
        return Refused::Away(told(&error));
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        if let Some(io) = one.downcast_ref::<std::io::Error>()
            && spool::full(io)
        {
            return Refused::DiskFull;
        }
        cause = one.source();
    }
    Refused::Failed(told(&error))
}

/// What an error says, for the log: of an S3's answer its code and sentence alone, for the rest of it repeats the
/// request with the id of the key.
fn told(error: &object_store::Error) -> String {
    let text = error.to_string();
    let part = |name: &str| {
        let (_, after) = text.split_once(&format!("<{name}>"))?;
        Some(after.split_once("</")?.0.to_owned())
    };
    if let Some(code) = part("Code") {
        return format!("{code}: {}", part("Message").unwrap_or_default());
    }
    if !text.contains('<') && error.source().is_none() {
        return text;
    }
    let mut cause: &(dyn std::error::Error + 'static) = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let deepest = cause.to_string();
    deepest
        .split('<')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}
