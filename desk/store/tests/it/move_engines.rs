//! Moving between the engines and backing up: every table, every row, or nothing.

use std::{collections::BTreeSet, path::PathBuf};

use rusqlite::Connection;
use uuid::Uuid;
use yingke_conversation::Status;
use yingke_store::{
    Db, Engine, Location, MoveError, backup, checked, fingerprint, head_seq, manifest_of, move_everything,
    moved_tables, restore,
};
use yingke_words::Clock;

use crate::{
    filled::{file_of, fill, still, written_tables},
    search::{found, index},
    support::{Fresh, House, Machine, ports},
};

fn beside(fresh: &Fresh, name: &str) -> PathBuf {
    file_of(fresh).with_file_name(name)
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(work)
}

#[test]
fn every_table_moves_there_and_back() {
    let (lite, pg) = (still(Engine::Sqlite), still(Engine::Postgres));
    fill(&file_of(&lite));
    let mut written = written_tables();
    assert!(written.remove("search"), "the index is made anew");
    for side in [&lite, &pg] {
        let moved: BTreeSet<String> = moved_tables(&side.location)
            .expect("a catalogue")
            .into_iter()
            .collect();
        assert_eq!(moved, written);
    }
    let before = fingerprint(&lite.location).expect("sums");
    for table in &before {
        assert!(table.rows >= 2, "{} was filled", table.table);
    }
    assert_eq!(
        move_everything(&lite.location, &pg.location).expect("it moves"),
        before
    );
    assert_eq!(fingerprint(&pg.location).expect("sums"), before);
    let back = Location::File(beside(&lite, "back.db"));
    assert_eq!(
        move_everything(&pg.location, &back).expect("it moves back"),
        before
    );
    assert_eq!(fingerprint(&back).expect("sums"), before);
    let refused = move_everything(&lite.location, &pg.location);
    assert!(matches!(refused, Err(MoveError::NotEmpty(_))), "{refused:?}");
    let refused = move_everything(&pg.location, &back);
    assert!(matches!(refused, Err(MoveError::NotEmpty(_))), "{refused:?}");
}

/// A workspace at work: conversations, an index that is not quite up to the log.
async fn at_work(db: &Db, house: &House) {
    for n in 0..40 {
        let command = house.receive(&format!("v{}", n % 5), &format!("c{n}"), &format!("退款 {n}"));
        db.command(house.workspace, command)
            .await
            .expect("the store does it");
    }
    index(db, house).await;
    for n in 40..45 {
        let command = house.receive("v1", &format!("c{n}"), &format!("退款 {n}"));
        db.command(house.workspace, command)
            .await
            .expect("the store does it");
    }
}

async fn works_on(db: &Db, house: &House) {
    assert_eq!(
        found(db, house, "退款").await.len(),
        40,
        "what was indexed was moved"
    );
    index(db, house).await;
    let all = found(db, house, "退款").await;
    assert_eq!(
        (all.len(), all[0].as_str(), all[44].as_str()),
        (45, "退款 44", "退款 0")
    );
    let again = house.receive("v1", "c44", "退款 44");
    assert!(
        db.command(house.workspace, again)
            .await
            .expect("the store does it")
            .repeated
    );
    let new = house.receive("新客", "c1", "moved?");
    let new = db.command(house.workspace, new).await.expect("the store does it");
    assert_eq!(
        (new.conversation.status, new.conversation.consultation_number),
        (Status::Queued, Some(6))
    );
    let workspace = house.workspace;
    let head = db
        .read(workspace, move |tx| head_seq(tx, workspace))
        .await
        .expect("the store does it");
    assert_eq!(head, 46);
}

#[test]
fn a_moved_installation_works_on() {
    for (from, to) in [
        (Engine::Sqlite, Engine::Postgres),
        (Engine::Postgres, Engine::Sqlite),
    ] {
        let (source, target) = (Fresh::on(from), still(to));
        let houses = block_on(async {
            let houses = [source.workspace().await, source.workspace().await];
            for house in &houses {
                at_work(&source.db, house).await;
            }
            houses
        });
        source.db.close();
        move_everything(&source.location, &target.location).expect("it moves");
        let db = Db::open(&target.location, &ports(&target.heard)).expect("it opens");
        block_on(async {
            for house in &houses {
                works_on(&db, house).await;
            }
        });
        db.close();
    }
}

