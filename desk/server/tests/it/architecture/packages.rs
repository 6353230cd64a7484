//! Rules about packages: which of ours a package may import, and which of others'.

use serde_json::Value;

pub struct Package {
    pub name: String,
    /// Absolute, as cargo prints it.
    pub folder: String,
    pub dependencies: Vec<Dependency>,
}

pub struct Dependency {
    pub name: String,
    /// Of tests only, not of what is shipped.
    pub for_tests: bool,
}

enum May {
    /// These packages of ours.
    Import(&'static [&'static str]),
    /// Every deciding room, and these.
    ImportRoomsAnd(&'static [&'static str]),
    ImportAnything,
}

const WORDS: &str = "yingke-words";
const STAFF: &str = "yingke-staff";
const CONVERSATION: &str = "yingke-conversation";
const CONTRACT: &str = "yingke-channel-contract";
const CHANNEL: &str = "yingke-channel";
const STORE: &str = "yingke-store";
const EGRESS: &str = "yingke-egress";
const SERVER: &str = "yingke-server";
const BENCH: &str = "yingke-bench";
const PROVIDERS: &str = "yingke-providers";
const VOICE_GATEWAY: &str = "yingke-voice-gateway";

/// Who may import whom. One row a line: it is read as a table.
/// A package that no row names is a deciding room: see `A_ROOM`.
#[rustfmt::skip]
const IMPORTS: &[(&str, May, &str)] = &[
    (WORDS, May::Import(&[]), "words stand on nothing"),
    (STAFF, May::Import(&[WORDS]), "staff imports words"),
    (CONVERSATION, May::Import(&[WORDS, STAFF]), "conversation imports staff"),
    (CONTRACT, May::Import(&[WORDS, STAFF, CONVERSATION]), "the contract speaks of conversations"),
    (CHANNEL, May::Import(&[WORDS, CONTRACT]), "a channel knows its contract only"),
    (STORE, May::ImportRoomsAnd(&[]), "the store keeps what the deciding rooms decide"),
    (EGRESS, May::Import(&[WORDS]), "egress carries requests whose meaning it does not know"),
    (SERVER, May::ImportRoomsAnd(&[CONTRACT, CHANNEL, STORE, EGRESS]), "the server wires the house, not its tests"),
    (PROVIDERS, May::Import(&[WORDS]), "a fake that used our parsers would share their mistakes"),
    (VOICE_GATEWAY, May::Import(&[WORDS, STAFF, CONVERSATION, "yingke-voice"]), "the gateway performs for voice"),
    (BENCH, May::ImportAnything, "measuring needs the parts"),
];

const A_ROOM: (May, &str) = (
    May::Import(&[WORDS, STAFF, CONVERSATION]),
    "a deciding room imports words, staff and conversation, never a sibling: take a port or an event",
);

/// Packages that perform: everything else is decided without a runtime.
const PERFORMERS: &[&str] = &[STORE, EGRESS, SERVER, BENCH, PROVIDERS, VOICE_GATEWAY];

const RUNTIMES: &[&str] = &[
    "async-nats",
    "axum",
    "fastrand",
    "getrandom",
    "hyper",
    "hyper-util",
    "object_store",
    "rand",
    "reqwest",
    "rusqlite",
    "tokio",
    "tokio-postgres",
    "tokio-util",
];

/// Crates that have one place in what is shipped.
const PLACES: &[(&[&str], &[&str], &str)] = &[
    (
        &["reqwest"],
        &[EGRESS, PROVIDERS],
        "one client, which checks addresses at resolution",
    ),
    (
        &["rusqlite", "tokio-postgres", "refinery"],
        &[STORE, BENCH],
        "one writer, one layer over both engines",
    ),
];

