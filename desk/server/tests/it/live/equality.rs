//! Old snapshot + events = fresh snapshot, for every action and every kind of viewer.

mod beside;

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Desk, MailRoom, Person, Socket, on_one};

/// What a client holds, changed by frames alone.
#[derive(Debug, Clone, Default, PartialEq)]
struct Held {
    seq: i64,
    conversations: BTreeMap<String, Value>,
    reads: BTreeMap<String, Value>,
    agents: BTreeMap<String, Value>,
}

/// Everything an event's frame may hold: nothing of what the log keeps to pass it on by.
const TOLD: [&str; 11] = [
    "type",
    "prev",
    "seq",
    "at",
    "kind",
    "actor",
    "conversation",
    "message",
    "read",
    "agent",
    "what",
];

fn by_id(items: &Value) -> BTreeMap<String, Value> {
    let items = items.as_array().cloned().unwrap_or_default();
    items
        .into_iter()
        .map(|item| (item["id"].as_str().expect("an id").to_owned(), item))
        .collect()
}

impl Held {
    fn apply(&mut self, frame: &Value, me: &str) {
        match frame["type"].as_str().expect("a type") {
            "snapshot" => {
                self.conversations = by_id(&frame["conversations"]);
                self.agents = by_id(&frame["agents"]);
                self.reads = serde_json::from_value(frame["reads"].clone()).expect("reads");
            }
            "event" => {
                assert_eq!(frame["prev"], self.seq, "no gap before {frame}");
                self.event(frame, me);
            }
            "mark" => assert_eq!(frame["prev"], self.seq, "no gap before {frame}"),
            "leave" => {
                assert_eq!(frame["prev"], self.seq, "no gap before {frame}");
                let id = frame["conversation"].as_str().expect("an id");
                self.conversations.remove(id);
                self.reads.remove(id);
            }
            _ => return,
        }
        self.seq = frame["seq"].as_i64().expect("a number");
    }

    fn event(&mut self, frame: &Value, me: &str) {
        for key in frame.as_object().expect("an object").keys() {
            assert!(
                TOLD.contains(&key.as_str()),
                "agents are not told `{key}`: {frame}"
            );
        }
        if let Some(id) = frame["conversation"]["id"].as_str() {
            self.conversations
                .insert(id.to_owned(), frame["conversation"].clone());
            if frame["read"]["agent"] == me {
                self.reads.insert(id.to_owned(), frame["read"]["count"].clone());
            }
        }
        match frame["agent"]["id"].as_str() {
            Some(id) if frame["kind"] == "agent.left" => drop(self.agents.remove(id)),
            Some(id) => drop(self.agents.insert(id.to_owned(), frame["agent"].clone())),
            None => {}
        }
    }
}

/// What is done, by whom, and how.
type Step<'a> = (&'static str, &'a Person, Method, String, Value);

/// A client that keeps up, and forgets nothing.
struct Viewer {
    person: Person,
    id: String,
    watches: bool,
    socket: Socket,
    held: Held,
}

impl Viewer {
    async fn open(person: &Person, id: &str, watches: bool) -> Self {
        let socket = person.socket(None).await;
        let mut viewer = Self {
            person: person.clone(),
            id: id.to_owned(),
            watches,
            socket,
            held: Held::default(),
        };
        viewer.until_snapshot().await;
        if watches {
            viewer
                .socket
                .say(json!({ "type": "watch", "colleagues": true }))
                .await;
            viewer.until_snapshot().await;
        }
        viewer
    }

    async fn until_snapshot(&mut self) {
        loop {
            let frame = self.socket.next().await.expect("the socket stays open");
            self.held.apply(&frame, &self.id);
            if frame["type"] == "snapshot" {
                return;
            }
        }
    }

    /// Applies frames until the log has come to `seq`.
    async fn follow_to(&mut self, seq: i64) {
        while self.held.seq < seq {
            let frame = self.socket.next().await.expect("the socket stays open");
            self.held.apply(&frame, &self.id);
        }
    }

    /// What somebody who comes now is shown.
    async fn fresh(&self) -> Held {
        Self::open(&self.person, &self.id, self.watches).await.held
    }
}

async fn check(what: &str, viewers: &mut [(&str, Viewer)]) {
    let seq = viewers[0].1.fresh().await.seq;
    for (who, viewer) in viewers.iter_mut() {
        viewer.follow_to(seq).await;
        let fresh = viewer.fresh().await;
        let (held, fresh) = (
            (&viewer.held.conversations, &viewer.held.agents),
            (&fresh.conversations, &fresh.agents),
        );
        assert_eq!(held, fresh, "{who} after {what}");
        assert!(viewer.held.conversations.len() < 9, "{who} holds few");
    }
}

