//! The floor under `inbound`: what the store sent, sent again with ready values, in the same batches.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use anyhow::Context;
use rusqlite::{Connection, Statement, params_from_iter};
use yingke_store::record::{Batch, for_sqlite};

use crate::machine::{SERVER_CORE, pin};

/// What a replay came to.
#[derive(Clone, Copy, Debug)]
pub struct Replayed {
    /// Messages in it.
    pub messages: usize,
    /// Batches that held any.
    pub batches: usize,
    /// How long it took.
    pub time: Duration,
}

impl Replayed {
    /// Messages a second.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn rate(&self) -> f64 {
        self.messages as f64 / self.time.as_secs_f64()
    }

    /// Messages in a batch that holds any.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn batch(&self) -> f64 {
        self.messages as f64 / self.batches.max(1) as f64
    }
}

/// How many messages a batch inserts.
pub fn messages_in(batch: &Batch) -> usize {
    let inserts = batch.statements.iter();
    inserts
        .filter(|one| one.sql.starts_with("INSERT INTO message "))
        .count()
}

/// Statements that read more than they look for, with their plans: a whole table, or all of a workspace.
pub fn walks(file: &Path, batches: &[Batch]) -> anyhow::Result<Vec<String>> {
    let connection = open(file)?;
    let texts: BTreeSet<&str> = batches
        .iter()
        .flat_map(|batch| &batch.statements)
        .map(|one| &*one.sql)
        .collect();
    let mut found = Vec::new();
    for text in texts {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", for_sqlite(text)))?;
        let lines = statement.raw_query().mapped(|row| row.get::<_, String>(3));
        for line in lines.collect::<Result<Vec<_>, _>>()? {
            let walks =
                line.starts_with("SCAN") && !line.contains("rarray") || line.contains("(workspace_id=?)");
            if walks {
                let begin: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let from = begin.find(" FROM ").map_or(begin.as_str(), |at| &begin[at..]);
                found.push(format!("{line}: {from}"));
            }
        }
    }
    Ok(found)
}

type Order = (Vec<Batch>, mpsc::Sender<anyhow::Result<Replayed>>);

/// A thread on the server's core with a copy of its database.
pub struct SqliteFloor {
    orders: Option<mpsc::Sender<Order>>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl SqliteFloor {
    /// On `file`, which it changes.
    pub fn new(file: &Path) -> anyhow::Result<Self> {
        let (orders, ordered) = mpsc::channel::<Order>();
        let connection = open(file)?;
        let player = std::thread::spawn(move || {
            let _ = pin(SERVER_CORE);
            for (batches, answer) in ordered {
                let _ = answer.send(play(&connection, &batches));
            }
        });
        let stop = Arc::new(AtomicBool::new(false));
        let checkpoint = checkpoint(file.to_owned(), Arc::clone(&stop))?;
        Ok(Self {
            orders: Some(orders),
            stop,
            threads: vec![player, checkpoint],
        })
    }

    /// Plays what was recorded.
    pub fn play(&self, batches: Vec<Batch>) -> anyhow::Result<Replayed> {
        let (answer, answered) = mpsc::channel();
        let orders = self.orders.as_ref().context("it has not ended")?;
        orders.send((batches, answer))?;
        answered.recv()?
    }
}

impl Drop for SqliteFloor {
    fn drop(&mut self) {
        self.orders = None;
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// With the settings of the store's own writer.
fn open(file: &Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(file)?;
    rusqlite::vtab::array::load_module(&connection)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
         PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    Ok(connection)
}

/// The store's checkpoints, likewise on a thread of their own.
fn checkpoint(file: PathBuf, stop: Arc<AtomicBool>) -> anyhow::Result<JoinHandle<()>> {
    const LARGE: u64 = 4 << 20;
    let connection = open(&file)?;
    let mut wal = file.into_os_string();
    wal.push("-wal");
    Ok(std::thread::spawn(move || {
        let _ = pin(SERVER_CORE);
        while !stop.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(250));
            if fs::metadata(&wal).is_ok_and(|file| file.len() >= LARGE) {
                let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
            }
        }
    }))
}

fn play(connection: &Connection, batches: &[Batch]) -> anyhow::Result<Replayed> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut prepared: Vec<Statement<'_>> = Vec::new();
    let mut script: Vec<Vec<usize>> = Vec::with_capacity(batches.len());
    for batch in batches {
        let mut steps = Vec::with_capacity(batch.statements.len());
        for one in &batch.statements {
            let next = prepared.len();
            let number = *numbers.entry(&one.sql).or_insert(next);
            if number == next {
                prepared.push(connection.prepare(&for_sqlite(&one.sql))?);
            }
            steps.push(number);
        }
        script.push(steps);
    }
    let (mut begin, mut commit) = (
        connection.prepare("BEGIN IMMEDIATE")?,
        connection.prepare("COMMIT")?,
    );
    let begun = Instant::now();
    for (batch, steps) in batches.iter().zip(&script) {
        begin.execute([])?;
        for (one, number) in batch.statements.iter().zip(steps) {
            let mut rows = prepared[*number].query(params_from_iter(&one.values))?;
            while rows.next()?.is_some() {}
        }
        commit.execute([])?;
    }
    let time = begun.elapsed();
    let counts: Vec<usize> = batches.iter().map(messages_in).collect();
    Ok(Replayed {
        messages: counts.iter().sum(),
        batches: counts.iter().filter(|count| **count > 0).count(),
        time,
    })
}

/// What PERFORMANCE.md measured here for a durable SQLite batch of this size, messages a second.
pub fn table(batch: f64) -> f64 {
    const MEASURED: [(f64, f64); 4] = [
        (1.0, 1_032.0),
        (10.0, 8_880.0),
        (50.0, 10_503.0),
        (500.0, 25_540.0),
    ];
    let batch = batch.clamp(1.0, 500.0);
    let mut rate = MEASURED[0].1;
    for pair in MEASURED.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        if batch >= from {
            rate = low + (high - low) * ((batch.min(to) / from).ln() / (to / from).ln());
        }
    }
    rate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_met_at_its_points() {
        for (batch, rate) in [(1.0, 1_032.0), (10.0, 8_880.0), (500.0, 25_540.0)] {
            assert!((table(batch) - rate).abs() < 1.0, "{batch}");
        }
    }
}
