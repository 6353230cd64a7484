//! Notes that name colleagues, and following.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Person, fresh, on_both};

/// A conversation that the owner serves, and 林夏, who is in no team and may read what is hers alone.
struct Room {
    desk: Desk,
    id: String,
    lin: (Person, String),
}

impl Room {
    async fn on(desk: Desk) -> Self {
        let lin = desk.colleague("agent", "林夏").await;
        let (_, id, _) = desk.tenant().conversation("地址没变，周四前能到吗？").await;
        let room = Self { desk, id, lin };
        let me = room.desk.owner.get("/api/v1/me").await.good();
        let to = json!({ "agentId": me["agent"]["id"] });
        room.desk.owner.post(&room.path("/assign"), to).await.good();
        room
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/conversations/{}{rest}", self.id)
    }

    async fn note(&self, by: &Person, mentions: Value) -> Answer {
        let body =
            json!({ "clientId": format!("n{}", fresh()), "text": "@林夏 看一下", "mentions": mentions });
        by.post(&self.path("/notes"), body).await
    }

    async fn row(&self) -> Value {
        self.desk.owner.get(&self.path("")).await.good()["conversation"].clone()
    }

    async fn listed(&self, by: &Person, tab: &str) -> usize {
        let page = by.get(&format!("/api/v1/conversations?tab={tab}")).await.good();
        page["items"].as_array().unwrap().len()
    }
}

#[test]
fn a_mention_tells_a_colleague_and_lets_them_read_and_note() {
    on_both(|desk| async move {
        let room = Room::on(desk).await;
        let lin = &room.lin.0;
        assert_eq!(lin.get(&room.path("")).await.refusal(), (404, "not_found"));
        let mut socket = lin.socket(None).await;
        let snapshot = socket.next_of("snapshot").await;
        assert_eq!(snapshot["conversations"], json!([]));
        let note = room
            .note(&room.desk.owner, json!({ "agentIds": [room.lin.1] }))
            .await;
        assert_eq!(note.status, 201, "{note:?}");
        let expected = json!([{ "kind": "agent", "id": room.lin.1, "name": "林夏" }]);
        assert_eq!(note.body["mentions"], expected);
        let told = socket.next_of("event").await;
        assert_eq!(
            (&told["kind"], &told["message"]["mentions"]),
            (&json!("note.added"), &expected)
        );
        assert_eq!(
            told["conversation"]["collaboration"]["mentioned"],
            json!([room.lin.1])
        );
        assert_eq!(
            (
                room.listed(lin, "mentions").await,
                room.listed(lin, "following").await
            ),
            (1, 1)
        );
        let snapshot = lin.socket(None).await.next_of("snapshot").await;
        assert_eq!(snapshot["conversations"][0]["id"], room.id.as_str());
        assert_eq!(lin.get(&room.path("/messages")).await.status, 200);
        assert_eq!(room.note(lin, json!({})).await.status, 201);
        let said = json!({ "clientId": "r", "text": "您好" });
        let refused = lin.post(&room.path("/messages"), said).await;
        assert_eq!(refused.refusal(), (403, "not_permitted"));
        let read = json!({ "count": 1 });
        let looked = lin
            .call(Method::PUT, &room.path("/read"), Some(read))
            .await
            .good();
        assert_eq!(looked["conversation"]["collaboration"]["mentioned"], Value::Null);
        assert_eq!(
            (
                room.listed(lin, "mentions").await,
                room.listed(lin, "following").await
            ),
            (0, 1)
        );
        room.desk.end().await;
    });
}

