//! The figures: `yingke-bench [figure…]` prints one JSON line each (`make bench`).
#![allow(
    clippy::unchecked_time_subtraction,
    reason = "readings of one clock, the later minus the earlier"
)]

mod cluster;
mod desk;
mod drive;
mod figures;
mod floor;
mod http;
mod machine;
mod post;
mod power;
mod report;
mod seed;
mod server;
mod stage;
mod texts;
mod vfs;
mod watch;

use clap::Parser;

/// Measures Yingke on this machine.
#[derive(Parser)]
struct Arguments {
    /// Which figures; all of them by default.
    figures: Vec<String>,
    /// How often `crash` kills the server and cuts the power, on each engine.
    #[arg(long, default_value_t = 100)]
    crash_rounds: usize,
    /// How long `soak` keeps its load up.
    #[arg(long, default_value_t = 60.0)]
    soak_minutes: f64,
    /// For `crash`: writes into this folder until it is killed.
    #[arg(long, hide = true)]
    lose_power: Option<std::path::PathBuf>,
    /// For `parse`: takes in messages of this channel, to be counted.
    #[arg(long, hide = true)]
    take_in: Option<String>,
    /// So many.
    #[arg(long, hide = true, default_value_t = 0)]
    times: u64,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if let Some(data) = &arguments.lose_power {
        return power::write_until_killed(data);
    }
    if let Some(channel) = &arguments.take_in {
        return figures::parse::take_in(channel, arguments.times);
    }
    machine::open_many_files()?;
    machine::pin(machine::DRIVER_CORE)?;
    machine::come_first();
    let asked: Vec<&str> = if arguments.figures.is_empty() {
        figures::NAMES.to_vec()
    } else {
        arguments.figures.iter().map(String::as_str).collect()
    };
    let mut shared = figures::Shared::new(arguments.crash_rounds, arguments.soak_minutes);
    let (mut failed, mut short) = (Vec::new(), Vec::new());
    for name in asked {
        match figures::measure(name, &mut shared) {
            Ok(figure) => {
                figure.print()?;
                if !figure.good() {
                    short.push(name);
                }
            }
            Err(error) => {
                report::progress(&format!("{name} could not be measured: {error:#}"));
                failed.push(name);
            }
        }
    }
    anyhow::ensure!(failed.is_empty(), "not measured: {}", failed.join(", "));
    anyhow::ensure!(
        short.is_empty(),
        "short of the goal, or void: {}",
        short.join(", ")
    );
    Ok(())
}
