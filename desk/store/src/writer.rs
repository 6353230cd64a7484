//! The writers: one thread on SQLite, one a connection on PostgreSQL.

use std::{
    sync::Arc,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use yingke_conversation::Rulebook;
use yingke_words::{Chance, Clock, WorkspaceId};

use crate::{
    StoreError, Tx,
    batch::{self, Item},
    log::Logged,
    postgres::Pg,
    queue::{Queue, Taken},
    sqlite::Lite,
    tx::Link,
    wal::Wal,
};

/// Who is told what was committed, in the order of the log.
pub trait Committed: Send + Sync {
    /// `events` of one workspace are durable. Called on the writer's thread: be quick.
    fn committed(&self, workspace: WorkspaceId, events: Vec<Logged>);
}

/// What every writer shares.
pub(crate) struct Writing {
    pub(crate) queue: Arc<Queue>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) committed: Arc<dyn Committed>,
    pub(crate) rules: Arc<dyn Rulebook>,
    pub(crate) gauge: Arc<Gauge>,
}

/// What the writers have done, for `/metrics` and the benches.
#[derive(Default)]
pub struct Gauge {
    /// Transactions committed.
    pub batches: std::sync::atomic::AtomicU64,
    /// Items in them.
    pub items: std::sync::atomic::AtomicU64,
}

const SQLITE_BATCH: usize = 256;
const POSTGRES_BATCH: usize = 64;
/// An absence of the database that is waited out.
const ABSENCE: Duration = Duration::from_secs(2);
/// A batch should not hold the others up for longer.
const WORK: Duration = Duration::from_millis(2);

enum Session {
    Lite(Lite, Arc<Wal>),
    Pg(Remote),
}

/// A connection to PostgreSQL, made again when it is gone.
struct Remote {
    pg: Pg,
    url: String,
    /// The database could not be reached when it was last tried.
    away: bool,
}

impl Remote {
    /// A connection to work on. A short absence is waited out; once it is longer, nobody waits for it any more.
    fn ready(&mut self, queue: &Queue) -> Result<(), StoreError> {
        if !self.pg.broken() {
            return Ok(());
        }
        let begun = Instant::now();
        let mut pause = Duration::from_millis(50);
        loop {
            match Pg::connect(&self.url) {
                Ok(pg) => {
                    if self.away {
                        tracing::info!("the database is back");
                    }
                    *self = Self {
                        pg,
                        url: std::mem::take(&mut self.url),
                        away: false,
                    };
                    return Ok(());
                }
                Err(error) if self.away || queue.closed() || begun.elapsed() >= ABSENCE => {
                    if !self.away {
                        tracing::warn!(%error, "the database is away; writes are turned away until it is back");
                    }
                    self.away = true;
                    return Err(error);
                }
                Err(error) => tracing::debug!(%error, "the database cannot be reached; trying again"),
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_secs(1));
        }
    }
}

impl Session {
    /// Whether there is a connection to work on, a new one if need be.
    fn ready(&mut self, queue: &Queue) -> Result<(), StoreError> {
        match self {
            Self::Lite(..) => Ok(()),
            Self::Pg(remote) => remote.ready(queue),
        }
    }

    fn begin(&mut self, tenant: Option<WorkspaceId>) -> Result<(), StoreError> {
        match self {
            Self::Lite(lite, _) => Ok(lite.connection.execute_batch("BEGIN IMMEDIATE")?),
            Self::Pg(remote) => {
                remote.pg.begin("BEGIN", tenant);
                Ok(())
            }
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Lite(lite, _) => Ok(lite.connection.execute_batch("COMMIT")?),
            Self::Pg(remote) => remote.pg.commit(),
        }
    }