pub fn from_metadata(json: &str) -> Vec<Package> {
    let metadata: Value = serde_json::from_str(json).expect("cargo metadata prints JSON");
    let text = |value: &Value| value.as_str().expect("a text of cargo metadata").to_owned();
    let list = |value: &Value| value.as_array().expect("a list of cargo metadata").clone();
    list(&metadata["packages"])
        .iter()
        .map(|package| Package {
            name: text(&package["name"]),
            folder: text(&package["manifest_path"])
                .trim_end_matches("/Cargo.toml")
                .to_owned(),
            dependencies: list(&package["dependencies"])
                .iter()
                .map(|one| Dependency {
                    name: text(&one["name"]),
                    for_tests: one["kind"] == "dev",
                })
                .collect(),
        })
        .collect()
}

/// Pure packages: the rooms, the channels and their contract.
pub fn decides(name: &str) -> bool {
    !PERFORMERS.contains(&name)
}

pub fn imports_refused(packages: &[Package]) -> Vec<String> {
    let mut refused = Vec::new();
    for package in packages {
        let row = IMPORTS.iter().find(|(name, ..)| *name == package.name);
        let (may, why) = row.map_or((&A_ROOM.0, A_ROOM.1), |(_, may, why)| (may, *why));
        for dependency in package
            .dependencies
            .iter()
            .filter(|one| one.name.starts_with("yingke-"))
        {
            let imported = dependency.name.as_str();
            let allowed = match may {
                May::Import(listed) => listed.contains(&imported),
                May::ImportRoomsAnd(listed) => listed.contains(&imported) || is_room(imported),
                May::ImportAnything => true,
            };
            let fake_in_tests = dependency.for_tests && package.name == SERVER && imported == PROVIDERS;
            if !allowed && !fake_in_tests && imported != package.name {
                refused.push(format!("{} may not import {imported}: {why}", package.name));
            }
        }
    }
    refused
}

fn is_room(name: &str) -> bool {
    decides(name) && name != CHANNEL && name != CONTRACT
}

pub fn runtimes_in_rooms(packages: &[Package]) -> Vec<String> {
    packages
        .iter()
        .filter(|package| decides(&package.name))
        .flat_map(|package| package.dependencies.iter().map(|one| (&package.name, &one.name)))
        .filter(|(_, crate_name)| RUNTIMES.contains(&crate_name.as_str()))
        .map(|(name, crate_name)| {
            format!("{name} may not depend on {crate_name}: time, chance and the outside are arguments")
        })
        .collect()
}

pub fn crates_out_of_place(packages: &[Package]) -> Vec<String> {
    let mut found = Vec::new();
    for (crates, places, why) in PLACES {
        for package in packages
            .iter()
            .filter(|package| !places.contains(&package.name.as_str()))
        {
            for one in package.dependencies.iter().filter(|one| !one.for_tests) {
                if crates.contains(&one.name.as_str()) {
                    found.push(format!("{} may not depend on {}: {why}", package.name, one.name));
                }
            }
        }
    }
    found
}

pub fn lints_not_taken(manifests: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let takes = |manifest: &str| {
        let mut lines = manifest
            .lines()
            .map(str::trim)
            .skip_while(|line| *line != "[lints]")
            .skip(1);
        lines.find(|line| !line.is_empty()) == Some("workspace = true")
    };
    manifests
        .filter(|(_, manifest)| !takes(manifest))
        .map(|(name, _)| format!("{name}: Cargo.toml lacks `[lints] workspace = true`"))
        .collect()
}

