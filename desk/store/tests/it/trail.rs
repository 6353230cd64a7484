//! The audit trail: nothing of it is changed or taken away, and what cannot be recorded is not done.

use rusqlite::Connection;
use uuid::Uuid;
use yingke_conversation::Status;
use yingke_store::{
    AgentAct, Audit, Auditor, Location, Origin, StoreError, Tx, audits, close_doors, params, recent,
};

use crate::support::{Fresh, House, on_both, try_administer};

fn record(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.audit(&Audit {
        by: Auditor::system(),
        act: "tags.create",
        object_kind: "tag",
        object_id: None,
        object_name: "催发货".to_owned(),
        before: None,
        after: None,
        origin: Origin::default(),
    })
}

/// Somebody has a seat.
async fn seat(fresh: &Fresh, house: House) {
    let seated: Result<(), StoreError> = fresh
        .db
        .write(house.workspace, move |tx| {
            tx.run(
                "INSERT INTO account_seat (account_id, workspace_id, agent_id) VALUES ($1, $2, $3)",
                params![Uuid::now_v7(), house.workspace, Uuid::now_v7()],
            )
        })
        .await;
    seated.unwrap();
}

/// Runs `statement` as somebody who has the database at hand, past our code.
fn by_hand(fresh: &Fresh, house: House, statement: &str) -> Result<(), String> {
    match &fresh.location {
        Location::File(file) => {
            let connection = Connection::open(file).unwrap();
            connection
                .execute_batch(statement)
                .map_err(|error| error.to_string())
        }
        Location::Url(url) => {
            let tenant = format!("SET yingke.workspace = '{}'; {statement}", house.workspace);
            try_administer(url, &tenant).map(drop)
        }
    }
}

async fn count(fresh: &Fresh, house: House) -> usize {
    let rows = fresh
        .db
        .read(house.workspace, |tx| audits(tx, None, None, None, 100))
        .await;
    rows.unwrap_or_else(|error: StoreError| panic!("{error}")).len()
}

#[test]
fn no_record_is_changed_or_taken_away() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        seat(&fresh, house).await;
        fresh.db.write(house.workspace, record).await.unwrap();
        assert_eq!(count(&fresh, house).await, 1);
        let mut tries = vec![
            ("UPDATE audit SET actor_name = 'somebody else'", "never changed"),
            ("DELETE FROM audit", "audit rows stay"),
        ];
        if matches!(fresh.location, Location::Url(_)) {
            tries.push(("TRUNCATE audit", "never changed"));
        }
        for (statement, why) in tries {
            let error = by_hand(&fresh, house, statement).expect_err(statement);
            assert!(error.contains(why), "{statement}: {error}");
        }
        assert_eq!(count(&fresh, house).await, 1);
        // A workspace that leaves takes its trail with it, once nobody has a seat in it.
        fresh.db.write(house.workspace, close_doors).await.unwrap();
        by_hand(&fresh, house, "DELETE FROM audit").unwrap();
        assert_eq!(count(&fresh, house).await, 0);
    });
}

#[test]
fn what_cannot_be_recorded_is_not_done() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let said = house.receive("v1", "c1", "在吗");
        let conversation = fresh.db.command(house.workspace, said).await.unwrap();
        let id = conversation.conversation.id;
        by_hand(&fresh, house, "ALTER TABLE audit RENAME TO audit_away").unwrap();
        let ended = fresh
            .db
            .command(house.workspace, house.act(id, AgentAct::End))
            .await;
        assert!(ended.is_err(), "{ended:?}");
        let rows = fresh.db.read(house.workspace, |tx| recent(tx, None, 10)).await;
        let rows = rows.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_ne!(
            rows[0].status,
            Status::Ended,
            "it was not recorded, so it did not happen"
        );
        by_hand(&fresh, house, "ALTER TABLE audit_away RENAME TO audit").unwrap();
        let ended = fresh
            .db
            .command(house.workspace, house.act(id, AgentAct::End))
            .await
            .unwrap();
        assert_eq!(ended.conversation.status, Status::Ended);
        let trail = fresh
            .db
            .read(house.workspace, |tx| audits(tx, None, None, None, 10))
            .await;
        let trail = trail.unwrap_or_else(|error: StoreError| panic!("{error}"));
        let [only] = trail.as_slice() else {
            panic!("one act, one record: {trail:?}")
        };
        assert_eq!(only.audit.act, "conversations.end");
        assert_eq!(
            (only.audit.actor_name.as_str(), only.audit.role.as_str()),
            ("周岚", "owner")
        );
    });
}
