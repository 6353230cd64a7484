//! Due work: one holder at a time, taken over when the holder vanishes.

use std::{collections::HashSet, sync::Arc};

use yingke_store::{
    AgentAct, Command, Db, StoreError, Work, finish, give_up, given_up, insert_work, lease_due, next_due,
    release, release_all,
};
use yingke_words::{Clock, Span, Time, WorkId};

use crate::support::{Fresh, House, Machine, on_both, open_later};

const LEASE: Span = Span::seconds(60);

async fn lease(db: &Db, now: Time, holder: &str, limit: i64) -> Vec<Work> {
    let holder = holder.to_owned();
    db.write_global(move |tx| lease_due(tx, now, &holder, LEASE, limit))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

async fn add(db: &Db, house: &House, kind: &'static str, due: Time) -> WorkId {
    db.write(house.workspace, move |tx| {
        insert_work(tx, kind, due, None, Some("{}"))
    })
    .await
    .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

async fn ends(
    db: &Db,
    of: impl Fn(&mut yingke_store::Tx<'_>) -> Result<bool, StoreError> + Send + 'static,
) -> bool {
    db.write_global(of)
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

#[test]
fn two_holders_never_hold_one_row() {
    on_both(|fresh| async move {
        let houses = [fresh.workspace().await, fresh.workspace().await];
        let now = Machine.now();
        let mut all = HashSet::new();
        for n in 0..120 {
            let due = now - Span::millis(n);
            all.insert(
                add(
                    &fresh.db,
                    &houses[usize::try_from(n % 2).expect("small")],
                    "test",
                    due,
                )
                .await,
            );
        }
        let (second, _) = fresh.second_node();
        let holders = (0..8).map(|n| {
            let db = if n % 2 == 0 {
                Arc::clone(&fresh.db)
            } else {
                Arc::clone(&second)
            };
            async move {
                let mut held = Vec::new();
                for _ in 0..200 {
                    let leased = lease(&db, now, &format!("holder {n}"), 7).await;
                    if leased.is_empty() {
                        return held;
                    }
                    assert!(leased.len() <= 7 && leased.is_sorted_by_key(|work| work.due_at));
                    held.extend(leased);
                }
                panic!("there is no end of work");
            }
        });
        let held: Vec<Work> = futures_util::future::join_all(holders)
            .await
            .into_iter()
            .flatten()
            .collect();
        second.close();
        assert!(held.iter().all(|work| work.attempts == 1));
        let distinct: HashSet<WorkId> = held.iter().map(|work| work.id).collect();
        assert_eq!((held.len(), &distinct), (120, &all), "each once, none forgotten");
        assert_eq!(lease(&fresh.db, now, "late", 100).await, []);
    });
}

#[test]
fn a_vanished_holder_is_taken_over_after_its_lease() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let now = Machine.now();
        assert_eq!(next(&fresh).await, None);
        let id = add(&fresh.db, &house, "test", now).await;
        add(&fresh.db, &house, "test", now + Span::hours(2)).await;
        assert_eq!(next(&fresh).await, Some(now));
        assert_eq!(
            lease(&fresh.db, now - Span::millis(1), "one", 9).await,
            [],
            "not due yet"
        );
        let held = lease(&fresh.db, now, "one", 9).await;
        assert_eq!(
            held.iter()
                .map(|work| (work.id, work.attempts))
                .collect::<Vec<_>>(),
            [(id, 1)]
        );
        let almost = now + LEASE - Span::millis(1);
        assert_eq!(lease(&fresh.db, almost, "two", 9).await, [], "still held");
        let taken = lease(&fresh.db, now + LEASE, "two", 9).await;
        assert_eq!(
            taken
                .iter()
                .map(|work| (work.id, work.attempts))
                .collect::<Vec<_>>(),
            [(id, 2)]
        );
        let old = held[0].clone();
        for how in 0..3 {
            let (old, later) = (old.clone(), now + Span::hours(9));
            let kept = ends(&fresh.db, move |tx| match how {
                0 => finish(tx, &old, "one"),
                1 => release(tx, &old, "one", later),
                _ => give_up(tx, &old, "one", "gone"),
            });
            assert!(!kept.await, "who lost the lease changes nothing");
        }
        let still = lease(&fresh.db, now + LEASE + LEASE, "three", 9).await;
        assert_eq!((still.len(), still[0].attempts), (1, 3));
    });
}

#[test]
fn work_given_back_waits_for_its_time_and_done_work_is_gone() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let now = Machine.now();
        add(&fresh.db, &house, "test", now).await;
        let held = lease(&fresh.db, now, "one", 9).await.remove(0);
        let later = now + Span::hours(1);
        assert!(ends(&fresh.db, move |tx| release(tx, &held, "one", later)).await);
        assert_eq!(next(&fresh).await, Some(later));
        assert_eq!(lease(&fresh.db, later - Span::millis(1), "one", 9).await, []);
        let again = lease(&fresh.db, later, "one", 9).await.remove(0);
        assert_eq!((again.attempts, again.due_at), (2, later));
        assert!(ends(&fresh.db, move |tx| finish(tx, &again, "one")).await);
        assert_eq!(next(&fresh).await, None);
        assert_eq!(lease(&fresh.db, later + Span::days(1), "one", 9).await, []);
    });
}