/// `files`: each room's folder and the text of its clippy.toml, if it has one.
pub fn clippy_files_that_differ(
    model: &str,
    files: impl Iterator<Item = (String, Option<String>)>,
) -> Vec<String> {
    files
        .filter(|(_, file)| file.as_deref() != Some(model))
        .map(|(folder, _)| format!("{folder}/clippy.toml is not the same as words/clippy.toml: copy it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, imports: &[&str]) -> Package {
        let dependencies = imports
            .iter()
            .map(|import| Dependency {
                name: import.trim_start_matches("dev:").to_owned(),
                for_tests: import.starts_with("dev:"),
            })
            .collect();
        Package {
            name: name.to_owned(),
            folder: String::new(),
            dependencies,
        }
    }

    fn check(rule: fn(&[Package]) -> Vec<String>, name: &str, import: &str, refused: bool) {
        let said = rule(&[package(name, &["serde", import])]);
        assert_eq!(!said.is_empty(), refused, "{name} imports {import}: {said:?}");
    }

    #[test]
    fn imports() {
        let allowed = [
            (STAFF, WORDS),
            (CONVERSATION, STAFF),
            ("yingke-routing", CONVERSATION),
            (CONTRACT, CONVERSATION),
            (CHANNEL, CONTRACT),
            (STORE, "yingke-routing"),
            (SERVER, CHANNEL),
            (SERVER, "dev:yingke-providers"),
            (BENCH, SERVER),
            (VOICE_GATEWAY, "yingke-voice"),
        ];
        let refused = [
            (WORDS, STAFF),
            (STAFF, CONVERSATION),
            (CONVERSATION, "dev:yingke-routing"),
            ("yingke-routing", "yingke-report"),
            ("yingke-routing", STORE),
            (CONTRACT, STORE),
            (CHANNEL, CONVERSATION),
            (CHANNEL, EGRESS),
            (STORE, CHANNEL),
            (STORE, CONTRACT),
            (STORE, SERVER),
            (EGRESS, CONVERSATION),
            (SERVER, PROVIDERS),
            (SERVER, BENCH),
            (PROVIDERS, CHANNEL),
            (VOICE_GATEWAY, STORE),
        ];
        for (name, import) in allowed {
            check(imports_refused, name, import, false);
        }
        for (name, import) in refused {
            check(imports_refused, name, import, true);
        }
    }

    #[test]
    fn runtimes() {
        check(runtimes_in_rooms, "yingke-routing", "tokio", true);
        check(runtimes_in_rooms, "yingke-routing", "dev:rand", true);
        check(runtimes_in_rooms, CHANNEL, "reqwest", true);
        check(runtimes_in_rooms, CHANNEL, "http", false);
        check(runtimes_in_rooms, STORE, "tokio", false);
    }

    #[test]
    fn places() {
        check(crates_out_of_place, SERVER, "reqwest", true);
        check(crates_out_of_place, EGRESS, "reqwest", false);
        check(crates_out_of_place, SERVER, "rusqlite", true);
        check(crates_out_of_place, SERVER, "dev:tokio-postgres", false);
        check(crates_out_of_place, STORE, "rusqlite", false);
    }

    #[test]
    fn metadata() {
        let read = from_metadata(
            r#"{"packages": [{"name": "yingke-a", "manifest_path": "/x/a/Cargo.toml", "dependencies": [
                {"name": "serde", "kind": null}, {"name": "insta", "kind": "dev"}]}]}"#,
        );
        let [package] = read.as_slice() else {
            panic!("one package")
        };
        assert_eq!(
            (package.name.as_str(), package.folder.as_str()),
            ("yingke-a", "/x/a")
        );
        assert_eq!(
            package
                .dependencies
                .iter()
                .map(|one| one.for_tests)
                .collect::<Vec<_>>(),
            [false, true]
        );
    }

    #[test]
    fn lints_and_clippy_files() {
        let manifests = [
            "[lints]\nworkspace = true\n",
            "[lints.clippy]\nall = \"allow\"\n",
            "[lints]\nx = 1\n",
        ];
        let named = manifests
            .iter()
            .enumerate()
            .map(|(at, text)| (at.to_string(), (*text).to_owned()));
        assert_eq!(lints_not_taken(named).len(), 2);

        let files = [Some("same".to_owned()), Some("other".to_owned()), None];
        let placed = files
            .into_iter()
            .enumerate()
            .map(|(at, file)| (at.to_string(), file));
        assert_eq!(clippy_files_that_differ("same", placed).len(), 2);
    }
}
