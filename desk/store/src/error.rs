//! What can go wrong between a decision and the disk.

use yingke_conversation::Refused;

/// A failure of the store.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The driver reports an error; the transaction was rolled back.
    #[error("the database reports: {0}")]
    Driver(String),
    /// A row holds what it never should.
    #[error("table {table} is inconsistent: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// What was found.
        what: String,
    },
    /// No room on the disk: nothing was written, reads go on.
    #[error("the database has no room left on its disk")]
    DiskFull,
    /// The writer has too much waiting already.
    #[error("the writer's queue is full")]
    Busy,
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Away(String),
    /// The connection broke during COMMIT: it may or may not have happened. A retry with the same key settles it.
    #[error("the outcome of the commit is unknown")]
    Unknown,
    /// The store is shutting down.
    #[error("the store is shutting down")]
    Closed,
    /// A closure panicked; its changes were rolled back.
    #[error("a write panicked: {0}")]
    Panicked(String),
}

/// Why a command was not carried out.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CommandError {
    /// The deciding room said no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// No such conversation in this workspace.
    #[error("no such conversation")]
    NotFound,
    /// An attachment is unknown, used already, or somebody else's.
    #[error("an attachment is unknown, already used, or somebody else's")]
    Attachment,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DiskFull, SystemIoFailure};
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::DiskFull,
            // SQLite names a write that met a quota, and a shared index that could not grow, I/O errors.
            Some(SystemIoFailure) if full(&std::io::Error::last_os_error()) => Self::DiskFull,
            _ => Self::Driver(error.to_string()),
        }
    }
}

/// Whether the system call that failed last, on this very thread and within the statement, found no room.
fn full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState as S;
        let detail = error.as_db_error().map(ToString::to_string).unwrap_or_default();
        match error.code() {
            Some(&S::DISK_FULL) => Self::DiskFull,
            // A lock or a statement took longer than we let it: another node is slow or frozen.
            Some(&(S::LOCK_NOT_AVAILABLE | S::QUERY_CANCELED)) => Self::Busy,
            Some(&(S::TOO_MANY_CONNECTIONS | S::IDLE_IN_TRANSACTION_SESSION_TIMEOUT)) => Self::Away(detail),
            // The server stops, starts, or has sent us away.
            Some(code) if code.code().starts_with("57P") => Self::Away(detail),
            Some(_) => Self::Driver(detail),
            None => Self::Away(error.to_string()),
        }
    }
}
