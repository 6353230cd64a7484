//! Databases with rows in every table, made from the catalogue: a new table is filled without being named here.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, params_from_iter, types::Value as Lite};
use uuid::Uuid;
use yingke_store::{Engine, Location};

use crate::support::Fresh;

pub fn file_of(fresh: &Fresh) -> PathBuf {
    match &fresh.location {
        Location::File(file) => file.clone(),
        Location::Url(_) => panic!("a file"),
    }
}

/// A database as `Fresh` makes it, with nobody at work on it.
pub fn still(engine: Engine) -> Fresh {
    let fresh = Fresh::on(engine);
    fresh.db.close();
    fresh
}

/// The tables of the migrations' own text.
pub fn written_tables() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut tables = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("migrations") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
        let names = text
            .lines()
            .filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split_whitespace().next());
        tables.extend(names.map(str::to_owned));
    }
    tables
}

/// Puts rows into every table of a SQLite file, for two workspaces, by the types of its columns alone.
pub fn fill(file: &Path) {
    let connection = Connection::open(file).expect("the file opens");
    let tenants = [Uuid::now_v7(), Uuid::now_v7()];
    for table in written_tables().iter().filter(|table| *table != "search") {
        let mut info = connection
            .prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1)")
            .expect("a statement");
        let columns: Vec<(String, String, bool)> = info
            .query_map([table], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get::<_, bool>(2)? || row.get::<_, i64>(3)? > 0,
                ))
            })
            .expect("columns")
            .map(|column| column.expect("a column"))
            .filter(|(name, ..)| name != "local")
            .collect();
        let names: Vec<&str> = columns.iter().map(|(name, ..)| name.as_str()).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
        // Two of them are larger than what the mover takes at a time.
        let each = match table.as_str() {
            "head" | "workspace" => 1,
            "message" | "work" => 600,
            _ => 12,
        };
        let tenants = tenants.repeat(each);
        connection.execute_batch("BEGIN").expect("begins");
        for (n, tenant) in tenants.iter().enumerate() {
            let values = columns.iter().map(|(name, kind, needed)| {
                if name == "workspace_id" || (table == "workspace" && name == "id") {
                    return Lite::Blob(tenant.as_bytes().to_vec());
                }
                if !needed && n % 3 == 0 {
                    return Lite::Null;
                }
                made_up(name, kind, n)
            });
            connection
                .execute(&sql, params_from_iter(values))
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        connection.execute_batch("COMMIT").expect("commits");
    }
}

fn made_up(name: &str, kind: &str, n: usize) -> Lite {
    match kind {
        "BLOB" if name.ends_with("_hash") => Lite::Blob([Uuid::new_v4().into_bytes(); 2].concat()),
        "BLOB" => Lite::Blob(Uuid::now_v7().as_bytes().to_vec()),
        "BIGINT" => Lite::Integer(i64::try_from(n).expect("small") - 7),
        "BOOLEAN" => Lite::Integer(i64::from(n.is_multiple_of(2))),
        "TEXT" => Lite::Text(format!("{n} 迎客 ’\"\\ é😀\n")),
        other => panic!("{name} is a {other}: teach `made_up` and the mover about it"),
    }
}
