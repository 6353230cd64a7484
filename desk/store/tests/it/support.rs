//! A fresh database a test, on both engines, from the real migrations.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use parking_lot::Mutex;
use uuid::Uuid;
use yingke_conversation::{
    AddressKind, Arrival, ChannelRules, ClientId, Inbound, Outbound, Profile, Rulebook, Spoken, Text,
    Trigger, WindowRule,
};
use yingke_staff::{PresenceRules, Seat, StandardRole, Switches};
use yingke_store::{
    AgentAct, Command, Committed, Db, Engine, Inbox, InboxSettings, Location, Logged, Origin, Ports, Receive,
    StoreError, Workspace, insert_inbox, insert_workspace,
};
use yingke_words::{
    AgentId, Chance, Clock, ConversationId, InboxId, Language, MessageId, Span, Time, WorkspaceId,
};

/// The machine's clock and chance.
pub struct Machine;

impl Clock for Machine {
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        Time::from_millis(i64::try_from(since.as_millis()).expect("before the year 292 million"))
    }
}

impl Chance for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            chunk.copy_from_slice(&Uuid::new_v4().as_bytes()[..chunk.len()]);
        }
    }
}

/// A clock that can be set on.
#[derive(Default)]
pub struct Later(AtomicI64);

impl Clock for Later {
    fn now(&self) -> Time {
        Machine.now() + Span::millis(self.0.load(Ordering::Relaxed))
    }
}

impl Later {
    /// From now on it is later by `span`.
    pub fn set(&self, span: Span) {
        self.0.store(span.as_millis(), Ordering::Relaxed);
    }
}

/// Opens a store, also from within a runtime.
pub fn open(location: &Location, given: &Ports) -> Result<Arc<Db>, StoreError> {
    Db::open(location, given)
}

/// A store on `fresh`, instead of its own, whose clock can be set on.
pub fn open_later(fresh: &Fresh) -> (Arc<Db>, Arc<Later>) {
    fresh.db.close();
    let clock = Arc::new(Later::default());
    let given = Ports {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ..ports(&fresh.heard)
    };
    (open(&fresh.location, &given).expect("it opens"), clock)
}

/// Keeps what was committed.
#[derive(Default)]
pub struct Heard(pub Mutex<Vec<Logged>>);

impl Committed for Heard {
    fn committed(&self, _: WorkspaceId, events: Vec<Logged>) {
        self.0.lock().extend(events);
    }
}

/// A fresh database and a store on it.
pub struct Fresh {
    pub location: Location,
    pub heard: Arc<Heard>,
    pub db: Arc<Db>,
    admin: Option<(String, String)>,
    folder: Option<PathBuf>,
}

/// The channel `letters` has an outbox and takes five messages within 48 hours; `wires` has one and begins threads with a
/// telephone number; every other is the website.
pub struct Letters {
    windowed: ChannelRules,
    wires: ChannelRules,
    website: ChannelRules,
}

impl Default for Letters {
    fn default() -> Self {
        let windows = vec![WindowRule {
            trigger: Trigger::Message,
            lasts: Span::hours(48),
            messages: Some(5),
        }];
        let letters = ChannelRules {
            outbox: true,
            windows,
            recalls_within: Some(Span::minutes(2)),
            ..ChannelRules::default()
        };
        let wires = ChannelRules {
            outbox: true,
            opens_with: Some(AddressKind::Phone),
            ..ChannelRules::default()
        };
        Self {
            windowed: letters,
            wires,
            website: ChannelRules::default(),
        }
    }
}

impl Rulebook for Letters {
    fn rules(&self, key: &str) -> &ChannelRules {
        match key {
            "letters" => &self.windowed,
            "wires" => &self.wires,
            _ => &self.website,
        }
    }
}

pub fn ports(heard: &Arc<Heard>) -> Ports {
    let committed: Arc<dyn Committed> = Arc::clone(heard) as Arc<dyn Committed>;
    Ports {
        clock: Arc::new(Machine),
        chance: Arc::new(Machine),
        committed,
        rules: Arc::new(Letters::default()),
    }
}

/// The PostgreSQL server of the tests; `make test` starts one.
pub fn postgres_url() -> String {
    std::env::var("YINGKE_TEST_POSTGRES")
        .expect("YINGKE_TEST_POSTGRES is set: run the tests through `make test`")
}

impl Fresh {
    /// A fresh database on `engine`.
    pub fn on(engine: Engine) -> Self {
        static NEXT: AtomicI64 = AtomicI64::new(0);
        let name = format!(
            "it_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let (location, admin, folder) = match engine {
            Engine::Sqlite => {
                let folder = std::env::temp_dir().join(format!("yingke_{name}"));
                std::fs::create_dir_all(&folder).expect("the temporary folder takes a folder");
                (Location::File(folder.join("yingke.db")), None, Some(folder))
            }
            Engine::Postgres => {
                let url = postgres_url();
                administer(&url, &format!("CREATE DATABASE {name}"));
                let own = url.rsplit_once('/').expect("a database in the URL").0.to_owned() + "/" + &name;
                (Location::Url(own), Some((url, name)), None)
            }
        };
        let heard = Arc::new(Heard::default());
        let db = Db::open(&location, &ports(&heard)).expect("a fresh database opens");
        Self {
            location,
            heard,
            db,
            admin,
            folder,
        }
    }

