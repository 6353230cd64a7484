use reqwest::Method;
use serde_json::{Value, json};
use yingke_providers::{Faults, Served, open::Bridge};

use crate::support::{Answer, Desk, on_both};

/// A customer who wrote through a bridge, and what an agent did about it.
struct Thread {
    desk: Desk,
    bridge: Bridge,
    _served: Served,
    path: String,
}

impl Thread {
    async fn on(desk: Desk) -> Self {
        let bridge = Bridge::default();
        let served = bridge.start(&Faults::none()).await.unwrap();
        let settings = json!({ "outgoing_url": format!("{}/yingke", served.base_url()) });
        let body = json!({ "channel": "open", "name": "私信", "settings": settings });
        let app = desk.owner.create("/api/v1/apps", body).await.good();
        let made = format!("/api/v1/apps/{}/made", app["id"].as_str().unwrap());
        let made = desk.owner.get(&made).await.good();
        bridge.knows(&[made["secret"].as_str().unwrap()]);
        let callback = app["callbackUrl"].as_str().unwrap();
        bridge.calls(&format!(
            "{}{}",
            desk.base,
            &callback[callback.find("/api/").unwrap()..]
        ));
        bridge.customer_says("buyer-1", "在吗").await.unwrap();
        let rows = desk.owner.get("/api/v1/conversations").await.good();
        let path = format!(
            "/api/v1/conversations/{}/messages",
            rows["items"][0]["id"].as_str().unwrap()
        );
        Self {
            desk,
            bridge,
            _served: served,
            path,
        }
    }

    /// The agent answers, and it is no longer on its way: the line.
    async fn said(&self, say: Value) -> Value {
        let line = self.desk.owner.post(&self.path, say).await.good();
        self.line(&line["seq"], |line| line["delivery"] != "pending")
            .await
    }

    /// Waits until a line is as wanted.
    async fn line(&self, seq: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = std::time::Instant::now();
        loop {
            let thread = self.desk.owner.get(&self.path).await.good();
            let lines = thread["items"].as_array().unwrap();
            let line = lines.iter().find(|line| line["seq"] == *seq).expect("the line");
            if wanted(line) {
                return line.clone();
            }
            assert!(begun.elapsed().as_secs() < 20, "{line}");
        }
    }

    async fn act(&self, method: Method, seq: &Value, rest: &str, body: Option<Value>) -> Answer {
        let path = format!("{}/{seq}{rest}", self.path);
        self.desk.owner.call(method, &path, body).await
    }

