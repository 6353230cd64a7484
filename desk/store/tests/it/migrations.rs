//! Migrations of databases that hold something.

use rusqlite::Connection;
use yingke_store::{AgentAct, Location, events_after, migrate, recent};
use yingke_words::WorkspaceId;

use crate::support::{administer, on_both, open, ports};

/// V4 to V11 taken back, as far as a database that never had them differs.
const BEFORE_SLOTS: &str = "DROP INDEX conversation_recent;
    ALTER TABLE conversation DROP COLUMN last_slot;
    ALTER TABLE conversation DROP COLUMN handed_at;
    CREATE INDEX conversation_recent ON conversation (workspace_id, last_at, id);
    DROP TABLE app_key;
    DROP TABLE app;
    DROP TABLE app_token;
    DROP TABLE kept_answer;
    DROP TABLE channel_state;
    DROP TABLE holding;
    DROP TABLE payload;
    DROP TABLE external;
    DROP TABLE parked;
    DROP TABLE outbox;
    DROP TABLE outbox_answer;
    DROP TABLE remote_file;
    DROP TABLE channel_hour;
    ALTER TABLE inbox DROP COLUMN app_id;
    ALTER TABLE inbox DROP COLUMN account;
    ALTER TABLE conversation DROP COLUMN reply_window;
    ALTER TABLE conversation DROP COLUMN held_by;
    ALTER TABLE conversation DROP COLUMN reply_context;
    ALTER TABLE message DROP COLUMN extra;
    ALTER TABLE conversation DROP COLUMN blocked_us_at;
    ALTER TABLE conversation DROP COLUMN collaboration;
    DROP TABLE follower;
    DROP TABLE mention;
    DROP TABLE help_call;
    DROP TABLE colleague_invitation;
    ALTER TABLE customer DROP COLUMN sms_consent;
    DROP TABLE routing;
    DROP TABLE skill;
    DROP TABLE decision;
    ALTER TABLE agent DROP COLUMN routing;
    ALTER TABLE team DROP COLUMN routing;
    ALTER TABLE customer DROP COLUMN manager_id;
    ALTER TABLE conversation DROP COLUMN priority;
    ALTER TABLE conversation DROP COLUMN offered_until_at;
    ALTER TABLE conversation DROP COLUMN returned;
    ALTER TABLE team DROP COLUMN hours;
    ALTER TABLE workspace DROP COLUMN presence;
    ALTER TABLE agent DROP COLUMN status_until;
    DELETE FROM refinery_schema_history WHERE version >= 4;";
const EVENTS_BEFORE: &str = "ALTER TABLE event RENAME TO event_now;
    CREATE TABLE event (workspace_id BLOB NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, kind TEXT NOT NULL,
        conversation_id BLOB, body TEXT NOT NULL, PRIMARY KEY (workspace_id, seq)) WITHOUT ROWID;
    INSERT INTO event SELECT workspace_id, seq, at, kind, conversation_id, body FROM event_now;
    DROP TABLE event_now;";

#[test]
fn what_was_said_before_the_list_had_slots_stands_in_it_and_in_the_log() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        for (visitor, client, text) in [
            ("v1", "a", "在吗"),
            ("v2", "b", "发货了吗"),
            ("v1", "c", "还在吗"),
        ] {
            let said = house.receive(visitor, client, text);
            fresh.db.command(house.workspace, said).await.unwrap();
        }
        let workspace = house.workspace;
        let log = |db: std::sync::Arc<yingke_store::Db>| async move {
            let events = db.read(workspace, move |tx| events_after(tx, workspace, 0, 100));
            let rows = db.read(workspace, |tx| recent(tx, None, 10));
            (
                events
                    .await
                    .unwrap()
                    .into_iter()
                    .map(|one| one.seq)
                    .collect::<Vec<_>>(),
                rows.await
                    .unwrap()
                    .into_iter()
                    .map(|row| row.id)
                    .collect::<Vec<_>>(),
            )
        };
        let before = log(std::sync::Arc::clone(&fresh.db)).await;
        assert_eq!(before.1.len(), 2);
        fresh.db.close();
        undo(&fresh.location);
        assert_eq!(migrate(&fresh.location).unwrap(), 8);
        let db = open(&fresh.location, &ports(&fresh.heard)).unwrap();
        assert_eq!(log(std::sync::Arc::clone(&db)).await, before);
        assert_eq!(in_their_slots(&fresh.location, workspace), 2);
        let second = before.1[1];
        let ended = db
            .command(workspace, house.act(second, AgentAct::End))
            .await
            .unwrap();
        assert_eq!(ended.conversation.id, second);
        db.close();
    });
}

fn undo(location: &Location) {
    match location {
        Location::File(file) => {
            let connection = Connection::open(file).unwrap();
            connection.execute_batch(BEFORE_SLOTS).unwrap();
            connection.execute_batch(EVENTS_BEFORE).unwrap();
            connection.execute_batch("DROP TRIGGER audit_stays").unwrap();
        }
        Location::Url(url) => {
            administer(url, BEFORE_SLOTS);
            administer(
                url,
                "DROP TRIGGER audit_stays ON audit; DROP TRIGGER audit_whole ON audit; DROP FUNCTION audit_stays",
            );
        }
    }
}

fn in_their_slots(location: &Location, workspace: WorkspaceId) -> i64 {
    const COUNT: &str = "SELECT count(*) FROM conversation WHERE last_slot = last_at / 600000";
    match location {
        Location::File(file) => {
            let connection = Connection::open(file).unwrap();
            connection.query_row(COUNT, [], |row| row.get(0)).unwrap()
        }
        Location::Url(url) => {
            let tenant = format!("SET yingke.workspace = '{workspace}'; {COUNT}");
            administer(url, &tenant).trim().parse().unwrap()
        }
    }
}
