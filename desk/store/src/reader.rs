//! Readers: a few threads with a connection each; every read is one consistent snapshot.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    thread::JoinHandle,
};

use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use yingke_words::{Chance, Clock, WorkspaceId};

use crate::{
    StoreError, Tx,
    postgres::Pg,
    sqlite::{Lite, Purpose},
    tx::{Head, Link},
};

/// A read with the way back to its caller.
pub(crate) type Read = Box<dyn FnOnce(Result<&mut Tx<'_>, StoreError>) + Send>;

/// Reads in the order they came, each with its tenant.
type Line = VecDeque<(Option<WorkspaceId>, Read)>;

/// What waits for the readers.
#[derive(Default)]
pub(crate) struct Reads {
    waiting: Mutex<(Line, bool)>,
    changed: Condvar,
}

impl Reads {
    pub(crate) fn push(&self, tenant: Option<WorkspaceId>, read: Read) {
        let mut waiting = self.waiting.lock();
        if waiting.1 {
            drop(waiting);
            read(Err(StoreError::Closed));
            return;
        }
        waiting.0.push_back((tenant, read));
        drop(waiting);
        self.changed.notify_one();
    }

    pub(crate) fn close(&self) {
        self.waiting.lock().1 = true;
        self.changed.notify_all();
    }

    fn drain(&self) -> Line {
        std::mem::take(&mut self.waiting.lock().0)
    }

    fn take(&self) -> Option<(Option<WorkspaceId>, Read)> {
        let mut waiting = self.waiting.lock();
        loop {
            if let Some(read) = waiting.0.pop_front() {
                return Some(read);
            }
            if waiting.1 {
                return None;
            }
            self.changed.wait(&mut waiting);
        }
    }
}

/// What every reader shares.
#[derive(Clone)]
pub(crate) struct Reading {
    pub(crate) reads: Arc<Reads>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
}

impl Reading {
    /// Starts a reader of a SQLite file.
    pub(crate) fn sqlite(self, file: &Path) -> Result<JoinHandle<()>, StoreError> {
        let mut lite = Lite::open(file, Purpose::Reader)?;
        spawn(move || {
            while let Some((tenant, read)) = self.reads.take() {
                if let Err(error) = lite.connection.execute_batch("BEGIN") {
                    read(Err(error.into()));
                    continue;
                }
                run(read, &mut self.tx(Link::Lite(&mut lite), tenant));
                if let Err(error) = lite.connection.execute_batch("COMMIT") {
                    tracing::warn!(%error, "a read did not end cleanly");
                }
            }
        })
    }

    /// Starts a reader of PostgreSQL; it reconnects when next asked.
    pub(crate) fn postgres(self, url: String) -> Result<JoinHandle<()>, StoreError> {
        let mut pg = Some(Pg::connect(&url)?);
        spawn(move || {
            while let Some((tenant, read)) = self.reads.take() {
                if pg.as_mut().is_none_or(Pg::broken) {
                    pg = match Pg::connect(&url) {
                        Ok(pg) => Some(pg),
                        Err(error) => {
                            // Nor need anybody wait for the next try who came while this one was made.
                            for (_, read) in self.reads.drain() {
                                read(Err(error.clone()));
                            }
                            read(Err(error));
                            continue;
                        }
                    };
                }
                let Some(pg) = pg.as_mut() else { continue };
                pg.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", tenant);
                run(read, &mut self.tx(Link::Pg(pg), tenant));
                if pg.commit().is_err() {
                    pg.rollback();
                }
            }
        })
    }

    fn tx<'a>(&self, link: Link<'a>, tenant: Option<WorkspaceId>) -> Tx<'a> {
        let mut tx = Tx::new(link, self.clock.now(), Arc::clone(&self.chance));
        tx.set_head(tenant.map(|workspace| Head {
            workspace,
            seq: 0,
            number: 0,
            logged: Vec::new(),
        }));
        tx
    }
}

/// Runs a read. One that panics takes nobody with it: its caller's answer is dropped, the reader goes on.
fn run(read: Read, tx: &mut Tx<'_>) {
    if catch_unwind(AssertUnwindSafe(|| read(Ok(tx)))).is_err() {
        tracing::error!("a read panicked");
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let thread = std::thread::Builder::new().name("reader".into()).spawn(work);
    thread.map_err(|error| StoreError::Driver(error.to_string()))
}
