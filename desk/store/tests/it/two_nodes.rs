//! Two nodes on one PostgreSQL: one log, no doubles, and nothing acknowledged is lost when connections die.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use yingke_store::{CommandError, Db, Engine, Location, StoreError, Tx, events_after, head_seq, params};
use yingke_words::WorkspaceId;

use crate::support::{Fresh, House, administer};

/// What a workspace's log and lines are, read anew.
#[derive(Debug)]
pub struct Ledger {
    pub head: i64,
    pub seqs: Vec<i64>,
    /// How often each client id stands in the threads.
    pub said: BTreeMap<String, usize>,
    pub numbers: Vec<i64>,
}

impl Ledger {
    pub async fn of(db: &Db, workspace: WorkspaceId) -> Self {
        let read = db.read(workspace, move |tx| Self::read(tx, workspace)).await;
        read.unwrap_or_else(|error: StoreError| panic!("{error}"))
    }

    fn read(tx: &mut Tx<'_>, workspace: WorkspaceId) -> Result<Self, StoreError> {
        let mut said = BTreeMap::new();
        let own = params![workspace];
        for client in tx.rows(
            "SELECT client_id FROM message WHERE workspace_id = $1 AND client_id IS NOT NULL",
            own,
            |row| row.get::<String>(0),
        )? {
            *said.entry(client).or_default() += 1;
        }
        Ok(Self {
            head: head_seq(tx, workspace)?,
            seqs: events_after(tx, workspace, 0, 1_000_000)?
                .into_iter()
                .map(|event| event.seq)
                .collect(),
            said,
            numbers: tx.rows(
                "SELECT number FROM consultation WHERE workspace_id = $1 ORDER BY number",
                own,
                |row| row.get(0),
            )?,
        })
    }

    /// Gapless, every client id once, numbers 1…n, and all of `acknowledged` there.
    pub fn check(&self, acknowledged: &HashSet<String>) {
        assert_eq!(
            self.seqs,
            (1..=self.head).collect::<Vec<i64>>(),
            "the log is gapless"
        );
        let twice: Vec<_> = self.said.iter().filter(|(_, times)| **times != 1).collect();
        assert!(twice.is_empty(), "said twice: {twice:?}");
        let lost: Vec<_> = acknowledged
            .iter()
            .filter(|client| !self.said.contains_key(*client))
            .collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        let count = i64::try_from(self.numbers.len()).expect("few");
        assert_eq!(
            self.numbers,
            (1..=count).collect::<Vec<i64>>(),
            "numbers are unique"
        );
    }
}

fn on_postgres<F: Future<Output = ()>>(work: impl Fn(Fresh) -> F) {
    let fresh = Fresh::on(Engine::Postgres);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(work(fresh));
}

#[test]
fn two_nodes_write_one_log() {
    on_postgres(|fresh| async move {
        let house = fresh.workspace().await;
        let (second, heard) = fresh.second_node();
        let nodes = [Arc::clone(&fresh.db), Arc::clone(&second)];
        // One visitor writes half of it; each client id goes to both nodes at once.
        let writes = (0..400_usize).map(|n| {
            let visitor = if n % 4 < 2 {
                "v".to_owned()
            } else {
                format!("v{n}")
            };
            let command = house.receive(&visitor, &format!("c{}", n / 2), "hello");
            let db = &nodes[n % 2];
            async move {
                (
                    n / 2,
                    db.command(house.workspace, command).await.unwrap().repeated,
                )
            }
        });
        let mut first = BTreeMap::<usize, usize>::new();
        for (client, repeated) in futures_util::future::join_all(writes).await {
            *first.entry(client).or_default() += usize::from(!repeated);
        }
        // The same client id of two visitors is two messages, as of one visitor it is one.
        let acknowledged: HashSet<String> = first.keys().map(|client| format!("c{client}")).collect();
        let mut ledger = Ledger::of(&fresh.db, house.workspace).await;
        let mut twice_by_right = 0;
        for (client, times) in &mut ledger.said {
            let n: usize = client[1..].parse().expect("a number");
            if n % 2 == 1 {
                assert_eq!((*times, first[&n]), (2, 2), "{client} of two visitors");
                *times = 1;
                twice_by_right += 1;
            } else {
                assert_eq!(first[&n], 1, "{client} was carried out once");
            }
        }
        assert_eq!(twice_by_right, 100);
        ledger.check(&acknowledged);
        assert_eq!((ledger.head, ledger.numbers.len()), (300, 201));
        let mut told = Vec::new();
        for heard in [&fresh.heard, &heard] {
            let own: Vec<i64> = heard.0.lock().iter().map(|one| one.seq).collect();
            assert!(own.is_sorted(), "each node tells in the order of the log");
            assert!(!own.is_empty(), "both nodes wrote");
            told.extend(own);
        }
        told.sort_unstable();
        assert_eq!(told, ledger.seqs, "every event is told by the node that wrote it");
        second.close();
    });
}

