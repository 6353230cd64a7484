//! One workspace's sockets on this node, and the task that feeds them in the order of the log.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{
    runtime::Handle,
    sync::{mpsc, watch},
    task::JoinSet,
};
use uuid::Uuid;
use yingke_conversation::EventKind;
use yingke_store::{Db, Logged, StoreError, events_after, head_seq, seats, tally};
use yingke_words::{SignInId, WorkspaceId};

use super::{
    agent_socket::AgentSocket,
    attendance::Attendance,
    frame,
    hub::{Ear, Heard},
    outbox::Close,
    tally::Tally,
    visitor_socket::VisitorSocket,
    wire::Frame,
};
use crate::{files::links::LinksOf, presence::Here};

/// A committed event with its frame, shared by everybody it goes to.
pub struct Told {
    /// The event.
    pub logged: Logged,
    /// Its frame for agents.
    pub frame: Frame,
}

/// The agents' sockets, by the number each got.
#[derive(Default)]
struct Agents {
    by_number: HashMap<usize, Arc<AgentSocket>>,
    /// The same as a list to go through without the lock; made when it is asked for.
    list: Option<Arc<[Arc<AgentSocket>]>>,
}

/// So many sockets are served in one go; more of them in several, side by side.
const LOT: usize = 256;
/// How many events are kept in memory for those who come back.
const RING: usize = 1_024;

/// The floor.
pub struct Floor {
    /// The tenant.
    pub workspace: WorkspaceId,
    pub(super) db: Arc<Db>,
    /// Gives visitors the addresses of their files.
    pub links: LinksOf,
    ear: Ear,
    begun: watch::Sender<bool>,
    delivered: AtomicI64,
    /// Counts sockets, so that each has a number.
    next: AtomicUsize,
    agents: Mutex<Agents>,
    visitors: Mutex<HashMap<Uuid, Vec<Arc<VisitorSocket>>>>,
    /// Which customers are there.
    pub attendance: Mutex<Attendance>,
    ring: Mutex<VecDeque<Arc<Told>>>,
    tally: Mutex<Tally>,
}

impl Floor {
    /// Opens the floor and starts its task.
    pub(super) fn open(links: LinksOf, db: Arc<Db>, runtime: &Handle) -> Arc<Self> {
        let (ear, heard) = mpsc::unbounded_channel();
        let floor = Arc::new(Self {
            workspace: links.workspace,
            links,
            db,
            ear,
            begun: watch::Sender::new(false),
            delivered: AtomicI64::new(-1),
            next: AtomicUsize::new(0),
            agents: Mutex::default(),
            visitors: Mutex::default(),
            attendance: Mutex::default(),
            ring: Mutex::default(),
            tally: Mutex::default(),
        });
        runtime.spawn(Arc::clone(&floor).run(heard));
        floor
    }

    /// Events were committed on this node.
    pub(super) fn tell(&self, events: Vec<Logged>) {
        let _ = self.ear.send(Heard::Events(events));
    }

    /// The log has come to `seq` on another node.
    pub(super) fn come_to(&self, seq: i64) {
        if seq > self.delivered.load(Ordering::Acquire) {
            let _ = self.ear.send(Heard::Seq(seq));
        }
    }

    /// Waits until the floor knows its number. A snapshot read before that could be older than what the floor takes
    /// for given out, and the events in between would reach nobody.
    pub async fn ready(&self) {
        let _ = self.begun.subscribe().wait_for(|begun| *begun).await;
    }

    /// The number of the last event given out.
    pub fn delivered(&self) -> i64 {
        self.delivered.load(Ordering::Acquire)
    }

    /// Adds an agent's socket.
    pub(super) fn join(&self, socket: &Arc<AgentSocket>) -> usize {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut agents = self.agents.lock();
        agents.by_number.insert(number, Arc::clone(socket));
        agents.list = None;
        number
    }

    /// Removes it.
    pub(super) fn leave(&self, number: usize) {
        let mut agents = self.agents.lock();
        agents.by_number.remove(&number);
        agents.list = None;
    }

    /// The agents' sockets.
    fn agents(&self) -> Arc<[Arc<AgentSocket>]> {
        let mut agents = self.agents.lock();
        let Agents { by_number, list } = &mut *agents;
        Arc::clone(list.get_or_insert_with(|| by_number.values().cloned().collect()))
    }

