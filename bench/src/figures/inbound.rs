//! `inbound`: durable messages a second of the full path, over the same statements with ready values.

use std::{collections::BTreeSet, path::Path, time::Duration};

use serde_json::json;
use yingke_store::record::Player;

use super::Shared;
use crate::{
    drive::{Load, Outcome},
    floor::{Replayed, SqliteFloor, table, walks},
    machine::Surroundings,
    report::{Figure, median, progress, round, spread},
    seed,
    stage::VISITORS,
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
    floor: Replayed,
}

/// On SQLite.
pub fn sqlite(shared: &mut Shared) -> anyhow::Result<Figure> {
    let stage = shared.stage()?;
    stage.stop()?;
    let surroundings = Surroundings::measure(stage.folder())?;
    let shadow = stage.shadow()?;
    // Into memory: the recording must not compete for the disk.
    let tape = Path::new("/dev/shm").join(format!("yingke-bench-{}", std::process::id()));
    stage.start(Some(&tape))?;
    let floor = SqliteFloor::new(&shadow);
    let mut player = Player::new(tape.clone());
    let mut rounds = Vec::with_capacity(ROUNDS);
    let mut walked = BTreeSet::new();
    for number in 1..=ROUNDS {
        progress(&format!("inbound, round {number} of {ROUNDS}"));
        let (server, driver) = stage.running()?;
        let ours = driver.run(&closed_loop(Duration::from_secs(4)), &[server.process()])?;
        let batches = player.since()?;
        walked.extend(walks(&shadow, &batches)?);
        let floor = floor.play(batches)?;
        rounds.push(Round { ours, floor });
    }
    drop(floor);
    stage.stop()?;
    std::fs::remove_file(&shadow)?;
    std::fs::remove_file(tape)?;
    let ours: Vec<f64> = rounds.iter().map(|round| round.ours.delivered).collect();
    shared.capacity = Some(median(&ours));
    Ok(figure(&rounds, &walked, &surroundings))
}

fn figure(rounds: &[Round], walked: &BTreeSet<String>, surroundings: &Surroundings) -> Figure {
    let of = |value: fn(&Round) -> f64| -> Vec<f64> { rounds.iter().map(value).collect() };
    let ours = of(|round| round.ours.delivered);
    let floors = of(|round| round.floor.rate());
    let ratios = of(|round| round.ours.delivered / round.floor.rate());
    let batch = median(&of(|round| round.floor.batch()));
    let (floor, wanted) = (median(&floors), table(batch));
    let mut void: Vec<String> = rounds.iter().filter_map(|round| round.ours.void()).collect();
    if floor < wanted {
        void.push(format!(
            "the floor's {floor:.0}/s is below the table's {wanted:.0}/s for batches of {batch:.0}"
        ));
    }
    Figure {
        name: "inbound",
        value: json!([round(median(&ratios), 3), round(median(&ours), 0)]),
        unit: "ratio to the floor; messages/s",
        goal: ">= 0.5; >= 4000",
        detail: json!({
            "ratio": spread(&ratios, 3), "perSecond": spread(&ours, 0), "floorPerSecond": spread(&floors, 0),
            "floorTablePerSecond": round(wanted, 0), "commandsPerBatch": round(batch, 1), "void": void,
            "lastRound": rounds.last().map(|round| round.ours.json()),
            "floorMicrosAMessage": rounds.last().map(|round| round.floor.most()),
            "recorded": true, "statementsThatWalk": walked, "store": seed::described(), "surroundings": surroundings.json(),
        }),
    }
}
