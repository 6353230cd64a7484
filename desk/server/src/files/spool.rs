//! Where an upload waits until it is examined: a file without a name, gone when the process is.

use std::{fs::File, io, path::Path};

use tokio::io::AsyncWriteExt;

use super::Refused;

/// How much of the beginning is kept at hand, to recognise what it is.
pub const HEAD: usize = 16 << 10;

/// An upload that is being written.
pub struct Spool {
    file: tokio::fs::File,
    size: u64,
    most: u64,
}

/// An upload that is complete.
#[derive(Debug)]
pub struct Spooled {
    file: File,
    /// Its bytes.
    pub size: u64,
}

impl Spool {
    /// An empty one in `folder` that takes at most `most` bytes.
    pub fn new(folder: &Path, most: u64) -> Result<Self, Refused> {
        let file = tempfile::tempfile_in(folder).map_err(|error| failed(&error))?;
        Ok(Self {
            file: tokio::fs::File::from_std(file),
            size: 0,
            most,
        })
    }

    /// Takes the next bytes; refuses before it would hold too many.
    pub async fn take(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.size += bytes.len() as u64;
        if self.size > self.most {
            return Err(Refused::TooLarge);
        }
        self.file.write_all(bytes).await.map_err(|error| failed(&error))
    }

    /// Where somebody else writes; what they have written is told by [`Spool::counted`].
    pub fn sink(&mut self) -> &mut tokio::fs::File {
        &mut self.file
    }

    /// So many bytes were written into the sink.
    pub fn counted(&mut self, bytes: u64) {
        self.size += bytes;
    }

    /// The whole upload.
    pub async fn end(mut self) -> Result<Spooled, Refused> {
        if self.size == 0 {
            return Err(Refused::Empty);
        }
        self.file.flush().await.map_err(|error| failed(&error))?;
        Ok(Spooled {
            file: self.file.into_std().await,
            size: self.size,
        })
    }
}

impl Spooled {
    /// The file, from its beginning.
    pub fn rewound(&mut self) -> Result<&mut File, Refused> {
        use io::Seek;
        self.file.rewind().map_err(|error| failed(&error))?;
        Ok(&mut self.file)
    }

    /// For reading without blocking.
    pub fn into_async(self) -> tokio::fs::File {
        tokio::fs::File::from_std(self.file)
    }
}

/// Whether an error says that there is no room.
pub fn full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// A failed read or write.
pub fn failed(error: &io::Error) -> Refused {
    if full(error) {
        Refused::DiskFull
    } else {
        Refused::Failed(error.to_string())
    }
}
