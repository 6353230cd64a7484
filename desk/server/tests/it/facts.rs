//! The facts that are kept are those of METRICS.md: what whoever reads the thread works out, and nothing else.

mod oracle;

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};
use yingke_store::{StoreError, workspaces};
use yingke_words::{AgentId, ConversationId, InboxId, SessionId, Span};

use crate::support::{Desk, Engine, Person, PutOn, Visitor, fresh, run, signed_in};
use oracle::{Reading, Told};

/// A desk that is open from midnight to noon, at eleven o'clock.
struct House {
    desk: Desk,
    clock: Arc<PutOn>,
    lin: (Person, String),
    wu: (Person, String),
}

const HOUR: i64 = 3_600_000;
const EMAIL: &str = "hejing@shop.example";

impl House {
    async fn open(engine: Engine) -> Self {
        let (mut desk, clock) = Desk::clocked(engine, |_| ()).await;
        clock.stop();
        put_on(&desk, &clock, 11 * HOUR);
        desk.owner = signed_in(&desk.base, EMAIL).await;
        let (lin, wu) = (
            desk.colleague("administrator", "林夏").await,
            desk.colleague("administrator", "吴越").await,
        );
        let path = format!("/api/v1/inboxes/{}", desk.inbox_id);
        let inbox = desk.owner.get(&path).await.good();
        let mut settings = inbox["settings"].clone();
        settings["autoEndMinutes"] = json!(45);
        let day = json!([{ "from": "00:00", "to": "12:00" }]);
        settings["hours"]["enabled"] = json!(true);
        settings["hours"]["timeZone"] = json!("UTC");
        settings["hours"]["week"] = json!([day, day, day, day, day, day, day]);
        let change = json!({ "settings": settings });
        desk.owner.edit(&path, &inbox["version"], change).await.good();
        Self { desk, clock, lin, wu }
    }

    fn minutes(&self, minutes: i64) {
        self.clock.by(Span::minutes(minutes));
    }

    async fn says(&self, visitor: &Visitor, text: &str) {
        let sent = visitor.say(&format!("s{}", fresh()), text).await;
        assert_eq!(sent.status, 201, "{sent:?}");
    }

    async fn act(&self, who: &Person, id: &str, verb: &str, body: Value) {
        let path = format!("/api/v1/conversations/{id}/{verb}");
        who.post(&path, body).await.good();
    }

    /// The lines of a thread, and the facts kept of it.
    async fn check(&self, id: &str, count: usize) {
        let path = format!("/api/v1/conversations/{id}/messages?limit=100");
        let page = self.desk.owner.get(&path).await.good();
        let me = self.desk.owner.get("/api/v1/me").await.good();
        let owner = me["agent"]["id"].as_str().unwrap().to_owned();
        let agents = HashMap::from([
            ("林夏".to_owned(), self.lin.1.clone()),
            ("吴越".to_owned(), self.wu.1.clone()),
            ("何婧".to_owned(), owner),
        ]);
        let lines = page["items"].as_array().unwrap();
        let expected = Reading::new(&agents, 12 * HOUR).of(lines);
        assert_eq!(expected.len(), count, "{expected:?}");
        assert_eq!(self.kept(id).await, expected);
    }

    /// The facts in the database.
    async fn kept(&self, id: &str) -> Vec<Told> {
        let db = &self.desk.app.db;
        let workspace = db.read_global(workspaces).await.unwrap()[0].id;
        let (id, inbox): (ConversationId, InboxId) =
            (id.parse().unwrap(), self.desk.inbox_id.parse().unwrap());
        let sql = "SELECT name, start_at, end_at, value, in_hours, actor_kind, agent_id, session_id, inbox_id
                   FROM fact WHERE workspace_id = $1 AND conversation_id = $2";
        let read: Result<Vec<Told>, StoreError> = db
            .read(workspace, move |tx| {
                tx.rows(sql, yingke_store::params![workspace, id], |row| {
                    let name: String = row.get(0)?;
                    let (agent, session) = (row.optional::<AgentId>(6)?, row.optional::<SessionId>(7)?);
                    let of: InboxId = row.get(8)?;
                    assert_eq!(of, inbox);
                    // What an agent is credited with is part of one of their sessions.
                    assert_eq!(agent.is_some(), session.is_some(), "{name}");
                    Ok((
                        name.leak() as &'static str,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                        row.get(5)?,
                        agent.map(|agent| agent.to_string()),
                    ))
                })
            })
            .await;
        let mut kept = read.unwrap();
        kept.sort();
        kept
    }
}

/// Puts the clock on to a time of day.
fn put_on(desk: &Desk, clock: &PutOn, time_of_day: i64) {
    let day = 24 * HOUR;
    let now = desk.app.now().millis() % day;
    clock.by(Span::millis((time_of_day - now + day) % day));
}