    fn rollback(&mut self) {
        match self {
            Self::Lite(lite, _) => {
                // SQLite rolls back by itself on a full disk; then there is nothing left to roll back.
                if !lite.connection.is_autocommit()
                    && let Err(error) = lite.connection.execute_batch("ROLLBACK")
                {
                    tracing::error!(%error, "a rollback failed");
                }
            }
            Self::Pg(remote) => remote.pg.rollback(),
        }
    }

    /// Between two batches; `at_ease` when no other waits.
    fn tidy(&self, at_ease: bool) {
        if let Self::Lite(lite, wal) = self {
            wal.tidy(&lite.connection, at_ease);
        }
    }

    fn link(&mut self) -> Link<'_> {
        match self {
            Self::Lite(lite, _) => Link::Lite(lite),
            Self::Pg(remote) => Link::Pg(&mut remote.pg),
        }
    }
}

impl Writing {
    /// Starts the one writer of a SQLite file.
    pub(crate) fn sqlite(self, lite: Lite, wal: Arc<Wal>) -> Result<JoinHandle<()>, StoreError> {
        spawn("writer", move || {
            self.work(&mut Session::Lite(lite, wal), SQLITE_BATCH, false);
        })
    }

    /// Starts one of PostgreSQL's writers; it reconnects by itself.
    pub(crate) fn postgres(self, url: String) -> Result<JoinHandle<()>, StoreError> {
        let mut session = Session::Pg(Remote {
            pg: Pg::connect(&url)?,
            url,
            away: false,
        });
        spawn("writer", move || self.work(&mut session, POSTGRES_BATCH, true))
    }

    /// Works until the queue is closed.
    fn work(&self, session: &mut Session, most: usize, one: bool) {
        let mut pace = Pace::default();
        while let Some(mut taken) = self.queue.take(pace.most(most), one) {
            let count: usize = taken.groups.iter().map(|(_, items)| items.len()).sum();
            let spent = match session.ready(&self.queue) {
                Ok(()) => self.run(session, &mut taken),
                Err(error) => {
                    // Nor need anybody wait for the next try who came while this one was made.
                    let mut rest = self.queue.drain();
                    let items = taken.groups.iter_mut().flat_map(|(_, items)| items);
                    for item in items.chain(&mut rest) {
                        item.settle(Err(error.clone()));
                    }
                    None
                }
            };
            if let (Some(spent), false) = (spent, taken.alone) {
                pace.took(count, spent);
            }
            self.queue.finish(taken.groups.iter().map(|(tenant, _)| *tenant));
            session.tidy(self.queue.len() == 0);
        }
    }

    fn run(&self, session: &mut Session, taken: &mut Taken) -> Option<Spent> {
        let mut groups: Vec<(Option<WorkspaceId>, Vec<&mut Item>)> = taken
            .groups
            .iter_mut()
            .map(|(tenant, items)| (*tenant, items.iter_mut().collect()))
            .collect();
        match self.transact(session, &mut groups) {
            Ok(spent) => return Some(spent),
            Err(error) if groups.iter().map(|(_, items)| items.len()).sum::<usize>() == 1 => {
                settle(&mut groups, &Err(error));
            }
            // The connection is gone, the outcome unknown, or a lock held by another node: running again would guess, or
            // wait once more for each.
            Err(error @ (StoreError::Away(_) | StoreError::Unknown | StoreError::Busy)) => {
                settle(&mut groups, &Err(error));
            }
            Err(error) => {
                tracing::debug!(%error, "a batch was rolled back; each of its items runs alone");
                for (tenant, items) in groups {
                    for item in items {
                        let mut single = [(tenant, vec![item])];
                        if let Err(error) = self.transact(session, &mut single) {
                            settle(&mut single, &Err(error));
                        }
                    }
                }
            }
        }
        None
    }

