//! The house's rules, held against the repository itself: who may import whom, what a room never touches,
//! where a channel may be named, how long a file may be. Each rule is a pure function over what was read, tested on
//! made-up input beside it; the tests here feed it the repository.

mod packages;
mod proportions;
mod sources;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use packages::Package;
use sources::Source;

/// Files longer than 500 lines, each with the reason why it is not split. Reviewed; empty is best.
const LONG_FILES: &[(&str, &str)] = &[
    (
        "workbench/src/api/schema.ts",
        "generated from the OpenAPI document",
    ),
    (
        "widget/src/api/schema.ts",
        "generated from the visitors' part of the OpenAPI document",
    ),
];

#[test]
fn packages_import_only_what_their_place_allows() {
    none(&packages::imports_refused(&all_packages()));
}

#[test]
fn deciding_rooms_have_no_runtime() {
    none(&packages::runtimes_in_rooms(&all_packages()));
}

#[test]
fn clients_and_databases_stay_in_their_place() {
    none(&packages::crates_out_of_place(&all_packages()));
}

#[test]
fn every_package_takes_the_workspace_lints() {
    let manifests = all_packages().into_iter().map(|package| {
        let manifest = read(&root().join(&package.folder).join("Cargo.toml"));
        (package.name, manifest)
    });
    none(&packages::lints_not_taken(manifests));
}

#[test]
fn every_deciding_room_has_the_rooms_clippy_file() {
    let model = read(&root().join("words/clippy.toml"));
    let rooms = all_packages()
        .into_iter()
        .filter(|package| packages::decides(&package.name));
    let files = rooms.map(|room| {
        let file = fs::read_to_string(root().join(&room.folder).join("clippy.toml")).ok();
        (room.folder, file)
    });
    none(&packages::clippy_files_that_differ(&model, files));
}

#[test]
fn unsafe_code_stays_in_the_bench() {
    none(&over_sources(sources::unsafe_code));
}

#[test]
fn no_test_is_ignored() {
    none(&over_sources(sources::ignored_tests));
}

#[test]
fn only_the_wiring_names_a_channel() {
    let channels = channels();
    none(&over_sources(|source| {
        sources::channels_named_by_the_desk(source, &channels)
    }));
}

#[test]
fn no_channel_names_another() {
    let channels = channels();
    none(&over_sources(|source| {
        sources::channels_named_by_a_channel(source, &channels)
    }));
}

#[test]
fn files_are_named_by_what_they_hold() {
    none(&over_sources(sources::names_that_say_nothing));
}

#[test]
fn files_keep_their_proportions() {
    let lengths: Vec<_> = all_sources()
        .iter()
        .map(|s| (s.path.clone(), s.text.lines().count()))
        .collect();
    none(&proportions::too_long(&lengths, LONG_FILES));
    none(&proportions::too_long_on_the_whole(&lengths));
}

/// Fails with every violation at once, one a line.
fn none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the repository is two folders up")
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn all_packages() -> Vec<Package> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let packages = packages::from_metadata(&String::from_utf8_lossy(&output.stdout));
    assert!(
        packages.iter().any(|package| package.name == "yingke-server"),
        "this package is not in its own list"
    );
    packages
}

fn over_sources(rule: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    all_sources().iter().flat_map(rule).collect()
}

fn all_sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root(), "", &mut found);
    assert!(
        found
            .iter()
            .any(|source| source.path.ends_with("tests/it/architecture.rs")),
        "the scan misses this file"
    );
    found
}

/// Gathers the sources people write: not what tools built, installed or keep for themselves.
fn collect(folder: &Path, prefix: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository can be listed") {
        let entry = entry.expect("an entry of the repository can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().expect("an entry of the repository has a type");
        if kind.is_dir() {
            let skipped = ["target", "node_modules", "dist", "data"].contains(&name.as_str());
            if !skipped && !name.starts_with('.') {
                collect(&entry.path(), &format!("{path}/"), found);
            }
        } else if kind.is_file() && sources::is_source(&path) {
            found.push(Source {
                path,
                text: read(&entry.path()),
            });
        }
    }
}

/// The channels are the folders under `channel/src`; before the first one there are none.
fn channels() -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join("channel/src")) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("an entry of channel/src can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}
