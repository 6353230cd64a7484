//! Power loss on SQLite: a process that writes through [`crate::vfs`] is killed; what it had not synced is gone.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command as Process, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, ensure};
use rusqlite::Connection;
use uuid::Uuid;
use yingke_conversation::{Arrival, ClientId, Inbound, Profile, Spoken, Text};
use yingke_store::{Command, Db, Location, Receive};

use crate::{
    desk::{self, Desk},
    texts::Texts,
    vfs,
};

/// What power losses cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Losses {
    /// Times the power was cut.
    pub rounds: usize,
    /// Acknowledged.
    pub acknowledged: usize,
    /// Acknowledged and not stored.
    pub lost: usize,
    /// Stored twice.
    pub doubled: usize,
}

/// Cuts the power `rounds` times.
pub fn cut(folder: &Path, rounds: usize) -> anyhow::Result<Losses> {
    let data = folder.join("data");
    let file = data.join("yingke.db");
    let desk = desk::found(&data, None, &Location::File(file.clone()))?;
    std::fs::write(data.join("desk.json"), desk.json().to_string())?;
    let mut chance = Texts::new(u64::from(std::process::id()));
    let (mut losses, mut acknowledged) = (Losses::default(), Vec::new());
    for _ in 0..rounds {
        let mut child = Process::new(std::env::current_exe()?)
            .arg("--lose-power")
            .arg(&data)
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = BufReader::new(child.stdout.take().context("it has an output")?).lines();
        let reader = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<String>>());
        std::thread::sleep(Duration::from_millis(300 + chance.next() % 700));
        child.kill()?;
        child.wait()?;
        // The last line may be cut off: it was then not received.
        let said = reader
            .join()
            .map_err(|_| anyhow::anyhow!("the reader panicked"))?;
        acknowledged.extend(
            said.into_iter()
                .filter_map(|line| line.strip_suffix('.').map(str::to_owned)),
        );
        losses.rounds += 1;
    }
    let connection = Connection::open(&file)?;
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    ensure!(check == "ok", "the database is damaged: {check}");
    let gapless: bool =
        connection.query_row("SELECT count(*) = coalesce(max(seq), 0) FROM event", [], |row| {
            row.get(0)
        })?;
    ensure!(gapless, "the log has gaps");
    let mut statement = connection.prepare("SELECT client_id, count(*) FROM message GROUP BY 1")?;
    let stored: HashMap<String, i64> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    losses.acknowledged = acknowledged.len();
    losses.lost = acknowledged.iter().filter(|id| !stored.contains_key(*id)).count();
    losses.doubled = stored.values().filter(|count| **count > 1).count();
    Ok(losses)
}

/// The process that is killed: says each client id, with a full stop, once it is durable.
pub fn write_until_killed(data: &Path) -> anyhow::Result<()> {
    vfs::install()?;
    let desk = Desk::of_json(&serde_json::from_slice(&std::fs::read(data.join("desk.json"))?)?)?;
    let location = Location::File(data.join("yingke.db"));
    desk::with_store(&location, |db| async move {
        let next = Arc::new(AtomicU64::new(0));
        let writers = (0..32).map(|visitor| write(Arc::clone(&db), desk.clone(), visitor, Arc::clone(&next)));
        futures_util::future::try_join_all(writers).await?;
        Ok(())
    })
}

async fn write(db: Arc<Db>, desk: Desk, visitor: u32, next: Arc<AtomicU64>) -> anyhow::Result<()> {
    let mut texts = Texts::new(u64::from(visitor));
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let client = format!("p{}-{number}", std::process::id());
        let receive = Receive {
            arrival: Arrival {
                conversation: Uuid::now_v7().into(),
                identity: Uuid::now_v7().into(),
                customer: Uuid::now_v7().into(),
                profile: Profile::default(),
                inbox: desk.inbox.into(),
                channel: "web".into(),
                external_id: format!("v-{visitor}"),
            },
            inbound: Inbound::of(Spoken::new(
                Uuid::now_v7().into(),
                ClientId::try_from(client.clone()).map_err(|_| anyhow::anyhow!("a client id"))?,
                Text::try_from(texts.sentence()).map_err(|_| anyhow::anyhow!("a text"))?,
                Vec::new(),
            )),
            joins: Joins::default(),
            remote: Vec::new(),
        };
        let done = db
            .command(desk.workspace, Command::Receive(Box::new(receive)))
            .await;
        done.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{client}.")?;
        out.flush()?;
    }
}
