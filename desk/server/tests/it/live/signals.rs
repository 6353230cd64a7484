//! What passes between customer and agents besides messages: typing, and how far everybody has got.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Person, Socket, Visitor, on_both};

async fn looking_at(person: &Person, id: &str) -> Socket {
    let mut socket = person.socket(None).await;
    socket.next_of("snapshot").await;
    socket.say(json!({ "type": "open", "conversation": id })).await;
    socket.next_of("opened").await;
    socket
}

async fn widget(visitor: &Visitor) -> Socket {
    let mut socket = visitor.socket(None).await;
    socket.next_of("snapshot").await;
    socket
}

/// Every frame of a type that comes before the message `text`.
async fn until(socket: &mut Socket, text: &str, kind: &str) -> Vec<Value> {
    let mut found = Vec::new();
    loop {
        let frame = socket.next().await.expect("the socket stays open");
        if frame["message"]["text"] == text {
            return found;
        }
        if frame["type"] == kind {
            found.push(frame);
        }
    }
}

#[test]
fn an_agents_typing_is_shown_to_the_customer_and_to_whoever_looks() {
    on_both(|desk| async move {
        let (sun, sun_id) = desk.colleague("administrator", "孙浩").await;
        let (visitor, id, _) = desk.tenant().conversation("在吗").await;
        let (stranger, elsewhere, _) = desk.tenant().conversation("你好").await;
        let (mut theirs, mut others) = (widget(&visitor).await, widget(&stranger).await);
        let mut types = looking_at(&sun, &id).await;
        let mut looks = looking_at(&desk.owner, &id).await;
        let mut away = looking_at(&desk.owner, &elsewhere).await;
        for on in [true, false] {
            types
                .say(json!({ "type": "typing", "conversation": id, "on": on }))
                .await;
            let shown = theirs.next_of("typing").await;
            assert_eq!(shown, json!({ "type": "typing", "name": "孙浩", "on": on }));
            let shown = looks.next_of("typing").await;
            let by = json!({ "kind": "agent", "id": sun_id, "name": "孙浩" });
            let told = json!({ "type": "typing", "conversation": id, "by": by, "on": on });
            assert_eq!(shown, told);
        }
        // Where one does not look, one does not type.
        types
            .say(json!({ "type": "typing", "conversation": elsewhere, "on": true }))
            .await;
        visitor.say("c2", "fence").await;
        stranger.say("c2", "fence").await;
        for (who, socket) in [
            ("the customer", &mut theirs),
            ("another customer", &mut others),
            ("who types", &mut types),
            ("who looks elsewhere", &mut away),
        ] {
            let told = until(socket, "fence", "typing").await;
            assert_eq!(told, Vec::<Value>::new(), "{who}");
        }
        desk.end().await;
    });
}

#[test]
fn what_a_customer_types_is_shown_to_whoever_may_see_it_and_looks() {
    on_both(|desk| async move {
        let (lin, lin_id) = desk.colleague("agent", "林夏").await;
        let (_, wu_id) = desk.colleague("agent", "吴越").await;
        let (visitor, id, customer) = desk.tenant().conversation("在吗").await;
        let assign = format!("/api/v1/conversations/{id}/assign");
        desk.owner
            .post(&assign, json!({ "agentId": lin_id }))
            .await
            .good();
        let mut looks = looking_at(&desk.owner, &id).await;
        let mut lins = looking_at(&lin, &id).await;
        let mut theirs = widget(&visitor).await;
        let typing = json!({ "type": "typing", "on": true, "text": "我的密码是" });
        theirs.say(typing.clone()).await;
        for socket in [&mut looks, &mut lins] {
            let shown = socket.next_of("typing").await;
            assert_eq!(
                (&shown["text"], &shown["by"]["kind"]),
                (&json!("我的密码是"), &json!("customer"))
            );
            assert_eq!(shown["by"]["id"], customer.as_str());
        }
        // Once it is a colleague's, it is still open on Lin's screen, and no longer hers to see.
        desk.owner.post(&assign, json!({ "agentId": wu_id })).await.good();
        assert_eq!(lins.next_of("leave").await["conversation"], id.as_str());
        let signals = "/api/v1/visitor/signals";
        let sent = visitor.call(Method::POST, signals, Some(typing.clone())).await;
        assert_eq!(sent.status, 204);
        looks.next_of("typing").await;
        lins.say(json!({ "type": "typing", "conversation": id, "on": true }))
            .await;
        desk.tenant().conversation("fence").await;
        let told = until(&mut lins, "fence", "typing").await;
        assert_eq!(told, Vec::<Value>::new(), "nothing passes of what is hidden");
        visitor.say("c2", "fence").await;
        let told = until(&mut theirs, "fence", "typing").await;
        assert_eq!(told, Vec::<Value>::new(), "nor does she type there");
        // It comes back to her, and with it what passes.
        desk.owner
            .post(&assign, json!({ "agentId": lin_id }))
            .await
            .good();
        loop {
            let event = lins.next_of("event").await;
            if event["conversation"]["id"] == id.as_str() {
                break;
            }
        }
        theirs.say(typing).await;
        assert_eq!(lins.next_of("typing").await["text"], "我的密码是");
        desk.end().await;
    });
}