#[test]
fn what_cannot_be_copied_leaves_the_target_empty() {
    let (lite, pg) = (still(Engine::Sqlite), still(Engine::Postgres));
    let connection = Connection::open(file_of(&lite)).expect("opens");
    connection
        .execute(
            "INSERT INTO team (workspace_id, id, name, version) VALUES (?1, ?1, 'nobody''s', 1)",
            [Uuid::now_v7().as_bytes()],
        )
        .expect("a row of no workspace");
    let refused = move_everything(&lite.location, &pg.location);
    assert!(
        matches!(&refused, Err(MoveError::Differs { table, source_rows: 1, target_rows: 0 }) if table == "team"),
        "{refused:?}"
    );
    connection
        .execute("UPDATE team SET version = 'one'", [])
        .expect("SQLite takes it");
    let refused = move_everything(&lite.location, &pg.location);
    assert!(matches!(refused, Err(MoveError::Store(_))), "{refused:?}");
    connection.execute("DELETE FROM team", []).expect("the row goes");
    connection
        .execute_batch("CREATE TABLE new_table (a BIGINT)")
        .expect("a new table");
    let refused = move_everything(&lite.location, &pg.location);
    assert!(
        matches!(&refused, Err(MoveError::Schema(name)) if name == "new_table.a"),
        "{refused:?}"
    );
    let missing = move_everything(&Location::File(beside(&lite, "missing.db")), &pg.location);
    assert!(matches!(missing, Err(MoveError::File(_))), "{missing:?}");
    assert!(
        fingerprint(&pg.location)
            .expect("sums")
            .iter()
            .all(|table| table.rows == 0)
    );
}

#[test]
fn a_backup_of_a_store_at_work_restores_into_either_engine() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let source = Fresh::on(engine);
        let folder = still(Engine::Sqlite);
        let file = beside(&folder, "backup.db");
        let house = block_on(async {
            let house = source.workspace().await;
            at_work(&source.db, &house).await;
            house
        });
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let other = block_on(source.workspace());
        let writing = std::thread::spawn({
            let db = source.db.clone();
            move || block_on(write_until(db, other, stopped))
        });
        let manifest = backup(&source.location, &file, Machine.now()).expect("it is backed up");
        stop.send(()).expect("the writer still writes");
        assert!(writing.join().expect("the writer ends well") > 0);
        assert_eq!(checked(&file).expect("whole"), manifest);
        let refused = backup(&source.location, &file, Machine.now());
        assert!(
            matches!(refused, Err(MoveError::File(_))),
            "no backup is overwritten"
        );
        let pg = still(Engine::Postgres);
        for target in [
            Location::File(beside(&folder, "restored.db")),
            pg.location.clone(),
        ] {
            assert_eq!(restore(&file, &target).expect("it is restored"), manifest);
            let db = Db::open(&target, &ports(&source.heard)).expect("it opens");
            block_on(works_on(&db, &house));
            db.close();
            assert!(
                restore(&file, &target).is_err(),
                "nothing is restored over something"
            );
        }
    }
}

async fn write_until(
    db: std::sync::Arc<Db>,
    house: House,
    mut stopped: tokio::sync::oneshot::Receiver<()>,
) -> usize {
    let mut written = 0;
    while stopped.try_recv().is_err() {
        let command = house.receive("v9", &format!("w{written}"), "while it is backed up");
        db.command(house.workspace, command)
            .await
            .expect("the store does it");
        written += 1;
    }
    written
}

#[test]
fn a_damaged_backup_is_refused() {
    let source = Fresh::on(Engine::Sqlite);
    let file = beside(&source, "backup.db");
    block_on(async {
        let house = source.workspace().await;
        at_work(&source.db, &house).await;
    });
    backup(&source.location, &file, Machine.now()).expect("it is backed up");
    let target = Location::File(beside(&source, "restored.db"));
    let whole = std::fs::read(&file).expect("the backup");
    let connection = Connection::open(&file).expect("opens");
    let changed = connection.execute("UPDATE message SET text = '退货 3' WHERE text = '退款 3'", []);
    assert_eq!(changed.expect("a row"), 1);
    drop(connection);
    let refused = restore(&file, &target);
    assert!(
        matches!(&refused, Err(MoveError::Differs { table, .. }) if table == "message"),
        "{refused:?}"
    );
    for cut in [whole.len() / 2, 100, 0] {
        std::fs::write(&file, &whole[..cut]).expect("writes");
        assert!(restore(&file, &target).is_err(), "cut at {cut}");
    }
    std::fs::write(&file, &whole).expect("writes");
    assert!(checked(&file).is_ok());
    std::fs::remove_file(manifest_of(&file)).expect("removes");
    assert!(restore(&file, &target).is_err(), "without its manifest");
    assert!(matches!(&target, Location::File(file) if !file.exists()));
}
