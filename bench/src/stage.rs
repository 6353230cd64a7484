//! A server on a million messages with visitors in conversation and agents who serve them.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde_json::json;
use yingke_store::{Location, waiting};

use crate::{
    cluster::Cluster,
    desk::{self, Desk},
    drive::Driver,
    http::Client,
    report::progress,
    seed,
    server::{self, Server, Setting},
};

/// How many visitors are in conversation.
pub const VISITORS: usize = 2_000;
/// How many agents serve them.
pub const AGENTS: usize = 10;

/// Who is on a stage.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// Visitors in conversation.
    pub visitors: usize,
    /// Agents who serve them.
    pub agents: usize,
}

/// The stage. Its folder goes with it.
pub struct Stage {
    folder: PathBuf,
    setting: Setting,
    /// Where its database is.
    pub location: Location,
    /// Whose desk it is.
    pub desk: Desk,
    /// Tokens of the visitors, cookies of the agents.
    tokens: Vec<String>,
    cookies: Vec<String>,
    running: Option<(Server, Driver)>,
}

/// A fresh folder on the disk of the target folder.
pub fn folder(name: &str) -> anyhow::Result<PathBuf> {
    let target = server::binaries()?;
    let folder = target
        .parent()
        .context("the target folder")?
        .join(format!("bench-run/{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

impl Stage {
    /// Sets one up on SQLite.
    pub fn sqlite() -> anyhow::Result<Self> {
        let folder = folder("stage")?;
        let data = folder.join("data");
        let desk = seed::copy(&data)?;
        let location = Location::File(data.join("yingke.db"));
        let crowd = Crowd {
            visitors: VISITORS,
            agents: AGENTS,
        };
        Self::people(folder, desk, location, crowd)
    }

    /// Sets one up on PostgreSQL: the same million messages, moved there as an owner would move them.
    pub fn postgres(cluster: &Cluster) -> anyhow::Result<Self> {
        let folder = folder("stage-pg")?;
        let data = folder.join("data");
        let desk = seed::copy(&data)?;
        let file = Location::File(data.join("yingke.db"));
        let location = Location::Url(cluster.url.clone());
        progress("moving the million messages to PostgreSQL");
        // What is kept of an earlier run may be older than the schema.
        yingke_store::migrate(&file)?;
        yingke_store::move_everything(&file, &location)?;
        fs::remove_file(data.join("yingke.db"))?;
        cluster.settle()?;
        let crowd = Crowd {
            visitors: VISITORS,
            agents: AGENTS,
        };
        Self::people(folder, desk, location, crowd)
    }

    /// Sets one up on a fresh database: a file of its own, or the one that `url` names.
    pub fn fresh(name: &str, url: Option<String>, crowd: Crowd) -> anyhow::Result<Self> {
        let folder = folder(name)?;
        let data = folder.join("data");
        let location = match &url {
            Some(url) => Location::Url(url.clone()),
            None => Location::File(data.join("yingke.db")),
        };
        let desk = desk::found(&data, url, &location)?;
        Self::people(folder, desk, location, crowd)
    }

    fn people(folder: PathBuf, desk: Desk, location: Location, crowd: Crowd) -> anyhow::Result<Self> {
        let cookies = desk::sign_in(&location, &desk, crowd.agents + 1)?;
        let setting = Setting {
            data: folder.join("data"),
            database: match &location {
                Location::Url(url) => Some(url.clone()),
                Location::File(_) => None,
            },
            record: None,
            port: 0,
        };
        let mut stage = Self {
            folder,
            setting,
            location,
            desk,
            tokens: Vec::new(),
            cookies,
            running: None,
        };
        stage.begin_conversations(crowd)?;
        Ok(stage)
    }

    /// Every visitor says something, and an agent takes it on.
    fn begin_conversations(&mut self, crowd: Crowd) -> anyhow::Result<()> {
        progress("visitors begin their conversations");
        let server = Server::start(&self.setting)?;
        let mut client = Client::connect(server.address)?;
        for number in 0..crowd.visitors {
            let entered = client.succeed(
                "POST /api/v1/visitor/enter",
                "",
                Some(&json!({ "key": self.desk.inbox_key })),
            )?;
            let token = entered.body["token"].as_str().context("a token")?.to_owned();
            let say = json!({ "clientId": format!("first-{number}"), "text": "您好" });
            let bearer = format!("authorization: Bearer {token}\r\n");
            client.succeed("POST /api/v1/visitor/messages", &bearer, Some(&say))?;
            self.tokens.push(token);
        }
        let workspace = self.desk.workspace;
        let rows = desk::with_store(&self.location, |db| async move {
            Ok(db.read(workspace, |tx| waiting(tx, 100_000)).await?)
        })?;
        for (number, row) in rows.iter().enumerate() {
            let agent = self.desk.agents[1 + number % crowd.agents].1;
            client.succeed(
                &format!("POST /api/v1/conversations/{}/assign", row.id),
                &self.cookies[0],
                Some(&json!({ "agentId": agent.uuid() })),
            )?;
        }
        server.stop()
    }

    /// Starts the server, with its writers recorded when `record` names a file, and connects everybody.
    pub fn start(&mut self, record: Option<&Path>) -> anyhow::Result<()> {
        self.stop()?;
        self.setting.record = record.map(Path::to_owned);
        let server = Server::start(&self.setting)?;
        let mut driver = Driver::new(server.address)?;
        driver.add_visitors(&self.tokens)?;
        driver.add_agents(&self.cookies[1..])?;
        self.running = Some((server, driver));
        Ok(())
    }

    /// Stops the server.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        match self.running.take() {
            Some((server, driver)) => {
                drop(driver);
                server.stop()
            }
            None => Ok(()),
        }
    }

    /// kill -9, and a new server at once; the driver's connections break.
    pub fn kill(&mut self) -> anyhow::Result<&mut Driver> {
        let (server, driver) = self.running.take().context("the stage is started first")?;
        server.kill()?;
        let server = Server::start(&self.setting)?;
        let address = server.address;
        let (_, driver) = self.running.insert((server, driver));
        driver.moved_to(address);
        Ok(driver)
    }

    /// The running server and its driver.
    pub fn running(&mut self) -> anyhow::Result<&mut (Server, Driver)> {
        self.running.as_mut().context("the stage is started first")
    }

    /// Its folder on the disk.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A copy of the stopped stage's SQLite file, on the disk.
    pub fn shadow(&self) -> anyhow::Result<PathBuf> {
        let shadow = self.folder.join("shadow.db");
        fs::copy(self.setting.data.join("yingke.db"), &shadow)?;
        File::open(&shadow)?.sync_all()?;
        Ok(shadow)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.running.take());
        let _ = fs::remove_dir_all(&self.folder);
    }
}
