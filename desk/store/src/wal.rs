//! Keeps SQLite's write-ahead log short enough to be written over again, without making a commit wait.
//!
//! A log that only ever grows costs the writer half its time: every page of it is new to the file system. So a thread
//! copies the log into the database while the writer goes on, until almost nothing is left; that last bit the writer
//! copies itself between two batches. Then everything is copied, and SQLite begins the log at its front again.

use std::{path::Path, sync::Arc, thread::JoinHandle, time::Duration};

use parking_lot::{Condvar, Mutex};
use rusqlite::Connection;

use crate::{
    StoreError,
    sqlite::{Lite, Purpose},
};

/// So many pages wait before the thread copies them while the writer has its hands full: 16 MiB.
const PASS: u32 = 4_096;
/// So many while it has not: passes so short that a commit that has to wait for the disk behind one hardly notices.
const SHORT_PASS: u32 = 64;
/// From so many on the log should begin again: 64 MiB.
const FULL: u32 = 16_384;
/// So many the writer copies itself, once in a log: while it syncs them into the database every commit waits.
const TAIL: u32 = 64;
/// From so many on the log grows faster than the thread copies, and waiting costs more than a long sync: 96 MiB.
const OVERFULL: u32 = 24_576;
/// So many the writer copies itself then.
const LONG_TAIL: u32 = 1_024;
/// After a reader was in the way the writer lets so many pages pass before it tries again.
const PATIENCE: u32 = 512;
/// An idle log is copied after this long.
const IDLE: Duration = Duration::from_secs(1);
/// A pass that a reader held up is tried again after this long.
const HELD_UP: Duration = Duration::from_millis(20);

/// The write-ahead log of one database.
#[derive(Default)]
pub(crate) struct Wal {
    state: Mutex<State>,
    /// Tells the thread that there is enough to copy.
    grown: Condvar,
}

#[derive(Clone, Copy, Default)]
struct State {
    /// Pages in the log since it began.
    frames: u32,
    /// How many of them are in the database already.
    copied: u32,
    /// Which log it is: it begins again and again.
    generation: u64,
    /// The writer leaves the tail alone up to here.
    patient_until: u32,
    /// Nothing waits for the writer.
    at_ease: bool,
    stopped: bool,
}

impl State {
    fn left(self) -> u32 {
        self.frames.saturating_sub(self.copied)
    }

    /// Whether the thread should copy.
    fn wants_pass(self) -> bool {
        let enough = if self.at_ease { SHORT_PASS } else { PASS };
        self.left() >= enough || self.frames >= FULL && self.left() > self.tail()
    }

    /// How much of the log may be left to the writer.
    fn tail(self) -> u32 {
        if self.frames >= OVERFULL { LONG_TAIL } else { TAIL }
    }

    /// Whether the writer should copy what is left.
    fn wants_tail(self) -> bool {
        self.frames >= FULL.max(self.patient_until) && self.left() <= self.tail()
    }
}

