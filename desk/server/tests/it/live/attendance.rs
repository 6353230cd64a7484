//! Agents see whether the customer they talk with is there.

use serde_json::{Value, json};

use crate::support::{Person, Socket, on_both};

async fn opened(person: &Person, id: &str) -> Socket {
    let mut socket = person.socket(None).await;
    socket.next_of("snapshot").await;
    socket.say(json!({ "type": "open", "conversation": id })).await;
    socket.next_of("opened").await;
    socket
}

async fn asked(person: &Person, id: &str) -> Value {
    let path = format!("/api/v1/conversations/{id}/presence");
    person.get(&path).await.good()
}

#[test]
fn a_customer_comes_and_leaves_before_the_eyes_of_whoever_looks() {
    on_both(|desk| async move {
        let (visitor, id, _) = desk.tenant().conversation("在吗").await;
        let (_, other, _) = desk.tenant().conversation("你好").await;
        let before = asked(&desk.owner, &id).await;
        assert_eq!(before["online"], false);
        assert!(before["seenAt"].is_string(), "they wrote: {before}");
        let mut agent = opened(&desk.owner, &id).await;
        let mut elsewhere = opened(&desk.owner, &other).await;
        let mut first = visitor.socket(None).await;
        first.next_of("snapshot").await;
        let came = agent.next_of("presence").await;
        assert_eq!(
            (came["conversation"].as_str(), came["online"].as_bool()),
            (Some(id.as_str()), Some(true))
        );
        assert_eq!(asked(&desk.owner, &id).await["online"], true);
        // The next page of the shop: one socket for another within the grace is no leaving.
        first.stream.close(None).await.unwrap();
        let mut second = visitor.socket(None).await;
        second.next_of("snapshot").await;
        // Two tabs: one closed is no leaving either.
        let mut third = visitor.socket(None).await;
        third.next_of("snapshot").await;
        second.stream.close(None).await.unwrap();
        third.stream.close(None).await.unwrap();
        let left = agent.next_of("presence").await;
        assert_eq!(left["online"], false, "told once: {left}");
        let after = asked(&desk.owner, &id).await;
        assert_eq!(after["online"], false);
        assert_eq!(after["seenAt"], left["seenAt"]);
        assert!(after["seenAt"].as_str() > before["seenAt"].as_str());
        // By server-sent events one is there as well.
        let ticket = visitor
            .call(reqwest::Method::POST, "/api/v1/visitor/tickets", None)
            .await
            .good();
        let path = format!(
            "/api/v1/visitor/events?ticket={}",
            ticket["ticket"].as_str().unwrap()
        );
        let stream = reqwest::get(format!("{}{path}", desk.base)).await.unwrap();
        assert_eq!(agent.next_of("presence").await["online"], true);
        drop(stream);
        assert_eq!(agent.next_of("presence").await["online"], false);
        // Whoever looks at another conversation was told nothing of it.
        visitor.say("c9", "还在").await;
        loop {
            let frame = elsewhere.next().await.expect("the socket stays open");
            assert_ne!(frame["type"], "presence", "{frame}");
            if frame["type"] == "event" && frame["message"]["text"] == "还在" {
                break;
            }
        }
        desk.end().await;
    });
}
