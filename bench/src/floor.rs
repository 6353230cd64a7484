//! The floor under `inbound`: what the store sent, sent again with ready values, in the same batches.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::mpsc,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use anyhow::Context;
use rusqlite::{Statement, params_from_iter};
use serde_json::{Value, json};
use yingke_store::record::{Batch, Ground, RemoteGround, for_sqlite};
use yingke_words::WorkspaceId;

use crate::{
    machine::{SERVER_CORE, pin},
    report::round,
};

/// What a replay came to.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// Messages in it.
    pub messages: usize,
    /// Batches that held any.
    pub batches: usize,
    /// How long it took.
    pub time: Duration,
    /// What each statement had of it.
    pub parts: Vec<(String, Duration)>,
}

impl Replayed {
    fn of(batches: &[Batch], time: Duration, parts: Vec<(String, Duration)>) -> Self {
        let counts: Vec<usize> = batches.iter().map(messages_in).collect();
        Self {
            messages: counts.iter().sum(),
            batches: counts.iter().filter(|count| **count > 0).count(),
            time,
            parts,
        }
    }

    /// Messages a second.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn rate(&self) -> f64 {
        self.messages as f64 / self.time.as_secs_f64()
    }

    /// Where the time went: microseconds a message of the statements that took most.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub fn most(&self) -> Value {
        let mut parts: Vec<_> = self.parts.iter().collect();
        parts.sort_unstable_by_key(|(_, time)| std::cmp::Reverse(*time));
        let micros = |time: Duration| time.as_secs_f64() * 1e6 / self.messages.max(1) as f64;
        let shown = parts.into_iter().take(14).map(|(text, time)| {
            let words: Vec<&str> = text.split_whitespace().collect();
            let begin: String = words.join(" ").chars().take(70).collect();
            let place = text.find(" FROM ").filter(|_| begin.starts_with("SELECT"));
            let begin = place.map_or(begin, |at| {
                text[at + 1..]
                    .split_whitespace()
                    .take(8)
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            json!([begin, round(micros(*time), 2)])
        });
        shown.collect()
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

/// Of each message what PERFORMANCE.md's table has of it, its line and an update of its conversation, in the same batches:
/// tells whether the player is as fast as whoever measured the table.
pub fn two_a_message(batches: &[Batch]) -> Vec<Batch> {
    let of = |batch: &Batch, begin: &str| -> Vec<_> {
        let those = batch.statements.iter();
        those.filter(|one| one.sql.starts_with(begin)).cloned().collect()
    };
    let mut kept = Vec::with_capacity(batches.len());
    for batch in batches {
        let lines = of(batch, "INSERT INTO message ");
        let updates = of(batch, "UPDATE conversation SET customer_name");
        let pairs = lines.into_iter().zip(updates.into_iter().cycle());
        let statements: Vec<_> = pairs.flat_map(|(line, update)| [line, update]).collect();
        if !statements.is_empty() {
            kept.push(Batch {
                items: statements.len() / 2,
                statements,
            });
        }
    }
    kept
}

/// Statements that read more than they look for, with their plans: a whole table, or all of a workspace.
pub fn walks(file: &Path, batches: &[Batch]) -> anyhow::Result<Vec<String>> {
    let ground = Ground::open(file)?;
    let connection = ground.connection();
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
pub struct Floor {
    orders: Option<mpsc::Sender<Order>>,
    player: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Floor {
    /// On a SQLite file, which it changes.
    pub fn sqlite(file: &Path) -> Self {
        let file = file.to_owned();
        Self::of(move || {
            let ground = Ground::open(&file)?;
            Ok(move |batches: &[Batch]| play(&ground, batches))
        })
    }

    /// On a PostgreSQL database, which it changes: one connection, as one writer at a time serves a workspace.
    pub fn postgres(url: &str, tenant: WorkspaceId) -> Self {
        let url = url.to_owned();
        Self::of(move || {
            let mut ground = RemoteGround::open(&url)?;
            Ok(move |batches: &[Batch]| play_remote(&mut ground, tenant, batches))
        })
    }

    fn of<Play>(open: impl FnOnce() -> anyhow::Result<Play> + Send + 'static) -> Self
    where
        Play: FnMut(&[Batch]) -> anyhow::Result<Replayed>,
    {
        let (orders, ordered) = mpsc::channel::<Order>();
        let player = std::thread::spawn(move || {
            pin(SERVER_CORE)?;
            let mut play = open()?;
            for (batches, answer) in ordered {
                let _ = answer.send(play(&batches));
            }
            Ok(())
        });
        Self {
            orders: Some(orders),
            player: Some(player),
        }
    }

    /// Plays what was recorded.
    pub fn play(&self, batches: Vec<Batch>) -> anyhow::Result<Replayed> {
        let (answer, answered) = mpsc::channel();
        let orders = self.orders.as_ref().context("it has not ended")?;
        orders.send((batches, answer))?;
        answered
            .recv()
            .context("the floor's database could not be opened")?
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(player) = self.player.take() {
            let _ = player.join();
        }
    }
}

/// Adds the time since `last` to `place`.
fn count(place: &mut Duration, last: &mut Instant) {
    let now = Instant::now();
    *place += now - *last;
    *last = now;
}

fn play(ground: &Ground, batches: &[Batch]) -> anyhow::Result<Replayed> {
    let connection = ground.connection();
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
    let (mut spent, mut commits) = (vec![Duration::ZERO; prepared.len()], Duration::ZERO);
    let begun = Instant::now();
    let mut last = begun;
    for (batch, steps) in batches.iter().zip(&script) {
        begin.execute([])?;
        for (one, number) in batch.statements.iter().zip(steps) {
            let mut rows = prepared[*number].query(params_from_iter(&one.values))?;
            while rows.next()?.is_some() {}
            drop(rows);
            count(&mut spent[*number], &mut last);
        }
        commit.execute([])?;
        ground.between();
        count(&mut commits, &mut last);
    }
    let time = begun.elapsed();
    let texts = numbers
        .into_iter()
        .map(|(text, number)| (text.to_owned(), spent[number]));
    let parts = texts.chain([("COMMIT".to_owned(), commits)]).collect();
    Ok(Replayed::of(batches, time, parts))
}

fn play_remote(
    ground: &mut RemoteGround,
    tenant: WorkspaceId,
    batches: &[Batch],
) -> anyhow::Result<Replayed> {
    let ready = batches.iter().map(|batch| ground.ready(batch));
    let ready = ready.collect::<Result<Vec<_>, _>>()?;
    let begun = Instant::now();
    for transaction in ready {
        ground.send(tenant, transaction)?;
    }
    Ok(Replayed::of(batches, begun.elapsed(), Vec::new()))
}

/// What PERFORMANCE.md measured here: messages a second by the messages of a batch.
pub struct Table(&'static [(f64, f64)]);

/// Durable on SQLite, a message and the update of its conversation.
pub const SQLITE: Table = Table(&[
    (1.0, 1_032.0),
    (10.0, 8_880.0),
    (50.0, 10_503.0),
    (500.0, 25_540.0),
]);

/// The same on PostgreSQL, a transaction each, fifty clients at once; there is no measure of larger transactions.
pub const POSTGRES: Table = Table(&[(1.0, 3_019.0)]);

impl Table {
    /// At batches of this size.
    pub fn at(&self, batch: f64) -> f64 {
        let (first, last) = (self.0[0], self.0[self.0.len() - 1]);
        let batch = batch.clamp(first.0, last.0);
        let mut rate = first.1;
        for pair in self.0.windows(2) {
            let ((from, low), (to, high)) = (pair[0], pair[1]);
            if batch >= from {
                rate = low + (high - low) * ((batch.min(to) / from).ln() / (to / from).ln());
            }
        }
        rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_met_at_its_points() {
        for (batch, rate) in [(1.0, 1_032.0), (10.0, 8_880.0), (500.0, 25_540.0)] {
            assert!((SQLITE.at(batch) - rate).abs() < 1.0, "{batch}");
        }
    }
}
