//! Full disks and full queues: said plainly, survived, nothing acknowledged is lost.

use std::{
    collections::HashSet,
    path::Path,
    process::Command as Process,
    sync::{Arc, mpsc},
};

use futures_util::FutureExt as _;
use yingke_store::{CommandError, Db, Engine, Location, StoreError, thread};
use yingke_words::ConversationId;

use crate::{
    support::{Fresh, Heard, House, on_both, open, ports, workspace_on},
    two_nodes::Ledger,
};

/// Says things until there is no room; answers what was acknowledged.
async fn until_full(db: &Db, house: &House, round: &str) -> (HashSet<String>, ConversationId) {
    let text = "没有地方了".repeat(800);
    let (mut acknowledged, mut conversation) = (HashSet::new(), None);
    for n in 0..5_000 {
        let client = format!("{round}{n}");
        match db
            .command(house.workspace, house.receive("v1", &client, &text))
            .await
        {
            Ok(done) => {
                conversation = Some(done.conversation.id);
                acknowledged.insert(client);
            }
            Err(CommandError::Store(StoreError::DiskFull)) => {
                return (acknowledged, conversation.expect("something was said before"));
            }
            Err(error) => panic!("a full disk is not told as such: {error}"),
        }
    }
    panic!("the disk never gets full");
}

/// While the disk is full: commands and closures are told so, reads go on, all that was acknowledged is there.
async fn while_full(db: &Db, house: &House, said: &HashSet<String>, conversation: ConversationId) {
    let text = "x".repeat(19_000);
    for n in 0..20 {
        let refused = db
            .command(house.workspace, house.receive("v2", &format!("full{n}"), &text))
            .await;
        assert!(
            matches!(refused, Err(CommandError::Store(StoreError::DiskFull))),
            "{refused:?}"
        );
        let refused: Result<(), StoreError> = db
            .write_global(|tx| {
                let value = "y".repeat(60_000).into();
                tx.run(
                    "INSERT INTO installation (name, value) VALUES ('full', $1)",
                    &[value],
                )
            })
            .await;
        assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    }
    let read = db
        .read(house.workspace, move |tx| thread(tx, conversation, i64::MAX, 10))
        .await;
    let read = read.unwrap_or_else(|error: StoreError| panic!("reads stop: {error}"));
    assert!(!read.is_empty());
    Ledger::of(db, house.workspace).await.check(said);
}

async fn after(db: &Db, house: &House, said: &HashSet<String>) {
    let again = db
        .command(house.workspace, house.receive("v1", "again", "有地方了"))
        .await;
    assert!(again.is_ok(), "it does not recover by itself: {again:?}");
    let ledger = Ledger::of(db, house.workspace).await;
    ledger.check(said);
    assert!(
        ledger.said.keys().all(|client| !client.starts_with("full")),
        "refused and written"
    );
}

/// SQLite's own limit of pages, which is met inside a statement; lifted, it is as if room had been made.
#[test]
fn a_database_that_cannot_grow_says_so_and_recovers() {
    let fresh = Fresh::on(Engine::Sqlite);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let house = fresh.workspace().await;
        pages(&fresh.db, "PRAGMA max_page_count = 400").await;
        let (said, conversation) = until_full(&fresh.db, &house, "c").await;
        while_full(&fresh.db, &house, &said, conversation).await;
        pages(&fresh.db, "PRAGMA max_page_count = 4294967294").await;
        after(&fresh.db, &house, &said).await;
    });
}

async fn pages(db: &Db, limit: &'static str) {
    let set: Result<Vec<i64>, StoreError> = db
        .write_global(move |tx| tx.rows(limit, &[], |row| row.get(0)))
        .await;
    set.expect("the limit is set");
}

const SMALL_DISK: &str = "YINGKE_TEST_SMALL_DISK";

