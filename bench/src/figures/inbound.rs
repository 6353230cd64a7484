//! `inbound`: durable messages a second of the full path, over the same statements with ready values.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use serde_json::json;
use yingke_store::record::{Batch, Player};

use super::Shared;
use crate::{
    cluster::Cluster,
    drive::{Load, Outcome},
    floor::{self, Floor, Replayed, Table, two_a_message, walks},
    machine::{SERVER_CORE, Surroundings},
    report::{Figure, median, progress, round, spread},
    seed,
    stage::{Stage, VISITORS},
    watch::{StoreWork, Watch},
};

const ROUNDS: usize = 5;

/// As many as it takes, with so many under way.
pub fn closed_loop(time: Duration) -> Load {
    Load {
        rate: None,
        window: 256,
        visitors: VISITORS,
        warm_up: Duration::from_secs(1),
        time,
    }
}

struct Round {
    ours: Outcome,
    store: StoreWork,
    floor: Replayed,
}

/// What is measured, and against what.
struct Ring<'a> {
    stage: &'a mut Stage,
    floor: Floor,
    player: Player,
    /// What the database runs in, when not in the server.
    database: Vec<u32>,
}

impl Ring<'_> {
    /// Ours, then the floor with what ours records under the same load right afterwards.
    fn round(&mut self) -> anyhow::Result<(Round, Vec<Batch>)> {
        let (server, driver) = self.stage.running()?;
        let processes: Vec<u32> = self.database.iter().copied().chain([server.process()]).collect();
        let watch = Watch::begin(server.address)?;
        let ours = driver.run(&closed_loop(Duration::from_secs(4)), &processes)?;
        let store = watch.end()?;
        let batches = self.recorded()?;
        let floor = self.floor.play(batches.clone())?;
        Ok((Round { ours, store, floor }, batches))
    }

    /// What the server does under the load of a round.
    fn recorded(&mut self) -> anyhow::Result<Vec<Batch>> {
        let (server, driver) = self.stage.running()?;
        self.player.switch(true)?;
        driver.run(&closed_loop(Duration::from_secs(3)), &[server.process()])?;
        let batches = self.player.since()?;
        self.player.switch(false)?;
        Ok(batches)
    }

    /// The player with the table's own two statements a message.
    fn yardstick(&mut self) -> anyhow::Result<Replayed> {
        let batches = two_a_message(&self.recorded()?);
        self.floor.play(batches)
    }
}

/// Into memory: the recording must not compete for the disk.
fn tape(name: &str) -> PathBuf {
    Path::new("/dev/shm").join(format!("yingke-bench-{name}-{}", std::process::id()))
}

/// On SQLite.
pub fn sqlite(shared: &mut Shared) -> anyhow::Result<Figure> {
    let stage = shared.stage()?;
    stage.stop()?;
    let surroundings = Surroundings::measure(stage.folder())?;
    let (shadow, tape) = (stage.shadow()?, tape("sqlite"));
    stage.start(Some(&tape))?;
    let mut ring = Ring {
        stage,
        floor: Floor::sqlite(&shadow),
        player: Player::new(tape.clone()),
        database: Vec::new(),
    };
    let mut rounds = Vec::with_capacity(ROUNDS);
    let mut walked = BTreeSet::new();
    for number in 1..=ROUNDS {
        progress(&format!("inbound, round {number} of {ROUNDS}"));
        let (round, batches) = ring.round()?;
        walked.extend(walks(&shadow, &batches)?);
        rounds.push(round);
    }
    let yardstick = ring.yardstick()?;
    drop(ring.floor);
    ring.stage.stop()?;
    std::fs::remove_file(&shadow)?;
    std::fs::remove_file(tape)?;
    let ours: Vec<f64> = rounds.iter().map(|round| round.ours.delivered).collect();
    shared.capacity = Some(median(&ours));
    let mut figure = figure(&rounds, &yardstick, &floor::SQLITE, &surroundings);
    figure.detail["statementsThatWalk"] = json!(walked);
    Ok(figure)
}

/// On PostgreSQL: its cluster, the server and the floor share one core.
pub fn postgres() -> anyhow::Result<Figure> {
    let cluster = Cluster::start(Some(SERVER_CORE))?.context("PostgreSQL is not installed")?;
    let mut stage = Stage::postgres(&cluster)?;
    let surroundings = Surroundings::measure(stage.folder())?;
    let (shadow, tape) = (cluster.copy("shadow")?, tape("postgres"));
    stage.start(Some(&tape))?;
    let mut ring = Ring {
        floor: Floor::postgres(&shadow, stage.desk.workspace),
        stage: &mut stage,
        player: Player::new(tape.clone()),
        database: cluster.processes()?,
    };
    let mut rounds = Vec::with_capacity(ROUNDS);
    for number in 1..=ROUNDS {
        progress(&format!("inbound-pg, round {number} of {ROUNDS}"));
        rounds.push(ring.round()?.0);
    }
    let yardstick = ring.yardstick()?;
    drop(ring.floor);
    ring.stage.stop()?;
    std::fs::remove_file(tape)?;
    let mut figure = figure(&rounds, &yardstick, &floor::POSTGRES, &surroundings);
    (figure.name, figure.goal) = ("inbound-pg", ">= 0.5; >= 1500");
    Ok(figure)
}

fn figure(rounds: &[Round], yardstick: &Replayed, table: &Table, surroundings: &Surroundings) -> Figure {
    let of = |value: fn(&Round) -> f64| -> Vec<f64> { rounds.iter().map(value).collect() };
    let ours = of(|round| round.ours.delivered);
    let floors = of(|round| round.floor.rate());
    let ratios = of(|round| round.ours.delivered / round.floor.rate());
    let batch = median(&of(|round| round.floor.batch()));
    // The floor has more statements a message than the table: the player is held against the table with the table's.
    let (two, wanted) = (yardstick.rate(), table.at(yardstick.batch()));
    let mut void: Vec<String> = rounds.iter().filter_map(|round| round.ours.void()).collect();
    if two < wanted {
        let batch = yardstick.batch();
        void.push(format!(
            "two statements a message, {two:.0}/s, are below the table's {wanted:.0}/s for batches of {batch:.0}"
        ));
    }
    Figure {
        name: "inbound",
        value: json!([round(median(&ratios), 3), round(median(&ours), 0)]),
        unit: "ratio to the floor; messages/s",
        goal: ">= 0.5; >= 4000",
        detail: json!({
            "ratio": spread(&ratios, 3), "perSecond": spread(&ours, 0), "floorPerSecond": spread(&floors, 0),
            "twoStatementsPerSecond": round(two, 0), "tablePerSecond": round(wanted, 0), "floorMessagesPerBatch": round(batch, 1), "void": void,
            "writesPerBatch": spread(&of(|round| round.store.writes_a_batch), 1),
            "mostEventsNotIndexed": spread(&of(|round| round.store.most_lag), 0),
            "lastRound": rounds.last().map(|round| round.ours.json()),
            "floorMicrosAMessage": rounds.last().map(|round| round.floor.most()),
            "recorded": "afterwards", "store": seed::described(), "surroundings": surroundings.json(),
        }),
    }
}
