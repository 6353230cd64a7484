//! Help that is asked for, and colleagues who are invited.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Person, Socket, Visitor, on_both};

/// A visitor's conversation that 林夏 serves; 孙浩 oversees it.
struct Room {
    desk: Desk,
    visitor: Visitor,
    id: String,
    lin: (Person, String),
    sun: (Person, String),
}

impl Room {
    async fn on(desk: Desk) -> Self {
        let lin = desk.colleague("agent", "林夏").await;
        let sun = desk.colleague("supervisor", "孙浩").await;
        let (visitor, id, _) = desk.tenant().conversation("地址没变，周四前能到吗？").await;
        let room = Self {
            desk,
            visitor,
            id,
            lin,
            sun,
        };
        let to = json!({ "agentId": room.lin.1 });
        room.lin.0.post(&room.path("/assign"), to).await.good();
        room
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/conversations/{}{rest}", self.id)
    }

    async fn call(&self, by: &Person, method: Method, rest: &str, body: Option<Value>) -> Answer {
        by.call(method, &self.path(rest), body).await
    }

    async fn invite(&self, by: &Person, whom: &str, how: &str) -> Answer {
        let body = json!({ "agentId": whom, "how": how, "reason": "问问尺码" });
        by.post(&self.path("/invited"), body).await
    }
}

/// What a socket that just opened is shown of the room's conversation.
async fn shown(person: &Person) -> (Socket, Value) {
    let mut socket = person.socket(None).await;
    let snapshot = socket.next_of("snapshot").await;
    let row = snapshot["conversations"][0].clone();
    (socket, row)
}

#[test]
fn help_alerts_whoever_oversees_until_it_is_seen_to() {
    on_both(|desk| async move {
        let room = Room::on(desk).await;
        let (lin, sun) = (&room.lin.0, &room.sun.0);
        let (mut socket, row) = shown(sun).await;
        assert_eq!(
            row,
            Value::Null,
            "a colleague's stands in no list of the supervisor's"
        );
        let asked = json!({ "reason": "退款超权限" });
        let answer = lin.post(&room.path("/help"), asked.clone()).await.good();
        assert_eq!(
            answer["conversation"]["collaboration"]["help"]["reason"],
            "退款超权限"
        );
        let told = socket.next_of("event").await;
        assert_eq!(
            (&told["kind"], &told["message"]["event"]["what"]),
            (&json!("conversation.joined"), &json!("helpAsked"))
        );
        assert_eq!(shown(sun).await.1["id"], room.id.as_str());
        assert_eq!(
            lin.post(&room.path("/help"), asked).await.refusal(),
            (409, "help_asked")
        );
        let (auditor, _) = room.desk.colleague("auditor", "钱审").await;
        let refused = room.call(&auditor, Method::DELETE, "/help", None).await;
        assert_eq!(refused.refusal(), (403, "not_permitted"));
        let row = room.call(sun, Method::DELETE, "/help", None).await.good()["conversation"].clone();
        assert_eq!(row["collaboration"], Value::Null);
        assert_eq!(socket.next_of("leave").await["conversation"], room.id.as_str());
        let again = room.call(sun, Method::DELETE, "/help", None).await.good();
        assert_eq!(
            again["conversation"]["version"], row["version"],
            "the same again changes nothing"
        );
        let long = json!({ "reason": "长".repeat(201) });
        assert_eq!(
            lin.post(&room.path("/help"), long).await.refusal(),
            (422, "field_wrong")
        );
        lin.post(&room.path("/end"), json!({})).await.good();
        let late = lin.post(&room.path("/help"), json!({ "reason": "" })).await;
        assert_eq!(late.refusal(), (409, "consultation_ended"));
        room.desk.end().await;
    });
}

#[test]
fn invited_openly_they_reply_and_the_customer_sees_who_joined() {
    on_both(|desk| async move {
        let room = Room::on(desk).await;
        let (wu, wu_id) = room.desk.colleague("agent", "吴桐").await;
        let mut widget = room.visitor.socket(None).await;
        widget.next_of("snapshot").await;
        let (mut socket, row) = shown(&wu).await;
        assert_eq!(row, Value::Null);
        let refused = room.invite(&wu, &wu_id, "openly").await;
        assert_eq!(refused.refusal(), (403, "not_permitted"));
        let answer = room.invite(&room.lin.0, &wu_id, "openly").await.good();
        let invited = &answer["conversation"]["collaboration"]["invited"][0];
        assert_eq!(
            (&invited["part"], &invited["by"]),
            (&json!("joins"), &json!(room.lin.1))
        );
        assert_eq!(
            socket.next_of("event").await["message"]["event"]["what"],
            "joined"
        );
        assert_eq!(
            shown(&wu).await.1["id"],
            room.id.as_str(),
            "it stands in their list"
        );
        let told = widget.next_of("event").await["message"].clone();
        assert_eq!(
            (&told["from"], &told["kind"], &told["name"]),
            (&json!("system"), &json!("event"), &json!("吴桐"))
        );
        assert!(
            !told.to_string().contains("尺码"),
            "what for is nobody's business: {told}"
        );
        let again = room.invite(&room.lin.0, &wu_id, "openly").await;
        assert_eq!(again.refusal(), (409, "already_there"));
        let said = json!({ "clientId": "w1", "text": "建议选大一码" });
        assert_eq!(wu.post(&room.path("/messages"), said).await.status, 201);
        let serving = wu.get(&room.path("")).await.good();
        assert_eq!(serving["conversation"]["agentId"], room.lin.1.as_str());
        room.lin.0.post(&room.path("/end"), json!({})).await.good();
        assert_eq!(
            wu.get(&room.path("")).await.refusal(),
            (404, "not_found"),
            "over with the session"
        );
        room.desk.end().await;
    });
}

#[test]
fn invited_silently_they_note_and_the_customer_sees_nothing() {
    on_both(|desk| async move {
        let room = Room::on(desk).await;
        let (wu, wu_id) = room.desk.colleague("agent", "吴桐").await;
        let before = room
            .visitor
            .call(Method::GET, "/api/v1/visitor/messages", None)
            .await
            .good();
        room.invite(&room.lin.0, &wu_id, "silently").await.good();
        let after = room
            .visitor
            .call(Method::GET, "/api/v1/visitor/messages", None)
            .await
            .good();
        assert_eq!(before["items"], after["items"]);
        let said = json!({ "clientId": "w1", "text": "您好" });
        assert_eq!(
            wu.post(&room.path("/messages"), said).await.refusal(),
            (403, "not_permitted")
        );
        let note = json!({ "clientId": "w2", "text": "问问尺码" });
        assert_eq!(wu.post(&room.path("/notes"), note).await.status, 201);
        let unknown = room.invite(&room.lin.0, &room.id, "silently").await;
        assert_eq!(unknown.refusal(), (409, "colleague_unknown"));
        let leave = format!("/invited/{wu_id}");
        room.call(&wu, Method::DELETE, &leave, None).await.good();
        assert_eq!(wu.get(&room.path("")).await.refusal(), (404, "not_found"));
        assert_eq!(
            room.call(&room.lin.0, Method::DELETE, &leave, None).await.status,
            200
        );
        room.desk.end().await;
    });
}
