//! Work that nobody can do is given up and shown; a clean stop gives leases back.

use std::time::{Duration, Instant};

use yingke_store::{StoreError, given_up, insert_work, workspaces};
use yingke_words::WorkspaceId;

use crate::support::{Desk, on_both};

async fn workspace(desk: &Desk) -> WorkspaceId {
    let known = desk.app.db.read_global(workspaces).await.unwrap();
    known.first().unwrap().id
}

/// Work that is due, of an unknown kind, tried so often already.
async fn add(desk: &Desk, attempts: &'static str) {
    let now = desk.app.now();
    let written: Result<(), StoreError> = desk
        .app
        .db
        .write(workspace(desk).await, move |tx| {
            insert_work(tx, "nonsense", now, None, None)?;
            tx.run(attempts, &[])
        })
        .await;
    written.unwrap();
}

async fn attempts(desk: &Desk) -> i64 {
    let tried: Result<Option<i64>, StoreError> = desk
        .app
        .db
        .read(workspace(desk).await, |tx| {
            tx.row("SELECT attempts FROM work WHERE kind = 'nonsense'", &[], |row| {
                row.get(0)
            })
        })
        .await;
    tried.unwrap().unwrap()
}

#[test]
fn work_of_a_kind_nobody_knows_is_given_up_in_the_end() {
    on_both(|desk| async move {
        add(&desk, "UPDATE work SET attempts = 239").await;
        let begun = Instant::now();
        let whose = workspace(&desk).await;
        let given = loop {
            let given = desk.app.db.read(whose, |tx| given_up(tx, 10)).await.unwrap();
            if !given.is_empty() {
                break given;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it is tried for ever");
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        let problems: Vec<_> = given.iter().map(|work| work.problem.as_deref()).collect();
        assert_eq!(problems, [Some("kind_unknown")]);
        desk.end().await;
    });
}

#[test]
fn a_clean_stop_gives_leases_back_at_once() {
    on_both(|mut desk| async move {
        add(&desk, "UPDATE work SET attempts = 0").await;
        let begun = Instant::now();
        while attempts(&desk).await == 0 {
            assert!(begun.elapsed() < Duration::from_secs(20), "nobody leased it");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let begun = Instant::now();
        desk.restart().await;
        while attempts(&desk).await == 1 {
            // A lease holds for fifteen.
            assert!(
                begun.elapsed() < Duration::from_secs(12),
                "the lease was not given back"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        desk.end().await;
    });
}
