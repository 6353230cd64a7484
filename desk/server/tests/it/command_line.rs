//! What somebody does at the command line while the desk runs.

mod ffmpeg;
mod moving;
mod people;
mod program;

use std::{
    io::Write,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::json;

use crate::support::{Node, person_at, psql, run};

/// Sets the owner's password, as somebody with the machine does.
fn set_password(data: &std::path::Path, database: Option<&str>, password: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingke"));
    command
        .args(["user", "password", "hejing@shop.example"])
        .env("YINGKE_DATA", data)
        .env("YINGKE_LOG", "error");
    if let Some(url) = database {
        command.env("YINGKE_DATABASE_URL", url);
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut typed = child.stdin.take().expect("a pipe");
    writeln!(typed, "{password}").expect("it reads");
    drop(typed);
    assert!(child.wait().expect("it ends").success());
}

async fn sockets_end(data: &std::path::Path, database: Option<&str>) {
    let mut command = Node::command();
    command.env("YINGKE_DATA", data);
    if let Some(url) = database {
        command.env("YINGKE_DATABASE_URL", url);
    }
    let node = Node::start(&mut command);
    let (owner, _) = node.found().await;
    let mut socket = owner.socket(None).await;
    socket.next_of("snapshot").await;
    let fresh = "a wholly different staple";
    set_password(data, database, fresh);
    let begun = Instant::now();
    let code = loop {
        if let Err(code) = socket.next().await {
            break code;
        }
    };
    assert_eq!(code, 4001, "signed out");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "T17: {:?}",
        begun.elapsed()
    );
    // A cookie that was just in use is believed for a few seconds more, and no longer.
    while owner.get("/api/v1/me").await.status == 200 {
        assert!(begun.elapsed() < Duration::from_secs(8), "the cookie is void");
    }
    assert_eq!(owner.get("/api/v1/me").await.refusal(), (401, "not_signed_in"));
    let again = json!({ "email": "hejing@shop.example", "password": fresh });
    let answer = person_at(&node.base).post("/api/v1/sign-in", again).await;
    let mut owner = person_at(&node.base);
    owner.cookie = crate::support::cookie(&answer);
    let trail = owner.get("/api/v1/audit").await.good();
    let acts = trail["items"].as_array().expect("records");
    let own = acts.iter().find(|one| one["act"] == "users.set_password");
    assert_eq!(
        own.expect("it left a record")["actor"]["kind"],
        "system",
        "{trail}"
    );
}

#[test]
fn a_password_set_at_the_command_line_ends_the_sockets_of_its_owner() {
    run(async {
        let name = format!("command_line_{}", std::process::id());
        let folder = std::env::temp_dir().join(format!("yingke_{name}"));
        sockets_end(&folder.join("sqlite"), None).await;
        let url = std::env::var("YINGKE_TEST_POSTGRES").expect("run the tests through `make test`");
        psql(&url, &format!("CREATE DATABASE {name}"));
        let own = format!(
            "{}/{name}",
            url.rsplit_once('/').expect("a database in the URL").0
        );
        sockets_end(&folder.join("postgres"), Some(&own)).await;
        psql(&url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        std::fs::remove_dir_all(&folder).expect("the folder was there");
    });
}

#[test]
fn a_folder_is_served_by_one_server_and_by_the_next_when_that_was_killed() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let place = program::Place::file(folder.path());
        let mut node = place.serve();
        let refused = place.run(&["serve"]).wrong();
        assert!(
            refused.contains("another server serves the data in") && refused.contains("YINGKE_DATA"),
            "{refused}"
        );
        // The link of the one that serves is still good.
        node.found().await;
        node.kill();
        place.serve();
    });
}
