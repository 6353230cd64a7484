//! The store's door: open, command, write, read, close.

use std::{path::PathBuf, sync::Arc, thread::JoinHandle};

use parking_lot::Mutex;
use tokio::sync::oneshot;
use yingke_conversation::Rulebook;
use yingke_words::{Chance, Clock, WorkspaceId};

use crate::{
    Command, CommandError, Committed, Done, Engine, Intake, Outcomes, StoreError, Tx,
    batch::{Item, Job, Pledge},
    intake::Intaking,
    migrate,
    postgres::{self, Pg},
    queue::{Queue, Turned},
    reader::{Reading, Reads},
    sqlite::{Lite, Purpose},
    wal::Wal,
    writer::{Gauge, Writing},
};

/// Where the data are.
#[derive(Clone, Debug)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL URL.
    Url(String),
}

/// What the store is given.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub chance: Arc<dyn Chance>,
    /// Who is told what was committed.
    pub committed: Arc<dyn Committed>,
    /// What each channel allows.
    pub rules: Arc<dyn Rulebook>,
}

/// An open store.
pub struct Db {
    engine: Engine,
    queue: Arc<Queue>,
    reads: Arc<Reads>,
    wal: Mutex<Option<Arc<Wal>>>,
    gauge: Arc<Gauge>,
    writers: Mutex<Vec<JoinHandle<()>>>,
    others: Mutex<Vec<JoinHandle<()>>>,
}

const READERS: usize = 4;
const POSTGRES_WRITERS: usize = 4;

impl Db {
    /// Opens the store: checks the server, migrates, starts writers and readers. Blocks.
    pub fn open(location: &Location, ports: &Ports) -> Result<Arc<Self>, StoreError> {
        off_the_runtime(|| Self::open_here(location, ports))
    }

