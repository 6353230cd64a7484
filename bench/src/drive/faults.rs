//! The driver under faults: connections break, answers are refused, everything is said until it is acknowledged.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::bail;

use super::{Driver, Ledger, Link, Load, Run};

/// A run that goes on through faults.
pub struct Siege {
    run: Run,
    load: Load,
    begin: Duration,
    /// Connections made again.
    pub reconnects: usize,
}

/// What it came to at the agents' sockets.
#[derive(Clone, Debug, Default)]
pub struct Toll {
    /// Acknowledged.
    pub acknowledged: usize,
    /// Client ids that were acknowledged.
    pub ids: Vec<String>,
    /// Acknowledged and never seen.
    pub lost: usize,
    /// Seen twice.
    pub doubled: usize,
    /// Seen before an earlier one of the same visitor.
    pub disordered: usize,
    /// Answered with an error, and said again.
    pub refused: usize,
    /// Frames that did not continue from the last one.
    pub gaps: usize,
    /// Connections made again.
    pub reconnects: usize,
    /// All client ids begin like this.
    pub prefix: String,
}

impl Driver {
    /// The server has another address now; every connection is broken.
    pub fn moved_to(&mut self, address: SocketAddr) {
        self.address = address;
        self.visitors.iter_mut().for_each(|visitor| visitor.link = None);
        self.agents.iter_mut().for_each(|agent| agent.link = None);
    }

    /// Begins a run that faults do not end.
    pub fn besiege(&mut self, load: &Load) -> Siege {
        self.tolerant = true;
        let begin = self.now();
        Siege {
            run: self.new_run(load, begin),
            load: load.clone(),
            begin,
            reconnects: 0,
        }
    }

    /// Goes on for `time`.
    pub fn go_on(&mut self, siege: &mut Siege, time: Duration) -> anyhow::Result<()> {
        let until = self.now() + time;
        while self.now() < until {
            self.mend(siege)?;
            self.say_what_is_due(&siege.load, &mut siege.run, siege.begin)?;
            self.wait(&mut siege.run, Duration::from_millis(2))?;
        }
        Ok(())
    }

    /// Says nothing new, and waits until everything is acknowledged and seen.
    pub fn lift(&mut self, mut siege: Siege) -> anyhow::Result<Toll> {
        let patience = Instant::now() + Duration::from_secs(30);
        while (siege.run.under_way > 0 || siege.run.ledger.waited_for > 0) && Instant::now() < patience {
            self.mend(&mut siege)?;
            self.wait(&mut siege.run, Duration::from_millis(5))?;
        }
        self.tolerant = false;
        if siege.run.under_way > 0 {
            bail!(
                "{} messages are still not acknowledged after 30 s",
                siege.run.under_way
            );
        }
        let ledger: &Ledger = &siege.run.ledger;
        let prefix = siege.run.prefix.clone();
        Ok(Toll {
            acknowledged: ledger.acknowledged,
            ids: ledger
                .acknowledged_numbers()
                .map(|number| format!("{prefix}{number}"))
                .collect(),
            lost: ledger.waited_for,
            doubled: ledger.doubled,
            disordered: ledger.disordered,
            refused: siege.run.refused,
            gaps: self.agents.iter().map(|agent| agent.gaps).sum(),
            reconnects: siege.reconnects,
            prefix,
        })
    }

    /// Opens what is broken again and says again what was not acknowledged.
    fn mend(&mut self, siege: &mut Siege) -> anyhow::Result<()> {
        let now = self.now();
        for number in 0..self.visitors.len() {
            let broken = self.visitors[number].link.is_none();
            if broken {
                let Ok(link) = Link::connect(self.address, None, (&self.poll, number as u64)) else {
                    continue;
                };
                self.visitors[number].link = Some(link);
                siege.reconnects += 1;
            }
            let due = self.visitors[number].again.is_some_and(|again| again <= now);
            if let (true, Some(doing)) = (broken || due, self.visitors[number].doing) {
                self.visitors[number].again = None;
                self.say(number, doing, &siege.run.prefix)?;
            }
        }
        for number in 0..self.agents.len() {
            if self.agents[number].link.is_none() && self.knock_again(number).is_ok() {
                siege.reconnects += 1;
            }
        }
        Ok(())
    }
}
