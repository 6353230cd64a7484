//! The program, run as somebody types it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::support::{Node, psql};

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub said: String,
    pub complained: String,
}

impl Ran {
    /// What it said, if it went well.
    pub fn good(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.said
    }

    /// What it complained of, if it went wrong.
    pub fn wrong(self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        self.complained
    }
}

/// An installation: its folder, and its database where that is not in it.
pub struct Place {
    pub data: PathBuf,
    pub database: Option<String>,
}

impl Place {
    pub fn file(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            database: None,
        }
    }

    /// Sets a command to it.
    fn apply(&self, command: &mut Command) {
        command.env("YINGKE_DATA", &self.data).env("YINGKE_LOG", "error");
        if let Some(url) = &self.database {
            command.env("YINGKE_DATABASE_URL", url);
        }
    }

    /// Serves it.
    pub fn serve(&self) -> Node {
        let mut command = Node::command();
        self.apply(&mut command);
        Node::start(&mut command)
    }

    /// Runs the program there.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_typing(arguments, "")
    }

    /// Likewise, with somebody typing.
    pub fn run_typing(&self, arguments: &[&str], typed: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yingke"));
        self.apply(&mut command);
        let mut child = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut keys = child.stdin.take().expect("a pipe");
        // Who does not read it has ended already.
        let _ = writeln!(keys, "{typed}");
        drop(keys);
        let ended = child.wait_with_output().expect("it ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        Ran {
            code: ended.status.code().expect("it ended by itself"),
            said: text(ended.stdout),
            complained: text(ended.stderr),
        }
    }
}

/// A folder and an empty database on PostgreSQL, both gone in the end.
pub struct Room {
    pub folder: PathBuf,
    pub database: String,
    name: (String, String),
}

impl Room {
    pub fn new(what: &str) -> Self {
        let url = std::env::var("YINGKE_TEST_POSTGRES").expect("run the tests through `make test`");
        let name = format!("command_{what}_{}", std::process::id());
        let folder = std::env::temp_dir().join(format!("yingke_{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        psql(&url, &format!("CREATE DATABASE {name}"));
        Self {
            database: format!("{}/{name}", url.rsplit_once('/').expect("a database").0),
            folder,
            name: (url, name),
        }
    }

    pub fn end(self) {
        let (url, name) = self.name;
        psql(&url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        std::fs::remove_dir_all(&self.folder).expect("the folder was there");
    }
}
