//! A PostgreSQL cluster of its own, to be stopped without mercy.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};

/// The cluster. It and its data go together.
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    owner: Option<String>,
    /// A database in it.
    pub url: String,
}

impl Cluster {
    /// Makes one below `folder`'s machine-wide temporary place; none when PostgreSQL is not installed.
    pub fn start() -> anyhow::Result<Option<Self>> {
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let folder = std::env::temp_dir().join(format!("yingke-bench-cluster-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let root = rustix::process::geteuid().is_root();
        if root {
            let ids = Command::new("id").args(["-u", "postgres"]).output()?;
            let id: u32 = String::from_utf8_lossy(&ids.stdout).trim().parse()?;
            chown(&folder, Some(id), None)?;
        }
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let cluster = Self {
            programs,
            folder,
            owner: root.then(|| "postgres".to_owned()),
            url: format!("postgres://yingke@127.0.0.1:{port}/yingke"),
        };
        let data = cluster.data();
        let data = data.to_str().context("a folder's name")?;
        cluster.run(
            "initdb",
            &[
                "--pgdata",
                data,
                "--username=admin",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ],
        )?;
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nmax_connections = 100\n"
        );
        let file = cluster.data().join("postgresql.conf");
        fs::write(&file, fs::read_to_string(&file)? + &settings)?;
        cluster.go()?;
        let admin = format!("postgres://admin@127.0.0.1:{port}/postgres");
        cluster.run(
            "psql",
            &[
                "--quiet",
                "--no-psqlrc",
                &admin,
                "--command",
                "CREATE ROLE yingke LOGIN",
                "--command",
                "CREATE DATABASE yingke OWNER yingke",
            ],
        )?;
        Ok(Some(cluster))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts it, or starts it again.
    pub fn go(&self) -> anyhow::Result<()> {
        let (data, log) = (self.data(), self.folder.join("log"));
        let (data, log) = (data.to_str().context("a name")?, log.to_str().context("a name")?);
        self.run(
            "pg_ctl",
            &[
                "--silent",
                "--wait",
                "--timeout=60",
                "--pgdata",
                data,
                "--log",
                log,
                "start",
            ],
        )
    }

    /// Stops it as a power loss would: no checkpoint, no farewell.
    pub fn cut(&self) -> anyhow::Result<()> {
        let data = self.data();
        let data = data.to_str().context("a name")?;
        self.run(
            "pg_ctl",
            &["--silent", "--wait", "--mode=immediate", "--pgdata", data, "stop"],
        )
    }

    fn run(&self, program: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let program = self.programs.join(program);
        let mut command = match &self.owner {
            Some(owner) => {
                let mut command = Command::new("runuser");
                command.args(["-u", owner, "--"]).arg(&program);
                command
            }
            None => Command::new(&program),
        };
        command.args(arguments).current_dir(&self.folder);
        let ran = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if !ran.success() {
            bail!("{} failed; see {}", program.display(), self.folder.display());
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.cut();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Debian keeps them out of PATH; the newest version counts.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|folder: &PathBuf| Path::new(folder).join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}
