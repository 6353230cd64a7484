//! The tables to copy, as each engine's own catalogue tells them: a new table cannot be forgotten.

use std::collections::BTreeMap;

use super::{MoveError, side::Side};
use crate::StoreError;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Id,
    Bytes,
    Int,
    Bool,
    Text,
}

/// A table, its columns in the order of their names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<(String, Kind)>,
    /// Behind row-level security: read and written workspace by workspace.
    pub(super) walled: bool,
}

impl Table {
    /// Where a column stands.
    pub(super) fn at(&self, column: &str) -> Result<usize, StoreError> {
        let found = self.columns.iter().position(|(name, _)| name == column);
        found.ok_or_else(|| StoreError::Inconsistent {
            table: "catalogue",
            what: format!("{} has no column {column}", self.name),
        })
    }

    /// The columns, separated.
    pub(super) fn list(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        names.join(", ")
    }
}

/// What is not copied: each engine's record of its own migrations, and the search index, which is made anew from
/// `message`.
const NOT_COPIED: [&str; 2] = ["refinery_schema_history", "search"];

/// SQLite's own keys; the target gives its own.
const LOCAL: &str = "local";

/// The tables to copy, in the order of their names.
pub(super) fn catalogue(side: &mut Side) -> Result<Vec<Table>, MoveError> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (name, column, kind, walled) in side.columns()? {
        if NOT_COPIED.contains(&name.as_str()) || column == LOCAL {
            continue;
        }
        let kind = match kind.to_ascii_lowercase().as_str() {
            "uuid" => Kind::Id,
            "bytea" | "blob" => Kind::Bytes,
            "bigint" => Kind::Int,
            "boolean" => Kind::Bool,
            "text" => Kind::Text,
            other => return Err(MoveError::Schema(format!("{name}.{column} is a {other}"))),
        };
        let table = tables.entry(name.clone()).or_insert_with(|| Table {
            name,
            columns: Vec::new(),
            walled,
        });
        table.columns.push((column, kind));
    }
    let mut tables: Vec<Table> = tables.into_values().collect();
    for table in &mut tables {
        table.columns.sort_by(|one, other| one.0.cmp(&other.0));
    }
    Ok(tables)
}

/// The first table or column that only one of the two has.
pub(super) fn differences(one: &[Table], other: &[Table]) -> Option<String> {
    let names = |tables: &[Table]| -> Vec<String> {
        let columns = |table: &Table| -> Vec<String> {
            table
                .columns
                .iter()
                .map(|(column, _)| format!("{}.{column}", table.name))
                .collect()
        };
        tables.iter().flat_map(columns).collect()
    };
    let (one, other) = (names(one), names(other));
    let missing = one.iter().find(|name| !other.contains(name));
    missing
        .or_else(|| other.iter().find(|name| !one.contains(name)))
        .cloned()
}
