//! The real server as a child process.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::{http::Client, machine::SERVER_CORE};

/// How a server is started.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its data folder.
    pub data: PathBuf,
    /// PostgreSQL instead of SQLite.
    pub database: Option<String>,
    /// Where its writers' statements are recorded.
    pub record: Option<PathBuf>,
    /// The port, to come back on the same one; 0 for any.
    pub port: u16,
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The token of the set-up link, while nothing is set up.
    pub setup_token: Option<String>,
    /// From the start of the process to its first good answer.
    pub started_in: Duration,
}

/// The folder of this build's binaries.
pub fn binaries() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    Ok(own.parent().context("a binary lies in a folder")?.to_owned())
}

/// The server's binary.
pub fn binary() -> anyhow::Result<PathBuf> {
    let binary = binaries()?.join("yingke");
    if !binary.exists() {
        bail!("{} is missing; run `make bench`", binary.display());
    }
    Ok(binary)
}

impl Server {
    /// Starts one on its core and waits until it answers.
    pub fn start(setting: &Setting) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&setting.data)?;
        let log = File::options()
            .create(true)
            .append(true)
            .open(setting.data.join("log"))?;
        let mut command = Command::new("taskset");
        command
            .args(["--cpu-list", &SERVER_CORE.to_string()])
            .arg(binary()?)
            .arg("serve");
        command
            .env("YINGKE_DATA", &setting.data)
            .env("YINGKE_LISTEN", format!("127.0.0.1:{}", setting.port))
            .env("YINGKE_LOG", "warn")
            // The fakes of providers listen on this machine.
            .env("YINGKE_ALLOWED_NETWORKS", "127.0.0.0/8")
            .env_remove("YINGKE_DATABASE_URL")
            .env_remove("YINGKE_NATS_URL")
            .env_remove("YINGKE_CONFIG")
            .env_remove("YINGKE_RECORD");
        if let Some(url) = &setting.database {
            command.env("YINGKE_DATABASE_URL", url);
        }
        if let Some(file) = &setting.record {
            command.env("YINGKE_RECORD", file);
        }
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("it has an output")?).lines();
        let address = loop {
            let Some(line) = lines.next() else {
                let _ = child.kill();
                let _ = child.wait();
                bail!(
                    "the server did not start; see {}",
                    setting.data.join("log").display()
                );
            };
            if let Some((_, address)) = line?.split_once("http://") {
                break address.trim().parse()?;
            }
        };
        while Client::connect(address)?.ask("GET /readyz", "", None)?.status != 200 {
            std::thread::sleep(Duration::from_millis(1));
        }
        let started_in = begun.elapsed();
        let setup_token = setup_token(&setting.data, &mut lines)?;
        // It must never block on an output that nobody reads.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            child,
            address,
            setup_token,
            started_in,
        })
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Stops it as a service manager would.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, rustix::process::Signal::TERM)?;
        self.child.wait()?;
        Ok(())
    }

    /// kill -9.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The link stands in the lines after the address, when there is one: only before the set-up.
fn setup_token(
    data: &Path,
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> anyhow::Result<Option<String>> {
    if data.join("set-up").exists() {
        return Ok(None);
    }
    for line in lines {
        if let Some((_, token)) = line?.split_once("/setup#") {
            return Ok(Some(token.trim().to_owned()));
        }
    }
    Ok(None)
}