    /// Adds a visitor's socket.
    pub fn join_visitor(&self, socket: &Arc<VisitorSocket>) {
        self.visitors
            .lock()
            .entry(socket.key)
            .or_default()
            .push(Arc::clone(socket));
        self.attendance.lock().came(socket.key);
    }

    /// Removes it.
    pub fn leave_visitor(&self, socket: &Arc<VisitorSocket>) {
        let mut visitors = self.visitors.lock();
        if let Some(own) = visitors.get_mut(&socket.key) {
            own.retain(|other| !Arc::ptr_eq(other, socket));
            if own.is_empty() {
                visitors.remove(&socket.key);
                self.attendance.lock().left(socket.key);
            }
        }
    }

    /// Calls `each` with every agent's socket, and writes what it queued.
    pub fn each_agent(&self, mut each: impl FnMut(&AgentSocket)) {
        for socket in self.agents().iter() {
            each(socket);
            socket.outbox.flush();
        }
    }

    /// Who has sockets here.
    pub fn present(&self) -> Here {
        let mut here = Here::default();
        for socket in self.agents().iter() {
            here.agents.insert(socket.agent());
            here.sign_ins.push(socket.sign_in);
        }
        here
    }

    /// Ends the sockets of some sign-ins.
    pub fn sign_out(&self, sign_ins: &HashSet<SignInId>) {
        self.each_agent(|socket| {
            if sign_ins.contains(&socket.sign_in) {
                socket.outbox.close(Close::SignedOut);
            }
        });
    }

    /// The sockets of one visitor.
    pub fn visitors_of(&self, key: Uuid) -> Vec<Arc<VisitorSocket>> {
        self.visitors.lock().get(&key).cloned().unwrap_or_default()
    }

    fn each_visitor(&self, each: impl Fn(&VisitorSocket)) {
        for socket in self.visitors.lock().values().flatten() {
            each(socket);
            socket.outbox.flush();
        }
    }

    /// How many sockets: agents', visitors'.
    pub fn sockets(&self) -> (usize, usize) {
        (
            self.agents.lock().by_number.len(),
            self.visitors.lock().values().map(Vec::len).sum(),
        )
    }

    /// Ends every socket.
    pub(super) fn close_all(&self, why: Close) {
        self.each_agent(|socket| socket.outbox.close(why));
        self.each_visitor(|socket| socket.outbox.close(why));
    }

    /// What runs, as `seat` may see it.
    pub fn counters(&self, seat: &yingke_staff::Seat) -> frame::Counters {
        self.tally.lock().counters(seat)
    }

    /// The events after `seq`, if memory still has all of them.
    pub(super) fn remembered(&self, seq: i64) -> Option<Vec<Arc<Told>>> {
        let ring = self.ring.lock();
        let first = ring.front().map_or(self.delivered() + 1, |told| told.logged.seq);
        // A number that was never given out is nobody's to go on from.
        let given = seq <= self.delivered();
        (given && first <= seq + 1).then(|| {
            ring.iter()
                .filter(|told| told.logged.seq > seq)
                .cloned()
                .collect()
        })
    }

    async fn run(self: Arc<Self>, mut heard: mpsc::UnboundedReceiver<Heard>) {
        self.begin().await;
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut ticks = 0_u64;
        loop {
            tokio::select! {
                heard = heard.recv() => match heard {
                    Some(heard) => self.hear(heard).await,
                    None => return,
                },
                _ = tick.tick() => {
                    ticks += 1;
                    self.tick(ticks);
                }
            }
        }
    }

