//! The document that the front-ends' types are made from is the one that the code makes.

use std::collections::HashMap;

use serde_json::Value;

#[test]
fn the_committed_document_is_fresh() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../workbench/src/api/openapi.json"
    );
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == yingke_server::api::document_text(),
        "workbench/src/api/openapi.json is stale. Refresh it:\n  \
         cargo run -q -p yingke-server --bin yingke -- openapi > workbench/src/api/openapi.json"
    );
}

/// Two types of one name would overwrite each other in silence: each schema named in the code is there once.
#[test]
fn no_two_types_share_a_name() {
    let mut named: HashMap<String, Vec<String>> = HashMap::new();
    for folder in [
        "src",
        "../../words/src",
        "../../staff/src",
        "../../conversation/src",
        "../store/src",
    ] {
        collect(
            &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut named,
        );
    }
    assert!(named.len() > 50, "the scan misses what it looks for");
    named.retain(|_, places| places.len() > 1);
    assert!(
        named.is_empty(),
        "rename them, or set #[schema(as = …)]: {named:#?}"
    );
}

fn collect(folder: &std::path::Path, named: &mut HashMap<String, Vec<String>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, named);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for name in schemas(&text) {
                named.entry(name).or_default().push(path.display().to_string());
            }
        }
    }
}

/// The schema names that a source declares.
fn schemas(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let derives = |line: &&str| line.starts_with("#[derive(") && line.contains("ToSchema");
    let mut names = Vec::new();
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| derives(line)) {
        let mut name = String::new();
        for line in &lines[at..] {
            if let Some((_, rest)) = line.split_once("schema(as = ") {
                name = word(rest);
            }
            let declared = ["pub struct ", "pub enum ", "struct ", "enum "];
            if let Some(rest) = declared.iter().find_map(|kind| line.strip_prefix(kind)) {
                if name.is_empty() {
                    name = word(rest);
                }
                break;
            }
        }
        // Macros name theirs with a `$`.
        if !name.is_empty() {
            names.push(name);
        }
    }
    names
}

/// Clients name their functions by it.
#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = serde_json::to_value(yingke_server::api::document()).unwrap();
    let mut named: HashMap<String, Vec<String>> = HashMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
            let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_alphanumeric())
                && name != "handler";
            assert!(
                plain,
                "{method} {path} is called `{name}`: set operation_id to folder and file"
            );
            named.entry(name).or_default().push(format!("{method} {path}"));
        }
    }
    assert!(named.len() > 50, "the walk misses what it looks for");
    named.retain(|_, operations| operations.len() > 1);
    assert!(named.is_empty(), "name them apart: {named:#?}");
}

/// A type that is named and not described is one that the front-ends must guess.
#[test]
fn every_type_that_is_named_is_described() {
    let document = serde_json::to_value(yingke_server::api::document()).unwrap();
    let mut named = Vec::new();
    references(&document, &mut named);
    assert!(named.len() > 50, "the walk misses what it looks for");
    named.retain(|name| document.pointer(name.trim_start_matches('#')).is_none());
    assert!(
        named.is_empty(),
        "add them to the document's components: {named:?}"
    );
}

fn references(value: &Value, named: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields.get("$ref").and_then(Value::as_str) {
                named.push(name.to_owned());
            }
            fields.values().for_each(|field| references(field, named));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, named)),
        _ => {}
    }
}

#[test]
fn every_operation_says_what_it_answers() {
    let document = serde_json::to_value(yingke_server::api::document()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let answers = operation["responses"].as_object().cloned().unwrap_or_default();
            let good = answers.keys().any(|status| status.starts_with('2'));
            assert!(good, "{method} {path} names no success");
            let summary = operation["summary"].as_str().unwrap_or_default();
            assert!(!summary.is_empty(), "{method} {path} says nothing of itself");
            assert_ne!(operation["tags"], Value::Null, "{method} {path} has no tag");
        }
    }
}
