//! What SQLite's planner must know before there is anything to count.
//!
//! Without statistics it takes `workspace_id = ?` for ten rows and reads all of a workspace rather than look up the
//! keys of an `IN`: a batch then walks every conversation there is. The numbers below are not measured but fixed, so
//! that no plan ever changes by itself: one workspace may be the whole table, and each further column narrows it.

use rusqlite::Connection;

use crate::StoreError;

const ROWS: u64 = 1_000_000;
/// What an index with a condition holds of them.
const PART: u64 = 100_000;
/// How many rows share one value of a column, by the order of columns that follow the workspace.
const NARROWING: u64 = 10_000;

struct Index {
    table: String,
    name: String,
    unique: bool,
    partial: bool,
    columns: u32,
}

/// Writes the numbers, when `ran` migrations may have added tables or there are none yet.
pub(crate) fn settle(connection: &mut Connection, ran: usize) -> Result<(), StoreError> {
    let known: bool = connection.query_row(
        "SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'sqlite_stat1'",
        [],
        |row| row.get(0),
    )?;
    if known && ran == 0 {
        return Ok(());
    }
    let tx = connection.transaction()?;
    // Makes the table that the numbers stand in.
    tx.execute_batch("ANALYZE installation; DELETE FROM sqlite_stat1;")?;
    for index in indexes(&tx)? {
        tx.execute(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)",
            (&index.table, &index.name, index.numbers()),
        )?;
    }
    tx.commit()?;
    Ok(connection.execute_batch("ANALYZE sqlite_schema;")?)
}

fn indexes(connection: &Connection) -> Result<Vec<Index>, StoreError> {
    // A virtual table's own tables plan for themselves.
    let mut statement = connection.prepare(
        "SELECT t.name, i.name, i.\"unique\", i.partial,
            (SELECT count(*) FROM pragma_index_info(i.name))
         FROM pragma_table_list t JOIN pragma_index_list(t.name) i
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'refinery%'",
    )?;
    let found = statement.query_map([], |row| {
        Ok(Index {
            table: row.get(0)?,
            name: row.get(1)?,
            unique: row.get(2)?,
            partial: row.get(3)?,
            columns: row.get(4)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

impl Index {
    /// All rows, then for each column how many share its value and those of the columns before it.
    fn numbers(&self) -> String {
        let rows = if self.partial { PART } else { ROWS };
        let mut numbers = vec![rows.to_string()];
        for column in 1..=self.columns {
            let share = if column == self.columns && self.unique {
                1
            } else {
                (rows / NARROWING.pow(column - 1)).max(10)
            };
            numbers.push(share.to_string());
        }
        numbers.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        db::Location,
        dialect::for_sqlite,
        migrate::migrate,
        sqlite::{Lite, Purpose},
    };

    fn plan(lite: &Lite, sql: &str) -> String {
        let mut statement = lite
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {}", for_sqlite(sql)))
            .unwrap();
        let unbound = statement.raw_query();
        let lines = unbound.mapped(|row| row.get::<_, String>(3));
        lines.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
    }

    #[test]
    fn a_batch_looks_its_keys_up() {
        let folder = std::env::temp_dir().join(format!("yingke_plans_{}", std::process::id()));
        let file = folder.join("yingke.db");
        migrate(&Location::File(file.clone())).unwrap();
        let lite = Lite::open(&file, Purpose::Reader).unwrap();
        for (table, key) in [
            ("conversation", "identity_key"),
            ("conversation", "id"),
            ("message", "client_key"),
            ("inbox", "id"),
            ("attachment", "id"),
        ] {
            let plan = plan(
                &lite,
                &format!("SELECT * FROM {table} WHERE workspace_id = $1 AND {key} = ANY($2)"),
            );
            assert!(
                plan.contains(&format!("(workspace_id=? AND {key}=?)")),
                "{table}: {plan}"
            );
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