/// Somebody who may read what their team is responsible for, and nothing more, their id, and the team's; `other` is in it
/// with them.
async fn of_a_teams_role(desk: &Desk, other: &str) -> (Person, String, Value) {
    let on = json!({ "customRoles": true });
    desk.owner
        .call(Method::PATCH, "/api/v1/switches", Some(on))
        .await
        .good();
    let grants = json!([{ "permission": "conversations.read", "scope": "team" }]);
    let role = json!({ "name": "旁听", "grants": grants });
    desk.owner.create("/api/v1/roles", role).await.good();
    let (person, id) = desk.colleague("旁听", "关山").await;
    let team = json!({ "name": "二组", "memberIds": [id, other] });
    let team = desk.owner.create("/api/v1/teams", team).await.good();
    (person, id, team["id"].clone())
}

async fn act(desk: &Desk, by: &Person, method: Method, path: &str, body: Value) {
    let answer = by.call(method, path, (!body.is_null()).then_some(body)).await;
    assert!(answer.status.is_success(), "{path}: {answer:?}");
    let _ = desk;
}

#[test]
fn old_snapshot_and_events_equal_a_fresh_snapshot() {
    on_one(|desk| async move {
        let mail = MailRoom::of(&desk, &desk.owner).await;
        let me = desk.owner.get("/api/v1/me").await.body["agent"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (sun, sun_id) = desk.colleague("supervisor", "孙浩").await;
        let zheng = desk.colleague("administrator", "郑宁").await;
        let qian = desk.colleague("auditor", "钱审").await;
        let guan = of_a_teams_role(&desk, &lin_id).await;
        let mut viewers = [
            ("the owner", Viewer::open(&desk.owner, &me, false).await),
            (
                "the owner who watches",
                Viewer::open(&desk.owner, &me, true).await,
            ),
            ("an agent", Viewer::open(&lin, &lin_id, false).await),
            (
                "a supervisor who watches",
                Viewer::open(&sun, &sun_id, true).await,
            ),
            (
                "an administrator who watches",
                Viewer::open(&zheng.0, &zheng.1, true).await,
            ),
            ("an auditor", Viewer::open(&qian.0, &qian.1, true).await),
            (
                "somebody with a role of the house's own",
                Viewer::open(&guan.0, &guan.1, true).await,
            ),
        ];
        let visitor = desk.visitor().await;
        visitor.say("c1", "在吗").await;
        check("the first message", &mut viewers).await;
        let id = viewers[0].1.held.conversations.keys().next().unwrap().clone();
        let path = |verb: &str| format!("/api/v1/conversations/{id}/{verb}");
        let customer = viewers[0].1.held.conversations[&id]["customerId"].clone();
        let customer = format!("/api/v1/customers/{}", customer.as_str().unwrap());
        let known = json!({ "email": "buyer@example.com", "phone": "138 0000 0000" });
        desk.owner.edit(&customer, &json!(1), known).await.good();
        check("an address and a number", &mut viewers).await;
        let soon = "2099-01-01T00:00:00.000Z";
        let tag = desk
            .owner
            .create("/api/v1/tags", json!({ "name": "催发货", "color": "#C53030" }))
            .await
            .body;
        let mut steps: Vec<Step<'_>> = vec![
            (
                "reply",
                &lin,
                Method::POST,
                path("messages"),
                json!({ "clientId": "r1", "text": "在的" }),
            ),
            (
                "note",
                &lin,
                Method::POST,
                path("notes"),
                json!({ "clientId": "n1", "text": "老客户" }),
            ),
            ("read", &lin, Method::PUT, path("read"), json!({ "count": 1 })),
            (
                "tag",
                &lin,
                Method::PUT,
                path("tags"),
                json!({ "tagIds": [tag["id"]] }),
            ),
            (
                "status",
                &lin,
                Method::PUT,
                "/api/v1/me/status".into(),
                json!({ "status": "busy" }),
            ),
            (
                "assign to the owner",
                &lin,
                Method::POST,
                path("assign"),
                json!({ "agentId": me }),
            ),
            (
                "assign back",
                &desk.owner,
                Method::POST,
                path("assign"),
                json!({ "agentId": lin_id }),
            ),
            (
                "assign to the team",
                &desk.owner,
                Method::POST,
                path("assign"),
                json!({ "teamId": guan.2 }),
            ),
            (
                "take it from the team",
                &lin,
                Method::POST,
                path("assign"),
                json!({ "agentId": lin_id }),
            ),
            (
                "snooze",
                &lin,
                Method::POST,
                path("snooze"),
                json!({ "until": soon }),
            ),
            (
                "reply while snoozed",
                &lin,
                Method::POST,
                path("messages"),
                json!({ "clientId": "r2", "text": "好" }),
            ),
            (
                "a call to be made",
                &lin,
                Method::POST,
                path("phone-tasks"),
                json!({ "clientId": "t1", "text": "问问尺码", "until": soon }),
            ),
            ("end", &lin, Method::POST, path("end"), json!({})),
            ("reopen", &lin, Method::POST, path("reopen"), json!({})),
            (
                "assign to the supervisor",
                &desk.owner,
                Method::POST,
                path("assign"),
                json!({ "agentId": sun_id }),
            ),
            (
                "end by the supervisor",
                &sun,
                Method::POST,
                path("end"),
                json!({}),
            ),
            (
                "reply after the end",
                &desk.owner,
                Method::POST,
                path("messages"),
                json!({ "clientId": "r3", "text": "喂" }),
            ),
        ];
        let people = beside::People {
            owner: (&desk.owner, &me),
            serving: &lin,
            overseeing: (&sun, &sun_id),
            stranger: (&guan.0, &guan.1),
            team: &guan.2,
        };
        let snoozed = steps.iter().position(|step| step.0 == "snooze").unwrap();
        steps.splice(snoozed..snoozed, beside::steps(&people, path));
        for (what, by, method, path, body) in steps {
            act(&desk, by, method, &path, body).await;
            check(what, &mut viewers).await;
            let held = |who: &str| {
                let viewer = viewers.iter().find(|(name, _)| *name == who);
                viewer.unwrap().1.held.conversations.contains_key(&id)
            };
            assert!(!held("an auditor") && held("an administrator who watches") != what.starts_with("end"));
            let teams = what == "assign to the team";
            assert!(
                held("somebody with a role of the house's own") || !teams,
                "{what}"
            );
        }
        let body = json!({ "inboxId": mail.inbox, "from": id, "clientId": "s1", "text": "到货了" });
        act(
            &desk,
            &desk.owner,
            Method::POST,
            &format!("{customer}/conversations"),
            body,
        )
        .await;
        mail.quiet(&desk).await;
        check("written to by mail", &mut viewers).await;
        visitor.say("c2", "又来了").await;
        check("a message in between", &mut viewers).await;
        let other = desk.visitor().await;
        other.say("c1", "hello").await;
        check("another visitor", &mut viewers).await;
        desk.owner
            .edit(&customer, &json!(2), json!({ "name": "沈悦" }))
            .await
            .good();
        check("another name of the customer", &mut viewers).await;
        assert_eq!(viewers[0].1.held.conversations[&id]["customerName"], "沈悦");
        desk.owner
            .edit(&customer, &json!(3), json!({ "company": "山野集" }))
            .await
            .good();
        check("another company of the customer", &mut viewers).await;
        let said = json!({ "attributes": { "plan": "pro" } });
        visitor
            .call(Method::POST, "/api/v1/visitor/attributes", Some(said))
            .await;
        check("attributes", &mut viewers).await;
        let (_, wu) = desk.colleague("agent", "吴越").await;
        check("somebody new", &mut viewers).await;
        act(
            &desk,
            &lin,
            Method::PATCH,
            "/api/v1/me",
            json!({ "theme": "dark" }),
        )
        .await;
        check("a theme", &mut viewers).await;
        let path = format!("/api/v1/agents/{wu}");
        desk.owner
            .edit(&path, &json!(1), json!({ "disabled": true }))
            .await
            .good();
        check("somebody left", &mut viewers).await;
        desk.owner
            .edit(&path, &json!(2), json!({ "disabled": false }))
            .await
            .good();
        check("somebody came back", &mut viewers).await;
        desk.end().await;
    });
}

#[test]
fn who_comes_back_gets_what_was_missed_or_a_snapshot() {
    on_one(|desk| async move {
        let me = desk.owner.get("/api/v1/me").await.body["agent"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut viewer = Viewer::open(&desk.owner, &me, false).await;
        let visitor = desk.visitor().await;
        visitor.say("c1", "one").await;
        viewer.follow_to(1).await;
        visitor.say("c2", "two").await;
        visitor.say("c3", "three").await;
        let mut back = desk.owner.socket(Some(1)).await;
        let mut held = viewer.held.clone();
        while held.seq < 3 {
            let frame = back.next().await.unwrap();
            assert_ne!(frame["type"], "snapshot", "two events need none");
            held.apply(&frame, &me);
        }
        assert_eq!(held.conversations, viewer.fresh().await.conversations);
        let mut far = desk.owner.socket(Some(99)).await;
        assert_eq!(
            far.next_of("snapshot").await["seq"],
            3,
            "a number from the future gets a snapshot"
        );
        desk.end().await;
    });
}
