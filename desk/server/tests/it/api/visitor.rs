use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::on_one;

#[test]
fn bad_input_gets_a_clear_answer_and_loses_nothing() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let path = "/api/v1/visitor/messages";
        let bad: [(&str, Value, u16, &str); 8] = [
            ("no client id", json!({ "text": "x" }), 400, "malformed_body"),
            (
                "an empty client id",
                json!({ "clientId": "", "text": "x" }),
                400,
                "malformed_body",
            ),
            ("nothing said", json!({ "clientId": "a" }), 422, "message_empty"),
            (
                "a number for text",
                json!({ "clientId": "a", "text": 1 }),
                400,
                "malformed_body",
            ),
            (
                "an unknown field",
                json!({ "clientId": "a", "text": "x", "workspaceId": "y" }),
                400,
                "malformed_body",
            ),
            (
                "a foreign file",
                json!({ "clientId": "a", "attachmentIds": [uuid::Uuid::nil()] }),
                409,
                "attachment_unusable",
            ),
            (
                "NUL",
                json!({ "clientId": "a", "text": "a\u{0}b" }),
                400,
                "malformed_body",
            ),
            (
                "20,001 characters",
                json!({ "clientId": "a", "text": "字".repeat(20_001) }),
                400,
                "malformed_body",
            ),
        ];
        for (what, body, status, code) in bad {
            let answer = visitor.call(Method::POST, path, Some(body)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.body["code"].as_str()),
                (status, Some(code)),
                "{what}: {answer:?}"
            );
        }
        let huge = visitor.say("a", &"x".repeat(10 << 20)).await;
        assert_eq!(
            (huge.status.as_u16(), huge.body["code"].as_str()),
            (413, Some("too_large"))
        );
        let whole = visitor.say("a", "still here").await;
        assert_eq!(
            (whole.status.as_u16(), whole.body["cursor"].as_str()),
            (201, Some("1"))
        );
        desk.end().await;
    });
}

#[test]
fn who_sends_too_much_slowly_still_reads_why_it_is_refused() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let address = desk.base.strip_prefix("http://").expect("plain HTTP");
        let mut line = tokio::net::TcpStream::connect(address).await.expect("connects");
        let piece = vec![b'x'; 300 * 1024];
        let head = format!(
            "POST /api/v1/visitor/messages HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            visitor.token,
            piece.len() * 20
        );
        line.write_all(head.as_bytes()).await.expect("the head");
        for number in 0..20 {
            line.write_all(&piece).await.expect("nobody hangs up on a sender");
            // By now the server knows that it is too much.
            if number == 1 {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        }
        let mut answer = vec![0; 1_024];
        let read = line.read(&mut answer).await.expect("the answer");
        let answer = String::from_utf8_lossy(&answer[..read]);
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        desk.end().await;
    });
}

#[test]
fn a_ticket_opens_one_socket() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        assert!(visitor.open(&visitor.ticket).await.is_ok());
        assert!(visitor.open(&visitor.ticket).await.is_err(), "spent");
        assert!(
            visitor.open(&visitor.token).await.is_err(),
            "a token is no ticket"
        );
        assert!(visitor.open("nonsense").await.is_err());
        desk.end().await;
    });
}

#[test]
fn an_unproven_identity_is_refused_and_an_unknown_key_is_not_found() {
    on_one(|desk| async move {
        let nobody = desk.nobody();
        let claim = json!({ "key": desk.inbox_key, "identity": { "externalId": "user-42", "hmac": "00" } });
        let refused = nobody.post("/api/v1/visitor/enter", claim).await;
        assert_eq!(
            (refused.status.as_u16(), refused.body["code"].as_str()),
            (403, Some("identity_refused"))
        );
        let unknown = nobody
            .post("/api/v1/visitor/enter", json!({ "key": "nope" }))
            .await;
        assert_eq!(
            (unknown.status.as_u16(), unknown.body["code"].as_str()),
            (404, Some("inbox_unknown"))
        );
        desk.end().await;
    });
}

#[test]
fn a_visitor_who_comes_back_is_told_only_what_they_missed() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        visitor.say("c1", "one").await;
        let mut widget = visitor.socket(None).await;
        let whole = widget.next_of("snapshot").await;
        assert_eq!(
            (
                whole["cursor"].as_str(),
                whole["messages"].as_array().unwrap().len()
            ),
            (Some("1"), 1)
        );
        drop(widget);
        visitor.say("c2", "two").await;
        visitor.say("c3", "three").await;
        let mut back = visitor.socket(Some("1")).await;
        let missed = back.next_of("snapshot").await;
        let texts: Vec<_> = missed["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["text"].clone())
            .collect();
        assert_eq!(
            (missed["delta"].as_bool(), texts),
            (Some(true), vec![json!("two"), json!("three")])
        );
        desk.end().await;
    });
}
