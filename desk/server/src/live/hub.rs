//! The hub: what was committed goes to the floors of the workspaces that have sockets here.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parking_lot::{Mutex, RwLock};
use tokio::{
    runtime::Handle,
    sync::{Notify, broadcast, mpsc},
};
use uuid::Uuid;
use yingke_conversation::{ActorKind, Delivery};
use yingke_store::{Committed, Db, Logged};
use yingke_words::WorkspaceId;

use super::{
    attendance::Movement,
    floor::Floor,
    outbox::Close,
    passing::{Asked, Passing, Presence, Word},
};
use crate::files::links::Links;

/// Gives a word to the other nodes.
pub type Announce = Box<dyn Fn(Word) + Send + Sync>;

/// How long another node may take to say that a customer is there.
const PATIENCE: Duration = Duration::from_millis(300);

/// Live push of one node.
pub struct Hub {
    runtime: Handle,
    db: OnceLock<(Arc<Db>, Arc<Links>)>,
    announce: OnceLock<Announce>,
    floors: RwLock<HashMap<WorkspaceId, Arc<Floor>>>,
    generations: RwLock<HashMap<WorkspaceId, u64>>,
    written: Mutex<HashSet<WorkspaceId>>,
    closing: AtomicBool,
    /// Customers of whom another node just said that they are there.
    answers: broadcast::Sender<Uuid>,
    ring: Arc<Notify>,
    /// Who assigns in which workspaces of this node.
    routers: RwLock<HashMap<WorkspaceId, Ear>>,
    /// Who is told that settings changed.
    settings: OnceLock<mpsc::UnboundedSender<WorkspaceId>>,
    /// Who carries it out of the house that an agent of this node types.
    typing: OnceLock<mpsc::Sender<Passing>>,
}

impl Hub {
    /// A hub whose floors run on `runtime`.
    pub fn new(runtime: Handle) -> Arc<Self> {
        Arc::new(Self {
            runtime,
            db: OnceLock::new(),
            announce: OnceLock::new(),
            floors: RwLock::default(),
            generations: RwLock::default(),
            written: Mutex::default(),
            closing: AtomicBool::new(false),
            answers: broadcast::Sender::new(64),
            ring: Arc::default(),
            routers: RwLock::default(),
            settings: OnceLock::new(),
            typing: OnceLock::new(),
        })
    }

    /// Gives it the store it tells of, and what signs the addresses of files.
    pub fn attach(&self, db: &Arc<Db>, links: &Arc<Links>) {
        let _ = self.db.set((Arc::clone(db), Arc::clone(links)));
    }

    /// Rings when something is to go out.
    pub fn ring(&self) -> Arc<Notify> {
        Arc::clone(&self.ring)
    }

    /// Gives it the way to the other nodes.
    pub fn announce_by(&self, announce: Announce) {
        let _ = self.announce.set(announce);
    }

    /// The floor of a workspace, opened when the first socket comes.
    pub fn floor(&self, workspace: WorkspaceId) -> Arc<Floor> {
        if let Some(floor) = self.floors.read().get(&workspace) {
            return Arc::clone(floor);
        }
        let mut floors = self.floors.write();
        let (db, links) = self
            .db
            .get()
            .expect("the store is attached before the first socket");
        Arc::clone(
            floors
                .entry(workspace)
                .or_insert_with(|| Floor::open(links.of(workspace), Arc::clone(db), &self.runtime)),
        )
    }

    /// The floor of a workspace, if it has sockets here.
    pub fn existing_floor(&self, workspace: WorkspaceId) -> Option<Arc<Floor>> {
        self.floors.read().get(&workspace).cloned()
    }

    /// The workspaces with sockets here.
    pub fn workspaces(&self) -> Vec<WorkspaceId> {
        self.floors.read().keys().copied().collect()
    }

    /// Rises when people, roles or inboxes of the workspace changed: what was cached of them is void.
    pub fn generation(&self, workspace: WorkspaceId) -> u64 {
        self.generations.read().get(&workspace).copied().unwrap_or(0)
    }

    /// Another node says something.
    pub fn heard(&self, word: &Word) {
        match word {
            Word::Seq { workspace, seq } => {
                self.stir(*workspace, || Heard::Seq(*seq));
                if let Some(floor) = self.existing_floor(*workspace) {
                    floor.come_to(*seq);
                }
            }
            Word::Passing(passing) => self.show(passing),
            Word::Presence(presence) => self.heard_of(presence),
            Word::Asked(asked) => self.answer(asked),
        }
    }

    /// A customer came or left on another node.
    fn heard_of(&self, presence: &Presence) {
        if presence.movement.online {
            let _ = self.answers.send(presence.movement.key);
        }
        let Some(floor) = self.existing_floor(presence.workspace) else {
            return;
        };
        let against = floor.attendance.lock().heard(presence.movement);
        match against {
            Some(movement) => self.say(Word::Presence(Presence {
                movement,
                ..presence.clone()
            })),
            None => presence.show(&floor),
        }
    }

    /// Another node wants to know of a customer.
    fn answer(&self, asked: &Asked) {
        let Some(floor) = self.existing_floor(asked.workspace) else {
            return;
        };
        if floor.attendance.lock().is_here(asked.key) {
            self.say(Word::Presence(Presence {
                workspace: asked.workspace,
                conversation: asked.conversation,
                movement: Movement {
                    key: asked.key,
                    online: true,
                    seen_at: asked.at,
                },
            }));
        }
    }