async fn next(fresh: &Fresh) -> Option<Time> {
    let next = fresh.db.read_global(next_due).await;
    next.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

#[test]
fn what_is_given_up_stays_to_be_seen() {
    on_both(|fresh| async move {
        let (house, other) = (fresh.workspace().await, fresh.workspace().await);
        let now = Machine.now();
        let id = add(&fresh.db, &house, "outbox", now).await;
        let held = lease(&fresh.db, now, "one", 9).await.remove(0);
        assert!(ends(&fresh.db, move |tx| give_up(tx, &held, "one", "window_closed")).await);
        assert_eq!(lease(&fresh.db, now + Span::days(400), "two", 9).await, []);
        assert_eq!(next(&fresh).await, None);
        let list = |house: House| {
            let db = &fresh.db;
            async move {
                let list = db.read(house.workspace, |tx| given_up(tx, 10)).await;
                list.unwrap_or_else(|error: StoreError| panic!("{error}"))
            }
        };
        let seen = list(house).await;
        assert_eq!(
            (seen.len(), seen[0].id, seen[0].problem.as_deref()),
            (1, id, Some("window_closed"))
        );
        assert_eq!(list(other).await, []);
    });
}

#[test]
fn a_clean_stop_gives_its_leases_back() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let now = Machine.now();
        for _ in 0..3 {
            add(&fresh.db, &house, "test", now).await;
        }
        lease(&fresh.db, now, "one", 2).await;
        lease(&fresh.db, now, "two", 2).await;
        let given: Result<u64, StoreError> = fresh.db.write_global(|tx| release_all(tx, "one")).await;
        assert_eq!(given.unwrap(), 2);
        assert_eq!(lease(&fresh.db, now, "three", 9).await.len(), 2);
    });
}

#[test]
fn a_timer_carried_out_by_its_holder_is_gone() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        let first = house.receive("v1", "c1", "在吗");
        let first = db.command(house.workspace, first).await.unwrap();
        let id = first.conversation.id;
        let until = Machine.now() + Span::hours(1);
        let snooze = house.act(id, AgentAct::Snooze(until));
        db.command(house.workspace, snooze).await.unwrap();
        clock.set(Span::hours(2));
        let mut leased = lease(&db, until, "one", 9).await;
        leased.retain(|work| work.due_at == until);
        let work = leased.remove(0);
        let due = |holder: &str| Command::TimerDue {
            work: work.id,
            holder: holder.to_owned(),
            timer: work.timer().expect("a timer"),
        };
        let woken = db.command(house.workspace, due("somebody else")).await.unwrap();
        assert_eq!(woken.conversation.snoozed_until, None);
        let held = |at: Time, holder: &'static str| {
            let (db, id) = (Arc::clone(&db), work.id);
            async move {
                lease(&db, at, holder, 9)
                    .await
                    .iter()
                    .filter(|row| row.id == id)
                    .count()
            }
        };
        assert_eq!(
            held(until + LEASE, "two").await,
            1,
            "only its holder removes a row"
        );
        let stale = db.command(house.workspace, due("two")).await;
        assert!(stale.is_err(), "woken already: {stale:?}");
        assert_eq!(
            held(until + LEASE + LEASE, "three").await,
            0,
            "a stale timer is done with"
        );
        db.close();
    });
}
