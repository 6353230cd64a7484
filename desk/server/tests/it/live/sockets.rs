//! What a socket gets that sends garbage, or never reads.

use futures_util::SinkExt;
use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Socket, on_one};

/// The code with which the server closes the socket.
async fn code_of(socket: &mut Socket) -> u16 {
    loop {
        if let Err(code) = socket.next().await {
            return code;
        }
    }
}

#[test]
fn garbage_closes_the_socket_and_nothing_else() {
    on_one(|desk| async move {
        for garbage in [
            "{",
            "null",
            "[]",
            r#"{"type":"fly"}"#,
            r#"{"type":"open","conversation":7}"#,
            "\u{202e}",
        ] {
            let mut socket = desk.owner.socket(None).await;
            socket.next_of("snapshot").await;
            socket.stream.send(Message::Text(garbage.into())).await.unwrap();
            assert_eq!(code_of(&mut socket).await, 4002, "{garbage}");
        }
        let mut binary = desk.owner.socket(None).await;
        binary
            .stream
            .send(Message::Binary(vec![0, 159, 146, 150].into()))
            .await
            .unwrap();
        assert_eq!(code_of(&mut binary).await, 4002);
        let mut flood = desk.owner.socket(None).await;
        for _ in 0..100 {
            let frame = json!({ "type": "close", "conversation": uuid::Uuid::nil() });
            let _ = flood.stream.send(Message::Text(frame.to_string().into())).await;
        }
        assert_eq!(code_of(&mut flood).await, 4008);
        let mut large = desk.owner.socket(None).await;
        large.next_of("snapshot").await;
        let _ = large.stream.send(Message::Text("x".repeat(1 << 20).into())).await;
        assert!(
            code_of(&mut large).await >= 1_000,
            "a frame beyond the cap ends the socket"
        );
        let visitor = desk.visitor().await;
        let mut widget = visitor.socket(None).await;
        widget.next_of("snapshot").await;
        widget.stream.send(Message::Text("{}".into())).await.unwrap();
        assert_eq!(code_of(&mut widget).await, 4002);
        assert_eq!(visitor.say("c1", "still here").await.status, 201);
        desk.end().await;
    });
}

#[test]
fn a_socket_that_never_reads_is_cut_and_the_others_are_not() {
    on_one(|desk| async move {
        let mut deaf = desk.owner.socket(None).await;
        let mut reads = desk.owner.socket(None).await;
        deaf.next_of("snapshot").await;
        reads.next_of("snapshot").await;
        let visitor = desk.visitor().await;
        visitor.say("c0", "hello").await;
        let first = reads.next_of("event").await;
        let id = first["conversation"]["id"].as_str().unwrap().to_owned();
        let long = "长".repeat(15_000);
        // More than the kernel's buffers of both ends and our queue hold.
        let (path, rounds) = (format!("/api/v1/conversations/{id}/messages"), 400);
        for round in 0..rounds {
            let answer = desk
                .owner
                .post(&path, json!({ "clientId": format!("r{round}"), "text": long }))
                .await;
            assert_eq!(answer.status, 201);
            assert_eq!(
                reads.next_of("event").await["message"]["clientId"],
                format!("r{round}")
            );
        }
        let (agents, _) = desk.app.hub.sockets();
        let mut seen = 0;
        let code = loop {
            match deaf.next().await {
                Ok(_) => seen += 1,
                Err(code) => break code,
            }
        };
        assert!(code == 4000 || code == 1006, "told to resume, or cut: {code}");
        assert!(
            seen < rounds,
            "it was cut before everything was queued for it ({seen}, {agents} sockets)"
        );
        desk.end().await;
    });
}

#[test]
fn a_restart_tells_sockets_to_come_back_and_nothing_is_lost() {
    on_one(|mut desk| async move {
        let mut agent = desk.owner.socket(None).await;
        agent.next_of("snapshot").await;
        let visitor = desk.visitor().await;
        visitor.say("c1", "before").await;
        let before = agent.next_of("event").await;
        desk.restart().await;
        assert_eq!(code_of(&mut agent).await, 1012);
        let visitor = crate::support::Visitor {
            person: desk.nobody(),
            ..visitor
        };
        assert_eq!(
            visitor.say("c1", "before").await.status,
            200,
            "said before the restart"
        );
        assert_eq!(visitor.say("c2", "after").await.status, 201);
        let mut back = desk.owner.socket(before["seq"].as_i64()).await;
        assert_eq!(back.next_of("event").await["message"]["text"], "after");
        desk.end().await;
    });
}

#[test]
fn where_sockets_are_blocked_events_stream() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        visitor.say("c1", "one").await;
        let url = format!("{}/api/v1/visitor/events?ticket={}", desk.base, visitor.ticket);
        let mut response = reqwest::get(&url).await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let snapshot = String::from_utf8(response.chunk().await.unwrap().unwrap().to_vec()).unwrap();
        assert!(snapshot.starts_with("data: {\"type\":\"snapshot\""), "{snapshot}");
        visitor.say("c2", "two").await;
        let event = String::from_utf8(response.chunk().await.unwrap().unwrap().to_vec()).unwrap();
        assert!(
            event.contains("\"two\"") && event.contains("\"prev\":\"1\""),
            "{event}"
        );
        assert_eq!(
            reqwest::get(&url).await.unwrap().status(),
            401,
            "the ticket is spent"
        );
        let signal = Some(json!({ "type": "read", "cursor": "2" }));
        assert_eq!(
            visitor
                .call(Method::POST, "/api/v1/visitor/signals", signal)
                .await
                .status,
            204
        );
        desk.end().await;
    });
}