impl Wal {
    /// Follows the commits of `writer` and starts the copying thread.
    pub(crate) fn watch(
        file: &Path,
        writer: &mut Connection,
    ) -> Result<(Arc<Self>, JoinHandle<()>), StoreError> {
        let wal = Arc::new(Self::default());
        let (told, works) = (Arc::clone(&wal), Arc::clone(&wal));
        writer.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, frames| {
            told.committed(u32::try_from(frames).unwrap_or(0));
            Ok(())
        }))?;
        let lite = Lite::open(file, Purpose::Checkpoint)?;
        let thread = std::thread::Builder::new().name("checkpoint".into());
        let thread = thread
            .spawn(move || works.copy(&lite.connection))
            .map_err(|error| StoreError::Driver(error.to_string()))?;
        Ok((wal, thread))
    }

    /// Between two batches, on the writer's thread; `at_ease` when no other batch waits.
    pub(crate) fn tidy(&self, writer: &Connection, at_ease: bool) {
        let before = {
            let mut state = self.state.lock();
            state.at_ease = at_ease;
            if state.wants_pass() {
                self.grown.notify_one();
            }
            *state
        };
        if !before.wants_tail() {
            return;
        }
        let copied = checkpoint(writer).unwrap_or(before.copied);
        let mut state = self.state.lock();
        state.copied = copied;
        // Complete or held up by a reader: either way the next try is worth something only after new commits.
        state.patient_until = state.frames + PATIENCE;
    }

    /// Ends the thread.
    pub(crate) fn stop(&self) {
        self.state.lock().stopped = true;
        self.grown.notify_all();
    }

    fn committed(&self, frames: u32) {
        let mut state = self.state.lock();
        if frames < state.frames {
            state.copied = 0;
            state.patient_until = 0;
            state.generation += 1;
        }
        state.frames = frames;
    }

    fn copy(&self, connection: &Connection) {
        while let Some(begun) = self.wait() {
            let passed = checkpoint(connection);
            let mut state = self.state.lock();
            match passed {
                Ok(copied) if state.generation == begun.generation => state.copied = copied,
                Ok(_) => continue,
                Err(error) => tracing::warn!(%error, "a checkpoint failed; it is tried again"),
            }
            let held_up = state.copied <= begun.copied;
            if held_up && !state.stopped {
                self.grown.wait_for(&mut state, HELD_UP);
            }
        }
    }

    /// Waits until there is something worth a pass; nothing when the store closes.
    fn wait(&self) -> Option<State> {
        let mut state = self.state.lock();
        loop {
            if state.stopped {
                return None;
            }
            if state.wants_pass() {
                return Some(*state);
            }
            let idle = self.grown.wait_for(&mut state, IDLE).timed_out();
            if idle && !state.stopped && state.left() > 0 {
                return Some(*state);
            }
        }
    }
}

/// Copies what can be copied without waiting for anybody; answers how many pages of the log are in the database now.
fn checkpoint(connection: &Connection) -> Result<u32, StoreError> {
    let copied = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get::<_, i64>(2))?;
    Ok(u32::try_from(copied).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(frames: u32, copied: u32) -> State {
        State {
            frames,
            copied,
            ..State::default()
        }
    }

    #[test]
    fn the_thread_copies_the_bulk_and_the_writer_the_rest() {
        assert!(!state(PASS - 1, 0).wants_pass());
        assert!(state(PASS, 0).wants_pass() && !state(PASS, 0).wants_tail());
        assert!(state(FULL, FULL - TAIL - 1).wants_pass());
        let at_ease = |frames| State {
            at_ease: true,
            ..state(frames, 0)
        };
        assert!(at_ease(SHORT_PASS).wants_pass() && !at_ease(SHORT_PASS - 1).wants_pass());
        assert!(!state(FULL, FULL - TAIL).wants_pass() && state(FULL, FULL - TAIL).wants_tail());
        assert!(!state(OVERFULL - 1, OVERFULL - LONG_TAIL - 1).wants_tail());
        assert!(state(OVERFULL, OVERFULL - LONG_TAIL).wants_tail());
    }

    #[test]
    fn under_steady_writes_the_log_begins_again_and_stays_short() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("data.db");
        let mut writer = Lite::open(&file, Purpose::Writer).expect("a database").connection;
        writer
            .execute_batch("CREATE TABLE page (id INTEGER PRIMARY KEY, bytes BLOB)")
            .expect("a table");
        let (wal, thread) = Wal::watch(&file, &mut writer).expect("it watches");
        for _ in 0..3_000 {
            writer
                .execute("INSERT INTO page (bytes) VALUES (zeroblob(80000))", [])
                .expect("a row");
            wal.tidy(&writer, false);
        }
        wal.stop();
        thread.join().expect("it ends");
        let generations = wal.state.lock().generation;
        let length = std::fs::metadata(folder.path().join("data.db-wal"))
            .expect("a log")
            .len();
        assert!(generations > 0, "the log of 240 MB never began again");
        assert!(length < 120 << 20, "the log has grown to {length}");
    }
}
