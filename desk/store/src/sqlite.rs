//! The embedded engine: one file, WAL, every commit synced.

use std::{collections::HashMap, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::{Record, StoreError, Value, dialect::for_sqlite};

/// Who uses a connection: it decides the page cache (≤ 64 MiB over all of them).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Writer,
    Reader,
    Checkpoint,
}

/// A connection with its derived statement texts.
pub(crate) struct Lite {
    pub(crate) connection: Connection,
    texts: HashMap<&'static str, Box<str>>,
}

impl Lite {
    /// Opens `file` for `purpose`.
    pub(crate) fn open(file: &Path, purpose: Purpose) -> Result<Self, StoreError> {
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, purpose == Purpose::Writer);
        let connection = Connection::open_with_flags(file, flags)?;
        rusqlite::vtab::array::load_module(&connection)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(256);
        let cache_kib = if purpose == Purpose::Writer {
            32 * 1024
        } else {
            6 * 1024
        };
        connection.execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
             PRAGMA cache_size = -{cache_kib}; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;
             PRAGMA journal_size_limit = 67108864;"
        ))?;
        if purpose == Purpose::Reader {
            connection.execute_batch("PRAGMA query_only = ON;")?;
        }
        Ok(Self {
            connection,
            texts: HashMap::new(),
        })
    }

    /// Opens a file that nobody writes, without touching it: a backup.
    pub(crate) fn open_sealed(file: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_ONLY;
        Ok(Self {
            connection: Connection::open_with_flags(file, flags)?,
            texts: HashMap::new(),
        })
    }

    /// Runs a statement that answers nothing; tells how many rows it changed.
    pub(crate) fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let text = self.texts.entry(sql).or_insert_with(|| for_sqlite(sql).into());
        let mut statement = self.connection.prepare_cached(text)?;
        Ok(statement.execute(params_from_iter(values))? as u64)
    }

    /// Runs a query, mapping each row.
    pub(crate) fn rows<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        mut map: impl FnMut(&Record<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let text = self.texts.entry(sql).or_insert_with(|| for_sqlite(sql).into());
        let mut statement = self.connection.prepare_cached(text)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(map(&Record::Lite(row))?);
        }
        Ok(found)
    }
}
