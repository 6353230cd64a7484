//! What the writers sent, kept for the bench's floors: statements with their values, a committed batch at a time.
//! Only with the feature `record`, and only while `YINGKE_RECORD` names a file.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use parking_lot::Mutex;

use crate::Value;

mod code;

/// The statements of one transaction so far.
#[derive(Default)]
pub(crate) struct Taken {
    texts: Vec<&'static str>,
    bytes: Vec<u8>,
    count: u32,
}

struct Tape {
    file: File,
    known: HashSet<&'static str>,
}

fn tape() -> Option<&'static Mutex<Tape>> {
    static TAPE: OnceLock<Option<Mutex<Tape>>> = OnceLock::new();
    let open = || {
        let file = File::create(std::env::var_os("YINGKE_RECORD")?).ok()?;
        Some(Mutex::new(Tape {
            file,
            known: HashSet::new(),
        }))
    };
    TAPE.get_or_init(open).as_ref()
}

impl Taken {
    /// Takes a statement down.
    pub(crate) fn take(&mut self, sql: &'static str, values: &[Value<'_>]) {
        if tape().is_none() {
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
        let Some(tape) = tape() else { return };
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
        if let Err(error) = tape.file.write_all(&out) {
            tracing::error!(%error, "the recording has a gap");
        }
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

    /// What was recorded since the last call.
    pub fn since(&mut self) -> io::Result<Vec<Batch>> {
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

/// A statement as SQLite takes it.
pub fn for_sqlite(sql: &str) -> String {
    crate::dialect::for_sqlite(sql).into_owned()
}
