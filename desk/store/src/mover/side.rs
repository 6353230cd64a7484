//! One end of a move: a database read or written table by table, with statements made from the catalogue.

use std::fmt::Write as _;

use rusqlite::{params_from_iter, types::ValueRef};
use uuid::Uuid;
use yingke_words::WorkspaceId;

use super::{
    MoveError,
    catalogue::{Kind, Table},
};
use crate::{
    Engine, Record, StoreError,
    db::Location,
    postgres::{Pg, check_server},
    sqlite::{Lite, Purpose},
    value::Value,
};

type Rows = Vec<Vec<Value<'static>>>;
type Take<'t> = &'t mut dyn FnMut(Rows) -> Result<(), MoveError>;

/// How the source is held while it is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    /// As it was at one moment; writers go on.
    Snapshot,
    /// Writers wait.
    Still,
    /// A backup: nobody writes it, and reading does not touch it.
    Sealed,
}

/// A database in a transaction.
pub(crate) enum Side {
    Lite(Lite),
    Pg(Box<Pg>),
}

const CHUNK: usize = 500;
const NOBODY: Uuid = Uuid::nil();

impl Side {
    /// Opens what is read.
    pub(crate) fn source(location: &Location, hold: Hold) -> Result<Self, MoveError> {
        match location {
            Location::File(file) => {
                if !file.is_file() {
                    return Err(MoveError::File(format!("{} does not exist", file.display())));
                }
                let lite = match hold {
                    Hold::Sealed => Lite::open_sealed(file)?,
                    Hold::Snapshot | Hold::Still => Lite::open(file, Purpose::Checkpoint)?,
                };
                let begin = match hold {
                    Hold::Snapshot | Hold::Sealed => "BEGIN",
                    Hold::Still => "BEGIN IMMEDIATE",
                };
                lite.connection.execute_batch(begin).map_err(StoreError::from)?;
                Ok(Self::Lite(lite))
            }
            Location::Url(url) => {
                let mut pg = Pg::connect_patient(url)?;
                pg.batch("BEGIN ISOLATION LEVEL REPEATABLE READ")?;
                if hold == Hold::Still {
                    let tables = pg.ask(
                        "SELECT string_agg(quote_ident(relname), ', ') FROM pg_class
                         WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace",
                        &[],
                    )?;
                    if let Some(tables) = tables.first().and_then(|row| row.get::<_, Option<String>>(0)) {
                        // Asked anew after the locks: the first snapshot is older than they are.
                        pg.batch(&format!(
                            "ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE {tables} IN SHARE MODE"
                        ))?;
                    }
                }
                let mut side = Self::Pg(Box::new(pg));
                side.become_tenant(NOBODY)?;
                Ok(side)
            }
        }
    }

    /// Opens what is written; it is migrated already.
    pub(crate) fn target(location: &Location) -> Result<Self, MoveError> {
        match location {
            Location::File(file) => {
                let lite = Lite::open(file, Purpose::Writer)?;
                lite.connection
                    .execute_batch("BEGIN IMMEDIATE")
                    .map_err(StoreError::from)?;
                Ok(Self::Lite(lite))
            }
            Location::Url(url) => {
                let mut pg = Pg::connect_patient(url)?;
                check_server(&mut pg)?;
                pg.batch("BEGIN")?;
                let mut side = Self::Pg(Box::new(pg));
                side.become_tenant(NOBODY)?;
                Ok(side)
            }
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Lite(_) => Engine::Sqlite,
            Self::Pg(_) => Engine::Postgres,
        }
    }

    pub(crate) fn commit(self) -> Result<(), MoveError> {
        match self {
            Self::Lite(lite) => {
                let done = lite
                    .connection
                    .execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
                Ok(done.map_err(StoreError::from)?)
            }
            Self::Pg(mut pg) => Ok(pg.batch("COMMIT")?),
        }
    }

