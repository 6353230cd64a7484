//! What the writers sent, kept for the bench's floors: statements with their values, a committed batch at a time.
//! Only with the feature `record`, only where `YINGKE_RECORD` names a file, and only while another with `.on` behind its
//! name is there: recording takes time, which is not to be measured.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use parking_lot::Mutex;
use rusqlite::Connection;

use crate::{
    StoreError, Value,
    sqlite::{Lite, Purpose},
    wal::Wal,
};

mod code;
mod remote;

pub use remote::RemoteGround;

/// The statements of one transaction so far.
#[derive(Default)]
pub(crate) struct Taken {
    /// Whether it is taken down, as it was at the first of them.
    on: Option<bool>,
    texts: Vec<&'static str>,
    bytes: Vec<u8>,
    count: u32,
}

/// How often the tape looks whether the writers rest: only then it goes into its file, so as not to slow them.
const LOOK: Duration = Duration::from_millis(50);
/// A tape that has not grown for so long is complete.
const COMPLETE: Duration = Duration::from_millis(400);

#[derive(Default)]
struct Tape {
    waiting: Vec<Vec<u8>>,
    known: HashSet<&'static str>,
}

/// Whether the switch's file was there when it was last looked for.
static ON: AtomicBool = AtomicBool::new(false);

fn tape() -> Option<&'static Mutex<Tape>> {
    static TAPE: OnceLock<Option<Mutex<Tape>>> = OnceLock::new();
    let open = || {
        let path = PathBuf::from(std::env::var_os("YINGKE_RECORD")?);
        let file = File::create(&path).ok()?;
        std::thread::spawn(move || put_away(file, &switch_of(&path)));
        Some(Mutex::default())
    };
    TAPE.get_or_init(open).as_ref()
}

/// The file whose presence switches the recording into `tape` on.
fn switch_of(tape: &Path) -> PathBuf {
    tape.with_extension("on")
}

fn put_away(mut file: File, switch: &Path) {
    let mut seen = 0;
    loop {
        ON.store(switch.exists(), Ordering::Relaxed);
        std::thread::sleep(LOOK);
        let Some(tape) = tape() else { return };
        let mut tape = tape.lock();
        let rest = tape.waiting.len() == seen;
        seen = tape.waiting.len();
        if rest && seen > 0 {
            let batches = std::mem::take(&mut tape.waiting);
            drop(tape);
            seen = 0;
            if let Err(error) = file.write_all(&batches.concat()) {
                tracing::error!(%error, "the recording has a gap");
            }
        }
    }
}

impl Taken {
    /// Takes a statement down.
    pub(crate) fn take(&mut self, sql: &'static str, values: &[Value<'_>]) {
        let on = || tape().is_some() && ON.load(Ordering::Relaxed);
        if !*self.on.get_or_insert_with(on) {
            return;
        }
        self.texts.push(sql);
        self.count += 1;
        code::number(&mut self.bytes, sql.as_ptr().addr() as u64);
        code::number(&mut self.bytes, values.len() as u64);
        for value in values {
            code::value(&mut self.bytes, value);
        }
    }

    /// Its transaction was committed with `items` commands and closures in it.
    pub(crate) fn keep(self, items: usize) {
        let Some(tape) = tape().filter(|_| self.on == Some(true)) else {
            return;
        };
        let mut tape = tape.lock();
        let mut out = Vec::with_capacity(self.bytes.len() + 64);
        for text in self.texts {
            if tape.known.insert(text) {
                out.push(b'T');
                code::number(&mut out, text.as_ptr().addr() as u64);
                code::bytes(&mut out, text.as_bytes());
            }
        }
        out.push(b'B');
        code::number(&mut out, items as u64);
        code::number(&mut out, u64::from(self.count));
        out.extend_from_slice(&self.bytes);
        tape.waiting.push(out);
    }
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its text, as PostgreSQL takes it.
    pub sql: Arc<str>,
    /// Its values.
    pub values: Vec<Value<'static>>,
}

/// What one transaction sent, in order.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Commands and closures in it.
    pub items: usize,
    /// Without BEGIN and COMMIT.
    pub statements: Vec<Statement>,
}

/// Reads a recording while it grows.
pub struct Player {
    file: PathBuf,
    at: u64,
    texts: HashMap<u64, Arc<str>>,
}

impl Player {
    /// A player of `file`, from its beginning.
    pub fn new(file: PathBuf) -> Self {
        Self {
            file,
            at: 0,
            texts: HashMap::new(),
        }
    }

    /// Switches the recording on or off; in force when it comes back.
    pub fn switch(&self, on: bool) -> io::Result<()> {
        let switch = switch_of(&self.file);
        if on {
            File::create(switch)?;
        } else {
            std::fs::remove_file(switch)?;
        }
        std::thread::sleep(LOOK * 3);
        Ok(())
    }

    /// What was recorded since the last call, once the writers rest.
    pub fn since(&mut self) -> io::Result<Vec<Batch>> {
        let mut length = None;
        while length != Some(std::fs::metadata(&self.file)?.len()) {
            length = Some(std::fs::metadata(&self.file)?.len());
            std::thread::sleep(COMPLETE);
        }
        let mut file = File::open(&self.file)?;
        file.seek(SeekFrom::Start(self.at))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        self.at += bytes.len() as u64;
        let mut rest = bytes.as_slice();
        let mut batches = Vec::new();
        while let Some((&mark, after)) = rest.split_first() {
            rest = after;
            match mark {
                b'T' => {
                    let key = code::read_number(&mut rest)?;
                    let text = String::from_utf8_lossy(code::read_bytes(&mut rest)?).into_owned();
                    self.texts.insert(key, text.into());
                }
                _ => batches.push(self.batch(&mut rest)?),
            }
        }
        Ok(batches)
    }

    fn batch(&self, rest: &mut &[u8]) -> io::Result<Batch> {
        let length = |number: u64| usize::try_from(number).map_err(io::Error::other);
        let items = length(code::read_number(rest)?)?;
        let count = length(code::read_number(rest)?)?;
        let mut statements = Vec::with_capacity(count);
        for _ in 0..count {
            let key = code::read_number(rest)?;
            let sql = self.texts.get(&key).cloned().ok_or_else(code::cut)?;
            let values = (0..code::read_number(rest)?)
                .map(|_| code::read_value(rest))
                .collect::<io::Result<_>>()?;
            statements.push(Statement { sql, values });
        }
        Ok(Batch { items, statements })
    }
}

/// A database as the store's writer has it, settings, checkpoints and all: what a floor stands on.
pub struct Ground {
    lite: Lite,
    wal: Arc<Wal>,
    copies: Option<JoinHandle<()>>,
}

impl Ground {
    /// Opens `file`. Call it on the thread that will write: the checkpoints run on the same cores.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let mut lite = Lite::open(file, Purpose::Writer)?;
        let (wal, copies) = Wal::watch(file, &mut lite.connection)?;
        Ok(Self {
            lite,
            wal,
            copies: Some(copies),
        })
    }

    /// The writer's connection.
    pub fn connection(&self) -> &Connection {
        &self.lite.connection
    }

    /// What the writer does between two batches.
    pub fn between(&self) {
        self.wal.tidy(&self.lite.connection, false);
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        self.wal.stop();
        if let Some(copies) = self.copies.take() {
            let _ = copies.join();
        }
    }
}

/// A statement as SQLite takes it.
pub fn for_sqlite(sql: &str) -> String {
    crate::dialect::for_sqlite(sql).into_owned()
}