/// Says it until the answer is yes; a broken connection and an unknown outcome are met with the same client id again.
async fn insist(db: &Db, house: &House, visitor: &str, client: &str, until: Instant) -> usize {
    for tries in 0.. {
        assert!(Instant::now() < until, "{client} could not be said in time");
        match db
            .command(house.workspace, house.receive(visitor, client, "hello"))
            .await
        {
            Ok(_) => return tries,
            Err(CommandError::Store(StoreError::Away(_) | StoreError::Unknown)) => {
                tokio::task::yield_now().await;
            }
            Err(error) => panic!("{client}: {error}"),
        }
    }
    0
}

const WRITERS: usize = 8;
const EACH: usize = 60;
const CUTS: usize = 6;

/// Cuts every connection to the database `name`, again and again while the writers get on.
fn cut_often(admin: &str, name: &str, said: &AtomicUsize, until: Instant) {
    for cut in 1..=CUTS {
        while said.load(Ordering::Relaxed) < cut * WRITERS * EACH / (CUTS + 1) {
            assert!(Instant::now() < until, "the writers stand still before cut {cut}");
            std::thread::yield_now();
        }
        let cut = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        );
        administer(admin, &cut);
    }
}

#[test]
fn a_node_whose_connections_are_cut_recovers_and_loses_nothing() {
    let admin = std::env::var("YINGKE_TEST_POSTGRES_ADMIN")
        .expect("YINGKE_TEST_POSTGRES_ADMIN is set: run the tests through `make test`");
    on_postgres(move |fresh| {
        let admin = admin.clone();
        async move {
            let house = fresh.workspace().await;
            let (second, _) = fresh.second_node();
            let Location::Url(url) = &fresh.location else {
                panic!("a URL")
            };
            let name = url.rsplit_once('/').expect("a database").1.to_owned();
            let until = Instant::now() + Duration::from_mins(1);
            let said = Arc::new(AtomicUsize::new(0));
            let cutter = std::thread::spawn({
                let said = Arc::clone(&said);
                move || cut_often(&admin, &name, &said, until)
            });
            let writers = (0..WRITERS).map(|writer| {
                let (db, said) = (if writer % 2 == 0 { &fresh.db } else { &second }, &said);
                async move {
                    let mut tries = 0;
                    for n in 0..EACH {
                        let (visitor, client) = (format!("v{}", n % 3), format!("w{writer}n{n}"));
                        tries += insist(db, &house, &visitor, &client, until).await;
                        said.fetch_add(1, Ordering::Relaxed);
                    }
                    tries
                }
            });
            let tries: usize = futures_util::future::join_all(writers).await.into_iter().sum();
            cutter.join().expect("the cutter ends well");
            assert!(tries > 0, "some writes met a broken connection");
            let acknowledged: HashSet<String> = (0..WRITERS)
                .flat_map(|writer| (0..EACH).map(move |n| format!("w{writer}n{n}")))
                .collect();
            // Connections cut while nobody used them are noticed before they are used.
            for db in [&fresh.db, &second] {
                for _ in 0..8 {
                    Ledger::of(db, house.workspace).await;
                }
            }
            let ledger = Ledger::of(&second, house.workspace).await;
            ledger.check(&acknowledged);
            assert_eq!(ledger.said.len(), WRITERS * EACH);
            second.close();
        }
    });
}