    fn open_here(location: &Location, ports: &Ports) -> Result<Arc<Self>, StoreError> {
        if let Location::Url(url) = location {
            postgres::check_server(&mut Pg::connect(url)?)?;
        }
        migrate::migrate_here(location)?;
        let db = Self {
            engine: match location {
                Location::File(_) => Engine::Sqlite,
                Location::Url(_) => Engine::Postgres,
            },
            queue: Arc::default(),
            reads: Arc::default(),
            wal: Mutex::default(),
            gauge: Arc::default(),
            writers: Mutex::default(),
            others: Mutex::default(),
        };
        let reading = Reading {
            reads: Arc::clone(&db.reads),
            clock: Arc::clone(&ports.clock),
            chance: Arc::clone(&ports.chance),
        };
        match location {
            Location::File(file) => {
                let mut lite = Lite::open(file, Purpose::Writer)?;
                let (wal, copies) = Wal::watch(file, &mut lite.connection)?;
                db.others.lock().push(copies);
                let writing = db.writing(ports);
                db.writers.lock().push(writing.sqlite(lite, Arc::clone(&wal))?);
                *db.wal.lock() = Some(wal);
                for _ in 0..READERS {
                    db.others.lock().push(reading.clone().sqlite(file)?);
                }
            }
            Location::Url(url) => {
                for _ in 0..POSTGRES_WRITERS {
                    db.writers.lock().push(db.writing(ports).postgres(url.clone())?);
                }
                for _ in 0..READERS {
                    db.others.lock().push(reading.clone().postgres(url.clone())?);
                }
            }
        }
        Ok(Arc::new(db))
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// What the writers have done.
    pub fn gauge(&self) -> &Gauge {
        &self.gauge
    }

    /// How much waits for the writers.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Carries out a hot write; answers when it is durable.
    pub async fn command(&self, workspace: WorkspaceId, command: Command) -> Result<Done, CommandError> {
        let (answer, answered) = oneshot::channel();
        self.queue
            .push(
                Some(workspace),
                Item::Command(Box::new(Pledge::new(command, answer))),
            )
            .map_err(turned)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Takes in what a provider sent, as one; answers when it is durable. Tells how each of its commands ended.
    pub async fn take_in(&self, workspace: WorkspaceId, intake: Intake) -> Result<Outcomes, StoreError> {
        let (answer, answered) = oneshot::channel();
        let item = Item::Intake(Box::new(Intaking::new(intake, answer)));
        self.queue.push(Some(workspace), item).map_err(turned)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Runs `write` for one workspace; answers when it is durable. It may run more than once, so it must have no
    /// effect but on `tx`, and refuse before it writes.
    pub async fn write<T, E, F>(&self, workspace: WorkspaceId, write: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.submit(Some(workspace), false, write).await
    }

    /// Like [`Db::write`], on the tables without a tenant.
    pub async fn write_global<T, E, F>(&self, write: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.submit(None, false, write).await
    }

    /// Like [`Db::write`], behind everything else and in a transaction of its own: for bulk work in chunks.
    pub async fn write_bulk<T, E, F>(&self, workspace: WorkspaceId, write: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.submit(Some(workspace), true, write).await
    }

    /// Reads one consistent snapshot of a workspace.
    pub async fn read<T, E, F>(&self, workspace: WorkspaceId, read: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.ask(Some(workspace), read).await
    }

    /// Reads the tables without a tenant.
    pub async fn read_global<T, E, F>(&self, read: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.ask(None, read).await
    }

    /// Finishes what waits and stops. Blocks; call it off the runtime's threads.
    pub fn close(&self) {
        self.queue.close();
        for writer in self.writers.lock().drain(..) {
            let _ = writer.join();
        }
        self.reads.close();
        if let Some(wal) = self.wal.lock().take() {
            wal.stop();
        }
        for other in self.others.lock().drain(..) {
            let _ = other.join();
        }
    }

    async fn submit<T, E, F>(&self, tenant: Option<WorkspaceId>, alone: bool, write: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let item = Item::Closure(Box::new(Closure {
            write,
            outcome: None,
            answer: Some(answer),
        }));
        let pushed = if alone {
            self.queue.push_alone(tenant, item)
        } else {
            self.queue.push(tenant, item)
        };
        pushed.map_err(turned)?;
        answered.await.map_err(|_| E::from(StoreError::Closed))?
    }

    async fn ask<T, E, F>(&self, tenant: Option<WorkspaceId>, read: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.reads.push(
            tenant,
            Box::new(move |tx| {
                let _ = answer.send(tx.map_err(E::from).and_then(read));
            }),
        );
        answered.await.map_err(|_| E::from(StoreError::Closed))?
    }

    fn writing(&self, ports: &Ports) -> Writing {
        Writing {
            queue: Arc::clone(&self.queue),
            clock: Arc::clone(&ports.clock),
            chance: Arc::clone(&ports.chance),
            committed: Arc::clone(&ports.committed),
            rules: Arc::clone(&ports.rules),
            gauge: Arc::clone(&self.gauge),
        }
    }
}

/// Does `work` on a thread of its own: connections run runtimes of theirs, which a caller's runtime would not suffer.
pub(crate) fn off_the_runtime<T: Send>(
    work: impl FnOnce() -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    std::thread::scope(|scope| match scope.spawn(work).join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

fn turned(turned: Turned) -> StoreError {
    match turned {
        Turned::Full => StoreError::Busy,
        Turned::Closed => StoreError::Closed,
    }
}

struct Closure<T, E, F> {
    write: F,
    outcome: Option<Result<T, E>>,
    answer: Option<oneshot::Sender<Result<T, E>>>,
}

impl<T, E, F> Job for Closure<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = (self.write)(tx);
        let kept = outcome.is_ok();
        self.outcome = Some(outcome);
        kept
    }

    fn settle(&mut self, committed: Result<(), StoreError>) {
        let outcome = match (committed, self.outcome.take()) {
            (Ok(()), Some(outcome)) | (Err(_), Some(outcome @ Err(_))) => outcome,
            (Ok(()), None) => Err(E::from(StoreError::Closed)),
            (Err(error), _) => Err(E::from(error)),
        };
        if let Some(answer) = self.answer.take() {
            let _ = answer.send(outcome);
        }
    }
}
