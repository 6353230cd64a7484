//! The figures: `yingke-bench [figure…]` prints one JSON line each (`make bench`).

mod desk;
mod drive;
mod figures;
mod floor;
mod http;
mod machine;
mod report;
mod seed;
mod server;
mod stage;
mod texts;

use clap::Parser;

/// Measures Yingke on this machine.
#[derive(Parser)]
struct Arguments {
    /// Which figures; all of them by default.
    figures: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    machine::open_many_files()?;
    machine::pin(machine::DRIVER_CORE)?;
    machine::come_first();
    let asked: Vec<&str> = if arguments.figures.is_empty() {
        figures::NAMES.to_vec()
    } else {
        arguments.figures.iter().map(String::as_str).collect()
    };
    let mut shared = figures::Shared::default();
    let mut failed = Vec::new();
    for name in asked {
        match figures::measure(name, &mut shared) {
            Ok(figure) => figure.print()?,
            Err(error) => {
                report::progress(&format!("{name} could not be measured: {error:#}"));
                failed.push(name);
            }
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        anyhow::bail!("not measured: {}", failed.join(", "))
    }
}