    /// One transaction; on success everyone is told, on an error nobody is.
    fn transact(
        &self,
        session: &mut Session,
        groups: &mut [(Option<WorkspaceId>, Vec<&mut Item>)],
    ) -> Result<Spent, StoreError> {
        let begun = Instant::now();
        session.begin(groups.first().and_then(|(tenant, _)| *tenant))?;
        let mut tx = Tx::new(session.link(), self.clock.now(), Arc::clone(&self.chance));
        let mut logged = Vec::with_capacity(groups.len());
        let mut ran = Ok(());
        for (tenant, items) in groups.iter_mut() {
            match batch::run(&mut tx, *tenant, items, &*self.rules) {
                Ok(events) => logged.push((*tenant, events)),
                Err(error) => {
                    ran = Err(error);
                    break;
                }
            }
        }
        #[cfg(feature = "record")]
        let taken = tx.into_taken();
        #[cfg(not(feature = "record"))]
        drop(tx);
        let work = begun.elapsed();
        if let Err(error) = ran.and_then(|()| session.commit()) {
            session.rollback();
            return Err(error);
        }
        let flush = begun.elapsed().saturating_sub(work);
        let items: usize = groups.iter().map(|(_, items)| items.len()).sum();
        #[cfg(feature = "record")]
        taken.keep(items);
        self.gauge
            .batches
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.gauge
            .items
            .fetch_add(items as u64, std::sync::atomic::Ordering::Relaxed);
        for (tenant, events) in logged {
            if let (Some(workspace), false) = (tenant, events.is_empty()) {
                self.committed.committed(workspace, events);
            }
        }
        settle(groups, &Ok(()));
        Ok(Spent { work, flush })
    }
}

/// Where the time of a batch went.
#[derive(Clone, Copy)]
struct Spent {
    /// Loading, deciding, writing.
    work: Duration,
    /// The commit.
    flush: Duration,
}

fn settle(groups: &mut [(Option<WorkspaceId>, Vec<&mut Item>)], committed: &Result<(), StoreError>) {
    for item in groups.iter_mut().flat_map(|(_, items)| items.iter_mut()) {
        item.settle(committed.clone());
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|error| StoreError::Driver(error.to_string()))
}

/// How many items fit into a batch, learnt from the last ones: [`WORK`], or as long as the flush that they share takes.
/// On a slow disk a batch of 2 ms would mostly wait.
#[derive(Default)]
struct Pace {
    seconds_an_item: f64,
    flush_seconds: f64,
}

impl Pace {
    fn most(&self, limit: usize) -> usize {
        if self.seconds_an_item == 0.0 {
            return limit;
        }
        let time = self.flush_seconds.max(WORK.as_secs_f64());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive quotient"
        )]
        let fit = (time / self.seconds_an_item) as usize;
        // Never fewer: on a machine without a core to spare every item takes long, and small batches would starve it more.
        fit.clamp(32.min(limit), limit)
    }

    fn took(&mut self, items: usize, spent: Spent) {
        let follow = |known: f64, now: f64| {
            if known == 0.0 {
                now
            } else {
                0.9 * known + 0.1 * now
            }
        };
        self.flush_seconds = follow(self.flush_seconds, spent.flush.as_secs_f64());
        if items >= 8 {
            let seconds = spent.work.as_secs_f64() / f64::from(u32::try_from(items).unwrap_or(u32::MAX));
            self.seconds_an_item = follow(self.seconds_an_item, seconds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(work: Duration, flush: Duration, most: usize) {
        let mut pace = Pace::default();
        pace.took(
            64,
            Spent {
                work: work * 64,
                flush,
            },
        );
        assert_eq!(pace.most(256), most, "{work:?} an item, {flush:?} a flush");
    }

    #[test]
    fn a_batch_holds_what_is_done_in_two_milliseconds_or_during_a_flush() {
        check(Duration::from_micros(48), Duration::from_micros(100), 41);
        check(Duration::from_micros(48), Duration::from_millis(8), 166);
        check(Duration::from_millis(1), Duration::from_micros(100), 32);
        check(Duration::from_micros(1), Duration::from_secs(1), 256);
    }
}
