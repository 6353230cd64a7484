use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::json;
use yingke_server::demo;
use yingke_store::{StoreError, fingerprint, installation, params, set_installation, workspaces};

use crate::support::{Desk, Engine, PASSWORD, cookie, run, setup};

async fn counted(desk: &Desk, statement: &'static str) -> BTreeMap<String, i64> {
    let workspace = demo::workspace(&desk.app).await.unwrap().unwrap();
    let rows = desk
        .app
        .db
        .read(workspace, move |tx| {
            tx.rows(statement, params![workspace], |row| {
                Ok((row.optional::<String>(0)?.unwrap_or_default(), row.get::<i64>(1)?))
            })
        })
        .await;
    rows.unwrap_or_else(|error: StoreError| panic!("{error}"))
        .into_iter()
        .collect()
}

/// The rows there are, but for those of the installation itself.
fn rows_left(desk: &Desk) -> Vec<(String, i64)> {
    let location = desk.app.config.location();
    let all = std::thread::spawn(move || fingerprint(&location).unwrap())
        .join()
        .unwrap();
    all.into_iter()
        .filter(|table| table.rows > 0 && table.table != "installation")
        .map(|table| (table.table, i64::try_from(table.rows).unwrap()))
        .collect()
}

pub async fn owners_seat(desk: &mut Desk) {
    let link = demo::doors(&desk.app).await.unwrap().unwrap().owner.unwrap();
    let token = link.rsplit_once('#').unwrap().1;
    let seat = json!({ "token": token, "name": "林夏", "password": PASSWORD });
    let accepted = desk.nobody().post("/api/v1/invitations/accept", seat).await;
    assert_eq!(accepted.status, 201, "{accepted:?}");
    desk.owner.cookie = cookie(&accepted);
}

#[test]
fn there_is_a_past_of_every_kind_and_a_present() {
    run(async {
        let desk = Desk::demo(Engine::Sqlite, 250).await;
        let leaving = desk.app.db.read_global(|tx| installation(tx, "leaving")).await;
        assert_eq!(
            leaving.unwrap_or_else(|error: StoreError| panic!("{error}")),
            None
        );
        let ends = counted(
            &desk,
            "SELECT ended_by, COUNT(*) FROM consultation WHERE workspace_id = $1 GROUP BY ended_by",
        )
        .await;
        assert_eq!(ends.values().sum::<i64>(), 250);
        for by in ["", "agent", "customer", "timeout"] {
            assert!(ends.get(by).is_some_and(|count| *count > 0), "{by:?}: {ends:?}");
        }
        let never_answered = counted(
            &desk,
            "SELECT 'abandoned', COUNT(*) FROM consultation WHERE workspace_id = $1 AND ended_by = 'customer'
             AND first_reply_at IS NULL",
        )
        .await;
        assert!(never_answered["abandoned"] > 0);
        let offline = counted(
            &desk,
            "SELECT 'offline', COUNT(*) FROM consultation WHERE workspace_id = $1
             AND first_reply_at - opened_at > 3600000",
        )
        .await;
        assert!(offline["offline"] > 0);
        let staff = counted(
            &desk,
            "SELECT 'agents', COUNT(*) FROM agent WHERE workspace_id = $1 UNION ALL
             SELECT 'teams', COUNT(*) FROM team WHERE workspace_id = $1 UNION ALL
             SELECT 'inboxes', COUNT(*) FROM inbox WHERE workspace_id = $1",
        )
        .await;
        assert_eq!((staff["agents"], staff["teams"], staff["inboxes"]), (8, 2, 2));
        desk.end().await;
    });
}

#[test]
fn one_click_removes_it_and_the_first_administrator_may_come() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(async {
            let mut desk = Desk::demo(engine, 60).await;
            owners_seat(&mut desk).await;
            assert!(
                demo::doors(&desk.app).await.unwrap().unwrap().owner.is_none(),
                "the seat is taken"
            );
            assert_eq!(desk.owner.get("/api/v1/demo").await.good()["demo"], true);
            let found = desk.owner.get("/api/v1/search?q=发货").await;
            assert!(found.status.is_success(), "{found:?}");
            let removed = desk.owner.call(Method::DELETE, "/api/v1/demo", None).await;
            let link = removed.good()["setUp"].as_str().unwrap().to_owned();
            assert_eq!(rows_left(&desk), [], "nothing stays");
            assert_eq!(
                desk.owner.get("/api/v1/me").await.status,
                401,
                "everybody is signed out"
            );
            let token = link.rsplit_once('#').unwrap().1;
            let founded = desk.nobody().post("/api/v1/setup", setup(token)).await;
            assert_eq!(founded.status, 201, "{founded:?}");
            desk.owner.cookie = cookie(&founded);
            assert_eq!(desk.owner.get("/api/v1/demo").await.good()["demo"], false);
            let again = desk.owner.call(Method::DELETE, "/api/v1/demo", None).await;
            assert_eq!(again.status, 404, "this is no demo");
            desk.end().await;
        });
    }
}

#[test]
fn a_removal_that_was_cut_is_taken_up_at_the_next_start() {
    run(async {
        let desk = Desk::demo(Engine::Sqlite, 60).await;
        let workspace = demo::workspace(&desk.app).await.unwrap().unwrap();
        let id = workspace.to_string();
        let begun = desk
            .app
            .db
            .write(workspace, move |tx| {
                set_installation(tx, "leaving", Some(&id))?;
                set_installation(tx, demo::MARK, None)
            })
            .await;
        begun.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert!(rows_left(&desk).len() > 10);
        demo::take_up(&desk.app).await.unwrap();
        assert_eq!(rows_left(&desk), []);
        let left = desk.app.db.read_global(workspaces).await;
        assert_eq!(left.unwrap_or_else(|error: StoreError| panic!("{error}")), []);
        desk.end().await;
    });
}

#[test]
fn a_desk_of_ones_own_is_never_filled() {
    run(async {
        let desk = Desk::founded(Engine::Sqlite).await;
        let refused = demo::fill(&desk.app.config, 10).await.unwrap_err();
        assert!(refused.to_string().contains("empty"), "{refused}");
        desk.end().await;
    });
}
