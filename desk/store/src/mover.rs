//! Moving an installation from one engine to the other: every table, in one transaction of the target, compared
//! before it is committed. The source stands still meanwhile; nothing is written to it.

mod catalogue;
mod side;
mod sum;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Engine, StoreError, db::Location, messages::words_kept, migrate::migrate, search, value::Value};
use catalogue::{Table, catalogue, differences};
pub(crate) use side::Hold;
use side::Side;
use sum::Sum;

/// Why an installation was not moved, backed up or restored. The target is as it was.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The target holds something already.
    #[error("the target is not empty: table {0} has rows. Give a new database or file")]
    NotEmpty(String),
    /// The two have different tables or columns: they are of different versions.
    #[error("source and target have different tables: {0}. Run `yingke migrate` on the source first")]
    Schema(String),
    /// After copying, a table differs from its source.
    #[error(
        "table {table} differs after copying: {source_rows} rows became {target_rows}, or their contents changed"
    )]
    Differs {
        /// The table.
        table: String,
        /// Rows read.
        source_rows: u64,
        /// Rows written.
        target_rows: u64,
    },
    /// A file is missing, in the way, or broken.
    #[error("{0}")]
    File(String),
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A table's rows and what they come to: the same on both engines, in whatever order the rows stand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableSum {
    /// The table.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
    /// The sum of the rows' digests, in hexadecimal.
    pub sum: String,
}

/// Moves everything from `from` to `to`, which must be empty. Writes to `from` wait until it is done.
pub fn move_everything(from: &Location, to: &Location) -> Result<Vec<TableSum>, MoveError> {
    copy(from, to, Hold::Still)
}

/// What every table of an installation comes to, at one moment.
pub fn fingerprint(of: &Location) -> Result<Vec<TableSum>, MoveError> {
    fingerprint_held(of, Hold::Snapshot)
}

pub(crate) fn fingerprint_held(of: &Location, hold: Hold) -> Result<Vec<TableSum>, MoveError> {
    let mut side = Side::source(of, hold)?;
    let tables = catalogue(&mut side)?;
    sums(&mut side, &tables)
}

/// The tables that a move copies, for the test that no table is forgotten.
pub fn moved_tables(of: &Location) -> Result<Vec<String>, MoveError> {
    let mut side = Side::source(of, Hold::Snapshot)?;
    Ok(catalogue(&mut side)?
        .into_iter()
        .map(|table| table.name)
        .collect())
}

pub(crate) fn copy(from: &Location, to: &Location, hold: Hold) -> Result<Vec<TableSum>, MoveError> {
    let mut source = Side::source(from, hold)?;
    migrate(to)?;
    let mut target = Side::target(to)?;
    let (read, written) = (catalogue(&mut source)?, catalogue(&mut target)?);
    if let Some(difference) = differences(&read, &written) {
        return Err(MoveError::Schema(difference));
    }
    for table in &written {
        if !target.is_empty(table)? {
            return Err(MoveError::NotEmpty(table.name.clone()));
        }
    }
    // PostgreSQL's catalogue tells more: which bytes are ids, and which tables are behind row-level security.
    let tables = if source.engine() == Engine::Postgres {
        &read
    } else {
        &written
    };
    let tenants = tenants(&mut source)?;
    for table in tables {
        tracing::info!(table = table.name, "copying");
        copy_table(&mut source, &mut target, table, &tenants)?;
    }
    let expected = sums(&mut source, &read)?;
    let arrived = sums(&mut target, &written)?;
    for (expected, arrived) in expected.iter().zip(&arrived) {
        if expected != arrived {
            return Err(MoveError::Differs {
                table: expected.table.clone(),
                source_rows: expected.rows,
                target_rows: arrived.rows,
            });
        }
    }
    target.commit()?;
    Ok(arrived)
}

/// A workspace, with what its search index holds.
struct Tenant {
    id: Uuid,
    short: i64,
    indexed: i64,
}

fn tenants(source: &mut Side) -> Result<Vec<Tenant>, MoveError> {
    let mut tenants = Vec::new();
    for (id, short) in source.workspaces()? {
        let indexed = source.indexed(id)?;
        tenants.push(Tenant { id, short, indexed });
    }
    Ok(tenants)
}

fn copy_table(
    source: &mut Side,
    target: &mut Side,
    table: &Table,
    tenants: &[Tenant],
) -> Result<(), MoveError> {
    if !table.walled {
        return source.scan(table, None, &mut |rows| {
            target.insert(table, &rows)?;
            Ok(())
        });
    }
    for tenant in tenants {
        target.become_tenant(tenant.id)?;
        source.scan(table, Some(tenant.id), &mut |rows| {
            let keys = target.insert(table, &rows)?;
            if table.name == "message" {
                index(target, table, tenant, (&rows, &keys))?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Makes the search index of what was copied, as far as the source's projection had come.
fn index(
    target: &mut Side,
    table: &Table,
    tenant: &Tenant,
    (rows, keys): (&[Vec<Value<'static>>], &[i64]),
) -> Result<(), MoveError> {
    let (conversation, seq) = (table.at("conversation_id")?, table.at("seq")?);
    let (text, extra) = (table.at("text")?, table.at("extra")?);
    let mut entries = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let Value::Text(text) = &row[text] else { continue };
        if !matches!(row[seq], Value::Int(seq) if seq <= tenant.indexed) {
            continue;
        }
        let extra = match &row[extra] {
            Value::Text(extra) => Some(extra.as_ref()),
            _ => None,
        };
        let terms = search::terms_of(tenant.short, &words_kept(text, extra));
        if terms.is_empty() {
            continue;
        }
        entries.push(match keys.get(n) {
            Some(local) => vec![Value::Int(*local), Value::from(terms.join(" "))],
            None => vec![
                Value::Id(tenant.id),
                row[conversation].clone(),
                row[seq].clone(),
                Value::Texts(terms),
            ],
        });
    }
    target.index(&entries)
}

fn sums(side: &mut Side, tables: &[Table]) -> Result<Vec<TableSum>, MoveError> {
    let mut sums = Vec::with_capacity(tables.len());
    let tenants = side.workspaces()?;
    for table in tables {
        let mut sum = Sum::default();
        let mut take = |rows: Vec<Vec<Value<'static>>>| {
            for row in &rows {
                sum.add(row);
            }
            Ok(())
        };
        if table.walled {
            for (tenant, _) in &tenants {
                side.scan(table, Some(*tenant), &mut take)?;
            }
        } else {
            side.scan(table, None, &mut take)?;
        }
        sums.push(sum.of(&table.name));
    }
    Ok(sums)
}
