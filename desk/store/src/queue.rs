//! What waits for the writers: bounded, fair between workspaces, one batch a workspace at a time.

use std::collections::{HashMap, HashSet, VecDeque};

use parking_lot::{Condvar, Mutex, MutexGuard};
use yingke_words::WorkspaceId;

use crate::batch::Item;

type Tenant = Option<WorkspaceId>;

/// The work one writer takes at a time.
pub(crate) struct Taken {
    /// Items by workspace, in the order they came.
    pub(crate) groups: Vec<(Tenant, Vec<Item>)>,
    /// A transaction of its own: nothing else stands between its statements.
    pub(crate) alone: bool,
}

#[derive(Default)]
struct Waiting {
    pending: HashMap<Tenant, VecDeque<Item>>,
    ready: VecDeque<Tenant>,
    active: HashSet<Tenant>,
    alone: VecDeque<(Tenant, Item)>,
    alone_next: bool,
    count: usize,
    closed: bool,
}

/// The queue.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

/// How many items may wait; beyond it callers are told to come back.
const CAPACITY: usize = 8_192;

/// Why an item was not taken.
#[derive(Clone, Copy)]
pub(crate) enum Turned {
    Full,
    Closed,
}

impl Queue {
    /// Puts an item into the line of its workspace.
    pub(crate) fn push(&self, tenant: Tenant, item: Item) -> Result<(), Turned> {
        let mut waiting = self.waiting.lock();
        if waiting.closed {
            return Err(Turned::Closed);
        }
        if waiting.count >= CAPACITY {
            return Err(Turned::Full);
        }
        waiting.count += 1;
        let line = waiting.pending.entry(tenant).or_default();
        line.push_back(item);
        if line.len() == 1 && !waiting.active.contains(&tenant) {
            waiting.ready.push_back(tenant);
        }
        drop(waiting);
        self.changed.notify_one();
        Ok(())
    }

    /// Puts a bulk item behind everything else, to run in a transaction of its own.
    pub(crate) fn push_alone(&self, tenant: Tenant, item: Item) -> Result<(), Turned> {
        let mut waiting = self.waiting.lock();
        if waiting.closed {
            return Err(Turned::Closed);
        }
        waiting.alone.push_back((tenant, item));
        drop(waiting);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for work: at most `most` items, of `one` workspace or of several. None when closed and empty.
    pub(crate) fn take(&self, most: usize, one: bool) -> Option<Taken> {
        // Whoever is about to push may do so first; nobody is waited for.
        std::thread::yield_now();
        let mut waiting = self.waiting.lock();
        loop {
            if let Some(taken) = waiting.take(most, one) {
                return Some(taken);
            }
            if waiting.closed && waiting.count == 0 {
                return None;
            }
            self.changed.wait(&mut waiting);
            MutexGuard::unlocked(&mut waiting, std::thread::yield_now);
        }
    }

    /// Takes out everything that waits, but for workspaces whose batch is under way elsewhere.
    pub(crate) fn drain(&self) -> Vec<Item> {
        let mut waiting = self.waiting.lock();
        let idle: Vec<Tenant> = waiting.ready.drain(..).collect();
        let lines = idle.iter().filter_map(|tenant| waiting.pending.remove(tenant));
        let items: Vec<Item> = lines.flatten().collect();
        waiting.count -= items.len();
        items
    }

    /// Gives workspaces free again after their batch.
    pub(crate) fn finish(&self, tenants: impl Iterator<Item = Tenant>) {
        let mut waiting = self.waiting.lock();
        for tenant in tenants {
            waiting.active.remove(&tenant);
            if waiting.pending.contains_key(&tenant) && !waiting.ready.contains(&tenant) {
                waiting.ready.push_back(tenant);
            }
        }
        drop(waiting);
        self.changed.notify_all();
    }

    /// Refuses what comes from now on; what waits is still done.
    pub(crate) fn close(&self) {
        self.waiting.lock().closed = true;
        self.changed.notify_all();
    }

    /// Whether nothing more is taken in.
    pub(crate) fn closed(&self) -> bool {
        self.waiting.lock().closed
    }

    /// How many items wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.lock().count
    }
}

impl Waiting {
    fn take(&mut self, most: usize, one: bool) -> Option<Taken> {
        let bulk_turn = self.alone_next || self.ready.is_empty();
        if bulk_turn && let Some(taken) = self.take_alone() {
            self.alone_next = false;
            return Some(taken);
        }
        let (mut groups, mut left) = (Vec::new(), most);
        let rounds = if one { 1 } else { self.ready.len() };
        for _ in 0..rounds {
            let Some(tenant) = self.ready.pop_front() else {
                break;
            };
            let Some(line) = self.pending.get_mut(&tenant) else {
                continue;
            };
            let items: Vec<Item> = line.drain(..line.len().min(left)).collect();
            left -= items.len();
            self.count -= items.len();
            if line.is_empty() {
                self.pending.remove(&tenant);
            }
            self.active.insert(tenant);
            groups.push((tenant, items));
            if left == 0 {
                break;
            }
        }
        self.alone_next = !self.alone.is_empty();
        (!groups.is_empty()).then_some(Taken { groups, alone: false })
    }

    fn take_alone(&mut self) -> Option<Taken> {
        let at = self
            .alone
            .iter()
            .position(|(tenant, _)| !self.active.contains(tenant))?;
        let (tenant, item) = self.alone.remove(at)?;
        self.active.insert(tenant);
        self.ready.retain(|ready| *ready != tenant);
        Some(Taken {
            groups: vec![(tenant, vec![item])],
            alone: true,
        })
    }
}
