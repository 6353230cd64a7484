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
    core: Option<usize>,
    port: u16,
    /// A database in it.
    pub url: String,
}

impl Cluster {
    /// Makes one in the machine's temporary place, on one core when it is named; none when PostgreSQL is not installed.
    pub fn start(core: Option<usize>) -> anyhow::Result<Option<Self>> {
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
            core,
            port,
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
        cluster.order(&["CREATE ROLE yingke LOGIN", "CREATE DATABASE yingke OWNER yingke"])?;
        Ok(Some(cluster))
    }

    fn order(&self, orders: &[&str]) -> anyhow::Result<()> {
        let admin = format!("postgres://admin@127.0.0.1:{}/postgres", self.port);
        let mut arguments = vec!["--quiet", "--no-psqlrc", &admin];
        arguments.extend(orders.iter().flat_map(|order| ["--command", order]));
        self.run("psql", &arguments)
    }

    /// A copy of the database, which nobody may use meanwhile: its address.
    pub fn copy(&self, name: &str) -> anyhow::Result<String> {
        self.order(&[
            &format!("CREATE DATABASE {name} TEMPLATE yingke OWNER yingke"),
            "CHECKPOINT",
        ])?;
        Ok(format!("postgres://yingke@127.0.0.1:{}/{name}", self.port))
    }

    /// Its tables' statistics as autovacuum would have them in time, and no checkpoint under way.
    pub fn settle(&self) -> anyhow::Result<()> {
        self.run(
            "psql",
            &["--quiet", "--no-psqlrc", &self.url, "--command", "ANALYZE"],
        )?;
        self.order(&["CHECKPOINT"])
    }

    /// Its processes: the first one and those it has started.
    pub fn processes(&self) -> anyhow::Result<Vec<u32>> {
        let file = fs::read_to_string(self.data().join("postmaster.pid"))?;
        let first: u32 = file.lines().next().context("a process")?.trim().parse()?;
        let children = fs::read_to_string(format!("/proc/{first}/task/{first}/children"))?;
        let mut all = vec![first];
        all.extend(
            children
                .split_whitespace()
                .filter_map(|id| id.parse::<u32>().ok()),
        );
        Ok(all)
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
        let mut words = Vec::new();
        if let Some(owner) = &self.owner {
            words.extend(["runuser", "-u", owner, "--"].map(str::to_owned));
        }
        if let Some(core) = self.core {
            words.extend(["taskset", "--cpu-list", &core.to_string()].map(str::to_owned));
        }
        words.push(program.to_str().context("a program's name")?.to_owned());
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .args(arguments)
            .current_dir(&self.folder);
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