/// A real full disk: the test runs itself again in a mount namespace of its own, on a disk in memory of six megabytes.
/// Root may always do that, others wherever user namespaces are allowed; where they are not, only the test above runs.
#[test]
fn a_full_disk_is_said_and_survived() {
    let unshare = || {
        let mut process = Process::new("unshare");
        process.args(["--user", "--map-root-user", "--mount", "--"]);
        process
    };
    let allowed = unshare()
        .arg("true")
        .output()
        .is_ok_and(|ran| ran.status.success());
    if !allowed {
        return;
    }
    let disk = std::env::temp_dir().join(format!("yingke_disk_{}", std::process::id()));
    std::fs::create_dir_all(&disk).expect("a folder");
    let ran = unshare()
        .args([
            "sh",
            "-c",
            "mount -t tmpfs -o size=6m none \"$1\" && shift && exec \"$@\"",
            "sh",
        ])
        .arg(&disk)
        .arg(std::env::current_exe().expect("this test"))
        .args(["--exact", "faults::on_a_small_disk", "--nocapture"])
        .env(SMALL_DISK, &disk)
        .output()
        .expect("unshare runs");
    let _ = std::fs::remove_dir(&disk);
    assert!(
        ran.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// The part of the test above that runs on the small disk.
#[test]
fn on_a_small_disk() {
    let Ok(disk) = std::env::var(SMALL_DISK) else {
        return;
    };
    let ballast = Path::new(&disk).join("ballast");
    std::fs::write(&ballast, vec![1; 2 << 20]).expect("room for the ballast");
    let location = Location::File(Path::new(&disk).join("yingke.db"));
    let heard = Arc::new(Heard::default());
    let db = open(&location, &ports(&heard)).expect("it opens");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let house = workspace_on(&db).await;
        let (said, conversation) = until_full(&db, &house, "c").await;
        while_full(&db, &house, &said, conversation).await;
        std::fs::remove_file(&ballast).expect("room is made");
        after(&db, &house, &said).await;
        db.close();
        let db = open(&location, &ports(&heard)).expect("it opens again");
        Ledger::of(&db, house.workspace).await.check(&said);
        db.close();
    });
}

/// A server may open its store from wherever it is.
#[test]
fn a_store_opens_within_a_runtime() {
    on_both(|fresh| async move {
        let heard = Arc::new(Heard::default());
        fresh.db.close();
        let db = Db::open(&fresh.location, &ports(&heard)).expect("it opens");
        yingke_store::migrate(&fresh.location).expect("nothing is left to migrate");
        db.close();
    });
}

#[test]
fn a_full_queue_turns_writes_away_and_does_what_it_took() {
    const CAPACITY: usize = 8_192;
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (go, wait) = mpsc::channel::<()>();
        let (began, underway) = tokio::sync::oneshot::channel::<()>();
        let gate = parking_lot::Mutex::new((Some(began), wait));
        let db = Arc::clone(&fresh.db);
        let blocked = tokio::spawn(async move {
            db.write(house.workspace, move |_| {
                let mut gate = gate.lock();
                if let Some(began) = gate.0.take() {
                    let _ = began.send(());
                    let _ = gate.1.recv();
                }
                Ok::<_, StoreError>(())
            })
            .await
        });
        underway.await.expect("the writer is at it");
        let mut waiting = Vec::new();
        let mut turned = 0;
        for _ in 0..CAPACITY + 50 {
            let mut write = Box::pin(fresh.db.write(house.workspace, |_| Ok::<_, StoreError>(())));
            match (&mut write).now_or_never() {
                None => waiting.push(write),
                Some(Err(StoreError::Busy)) => turned += 1,
                Some(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(
            (waiting.len(), turned, fresh.db.waiting()),
            (CAPACITY, 50, CAPACITY)
        );
        let busy = fresh
            .db
            .command(house.workspace, house.receive("v1", "c1", "hi"))
            .await;
        assert!(
            matches!(busy, Err(CommandError::Store(StoreError::Busy))),
            "{busy:?}"
        );
        go.send(()).expect("the writer waits");
        blocked.await.expect("no panic").expect("it is done");
        for done in futures_util::future::join_all(waiting).await {
            done.expect("what was taken is done");
        }
        let said = fresh
            .db
            .command(house.workspace, house.receive("v1", "c1", "hi"))
            .await;
        assert!(said.is_ok(), "{said:?}");
    });
}

#[test]
fn a_read_that_panics_takes_no_reader_with_it() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        for _ in 0..10 {
            let read = fresh.db.read(house.workspace, |_| -> Result<(), StoreError> {
                panic!("made to")
            });
            assert!(matches!(read.await, Err(StoreError::Closed)));
        }
        Ledger::of(&fresh.db, house.workspace)
            .await
            .check(&HashSet::new());
    });
}
