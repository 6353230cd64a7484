//! Backups: one SQLite file with a manifest beside it, checked when it is made and again before it is restored.
//!
//! From SQLite the file is an exact copy, made while the store works (one read of the source holds no writer up).
//! From PostgreSQL it is the same file, filled as `move` would, from one snapshot. `pg_dump` is no help to an ordinary
//! role: it refuses tables whose row-level security binds their owner too. Who runs PostgreSQL for size uses its own
//! continuous archiving (`pg_basebackup` and the write-ahead log), as a role that may.
//! Attachments' bytes and the configuration are not in the database, and not in the backup.

use std::{
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, backup::Backup};
use serde::{Deserialize, Serialize};
use yingke_words::Time;

use crate::{
    StoreError,
    db::Location,
    mover::{Hold, MoveError, TableSum, copy, fingerprint_held},
    sqlite::Lite,
};

/// What stands beside a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The form of this document.
    pub format: u32,
    /// When the backup was begun.
    pub taken_at: Time,
    /// What its tables come to.
    pub tables: Vec<TableSum>,
}

const FORMAT: u32 = 1;

/// Where a backup's manifest is.
pub fn manifest_of(file: &Path) -> PathBuf {
    with_end(file, ".manifest.json")
}

/// Backs `location` up into the new file `to`, with its manifest; the store may be at work.
pub fn backup(location: &Location, to: &Path, now: Time) -> Result<Manifest, MoveError> {
    absent(to)?;
    absent(&manifest_of(to))?;
    let part = with_end(to, ".part");
    remove(&part)?;
    let copied = match location {
        Location::File(file) => copy_file(file, &part),
        Location::Url(_) => fill_file(location, &part),
    };
    let manifest = copied.and_then(|tables| {
        check(&part)?;
        Ok(Manifest {
            format: FORMAT,
            taken_at: now,
            tables,
        })
    });
    let kept = manifest.and_then(|manifest| {
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| broken(to, &error))?;
        fs::write(manifest_of(to), text).map_err(|error| broken(to, &error))?;
        sync(&manifest_of(to))?;
        fs::rename(&part, to).map_err(|error| broken(to, &error))?;
        sync(to.parent().unwrap_or(Path::new(".")))?;
        Ok(manifest)
    });
    if kept.is_err() {
        let _ = remove(&part);
    }
    kept
}

/// Restores the backup `from` into `location`, which must be empty: checked against its manifest before and after.
pub fn restore(from: &Path, location: &Location) -> Result<Manifest, MoveError> {
    let manifest = checked(from)?;
    match location {
        Location::File(file) => {
            absent(file)?;
            let part = with_end(file, ".part");
            remove(&part)?;
            let tables = copy_file(from, &part)?;
            same(&manifest, &tables)?;
            check(&part)?;
            fs::rename(&part, file).map_err(|error| broken(file, &error))?;
            sync(file.parent().unwrap_or(Path::new(".")))?;
        }
        Location::Url(_) => {
            let tables = copy(&Location::File(from.to_owned()), location, Hold::Sealed)?;
            same(&manifest, &tables)?;
        }
    }
    Ok(manifest)
}

/// Checks a backup: whole, and what its manifest says.
pub fn checked(from: &Path) -> Result<Manifest, MoveError> {
    let text = fs::read(manifest_of(from)).map_err(|error| broken(&manifest_of(from), &error))?;
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|error| broken(&manifest_of(from), &error))?;
    if manifest.format != FORMAT {
        return Err(broken(from, &"its manifest is of another version"));
    }
    check(from)?;
    same(&manifest, &sums(from)?)?;
    Ok(manifest)
}

/// Copies a SQLite database page by page from one snapshot; answers what its tables come to.
fn copy_file(from: &Path, to: &Path) -> Result<Vec<TableSum>, MoveError> {
    if !from.is_file() {
        return Err(broken(from, &"it does not exist"));
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| broken(to, &error))?;
    }
    let source =
        Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(StoreError::from)?;
    let mut target = Connection::open(to).map_err(StoreError::from)?;
    {
        let backup = Backup::new(&source, &mut target).map_err(StoreError::from)?;
        // All pages in one step: a copy in several would begin anew with every write to the source.
        let more = backup.step(-1).map_err(StoreError::from)?;
        if more != rusqlite::backup::StepResult::Done {
            return Err(broken(from, &"it is locked"));
        }
    }
    target.close().map_err(|(_, error)| StoreError::from(error))?;
    seal(to)?;
    sums(to)
}

/// Fills a new SQLite file from one snapshot of PostgreSQL.
fn fill_file(from: &Location, to: &Path) -> Result<Vec<TableSum>, MoveError> {
    let tables = copy(from, &Location::File(to.to_owned()), Hold::Snapshot)?;
    seal(to)?;
    Ok(tables)
}

fn sums(file: &Path) -> Result<Vec<TableSum>, MoveError> {
    fingerprint_held(&Location::File(file.to_owned()), Hold::Sealed)
}

/// SQLite's own check of every page and index.
fn check(file: &Path) -> Result<(), MoveError> {
    let lite = Lite::open_sealed(file)?;
    let found: String = lite
        .connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(StoreError::from)?;
    if found == "ok" {
        Ok(())
    } else {
        Err(broken(file, &found))
    }
}

/// Leaves a file that needs no other beside it, on the disk.
fn seal(file: &Path) -> Result<(), MoveError> {
    let connection = Connection::open(file).map_err(StoreError::from)?;
    connection
        .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .map_err(StoreError::from)?;
    connection.close().map_err(|(_, error)| StoreError::from(error))?;
    sync(file)
}

fn same(manifest: &Manifest, tables: &[TableSum]) -> Result<(), MoveError> {
    for expected in &manifest.tables {
        let found = tables.iter().find(|found| found.table == expected.table);
        if found != Some(expected) {
            return Err(MoveError::Differs {
                table: expected.table.clone(),
                source_rows: expected.rows,
                target_rows: found.map_or(0, |found| found.rows),
            });
        }
    }
    Ok(())
}

fn absent(file: &Path) -> Result<(), MoveError> {
    if file.exists() {
        Err(broken(file, &"it exists already"))
    } else {
        Ok(())
    }
}

fn remove(part: &Path) -> Result<(), MoveError> {
    for file in [part.to_owned(), with_end(part, "-wal"), with_end(part, "-shm")] {
        if file.exists() {
            fs::remove_file(&file).map_err(|error| broken(&file, &error))?;
        }
    }
    Ok(())
}

fn sync(path: &Path) -> Result<(), MoveError> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let file = File::open(path).map_err(|error| broken(path, &error))?;
    file.sync_all().map_err(|error| broken(path, &error))
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    name.into()
}

fn broken(file: &Path, what: &dyn std::fmt::Display) -> MoveError {
    MoveError::File(format!("{}: {what}", file.display()))
}
