//! Every statement of the store is prepared on both engines: one text, two databases.

use std::{fs, path::Path};

use yingke_store::Engine;

use crate::support::Fresh;

/// The statements in a source text: `sql!("…")`, `select_…!("…")` with its columns.
fn statements(source: &str, columns: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find("!(") {
        let name: String = rest[..at]
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let name: String = name.chars().rev().collect();
        rest = &rest[at + 2..];
        let literal = rest.trim_start();
        if !literal.starts_with('"') {
            continue;
        }
        let text: String = literal[1..].chars().take_while(|c| *c != '"').collect();
        if name == "sql" {
            found.push(text);
        } else if let Some(columns) = columns(&name) {
            found.push(columns + &text);
        }
    }
    found
}

/// The columns of `macro_rules! select_…`.
fn columns_of(sources: &[String], name: &str) -> Option<String> {
    if !name.starts_with("select_") {
        return None;
    }
    let source = sources
        .iter()
        .find_map(|text| text.split_once(&format!("macro_rules! {name} ")))?
        .1;
    let literal = source.split_once("concat!(")?.1.trim_start();
    Some(literal[1..].chars().take_while(|c| *c != '"').collect())
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push(fs::read_to_string(&path).expect("a source file"));
        }
    }
}

#[test]
fn every_statement_is_prepared_on_both_engines() {
    let mut texts = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
    let found: Vec<String> = texts
        .iter()
        .flat_map(|text| statements(text, &|name| columns_of(&texts, name)))
        .collect();
    assert!(
        found.len() > 40,
        "the scan finds the statements ({})",
        found.len()
    );
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let fresh = Fresh::on(engine);
        let refused: Vec<String> = found
            .iter()
            .filter(|text| match engine {
                Engine::Sqlite => !text.contains("/* postgres */"),
                Engine::Postgres => !text.contains("/* sqlite */"),
            })
            .filter_map(|text| {
                let error = yingke_store::prepare(&fresh.location, text).err()?;
                Some(format!("{text}\n  {error}"))
            })
            .collect();
        assert!(refused.is_empty(), "{engine:?} refuses:\n{}", refused.join("\n"));
    }
}

#[test]
fn the_scan_sees_a_wrong_statement() {
    let fresh = Fresh::on(Engine::Sqlite);
    let found = statements("tx.run(sql!(\"SELECT nothing FROM nowhere\"), &[])", &|_| None);
    assert_eq!(found, ["SELECT nothing FROM nowhere"]);
    assert!(yingke_store::prepare(&fresh.location, &found[0]).is_err());
}
