//! What is kept no longer goes, behind every cursor; what is still needed stays.

use uuid::Uuid;
use yingke_store::{
    Db, Invitation, SearchProjection, SignIn, StoreError, Swept, advance, cursor, cursors, events_after,
    insert_invitation, insert_sign_in, params, park, sweep,
};
use yingke_words::{Span, Time};

use crate::{
    search::{found, index},
    support::{House, fresh, on_both, open_later},
};

async fn say(db: &Db, house: &House, count: usize) {
    let said = (0..count).map(|n| {
        let command = house.receive(&format!("v{}", n % 5), &Uuid::now_v7().to_string(), "退款");
        db.command(house.workspace, command)
    });
    for done in futures_util::future::join_all(said).await {
        done.expect("the store does it");
    }
}

async fn swept(db: &Db, house: &House, most: i64) -> Swept {
    let swept = db.write_bulk(house.workspace, move |tx| sweep(tx, most)).await;
    swept.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

async fn seqs(db: &Db, house: &House) -> Vec<i64> {
    let workspace = house.workspace;
    let events = db
        .read(workspace, move |tx| events_after(tx, workspace, 0, 10_000))
        .await;
    let events = events.unwrap_or_else(|error: StoreError| panic!("{error}"));
    events.into_iter().map(|event| event.seq).collect()
}

async fn moves(db: &Db, house: &House, name: &'static str, to: i64) -> bool {
    let moved = db.write(house.workspace, move |tx| advance(tx, name, to)).await;
    moved.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

#[test]
fn events_go_after_thirty_days_behind_every_cursor() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        say(&db, &house, 40).await;
        clock.set(Span::days(31));
        assert_eq!(
            swept(&db, &house, 500).await,
            Swept::default(),
            "nobody has followed yet"
        );
        clock.set(Span::days(6));
        moves(&db, &house, "search", 40).await;
        moves(&db, &house, "report", 25).await;
        assert_eq!(swept(&db, &house, 500).await.rows, 0, "younger than thirty days");
        say(&db, &house, 10).await;
        clock.set(Span::days(31));
        moves(&db, &house, "report", 26).await;
        let first = swept(&db, &house, 10).await;
        assert_eq!((first.events, first.rows), (10, 10), "in chunks");
        assert_eq!(
            first
                .parked
                .iter()
                .map(|parked| (parked.name.as_str(), parked.seq, parked.events))
                .collect::<Vec<_>>(),
            [("report", 26, 24), ("search", 40, 10)],
            "seven days behind: nobody waits for them"
        );
        assert!(first.parked.iter().all(|parked| parked.since.is_some()));
        assert_eq!(swept(&db, &house, 500).await.events, 30);
        assert_eq!(
            seqs(&db, &house).await,
            (41..=50).collect::<Vec<_>>(),
            "the young ones stay"
        );
        assert_eq!(
            swept(&db, &house, 500).await,
            Swept::default(),
            "an alarm sounds once"
        );
        db.close();
    });
}

#[test]
fn a_cursor_holds_the_log_until_it_is_parked() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        say(&db, &house, 20).await;
        moves(&db, &house, "live", 20).await;
        moves(&db, &house, "slow", 5).await;
        clock.set(Span::days(40));
        say(&db, &house, 5).await;
        // `live` has only the new ones to do; `slow` has waited for forty days.
        let taken = swept(&db, &house, 500).await;
        assert_eq!(taken.parked.len(), 1);
        assert_eq!((taken.parked[0].name.as_str(), taken.events), ("slow", 20));
        assert!(moves(&db, &house, "slow", 6).await, "it may come back");
        assert!(!moves(&db, &house, "slow", 3).await, "never backward");
        let back = db.read(house.workspace, |tx| cursor(tx, "slow")).await;
        let back = back
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
            .expect("a cursor");
        assert_eq!((back.seq, back.parked_at), (6, None));
        db.close();
    });
}

#[test]
fn a_clock_that_jumps_tears_no_hole_and_passes_no_cursor() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        say(&db, &house, 5).await;
        clock.set(Span::days(40));
        say(&db, &house, 1).await;
        clock.set(Span::millis(0));
        say(&db, &house, 5).await;
        clock.set(Span::days(41));
        moves(&db, &house, "live", 3).await;
        moves(&db, &house, "fast", 11).await;
        let first = swept(&db, &house, 500).await;
        assert_eq!(
            (first.events, first.parked.len()),
            (5, 1),
            "`live` waits for old events"
        );
        assert_eq!(
            seqs(&db, &house).await,
            (6..=11).collect::<Vec<_>>(),
            "the sixth is young"
        );
        moves(&db, &house, "live", 5).await;
        clock.set(Span::days(46));
        assert_eq!(
            swept(&db, &house, 500).await,
            Swept::default(),
            "`live` waits for a young one"
        );
        clock.set(Span::days(71));
        moves(&db, &house, "live", 11).await;
        assert_eq!(swept(&db, &house, 500).await.events, 6);
        db.close();
    });
}

