//! What the server says of its store while it is under load.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use anyhow::Context;

use crate::http::Client;

/// How often the server is asked.
const LOOK: Duration = Duration::from_millis(200);

/// What its store did.
#[derive(Clone, Copy, Debug)]
pub struct StoreWork {
    /// Commands and closures in a batch.
    pub writes_a_batch: f64,
    /// The most events that the search index was behind.
    pub most_lag: f64,
}

/// Somebody who asks again and again.
pub struct Watch {
    over: Arc<AtomicBool>,
    asking: JoinHandle<anyhow::Result<StoreWork>>,
}

impl Watch {
    /// Begins to ask the server at `address`.
    pub fn begin(address: SocketAddr) -> anyhow::Result<Self> {
        let over = Arc::new(AtomicBool::new(false));
        let mut client = Client::connect(address)?;
        let seen = Arc::clone(&over);
        let asking = std::thread::spawn(move || {
            let before = Reading::of(&mut client)?;
            let mut most_lag = before.lag;
            while !seen.load(Ordering::Relaxed) {
                std::thread::sleep(LOOK);
                most_lag = most_lag.max(Reading::of(&mut client)?.lag);
            }
            let after = Reading::of(&mut client)?;
            Ok(StoreWork {
                writes_a_batch: (after.writes - before.writes) / (after.batches - before.batches).max(1.0),
                most_lag,
            })
        });
        Ok(Self { over, asking })
    }

    /// What it came to.
    pub fn end(self) -> anyhow::Result<StoreWork> {
        self.over.store(true, Ordering::Relaxed);
        self.asking
            .join()
            .map_err(|_| anyhow::anyhow!("whoever asks the server gave up"))?
    }
}

struct Reading {
    batches: f64,
    writes: f64,
    lag: f64,
}

impl Reading {
    fn of(client: &mut Client) -> anyhow::Result<Self> {
        let answer = client.succeed("GET /metrics", "", None)?;
        let text = answer.body.as_str().context("the metrics are text")?;
        let value = |name: &str| -> anyhow::Result<f64> {
            let mut lines = text.lines().filter_map(|line| line.strip_prefix(name));
            let value = lines
                .next()
                .with_context(|| format!("no {name} in the metrics"))?;
            Ok(value.trim().parse()?)
        };
        Ok(Self {
            batches: value("yingke_store_batches_total ")?,
            writes: value("yingke_store_writes_total ")?,
            lag: value("yingke_search_lag_events ")?,
        })
    }
}