    /// A second node on the same database.
    pub fn second_node(&self) -> (Arc<Db>, Arc<Heard>) {
        let heard = Arc::new(Heard::default());
        let db = open(&self.location, &ports(&heard)).expect("a second node opens");
        (db, heard)
    }

    /// A workspace with one inbox.
    pub async fn workspace(&self) -> House {
        workspace_on(&self.db).await
    }
}

/// A workspace with one inbox in `db`.
pub async fn workspace_on(db: &Db) -> House {
    let house = House {
        workspace: fresh(),
        inbox: fresh(),
    };
    db.write_global(move |tx| {
        let workspace = Workspace {
            id: house.workspace,
            short: 0,
            name: "山野集".into(),
            language: Language::Chinese,
            time_zone: "Asia/Shanghai".into(),
            switches: Switches::default(),
            presence: PresenceRules::default(),
            created_at: tx.now(),
            version: 1,
        };
        insert_workspace(tx, &workspace)?;
        let inbox = Inbox {
            id: house.inbox,
            channel: "web".into(),
            name: "官网".into(),
            key: house.inbox.to_string(),
            settings: InboxSettings::default(),
            identity_secret: None,
            created_at: tx.now(),
            version: 1,
            teams: Vec::new(),
            app: None,
            account: String::new(),
        };
        insert_inbox(tx, &inbox)
    })
    .await
    .unwrap_or_else(|error: StoreError| panic!("{error}"));
    house
}

impl Drop for Fresh {
    fn drop(&mut self) {
        self.db.close();
        if let Some((url, name)) = &self.admin {
            administer(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Runs `work` on a fresh database of each engine.
pub fn on_both<F: Future<Output = ()>>(work: impl Fn(Fresh) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let fresh = Fresh::on(engine);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(work(fresh));
    }
}

/// Runs statements with psql, so that the tests' own administration does not go through the code under test; answers
/// the rows as text, or what psql complains of.
pub fn try_administer(url: &str, statement: &str) -> Result<String, String> {
    let ran = std::process::Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
        .args([
            "--set",
            "ON_ERROR_STOP=1",
            "--dbname",
            url,
            "--command",
            statement,
        ])
        .output()
        .expect("psql is installed");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if ran.status.success() {
        Ok(text(&ran.stdout))
    } else {
        Err(text(&ran.stderr))
    }
}

/// Like [`try_administer`], for what must succeed.
pub fn administer(url: &str, statement: &str) -> String {
    try_administer(url, statement).unwrap_or_else(|error| panic!("{statement}: {error}"))
}

/// A made-up workspace.
#[derive(Clone, Copy)]
pub struct House {
    pub workspace: WorkspaceId,
    pub inbox: InboxId,
}

pub fn fresh<T: From<Uuid>>() -> T {
    T::from(Uuid::now_v7())
}

pub fn spoken(client: &str, text: &str) -> Spoken {
    Spoken::new(
        fresh::<MessageId>(),
        ClientId::try_from(client.to_owned()).expect("a client id"),
        Text::try_from(text.to_owned()).expect("a text"),
        Vec::new(),
    )
}

impl House {
    /// A visitor writes.
    pub fn receive(&self, visitor: &str, client: &str, text: &str) -> Command {
        let inbound = Inbound::of(spoken(client, text));
        Command::Receive(Box::new(Receive::here(self.arrival(visitor, "web"), inbound)))
    }

    /// Ids for the rows of somebody who writes by `channel` for the first time.
    pub fn arrival(&self, who: &str, channel: &str) -> Arrival {
        Arrival {
            conversation: fresh(),
            identity: fresh(),
            customer: fresh(),
            profile: Profile::default(),
            inbox: self.inbox,
            channel: channel.into(),
            external_id: who.into(),
        }
    }

    /// The owner.
    pub fn owner(&self) -> Arc<Seat> {
        Arc::new(Seat {
            workspace: self.workspace,
            agent: AgentId::from(Uuid::from_u128(7)),
            name: "周岚".into(),
            role: StandardRole::Owner.key().to_owned(),
            grants: StandardRole::Owner.grants().into_iter().collect(),
            teams: Vec::new(),
            inboxes: vec![self.inbox],
        })
    }

    /// An owner acts.
    pub fn act(&self, conversation: ConversationId, act: AgentAct) -> Command {
        Command::ByAgent {
            conversation,
            seat: self.owner(),
            origin: Origin::default(),
            act,
        }
    }

    /// An owner replies.
    pub fn reply(&self, conversation: ConversationId, client: &str, text: &str) -> Command {
        self.act(
            conversation,
            AgentAct::Reply(Outbound {
                spoken: spoken(client, text),
            }),
        )
    }
}