#[test]
fn a_search_index_parked_for_long_is_made_whole() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        say(&db, &house, 30).await;
        moves(&db, &house, SearchProjection::CURSOR, 1).await;
        clock.set(Span::days(60));
        say(&db, &house, 3).await;
        assert_eq!(swept(&db, &house, 500).await.events, 30);
        let lags = db.read(house.workspace, cursors).await;
        let lags = lags.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert!(lags[0].cursor.parked_at.is_some() && lags[0].since.is_none() && lags[0].events == 32);
        index(&db, &house).await;
        assert_eq!(found(&db, &house, "退款").await.len(), 32, "all after the cursor");
        let parked: Result<bool, StoreError> = db.write(house.workspace, |tx| park(tx, "nobody's")).await;
        assert!(!parked.unwrap());
        db.close();
    });
}

#[test]
fn answers_tokens_and_loose_uploads_go_in_their_time() {
    on_both(|fresh| async move {
        let (house, other) = (fresh.workspace().await, fresh.workspace().await);
        let (db, clock) = open_later(&fresh);
        for house in [house, other] {
            db.write(house.workspace, move |tx| rows(tx, &house))
                .await
                .unwrap();
        }
        assert_eq!(swept(&db, &house, 500).await, Swept::default());
        clock.set(Span::minutes(61));
        let first = swept(&db, &house, 500).await;
        assert_eq!((first.rows, first.spent, first.objects.len()), (6, 3, 3));
        assert!(
            first
                .objects
                .iter()
                .all(|object| object.object == "loose" && object.thumbnail.is_some())
        );
        clock.set(Span::hours(25));
        assert_eq!(swept(&db, &house, 2).await.answers, 2);
        assert_eq!(swept(&db, &house, 500).await.answers, 1);
        assert_eq!(swept(&db, &house, 500).await, Swept::default());
        let kept: Result<Vec<String>, StoreError> = db
            .read(house.workspace, move |tx| {
                let own = params![house.workspace];
                tx.rows(
                    "SELECT object FROM attachment WHERE workspace_id = $1",
                    own,
                    |row| row.get(0),
                )
            })
            .await;
        assert_eq!(kept.unwrap(), ["bound"], "a message's file stays");
        assert_eq!(
            swept(&db, &other, 500).await.rows,
            9,
            "each workspace sweeps its own"
        );
        db.close();
    });
}

#[test]
fn sign_ins_go_when_they_run_out_and_invitations_a_month_later() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let (db, clock) = open_later(&fresh);
        let doors = move |tx: &mut yingke_store::Tx<'_>| {
            let now = tx.now();
            for (n, hours) in [(1, 12), (2, 24 * 60)] {
                insert_sign_in(tx, &sign_in(n, now, now + Span::hours(hours)))?;
                insert_invitation(tx, &invitation(n, now, now + Span::hours(hours)))?;
            }
            Ok::<_, StoreError>(())
        };
        db.write(house.workspace, doors).await.unwrap();
        let gone = |swept: &Swept| (swept.sign_ins, swept.invitations, swept.rows);
        assert_eq!(swept(&db, &house, 500).await, Swept::default());
        clock.set(Span::hours(13));
        assert_eq!(gone(&swept(&db, &house, 500).await), (1, 0, 1));
        clock.set(Span::days(31));
        assert_eq!(gone(&swept(&db, &house, 500).await), (0, 1, 1));
        assert_eq!(
            swept(&db, &house, 500).await,
            Swept::default(),
            "the others are good"
        );
        db.close();
    });
}

fn sign_in(n: u8, created_at: Time, expires_at: Time) -> SignIn {
    SignIn {
        id: fresh(),
        token_hash: vec![n; 32],
        account: fresh(),
        agent: fresh(),
        created_at,
        seen_at: created_at,
        expires_at,
        address: "127.0.0.1:1".into(),
        user_agent: String::new(),
    }
}

fn invitation(n: u8, created_at: Time, expires_at: Time) -> Invitation {
    Invitation {
        id: fresh(),
        token_hash: vec![n; 32],
        email: format!("new{n}@shop.example"),
        role: fresh(),
        teams: Vec::new(),
        invited_by: fresh(),
        created_at,
        expires_at,
    }
}

/// Three answers, three tokens that live for an hour, three loose uploads and one bound.
fn rows(tx: &mut yingke_store::Tx<'_>, house: &House) -> Result<(), StoreError> {
    let (workspace, now) = (house.workspace, tx.now());
    for n in 0..3 {
        tx.run(
            "INSERT INTO idempotency (workspace_id, key, agent_id, request_hash, status, body, at)
             VALUES ($1, $2, $3, $4, 201, '{}', $5)",
            params![workspace, format!("k{n}"), workspace.uuid(), vec![0_u8; 32], now],
        )?;
        tx.run(
            "INSERT INTO spent (workspace_id, token, until_at) VALUES ($1, $2, $3)",
            params![workspace, Uuid::now_v7(), now + Span::hours(1)],
        )?;
    }
    for (object, attached) in [
        ("loose", None),
        ("loose", None),
        ("loose", None),
        ("bound", Some(now)),
    ] {
        tx.run(
            "INSERT INTO attachment (workspace_id, id, inbox_id, uploader, object, thumbnail, name, media_type, size,
                created_at, attached_at)
             VALUES ($1, $2, $3, 'v1', $4, 'small', 'a.png', 'image/png', 9, $5, $6)",
            params![workspace, Uuid::now_v7(), house.inbox, object, now, attached],
        )?;
    }
    Ok(())
}