    /// Every column: table, name, type, and whether row-level security stands before it.
    pub(super) fn columns(&mut self) -> Result<Vec<(String, String, String, bool)>, StoreError> {
        match self {
            Self::Lite(lite) => lite.rows(
                "SELECT t.name, c.name, c.type FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
                 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                &[],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, false)),
            ),
            Self::Pg(pg) => pg.rows(
                "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), c.relrowsecurity
                 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                 WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
                    AND a.attnum > 0 AND NOT a.attisdropped",
                &[],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            ),
        }
    }

    /// The workspaces, with their numbers.
    pub(super) fn workspaces(&mut self) -> Result<Vec<(Uuid, i64)>, StoreError> {
        self.rows("SELECT id, short FROM workspace ORDER BY short", |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }

    /// How far a workspace's search index is.
    pub(super) fn indexed(&mut self, workspace: Uuid) -> Result<i64, StoreError> {
        self.become_tenant(workspace)?;
        let found = self.rows(
            "SELECT workspace_id, seq FROM cursor WHERE name = 'search'",
            |row| Ok((row.get::<Uuid>(0)?, row.get::<i64>(1)?)),
        )?;
        let own = found.into_iter().find(|(tenant, _)| *tenant == workspace);
        Ok(own.map_or(0, |(_, seq)| seq))
    }

    fn rows<T>(
        &mut self,
        sql: &'static str,
        map: impl FnMut(&Record<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Lite(lite) => lite.rows(sql, &[], map),
            Self::Pg(pg) => pg.rows(sql, &[], map),
        }
    }

    /// Whether a table has no row. Behind row-level security that cannot be asked: without a workspace it has none.
    pub(super) fn is_empty(&mut self, table: &Table) -> Result<bool, StoreError> {
        let one = format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name);
        match self {
            Self::Lite(lite) => Ok(!lite.connection.prepare(&one)?.exists([])?),
            Self::Pg(pg) => Ok(pg.ask(&one, &[])?.is_empty()),
        }
    }

    /// Sets the tenant, for row-level security.
    pub(super) fn become_tenant(&mut self, workspace: Uuid) -> Result<(), StoreError> {
        match self {
            Self::Lite(_) => Ok(()),
            Self::Pg(pg) => {
                let tenant = Value::from(WorkspaceId::from(workspace).to_string());
                pg.ask("SELECT set_config('yingke.workspace', $1, true)", &[tenant])?;
                Ok(())
            }
        }
    }

    /// Reads a table, or one workspace's part of it, in chunks; messages in the order of the log.
    pub(super) fn scan(
        &mut self,
        table: &Table,
        tenant: Option<Uuid>,
        take: Take<'_>,
    ) -> Result<(), MoveError> {
        match self {
            Self::Lite(lite) => scan_lite(lite, table, tenant, take),
            Self::Pg(pg) => {
                let tenant = tenant.unwrap_or(NOBODY).hyphenated();
                let order = if table.name == "message" {
                    " ORDER BY \"seq\""
                } else {
                    ""
                };
                pg.batch(&format!(
                    "SET LOCAL yingke.workspace = '{tenant}';
                     DECLARE moving NO SCROLL CURSOR FOR SELECT {} FROM \"{}\"{order}",
                    table.list(),
                    table.name
                ))?;
                loop {
                    let rows = pg.ask(&format!("FETCH {CHUNK} FROM moving"), &[])?;
                    if rows.is_empty() {
                        break;
                    }
                    let rows: Result<Rows, StoreError> = rows.iter().map(|row| pg_row(row, table)).collect();
                    take(rows?)?;
                }
                Ok(pg.batch("CLOSE moving")?)
            }
        }
    }

    /// Writes rows; answers SQLite's keys of them.
    pub(super) fn insert(&mut self, table: &Table, rows: &Rows) -> Result<Vec<i64>, StoreError> {
        let mut sql = format!("INSERT INTO \"{}\" ({}) VALUES (", table.name, table.list());
        let mark = if self.engine() == Engine::Sqlite { '?' } else { '$' };
        for n in 1..=table.columns.len() {
            let comma = if n > 1 { ", " } else { "" };
            let _ = write!(sql, "{comma}{mark}{n}");
        }
        sql.push(')');
        match self {
            Self::Lite(lite) => {
                let mut statement = lite.connection.prepare_cached(&sql)?;
                let mut keys = Vec::with_capacity(rows.len());
                for row in rows {
                    statement.execute(params_from_iter(row))?;
                    keys.push(lite.connection.last_insert_rowid());
                }
                Ok(keys)
            }
            Self::Pg(pg) => pg.each(&sql, rows).map(|()| Vec::new()),
        }
    }

    /// Writes entries of the search index.
    pub(super) fn index(&mut self, entries: &Rows) -> Result<(), MoveError> {
        match self {
            Self::Lite(lite) => {
                for entry in entries {
                    lite.run("INSERT INTO search (rowid, terms) VALUES ($1, $2)", entry)?;
                }
            }
            Self::Pg(pg) => pg.each(
                "INSERT INTO search (workspace_id, conversation_id, seq, terms)
                 VALUES ($1, $2, $3, array_to_tsvector($4))",
                entries,
            )?,
        }
        Ok(())
    }
}

