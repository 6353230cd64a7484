//! `start`: cold start on a million messages, memory of a server nobody uses, size of the binary.

use std::{
    fs::{self, File},
    path::Path,
    process::Command,
    time::Duration,
};

use anyhow::bail;
use rustix::fs::{Advice, fadvise};
use serde_json::json;

use crate::{
    machine::{Surroundings, memory_of},
    report::{Figure, median, progress, round, spread},
    seed,
    server::{self, Server, Setting},
    stage,
};

const ROUNDS: usize = 5;

/// Starts it five times.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^52")]
pub fn measure() -> anyhow::Result<Figure> {
    let folder = stage::folder("start")?;
    let data = folder.join("data");
    seed::copy(&data)?;
    let surroundings = Surroundings::measure(&folder)?;
    let setting = Setting {
        data: data.clone(),
        database: None,
        record: None,
        port: 0,
    };
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for number in 1..=ROUNDS {
        progress(&format!("start, round {number} of {ROUNDS}"));
        forget(&data.join("yingke.db"))?;
        forget(&server::binary()?)?;
        let server = Server::start(&setting)?;
        times.push(server.started_in.as_secs_f64() * 1_000.0);
        std::thread::sleep(Duration::from_secs(2));
        memory.push(memory_of(server.process()) as f64 / 1_048_576.0);
        server.stop()?;
    }
    let size = stripped(&folder)? as f64 / 1_048_576.0;
    fs::remove_dir_all(folder)?;
    Ok(Figure {
        name: "start",
        value: json!([
            round(median(&times), 0),
            round(median(&memory), 1),
            round(size, 1)
        ]),
        unit: "ms; MB of RSS; MB",
        goal: "<= 300; <= 60; <= 40",
        detail: json!({
            "startMs": spread(&times, 0), "rssMiB": spread(&memory, 1), "strippedMiB": round(size, 2),
            "pageCache": "dropped for the database and the binary",
            "store": seed::described(), "surroundings": surroundings.json(),
        }),
    })
}

/// Drops a file from the page cache.
fn forget(file: &Path) -> anyhow::Result<()> {
    let file = File::open(file)?;
    file.sync_all()?;
    Ok(fadvise(&file, 0, None, Advice::DontNeed)?)
}

fn stripped(folder: &Path) -> anyhow::Result<u64> {
    let to = folder.join("stripped");
    let ran = Command::new("strip")
        .arg("-o")
        .arg(&to)
        .arg(server::binary()?)
        .status()?;
    if !ran.success() {
        bail!("strip failed");
    }
    Ok(fs::metadata(to)?.len())
}
