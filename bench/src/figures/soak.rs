//! `soak`: a steady load for a long time. What grows without end, slows down or gets lost shows here.

use std::{fs, time::Duration};

use serde_json::{Value, json};

use crate::{
    drive::{Load, Outcome},
    machine::{Surroundings, memory_of},
    report::{Figure, median, progress, round},
    stage::{Crowd, Stage},
};

const CROWD: Crowd = Crowd {
    visitors: 200,
    agents: 10,
};
/// Messages a second: far below what it can, so that nothing but time wears.
const RATE: f64 = 100.0;
/// The time is cut into pieces of about this length; after each the server is looked at.
const PIECE: Duration = Duration::from_secs(15);
/// At least so many, so that a quarter has two.
const FEWEST: u32 = 8;
/// Before this part of the time is over, caches still fill.
const WARM_UP: f64 = 0.25;

/// What the server holds at a moment.
#[derive(Clone, Copy, Debug)]
struct Sample {
    hours: f64,
    mib: f64,
    descriptors: usize,
    threads: usize,
}

/// Keeps the load up for `minutes`.
pub fn measure(minutes: f64) -> anyhow::Result<Figure> {
    let mut stage = Stage::fresh("soak", None, CROWD)?;
    let surroundings = Surroundings::measure(stage.folder())?;
    stage.start(None)?;
    let whole = Duration::from_secs_f64(minutes.max(0.5) * 60.0);
    let pieces = (whole.as_secs_f64() / PIECE.as_secs_f64()).ceil();
    let pieces = (FEWEST..=1_000_000)
        .find(|n| f64::from(*n) >= pieces)
        .unwrap_or(FEWEST);
    let load = Load {
        rate: Some(RATE),
        window: 0,
        visitors: CROWD.visitors,
        warm_up: Duration::from_millis(200),
        time: whole / pieces - Duration::from_millis(200),
    };
    let (server, driver) = stage.running()?;
    let process = server.process();
    let (mut outcomes, mut samples) = (Vec::new(), vec![sample(process, 0.0)]);
    for number in 1..=pieces {
        outcomes.push(driver.run(&load, &[process])?);
        let hours = (whole * number / pieces).as_secs_f64() / 3_600.0;
        samples.push(sample(process, hours));
        if number % 20 == 0 {
            progress(&format!("soak: piece {number} of {pieces}"));
        }
    }
    stage.stop()?;
    Ok(figure(minutes, &outcomes, &samples, &surroundings))
}

#[expect(clippy::cast_precision_loss, reason = "bytes of memory stay far below 2^52")]
fn sample(process: u32, hours: f64) -> Sample {
    let count = |what: &str| fs::read_dir(format!("/proc/{process}/{what}")).map_or(0, Iterator::count);
    Sample {
        hours,
        mib: memory_of(process) as f64 / f64::from(1 << 20),
        descriptors: count("fd"),
        threads: count("task"),
    }
}

fn figure(minutes: f64, outcomes: &[Outcome], samples: &[Sample], surroundings: &Surroundings) -> Figure {
    let begin = samples.last().map_or(0.0, |last| last.hours * WARM_UP);
    let points: Vec<(f64, f64)> = samples
        .iter()
        .filter(|sample| sample.hours >= begin)
        .map(|sample| (sample.hours, sample.mib))
        .collect();
    let (slope, margin) = slope(&points);
    let quarter = outcomes.len() / 4;
    let (first, last) = (&outcomes[..quarter], &outcomes[outcomes.len() - quarter..]);
    let p99 = |part: &[Outcome]| median(&part.iter().map(|one| one.arrivals.1).collect::<Vec<_>>());
    let drift = (p99(last) / p99(first) - 1.0) * 100.0;
    let sum = |value: fn(&Outcome) -> usize| -> usize { outcomes.iter().map(value).sum() };
    Figure {
        name: "soak",
        value: json!([
            round(slope, 2),
            round(drift, 1),
            sum(|one| one.lost),
            sum(|one| one.doubled)
        ]),
        unit: "MiB of memory an hour; % of p99 from first to last quarter; lost; seen twice",
        goal: "<= 1; <= 10; 0; 0",
        detail: json!({
            "minutes": minutes, "offeredPerSecond": RATE, "memoryMibPerHour": round(slope, 2),
            "margin95MibPerHour": round(margin, 2), "warmUpHours": round(begin, 3),
            "memoryMib": ends(samples, |sample| round(sample.mib, 1)),
            "descriptors": ends(samples, |sample| sample.descriptors),
            "threads": ends(samples, |sample| sample.threads),
            "firstQuarter": quarter_json(first), "lastQuarter": quarter_json(last),
            "lost": sum(|one| one.lost), "doubled": sum(|one| one.doubled),
            "outOfOrder": sum(|one| one.disordered), "refused": sum(|one| one.refused),
            "voidPieces": outcomes.iter().filter_map(Outcome::void).collect::<Vec<_>>(),
            "surroundings": surroundings.json(),
        }),
    }
}

/// At the beginning, in the middle and at the end.
fn ends<T: Into<Value>>(samples: &[Sample], value: fn(&Sample) -> T) -> Value {
    let at = |index: usize| samples.get(index).map(|sample| value(sample).into());
    json!([at(0), at(samples.len() / 2), at(samples.len() - 1)])
}

fn quarter_json(part: &[Outcome]) -> Value {
    let middle = |value: fn(&Outcome) -> f64| {
        let all: Vec<f64> = part.iter().map(value).collect();
        round(median(&all), 3)
    };
    json!({
        "answerMs": { "p50": middle(|one| one.answers.0), "p99": middle(|one| one.answers.1) },
        "endToEndMs": { "p50": middle(|one| one.arrivals.0), "p99": middle(|one| one.arrivals.1) },
        "cpuMsPerMessage": middle(|one| one.cpu),
    })
}

/// The line through `points` by least squares: its slope, and how far off that may be in 95 of 100 cases.
#[expect(clippy::cast_precision_loss, reason = "counts of samples")]
fn slope(points: &[(f64, f64)]) -> (f64, f64) {
    let count = points.len() as f64;
    let mean = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let slope = points
        .iter()
        .map(|point| (point.0 - x) * (point.1 - y))
        .sum::<f64>()
        / spread;
    let off = |point: &(f64, f64)| (point.1 - y - slope * (point.0 - x)).powi(2);
    let rest: f64 = points.iter().map(off).sum();
    (slope, 1.96 * (rest / (count - 2.0) / spread).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_is_the_lines_and_its_margin_the_noise() {
        let straight = [(0.0, 10.0), (1.0, 12.0), (2.0, 14.0), (3.0, 16.0)];
        let (found, margin) = slope(&straight);
        assert!((found - 2.0).abs() < 1e-9 && margin < 1e-9);
        let noisy = [(0.0, 10.0), (1.0, 13.0), (2.0, 13.0), (3.0, 16.0)];
        let (found, margin) = slope(&noisy);
        assert!((found - 1.8).abs() < 1e-9, "{found}");
        assert!((margin - 1.96 * 0.18_f64.sqrt()).abs() < 1e-9, "{margin}");
    }
}