fn scan_lite(lite: &Lite, table: &Table, tenant: Option<Uuid>, take: Take<'_>) -> Result<(), MoveError> {
    let only = if tenant.is_some() {
        " WHERE workspace_id = ?1"
    } else {
        ""
    };
    let sql = format!("SELECT {} FROM \"{}\"{only}", table.list(), table.name);
    let mut statement = lite.connection.prepare(&sql).map_err(StoreError::from)?;
    let mut found = statement
        .query(params_from_iter(tenant.map(Value::Id)))
        .map_err(StoreError::from)?;
    let mut rows = Vec::with_capacity(CHUNK);
    while let Some(row) = found.next().map_err(StoreError::from)? {
        rows.push(lite_row(row, table)?);
        if rows.len() == CHUNK {
            take(std::mem::take(&mut rows))?;
        }
    }
    take(rows)
}

fn lite_row(row: &rusqlite::Row<'_>, table: &Table) -> Result<Vec<Value<'static>>, StoreError> {
    let wrong = |column: &str| StoreError::Inconsistent {
        table: "source",
        what: format!("{}.{column} holds another type than it should", table.name),
    };
    let value = |(n, (column, kind)): (usize, &(String, Kind))| {
        let value = match (row.get_ref(n)?, kind) {
            (ValueRef::Null, _) => Value::Null,
            (ValueRef::Integer(n), Kind::Int) => Value::Int(n),
            (ValueRef::Integer(n @ (0 | 1)), Kind::Bool) => Value::Bool(n == 1),
            (ValueRef::Text(text), Kind::Text) => {
                let text = std::str::from_utf8(text).map_err(|_| wrong(column))?;
                Value::from(text.to_owned())
            }
            (ValueRef::Blob(bytes), Kind::Bytes) => Value::from(bytes.to_vec()),
            (ValueRef::Blob(bytes), Kind::Id) => {
                Value::Id(Uuid::from_slice(bytes).map_err(|_| wrong(column))?)
            }
            _ => return Err(wrong(column)),
        };
        Ok(value)
    };
    table.columns.iter().enumerate().map(value).collect()
}

fn pg_row(row: &tokio_postgres::Row, table: &Table) -> Result<Vec<Value<'static>>, StoreError> {
    let value = |(n, (_, kind)): (usize, &(String, Kind))| {
        Ok(match kind {
            Kind::Id => Value::from(row.try_get::<_, Option<Uuid>>(n)?),
            Kind::Bytes => Value::from(row.try_get::<_, Option<Vec<u8>>>(n)?),
            Kind::Int => Value::from(row.try_get::<_, Option<i64>>(n)?),
            Kind::Bool => Value::from(row.try_get::<_, Option<bool>>(n)?),
            Kind::Text => Value::from(row.try_get::<_, Option<String>>(n)?),
        })
    };
    table.columns.iter().enumerate().map(value).collect()
}