    /// Waits until the bridge was told this.
    async fn told(&self, kind: &str) -> Value {
        let begun = std::time::Instant::now();
        loop {
            let sent = self.bridge.sent();
            if let Some(one) = sent.iter().find(|one| one.document["type"] == kind) {
                return one.document.clone();
            }
            assert!(begun.elapsed().as_secs() < 20, "{sent:?}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    async fn end(self) {
        self.desk.end().await;
    }
}

fn words(text: &str) -> Value {
    json!({ "clientId": uuid::Uuid::now_v7().to_string(), "text": text })
}

#[test]
fn a_line_is_changed_taken_back_and_reacted_to_on_both_sides() {
    on_both(|desk| async move {
        let thread = Thread::on(desk).await;
        let said = thread.said(words("九点发货")).await;
        let seq = &said["seq"];
        let edited = thread
            .act(Method::PATCH, seq, "", Some(json!({ "text": "十点发货" })))
            .await
            .good();
        assert_eq!((&edited["text"], &edited["seq"]), (&json!("十点发货"), seq));
        assert!(edited["editedAt"].is_string());
        assert_eq!(thread.told("edit").await["text"], "十点发货");
        let empty = thread
            .act(Method::PATCH, seq, "", Some(json!({ "text": " " })))
            .await;
        assert_eq!(empty.refusal(), (422, "message_empty"));
        let recalled = thread.act(Method::DELETE, seq, "", None).await.good();
        assert!(recalled["recalledAt"].is_string());
        thread.told("recall").await;
        let again = thread.act(Method::DELETE, seq, "", None).await;
        assert_eq!(again.refusal(), (409, "message_unknown"));
        let all = thread.desk.owner.get(&thread.path).await.good();
        let asked = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["direction"] == "inbound");
        let asked = asked.unwrap()["seq"].clone();
        let react =
            |emoji: Value| thread.act(Method::PUT, &asked, "/reaction", Some(json!({ "emoji": emoji })));
        let reacted = react(json!("👍")).await.good();
        assert_eq!(reacted["reactions"], json!([{ "by": "agent", "emoji": "👍" }]));
        thread.told("reaction").await;
        assert_eq!(react(Value::Null).await.good()["reactions"], Value::Null);
        let ours = thread
            .act(Method::PUT, seq, "/reaction", Some(json!({ "emoji": "👍" })))
            .await;
        assert_eq!(ours.refusal(), (409, "message_unknown"));
        thread.end().await;
    });
}

#[test]
fn what_did_not_arrive_is_sent_again() {
    on_both(|desk| async move {
        let thread = Thread::on(desk).await;
        thread.bridge.disable();
        let said = thread.said(words("在的")).await;
        assert_eq!(said["delivery"], "failed", "{said}");
        let again = thread
            .act(Method::POST, &said["seq"], "/resend", None)
            .await
            .good();
        assert_eq!(
            (&again["delivery"], &again["failure"]),
            (&json!("pending"), &Value::Null)
        );
        thread
            .line(&said["seq"], |line| line["delivery"] == "failed")
            .await;
        thread.end().await;
    });
}

#[test]
fn a_line_that_is_not_there_or_not_ones_own_is_not_touched() {
    on_both(|desk| async move {
        let thread = Thread::on(desk).await;
        let said = thread.said(words("在的")).await;
        let path = format!("{}/{}", thread.path, said["seq"]);
        let auditor = thread.desk.colleague("auditor", "钱审").await.0;
        assert_eq!(auditor.delete(&path).await.refusal(), (403, "not_permitted"));
        let other = thread.desk.second_workspace().await.owner;
        assert_eq!(other.delete(&path).await.refusal(), (404, "not_found"));
        for seq in ["x", "1.5", "007", "+7", "99999999999999999999"] {
            let refused = thread.desk.owner.delete(&format!("{}/{seq}", thread.path)).await;
            assert_eq!(refused.refusal(), (400, "malformed_id"), "{seq}");
        }
        let none = thread.act(Method::DELETE, &json!(999_999), "", None).await;
        assert!([404, 409].contains(&none.status.as_u16()), "{none:?}");
        // Our own widget takes no edits.
        let (_, id, _) = thread.desk.tenant().conversation("你好").await;
        let own = format!("/api/v1/conversations/{id}/messages");
        let line = thread.desk.owner.post(&own, words("您好")).await.good();
        let refused = thread.desk.owner.delete(&format!("{own}/{}", line["seq"])).await;
        assert_eq!(refused.refusal(), (409, "not_carried"));
        thread.end().await;
    });
}

#[test]
fn more_than_words_is_said_where_the_channel_carries_it() {
    on_both(|desk| async move {
        let thread = Thread::on(desk).await;
        let all = thread.desk.owner.get(&thread.path).await.good();
        let asked = all["items"][0]["seq"].clone();
        let menu = json!({ "type": "menu", "choices": [{ "id": "m", "label": "M 码" }] });
        let said = thread
            .said(json!({ "clientId": "menu", "text": "要哪个？", "content": menu, "repliesTo": asked }))
            .await;
        assert_eq!(
            (&said["content"]["type"], &said["repliesTo"]),
            (&json!("menu"), &asked)
        );
        assert_eq!(said["delivery"], "sent", "{said}");
        let place = json!({ "type": "location", "latitude": 31.23, "longitude": 121.47, "name": "门店" });
        let said = thread
            .said(json!({ "clientId": "place", "content": place }))
            .await;
        assert_eq!(
            (&said["kind"], &said["delivery"]),
            (&json!("rich"), &json!("sent")),
            "{said}"
        );
        for (content, code) in [
            (json!({ "type": "menu", "choices": [] }), (422, "field_wrong")),
            (
                json!({ "type": "link", "title": "x", "url": "javascript:1" }),
                (422, "field_wrong"),
            ),
            (json!({ "type": "pressed", "id": "x" }), (400, "malformed_body")),
            (
                json!({ "type": "unsupported", "kind": "x" }),
                (400, "malformed_body"),
            ),
            (
                json!({ "type": "mail", "subject": "x", "html": "<b>" }),
                (400, "malformed_body"),
            ),
        ] {
            let say = json!({ "clientId": "wrong", "content": content });
            let refused = thread.desk.owner.post(&thread.path, say).await;
            assert_eq!(refused.refusal(), code, "{refused:?}");
        }
        let beyond = json!({ "clientId": "b", "text": "x", "repliesTo": 999_999 });
        let refused = thread.desk.owner.post(&thread.path, beyond).await;
        assert_eq!(refused.refusal(), (422, "field_wrong"), "{refused:?}");
        thread.end().await;
    });
}