/// How far the customer has got, by the next event of that kind: what has arrived, and what they have seen.
async fn got(agent: &mut Socket) -> (i64, i64) {
    loop {
        let event = agent.next_of("event").await;
        if event["kind"] == "conversation.seen" {
            let row = &event["conversation"];
            let number = |field: &str| row[field].as_i64().unwrap();
            return (number("customerReceivedPosition"), number("customerReadPosition"));
        }
    }
}

#[test]
fn what_has_arrived_is_told_apart_from_what_was_seen() {
    on_both(|desk| async move {
        let (visitor, id, _) = desk.tenant().conversation("在吗").await;
        let path = format!("/api/v1/conversations/{id}/messages");
        for number in 1..=2 {
            let said = json!({ "clientId": format!("r{number}"), "text": "在的" });
            desk.owner.post(&path, said).await.good();
        }
        let (mut looks, mut lists) = (looking_at(&desk.owner, &id).await, desk.owner.socket(None).await);
        lists.next_of("snapshot").await;
        let mut theirs = widget(&visitor).await;
        let read = |cursor: &str, shown: bool| json!({ "type": "read", "cursor": cursor, "shown": shown });
        for (mark, expected, by_post) in [
            (read("3", false), (3, 1), false),
            (read("2", true), (3, 2), true),
            (json!({ "type": "read", "cursor": "3" }), (3, 3), false),
        ] {
            if by_post {
                let signals = "/api/v1/visitor/signals";
                let sent = visitor.call(Method::POST, signals, Some(mark.clone())).await;
                assert_eq!(sent.status, 204);
            } else {
                theirs.say(mark.clone()).await;
            }
            assert_eq!(got(&mut looks).await, expected, "after {mark}");
            assert_eq!(got(&mut lists).await, expected, "in a list, after {mark}");
        }
        let shown = desk
            .owner
            .get(&format!("/api/v1/conversations/{id}"))
            .await
            .good();
        assert!(
            shown.to_string().contains(r#""customerReadPosition":3"#),
            "{shown}"
        );
        // Nobody has seen what is not there, and nothing is unseen again.
        for odd in [
            read("1", true),
            read("x", true),
            read("-1", true),
            read("", false),
        ] {
            theirs.say(odd).await;
        }
        let said = json!({ "clientId": "r3", "text": "还在" });
        desk.owner.post(&path, said).await.good();
        theirs.say(read("999", true)).await;
        assert_eq!(
            got(&mut looks).await,
            (4, 4),
            "the next mark is the last message's"
        );
        desk.end().await;
    });
}

#[test]
fn the_customer_sees_when_whoever_serves_them_has_read_everything() {
    on_both(|desk| async move {
        let (sun, sun_id) = desk.colleague("administrator", "孙浩").await;
        let (visitor, id, _) = desk.tenant().conversation("在吗").await;
        visitor.say("c2", "有人吗").await;
        let path = |verb: &str| format!("/api/v1/conversations/{id}/{verb}");
        desk.owner
            .post(&path("assign"), json!({ "agentId": sun_id }))
            .await
            .good();
        let mut theirs = widget(&visitor).await;
        // A colleague's reading, and half of it, are nobody's business.
        for (who, count) in [(&desk.owner, 2), (&sun, 1), (&sun, 2)] {
            let count = Some(json!({ "count": count }));
            who.call(Method::PUT, &path("read"), count).await.good();
        }
        let told = theirs.next_of("event").await;
        // Two messages, who serves them, and this itself.
        assert_eq!(
            (&told["cursor"], &told["state"]["agentReadOrder"]),
            (&json!("4"), &json!(4)),
            "{told}"
        );
        assert!(told["message"].is_null(), "{told}");
        visitor.say("c3", "好的").await;
        let told = theirs.next_of("event").await;
        assert_eq!(
            (&told["message"]["text"], &told["state"]["agentReadOrder"]),
            (&json!("好的"), &json!(4)),
            "what is new is not read yet"
        );
        desk.end().await;
    });
}