fn on_each<F: Future<Output = ()>>(work: impl Fn(House) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(async { work(House::open(engine).await).await });
    }
}

#[test]
fn a_consultation_that_is_transferred_comes_to_what_its_thread_says() {
    on_each(|house| async move {
        let (visitor, id, _) = house.desk.tenant().conversation("帐篷漏雨").await;
        house.minutes(1);
        house.says(&visitor, "有人吗").await;
        house.minutes(2);
        let said = |client: &str| json!({ "clientId": client, "text": "在的" });
        house.act(&house.lin.0, &id, "messages", said("r1")).await;
        house.minutes(2);
        house.act(&house.lin.0, &id, "notes", said("n1")).await;
        house.act(&house.lin.0, &id, "messages", said("r2")).await;
        house.minutes(1);
        house.says(&visitor, "怎么办").await;
        house.minutes(4);
        let to = json!({ "agentId": house.wu.1 });
        house.act(&house.lin.0, &id, "assign", to).await;
        house.minutes(3);
        house.act(&house.wu.0, &id, "messages", said("r3")).await;
        house.minutes(5);
        house.says(&visitor, "还是漏").await;
        house.minutes(6);
        house.act(&house.wu.0, &id, "end", json!({})).await;
        house.check(&id, 14).await;
        house.desk.end().await;
    });
}

#[test]
fn who_gives_up_waiting_comes_to_what_the_thread_says() {
    on_each(|house| async move {
        let (visitor, id, _) = house.desk.tenant().conversation("有人吗").await;
        house.minutes(7);
        house.says(&visitor, "喂").await;
        house.minutes(1);
        let left = visitor.call(Method::POST, "/api/v1/visitor/end", None).await;
        assert!(left.status.is_success(), "{left:?}");
        house.check(&id, 4).await;
        house.desk.end().await;
    });
}

#[test]
fn what_is_said_to_a_closed_desk_counts_in_its_hours() {
    on_each(|house| async move {
        // Half an hour before closing; answered an hour after the next opening.
        put_on(&house.desk, &house.clock, 12 * HOUR - HOUR / 2);
        let on = json!({ "settings": never_ends(&house).await });
        change(&house, on).await;
        let (_, id, _) = house.desk.tenant().conversation("留言").await;
        put_on(&house.desk, &house.clock, HOUR);
        let owner = signed_in(&house.desk.base, EMAIL).await;
        let said = json!({ "clientId": "r1", "text": "在的" });
        house.act(&owner, &id, "messages", said).await;
        house.minutes(1);
        house.act(&owner, &id, "end", json!({})).await;
        let mut house = house;
        house.desk.owner = owner;
        house.check(&id, 7).await;
        let kept = house.kept(&id).await;
        let round = kept.iter().find(|fact| fact.0 == "round").unwrap();
        let (span, within) = (round.2 - round.1, round.4);
        assert_eq!((span, within), (13 * HOUR + HOUR / 2, HOUR + HOUR / 2));
        house.desk.end().await;
    });
}

async fn never_ends(house: &House) -> Value {
    let path = format!("/api/v1/inboxes/{}", house.desk.inbox_id);
    let mut settings = house.desk.owner.get(&path).await.good()["settings"].clone();
    settings["autoEndMinutes"] = json!(0);
    settings
}

async fn change(house: &House, body: Value) {
    let path = format!("/api/v1/inboxes/{}", house.desk.inbox_id);
    let version = house.desk.owner.get(&path).await.good()["version"].clone();
    house.desk.owner.edit(&path, &version, body).await.good();
}

#[test]
fn what_ends_by_itself_comes_to_what_the_thread_says() {
    on_each(|house| async move {
        let (visitor, answered, _) = house.desk.tenant().conversation("问一下").await;
        house.minutes(1);
        let (_, forgotten, _) = house.desk.tenant().conversation("有人吗").await;
        house.minutes(3);
        let said = json!({ "clientId": "r1", "text": "在的" });
        house.act(&house.lin.0, &answered, "messages", said).await;
        drop(visitor);
        house.minutes(46);
        for (id, count) in [(&answered, 7), (&forgotten, 4)] {
            let begun = Instant::now();
            loop {
                let path = format!("/api/v1/conversations/{id}");
                let shown = house.desk.owner.get(&path).await.good();
                if shown.to_string().contains(r#""endedBy":"timeout""#) {
                    break;
                }
                assert!(begun.elapsed() < Duration::from_secs(15), "{shown}");
                tokio::task::yield_now().await;
            }
            house.check(id, count).await;
        }
        house.desk.end().await;
    });
}
