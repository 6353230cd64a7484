//! `idle`: what a signed-in agent's open socket costs the server in memory.

use std::{
    fs,
    time::{Duration, Instant},
};

use serde_json::json;
use yingke_store::Location;

use crate::{
    desk,
    drive::Driver,
    machine::{Surroundings, memory_of},
    report::{Figure, progress, round},
    seed,
    server::{Server, Setting},
    stage,
};

const SOCKETS: usize = 10_000;
/// Between these the slope is taken: before the first, the server warms up.
const STEPS: [usize; 4] = [1_000, 2_500, 5_000, SOCKETS];
/// Sign-ins are cached for 30 s; what is idle comes after it.
const SETTLED: Duration = Duration::from_secs(35);

/// Opens ten thousand sockets and lets them be.
pub fn measure() -> anyhow::Result<Figure> {
    let folder = stage::folder("idle")?;
    let data = folder.join("data");
    let desk = seed::copy(&data)?;
    progress("ten thousand agents sign in");
    let cookies = desk::sign_in(&Location::File(data.join("yingke.db")), &desk, SOCKETS + 1)?;
    let surroundings = Surroundings::measure(&folder)?;
    let server = Server::start(&Setting {
        data,
        database: None,
        record: None,
        port: 0,
    })?;
    let mut driver = Driver::new(server.address)?;
    let mut points = Vec::new();
    let begun = Instant::now();
    for step in STEPS {
        driver.add_agents(&cookies[1 + driver.agents()..=step])?;
        if points.is_empty() {
            rest(&mut driver)?;
        }
        points.push((step, memory_of(server.process())));
        progress(&format!(
            "{step} sockets are open after {:.1} s",
            begun.elapsed().as_secs_f64()
        ));
    }
    let connected = memory_of(server.process());
    rest(&mut driver)?;
    let settled = memory_of(server.process());
    drop(driver);
    server.stop()?;
    fs::remove_dir_all(folder)?;
    // Both ends of the slope have settled.
    let (first, at_first) = points[0];
    let slope = |bytes: u64| per_socket(bytes.saturating_sub(at_first), SOCKETS - first);
    Ok(Figure {
        name: "idle",
        value: json!(round(slope(settled), 2)),
        unit: "KiB of RSS a socket",
        goal: "<= 8",
        detail: json!({
            "sockets": SOCKETS, "agents": desk::AGENTS, "rssMiB": mib(settled), "rssMiBWhenAllHadCome": mib(connected),
            "slopeWhenAllHadCome": round(slope(connected), 2),
            "points": points.iter().map(|(sockets, rss)| json!([sockets, mib(*rss)])).collect::<Vec<_>>(),
            "settledSeconds": SETTLED.as_secs(), "sources": "127.0.0.2 to 127.0.0.101",
            "store": seed::described(), "surroundings": surroundings.json(),
        }),
    })
}

fn rest(driver: &mut Driver) -> anyhow::Result<()> {
    let until = Instant::now() + SETTLED;
    while Instant::now() < until {
        driver.listen(Duration::from_millis(200), |_, _| {})?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "memory stays far below 2^52")]
fn per_socket(bytes: u64, sockets: usize) -> f64 {
    bytes as f64 / 1_024.0 / sockets as f64
}

fn mib(bytes: u64) -> f64 {
    round(per_socket(bytes, 1) / 1_024.0, 1)
}