#[test]
fn a_mention_names_who_is_here_and_reads() {
    on_both(|desk| async move {
        let room = Room::on(desk).await;
        let owner = room.desk.owner.clone();
        let refused = room.note(&owner, json!({ "agentIds": [room.id] })).await;
        assert_eq!(refused.refusal(), (409, "colleague_unknown"));
        let (_, auditor) = room.desk.colleague("auditor", "钱审").await;
        let refused = room.note(&owner, json!({ "agentIds": [auditor] })).await;
        assert_eq!(refused.refusal(), (409, "colleague_cannot_read"));
        let gone = room.desk.colleague("agent", "吴越").await.1;
        let path = format!("/api/v1/agents/{gone}");
        owner
            .edit(&path, &json!(1), json!({ "disabled": true }))
            .await
            .good();
        let refused = room.note(&owner, json!({ "agentIds": [gone] })).await;
        assert_eq!(refused.refusal(), (409, "colleague_unknown"));
        let many: Vec<&str> = (0..21).map(|_| room.lin.1.as_str()).collect();
        let refused = room.note(&owner, json!({ "agentIds": many })).await;
        assert_eq!(refused.refusal(), (422, "field_wrong"));
        let refused = room.note(&room.lin.0, json!({ "agentIds": [auditor] })).await;
        assert_eq!(refused.refusal(), (403, "not_permitted"));
        let thread = owner.get(&room.path("/messages")).await.good();
        let notes = thread["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|line| line["kind"] == "note");
        assert_eq!(notes.count(), 0, "what was refused left nothing");
        room.desk.end().await;
    });
}

#[test]
fn a_mention_of_a_team_tells_everybody_in_it() {
    on_both(|desk| async move {
        let room = Room::on(desk).await;
        let (_, sun) = room.desk.colleague("agent", "孙浩").await;
        let team = json!({ "name": "二组", "memberIds": [room.lin.1, sun] });
        let team = room.desk.owner.create("/api/v1/teams", team).await.good();
        let asked = json!({ "teamIds": [team["id"]], "agentIds": [sun] });
        room.note(&room.desk.owner, asked).await.good();
        let mentioned = room.row().await["collaboration"]["mentioned"].clone();
        assert_eq!(mentioned.as_array().unwrap().len(), 2);
        let other = room.desk.second_workspace().await;
        let foreign = json!({ "name": "别处", "memberIds": [] });
        let foreign = other.owner.create("/api/v1/teams", foreign).await.good();
        let refused = room
            .note(&room.desk.owner, json!({ "teamIds": [foreign["id"]] }))
            .await;
        assert_eq!(refused.refusal(), (409, "colleague_unknown"));
        room.desk.end().await;
    });
}

#[test]
fn following_and_no_longer_following() {
    on_both(|desk| async move {
        let room = Room::on(desk).await;
        let (sun, sun_id) = room.desk.colleague("supervisor", "孙浩").await;
        let follow = |by: &Person| {
            let (by, path) = (by.clone(), room.path("/follow"));
            async move { by.call(Method::PUT, &path, None).await }
        };
        assert_eq!(follow(&room.lin.0).await.refusal(), (403, "not_permitted"));
        let row = follow(&sun).await.good()["conversation"].clone();
        let followers = json!([{ "agentId": sun_id, "since": 1 }]);
        assert_eq!(row["collaboration"]["followers"], followers);
        let again = follow(&sun).await.good()["conversation"].clone();
        assert_eq!(again["version"], row["version"], "the same again changes nothing");
        assert_eq!(room.listed(&sun, "following").await, 1);
        room.note(&room.desk.owner, json!({ "agentIds": [room.lin.1] }))
            .await
            .good();
        let away = room.path(&format!("/followers/{sun_id}"));
        assert_eq!(room.lin.0.delete(&away).await.refusal(), (403, "not_permitted"));
        sun.delete(&away).await.good();
        assert_eq!(sun.delete(&away).await.status, 200);
        let mut socket = room.lin.0.socket(None).await;
        socket.next_of("snapshot").await;
        let away = room.path(&format!("/followers/{}", room.lin.1));
        let row = room.desk.owner.delete(&away).await.good()["conversation"].clone();
        assert_eq!(row["collaboration"], Value::Null);
        assert_eq!(socket.next_of("leave").await["conversation"], room.id.as_str());
        assert_eq!(room.lin.0.get(&room.path("")).await.refusal(), (404, "not_found"));
        let unknown = room.path("/followers/1");
        assert_eq!(sun.delete(&unknown).await.refusal(), (400, "malformed_id"));
        room.desk.end().await;
    });
}
