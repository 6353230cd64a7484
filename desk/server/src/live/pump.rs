//! Listening to one client, and how much it may say.

use std::time::Instant;

use tungstenite::Utf8Bytes;

use super::{
    outbox::{Close, Outbox},
    quiet::Quiet,
    wire::{Reader, Said},
};

/// A talk with one client.
pub struct Talk<'a> {
    outbox: &'a Outbox,
    quiet: &'a Quiet,
    reader: Reader,
    budget: Budget,
}

impl<'a> Talk<'a> {
    /// A talk that begins.
    pub fn new(outbox: &'a Outbox, quiet: &'a Quiet, reader: Reader) -> Self {
        Self {
            outbox,
            quiet,
            reader,
            budget: Budget::default(),
        }
    }

    /// Writes what was queued meanwhile, and waits for the next word; none when either side ended.
    pub async fn next(&mut self) -> Option<Utf8Bytes> {
        loop {
            self.outbox.flush();
            let said = tokio::select! {
                said = self.reader.next(self.outbox) => said,
                () = self.outbox.run() => return None,
            };
            self.quiet.heard();
            match said {
                Said::Text(text) if self.budget.take() => return Some(text),
                Said::Text(_) => self.outbox.close(Close::TooMany),
                Said::Foreign => self.outbox.close(Close::Malformed),
                Said::Alive => {}
                Said::Gone => return None,
            }
        }
    }
}

/// How many frames a client may say: 40 at once, 20 a second.
struct Budget {
    left: f64,
    at: Instant,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            left: 40.0,
            at: Instant::now(),
        }
    }
}

impl Budget {
    /// Takes one, if there is one.
    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * 20.0).min(40.0);
        self.at = now;
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}
