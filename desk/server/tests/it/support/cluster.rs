//! A PostgreSQL of one's own: to be stopped, frozen, started again, or given a certificate.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use super::psql;

/// The cluster; gone when it is dropped.
pub struct Cluster {
    keeper: Child,
    /// An ordinary role's address of the database `postgres`.
    pub url: String,
    /// The superuser's.
    pub admin: String,
    /// Its folder.
    pub data: PathBuf,
}

impl Cluster {
    /// Makes one as the whole suite's is made, and starts it.
    pub fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.ci/with-postgres");
        let says = "echo \"$YINGKE_TEST_POSTGRES $YINGKE_TEST_POSTGRES_ADMIN $YINGKE_TEST_POSTGRES_DATA\"; read -r _ || true";
        let mut keeper = Command::new(script)
            .args(["sh", "-c", says])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the script starts");
        let mut line = String::new();
        let mut said = BufReader::new(keeper.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let [url, admin, data] = words[..] else {
            panic!("the cluster did not start: {line}");
        };
        Self {
            url: url.to_owned(),
            admin: admin.to_owned(),
            data: data.into(),
            keeper,
        }
    }

    /// A database of its own for a desk.
    pub fn database(&self, name: &str) -> String {
        psql(&self.url, &format!("CREATE DATABASE {name}"));
        format!("{}/{name}", self.url.rsplit_once('/').unwrap().0)
    }

    fn control(&self, arguments: &[&str]) {
        let newest = "ls -d /usr/lib/postgresql/*/bin/pg_ctl | sort -V | tail -n 1";
        let found = Command::new("sh").args(["-c", newest]).output().unwrap();
        let program = String::from_utf8(found.stdout).unwrap().trim().to_owned();
        let mut command = if rustix::process::getuid().is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", &program]);
            command
        } else {
            Command::new(&program)
        };
        let log = self.data.join("../server.log");
        let ran = command
            .arg("--pgdata")
            .arg(&self.data)
            .arg("--log")
            .arg(log)
            .args(["--wait", "--silent"])
            .args(arguments)
            .current_dir("/")
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(ran.success(), "pg_ctl {arguments:?}");
    }

    /// Stops it as a crash does: what was not written down is gone.
    pub fn crash(&self) {
        self.control(&["--mode=immediate", "stop"]);
    }

    /// Starts it again, on the same port.
    pub fn again(&self) {
        self.control(&["start"]);
    }

    /// Adds lines to its configuration; the next start reads them.
    pub fn configure(&self, lines: &str) {
        let file = self.data.join("postgresql.conf");
        let mut file = std::fs::OpenOptions::new().append(true).open(file).unwrap();
        writeln!(file, "{lines}").unwrap();
    }

    /// Sends a signal to every process of it, children first.
    pub fn signal(&self, name: &str) {
        let file = std::fs::read_to_string(self.data.join("postmaster.pid")).unwrap();
        let head = file.lines().next().unwrap().to_owned();
        let listed = Command::new("ps")
            .args(["-o", "pid=", "--ppid", &head])
            .output()
            .unwrap();
        let mut processes: Vec<String> = String::from_utf8(listed.stdout)
            .unwrap()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        processes.push(head);
        let _ = Command::new("kill").arg(name).args(&processes).status();
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}