    /// Takes the tally and the number it is true at; what was heard before is in it.
    async fn begin(&self) {
        let workspace = self.workspace;
        loop {
            let begun = self
                .db
                .read(workspace, move |tx| {
                    Ok::<_, StoreError>((head_seq(tx, workspace)?, tally(tx)?))
                })
                .await;
            match begun {
                Ok((seq, counted)) => {
                    *self.tally.lock() = Tally::of(counted);
                    self.delivered.store(seq, Ordering::Release);
                    self.begun.send_replace(true);
                    return;
                }
                Err(StoreError::Closed) => return,
                Err(error) => tracing::warn!(%error, "a floor waits for the database"),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn hear(&self, heard: Heard) {
        match heard {
            Heard::Events(events) => {
                let next = self.delivered() + 1;
                if events.first().is_some_and(|first| first.seq > next) {
                    // Another node committed in between: its events come first.
                    self.catch_up(events.first().map_or(next, |first| first.seq - 1))
                        .await;
                }
                self.deliver(events).await;
            }
            Heard::Seq(seq) => self.catch_up(seq).await,
        }
    }

    async fn catch_up(&self, to: i64) {
        while self.delivered() < to {
            let (workspace, after) = (self.workspace, self.delivered());
            let read = self
                .db
                .read(workspace, move |tx| events_after(tx, workspace, after, 500))
                .await;
            match read {
                Ok(events) if events.is_empty() => return,
                Ok(events) => self.deliver(events).await,
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::warn!(%error, "a floor cannot catch up; trying again");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    /// Gives out what follows what was given out before.
    async fn deliver(&self, events: Vec<Logged>) {
        let mut batch = Vec::with_capacity(events.len());
        for logged in events {
            if logged.seq <= self.delivered() {
                continue;
            }
            let rights = logged.event.kind == EventKind::SettingsChanged;
            batch.push(self.remember(logged));
            // Rights are looked at anew before anything after it goes out.
            if rights {
                self.give_out(std::mem::take(&mut batch)).await;
                self.check_seats().await;
            }
        }
        self.give_out(batch).await;
    }

    fn remember(&self, logged: Logged) -> Arc<Told> {
        let told = Arc::new(Told {
            frame: frame::event(&logged),
            logged,
        });
        self.tally.lock().follow(&told.logged.event);
        let mut ring = self.ring.lock();
        if ring.len() == RING {
            ring.pop_front();
        }
        ring.push_back(Arc::clone(&told));
        self.delivered.store(told.logged.seq, Ordering::Release);
        told
    }

    /// Each socket is told all of the batch and written to once. Whoever joins meanwhile reads the batch from the store.
    async fn give_out(&self, batch: Vec<Arc<Told>>) {
        if batch.is_empty() {
            return;
        }
        let (agents, batch): (_, Arc<[Arc<Told>]>) = (self.agents(), batch.into());
        let mut lots = JoinSet::new();
        for lot in 1..agents.len().div_ceil(LOT) {
            let (agents, batch) = (Arc::clone(&agents), Arc::clone(&batch));
            lots.spawn(async move {
                let end = agents.len().min((lot + 1) * LOT);
                tell_all(&agents[lot * LOT..end], &batch);
            });
        }
        tell_all(&agents[..agents.len().min(LOT)], &batch);
        self.tell_visitors(&batch);
        lots.join_all().await;
    }

    fn tell_visitors(&self, batch: &[Arc<Told>]) {
        let mut told_any = Vec::new();
        for told in batch {
            let Some(audience) = told.logged.event.audience else {
                continue;
            };
            let sockets = self.visitors_of(audience);
            let frame = (!sockets.is_empty()).then(|| frame::visitor_event(&told.logged, &self.links));
            if let Some(frame) = frame.flatten() {
                for socket in &sockets {
                    socket.tell(told.logged.event.position.unwrap_or(0), frame.clone());
                }
                told_any.extend(sockets);
            }
        }
        for socket in told_any {
            socket.outbox.flush();
        }
    }

    /// People, roles, teams, inboxes or sign-ins changed: whoever lost or gained rights comes back with a fresh
    /// snapshot, whoever is no longer here does not.
    async fn check_seats(&self) {
        let read = self
            .db
            .read(self.workspace, move |tx| {
                let sign_ins = yingke_store::sign_in_ids(tx)?;
                Ok::<_, StoreError>((seats(tx, None)?, sign_ins))
            })
            .await;
        match read {
            Ok((seats, sign_ins)) => self.each_agent(|socket| {
                let same = seats
                    .get(&socket.agent())
                    .is_some_and(|seat| socket.has_seat(seat));
                if !same || !sign_ins.contains(&socket.sign_in) {
                    socket.outbox.close(Close::SignedOut);
                }
            }),
            Err(error) => {
                tracing::warn!(%error, "rights could not be read again; every socket comes back");
                self.close_all(Close::SignedOut);
            }
        }
    }

    fn tick(&self, ticks: u64) {
        let (delivered, changed) = (self.delivered(), self.tally.lock().take_changed());
        self.each_agent(|socket| {
            if changed {
                socket.count(self.counters(&socket.seat()));
            }
            socket.mark(delivered);
            socket.live(ticks);
        });
        if ticks.is_multiple_of(5) {
            self.each_visitor(|socket| socket.live(ticks));
        }
    }
}

fn tell_all(sockets: &[Arc<AgentSocket>], batch: &[Arc<Told>]) {
    for socket in sockets {
        for told in batch {
            socket.tell(told);
        }
        socket.outbox.flush();
    }
}
