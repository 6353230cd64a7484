//! `cpu` and `latency`: at 500/s, and at half of capacity.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Shared, Steady, inbound::closed_loop};
use crate::{
    drive::{Load, Outcome},
    machine::{Surroundings, way_floor},
    report::{Figure, median, progress, round, spread},
    seed,
    stage::VISITORS,
};

const ROUNDS: usize = 5;

fn runs(shared: &mut Shared) -> anyhow::Result<&Steady> {
    if shared.runs.is_none() {
        let made = run(shared)?;
        shared.runs = Some(made);
    }
    shared
        .runs
        .as_ref()
        .ok_or_else(|| anyhow::anyhow!("the runs were just made"))
}

fn run(shared: &mut Shared) -> anyhow::Result<Steady> {
    let known = shared.capacity;
    let stage = shared.stage()?;
    stage.stop()?;
    let folder = stage.folder().to_owned();
    let surroundings = Surroundings::measure(&folder)?;
    stage.start(None)?;
    let (server, driver) = stage.running()?;
    let server = [server.process()];
    let capacity = match known {
        Some(capacity) => capacity,
        None => {
            driver
                .run(&closed_loop(Duration::from_secs(5)), &server)?
                .delivered
        }
    };
    let (mut gentle, mut half, mut floors) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=ROUNDS {
        progress(&format!("steady load, round {number} of {ROUNDS}"));
        floors.push(way_floor(&folder)?);
        gentle.push(driver.run(&timetable(500.0, 50), &server)?);
        half.push(driver.run(&timetable(capacity / 2.0, VISITORS), &server)?);
    }
    stage.stop()?;
    Ok(Steady {
        gentle,
        half,
        floors,
        surroundings,
    })
}

fn timetable(rate: f64, visitors: usize) -> Load {
    Load {
        rate: Some(rate),
        window: 0,
        visitors,
        warm_up: Duration::from_secs(2),
        time: Duration::from_secs(6),
    }
}

fn voids(runs: &Steady) -> Vec<String> {
    runs.gentle
        .iter()
        .chain(&runs.half)
        .filter_map(Outcome::void)
        .collect()
}

fn middle(runs: &[Outcome], value: fn(&Outcome) -> f64) -> f64 {
    median(&all(runs, value))
}

fn all(runs: &[Outcome], value: fn(&Outcome) -> f64) -> Vec<f64> {
    runs.iter().map(value).collect()
}

fn last(runs: &[Outcome]) -> Option<Value> {
    runs.last().map(Outcome::json)
}

/// Server CPU for each message delivered end to end.
pub fn cpu(shared: &mut Shared) -> anyhow::Result<Figure> {
    let runs = runs(shared)?;
    let of = |outcome: &Outcome| outcome.cpu;
    Ok(Figure {
        name: "cpu",
        value: json!([
            round(middle(&runs.gentle, of), 3),
            round(middle(&runs.half, of), 3)
        ]),
        unit: "ms of CPU a message: at 500/s; at half of capacity",
        goal: "<= 0.6; <= 0.25",
        detail: json!({
            "at500": spread(&all(&runs.gentle, of), 4), "atHalf": spread(&all(&runs.half, of), 4),
            "last500": last(&runs.gentle), "lastHalf": last(&runs.half), "void": voids(runs),
            "store": seed::described(), "surroundings": runs.surroundings.json(),
        }),
    })
}

/// From due to the agent's socket.
pub fn latency(shared: &mut Shared) -> anyhow::Result<Figure> {
    let runs = runs(shared)?;
    let (p50, p99) = (|one: &Outcome| one.arrivals.0, |one: &Outcome| one.arrivals.1);
    #[expect(clippy::cast_precision_loss, reason = "microseconds of one flush")]
    let floors: Vec<f64> = runs
        .floors
        .iter()
        .map(|micros| *micros as f64 / 1_000.0)
        .collect();
    let late = all(&runs.gentle, p99);
    let ratios: Vec<f64> = late
        .iter()
        .zip(&floors)
        .map(|(late, floor)| late / floor)
        .collect();
    Ok(Figure {
        name: "latency",
        value: json!([
            round(middle(&runs.gentle, p50), 3),
            round(median(&ratios), 2),
            round(middle(&runs.half, p50), 3)
        ]),
        unit: "ms p50 at 500/s; p99 / (flush p99 + 4 loopback p99); ms p50 at half of capacity",
        goal: "<= 3; <= 4; <= 10",
        detail: json!({
            "p50At500": spread(&all(&runs.gentle, p50), 3), "p99At500":  spread(&late, 3),
            "floorMs": spread(&floors, 3), "p99ToFloor": spread(&ratios, 2), "p50AtHalf": spread(&all(&runs.half, p50), 3),
            "p99AtHalf": spread(&all(&runs.half, p99), 3), "void": voids(runs),
            "store": seed::described(), "surroundings": runs.surroundings.json(),
        }),
    })
}