    /// Shows that a customer came or left, here and on the other nodes.
    pub fn pass_presence(&self, presence: Presence) {
        if let Some(floor) = self.existing_floor(presence.workspace) {
            presence.show(&floor);
        }
        self.say(Word::Presence(presence));
    }

    /// Whether a customer has a socket, here or on another node.
    pub async fn is_there(&self, asked: Asked) -> bool {
        let (floor, key) = (self.existing_floor(asked.workspace), asked.key);
        if floor.is_some_and(|floor| floor.attendance.lock().is_here(key)) {
            return true;
        }
        if self.announce.get().is_none() {
            return false;
        }
        let mut answers = self.answers.subscribe();
        self.say(Word::Asked(asked));
        let heard = async {
            loop {
                match answers.recv().await {
                    Ok(of) if of == key => return true,
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return false,
                }
            }
        };
        tokio::time::timeout(PATIENCE, heard).await.unwrap_or(false)
    }

    /// Says something to the other nodes.
    fn say(&self, word: Word) {
        if let Some(announce) = self.announce.get() {
            announce(word);
        }
    }

    /// Shows something that is never stored, here and on the other nodes.
    pub fn pass(&self, passing: Passing) {
        self.show(&passing);
        if let Some(typing) = self.typing.get().filter(|_| passing.by.kind == ActorKind::Agent) {
            // Where too much waits already, one more is not missed.
            let _ = typing.try_send(passing.clone());
        }
        self.say(Word::Passing(passing));
    }

    /// What agents of this node type from now on; for one listener.
    pub fn hear_typing(&self) -> mpsc::Receiver<Passing> {
        let (typing, heard) = mpsc::channel(256);
        let _ = self.typing.set(typing);
        heard
    }

    fn show(&self, passing: &Passing) {
        if let Some(floor) = self.existing_floor(passing.workspace) {
            passing.show(&floor);
        }
    }

    /// The workspaces that were written to since last asked.
    pub fn take_written(&self) -> HashSet<WorkspaceId> {
        std::mem::take(&mut *self.written.lock())
    }

    /// A workspace was written to, or what follows its log has not come to the end.
    pub fn mark_written(&self, workspace: WorkspaceId) {
        self.written.lock().insert(workspace);
    }

    /// Marks what was cached of the workspace's people as void.
    pub fn people_changed(&self, workspace: WorkspaceId) {
        *self.generations.write().entry(workspace).or_default() += 1;
    }

    /// Ends every socket of a workspace: nobody there is signed in any more.
    pub fn sign_out(&self, workspace: WorkspaceId) {
        self.people_changed(workspace);
        if let Some(floor) = self.existing_floor(workspace) {
            floor.close_all(Close::SignedOut);
        }
    }

    /// Hears of changed settings from now on.
    pub fn tell_of_settings(&self, ear: mpsc::UnboundedSender<WorkspaceId>) {
        let _ = self.settings.set(ear);
    }

    /// Follows the log of a workspace from now on, until the ear is gone.
    pub fn follow(&self, workspace: WorkspaceId, ear: Ear) {
        self.routers.write().insert(workspace, ear);
    }

    /// Tells whoever follows.
    fn stir(&self, workspace: WorkspaceId, heard: impl FnOnce() -> Heard) {
        let gone = match self.routers.read().get(&workspace) {
            Some(ear) => ear.send(heard()).is_err(),
            None => return,
        };
        if gone {
            let mut routers = self.routers.write();
            if routers
                .get(&workspace)
                .is_some_and(mpsc::UnboundedSender::is_closed)
            {
                routers.remove(&workspace);
            }
        }
    }

    /// Tells every socket to come back, and takes no new ones.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
        for floor in self.floors.read().values() {
            floor.close_all(Close::Restart);
        }
    }

    /// Whether the node is going down.
    pub fn closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    /// How many sockets are open: agents', visitors'.
    pub fn sockets(&self) -> (usize, usize) {
        let floors = self.floors.read();
        floors
            .values()
            .map(|floor| floor.sockets())
            .fold((0, 0), |(a, v), (fa, fv)| (a + fa, v + fv))
    }
}

impl Committed for Hub {
    fn committed(&self, workspace: WorkspaceId, events: Vec<Logged>) {
        if events.iter().any(|logged| logged.event.changes_settings()) {
            self.people_changed(workspace);
            if let Some(settings) = self.settings.get() {
                let _ = settings.send(workspace);
            }
        }
        self.stir(workspace, || Heard::Events(events.clone()));
        let goes_out = |logged: &Logged| {
            let message = logged.event.message.as_ref();
            message.is_some_and(|line| line.delivery == Some(Delivery::Pending))
                || message.is_some_and(|line| line.recalled_at.is_some())
        };
        if events.iter().any(goes_out) {
            self.ring.notify_one();
        }
        self.mark_written(workspace);
        if let Some(last) = events.last() {
            self.say(Word::Seq {
                workspace,
                seq: last.seq,
            });
        }
        if let Some(floor) = self.existing_floor(workspace) {
            floor.tell(events);
        }
    }
}

/// What reaches a floor's task.
pub enum Heard {
    /// Committed here.
    Events(Vec<Logged>),
    /// Committed elsewhere, up to this number.
    Seq(i64),
}

/// The way into a floor's task.
pub type Ear = mpsc::UnboundedSender<Heard>;
