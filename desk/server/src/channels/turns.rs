//! Whose turn it is on this node: one works, one waits, and whoever comes then needs not come.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex as Short;
use tokio::sync::{Mutex, OwnedMutexGuard, Semaphore};

/// The turns of everything that is done one at a time.
#[derive(Default)]
pub struct Turns(Short<HashMap<String, Arc<Turn>>>);

/// One at work, one waiting.
pub struct Turn {
    work: Arc<Mutex<()>>,
    waiting: Semaphore,
}

impl Turns {
    /// The turn of `name`.
    pub fn turn(&self, name: &str) -> Arc<Turn> {
        let mut known = self.0.lock();
        let turn = known.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Turn {
                work: Arc::default(),
                waiting: Semaphore::new(2),
            })
        });
        Arc::clone(turn)
    }
}

impl Turn {
    /// The turn, once it is there; none when somebody else waits for it already: they will do what we came for.
    pub async fn take(&self) -> Option<OwnedMutexGuard<()>> {
        let _place = self.waiting.try_acquire().ok()?;
        Some(Arc::clone(&self.work).lock_owned().await)
    }
}
