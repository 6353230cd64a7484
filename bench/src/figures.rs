//! The figures of the table.

mod ack;
mod crash;
mod delivery;
mod fanout;
mod idle;
mod inbound;
pub mod parse;
mod routing;
mod search;
mod simulate;
mod soak;
mod start;
mod steady;
mod widget;

use crate::{drive::Outcome, machine::Surroundings, report::Figure, stage::Stage};

/// What figures share, made when the first one needs it.
#[derive(Default)]
pub struct Shared {
    crash_rounds: usize,
    soak_minutes: f64,
    stage: Option<Stage>,
    /// Messages a second in a closed loop.
    capacity: Option<f64>,
    runs: Option<Steady>,
}

/// Five rounds each at 500/s and at half of capacity.
pub struct Steady {
    gentle: Vec<Outcome>,
    half: Vec<Outcome>,
    /// Of each round, measured right before it: µs that no message can do without.
    floors: Vec<u64>,
    surroundings: Surroundings,
}

/// In the order they are measured. `soak` takes its time and is measured when it is asked for.
pub const NAMES: [&str; 16] = [
    "inbound",
    "inbound-pg",
    "cpu",
    "latency",
    "idle",
    "fanout",
    "start",
    "widget",
    "search",
    "crash",
    "ack",
    "delivery",
    "parse",
    "routing",
    "fair",
    "simulate",
];

/// Measures one.
pub fn measure(name: &str, shared: &mut Shared) -> anyhow::Result<Figure> {
    match name {
        "inbound" => inbound::sqlite(shared),
        "inbound-pg" => inbound::postgres(),
        "cpu" => steady::cpu(shared),
        "latency" => steady::latency(shared),
        "idle" => idle::measure(),
        "fanout" => fanout::measure(),
        "start" => start::measure(),
        "widget" => widget::measure(),
        "search" => search::measure(),
        "crash" => crash::measure(shared.crash_rounds),
        "ack" => ack::measure(),
        "delivery" => delivery::measure(),
        "parse" => parse::measure(),
        "routing" => Ok(routing::measure()),
        "fair" => Ok(routing::fair()),
        "simulate" => simulate::measure(),
        "soak" => soak::measure(shared.soak_minutes),
        _ => anyhow::bail!("no figure is called {name}; there are {}, soak", NAMES.join(", ")),
    }
}

impl Shared {
    /// Nothing made yet; `crash` kills so often, `soak` takes so long.
    pub fn new(crash_rounds: usize, soak_minutes: f64) -> Self {
        Self {
            crash_rounds,
            soak_minutes,
            ..Self::default()
        }
    }

    fn stage(&mut self) -> anyhow::Result<&mut Stage> {
        if self.stage.is_none() {
            self.stage = Some(Stage::sqlite()?);
        }
        self.stage
            .as_mut()
            .ok_or_else(|| anyhow::anyhow!("the stage was just made"))
    }
}
