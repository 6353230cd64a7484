//! WebSockets.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use http::{HeaderMap, HeaderValue};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, accept_async,
    tungstenite::{Message, protocol::CloseFrame},
};
use yingke_egress::{Failure, Frame, Heard, NotSent, Socket, SocketLimits};

use crate::stand::{Names, answer, answering, open, request, server};

/// A server that shakes hands and then does this.
async fn after_shaking<F, R>(each: F) -> String
where
    F: Fn(WebSocketStream<TcpStream>) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let address = server(move |stream| {
        let each = each.clone();
        async move { each(accept_async(stream).await.unwrap()).await }
    })
    .await;
    format!("ws://{address}/")
}

async fn connected(url: &str, limits: SocketLimits) -> Socket {
    Socket::open(&open(&Names::default()), url, HeaderMap::new(), limits)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_said_is_heard() {
    let url = after_shaking(|mut socket| async move {
        while let Some(Ok(message)) = socket.next().await {
            if message.is_text() || message.is_binary() {
                socket.send(message).await.unwrap();
            }
        }
    })
    .await;
    let mut socket = connected(&url, SocketLimits::default()).await;
    let long = "字".repeat(100_000);
    socket.say(Frame::Text("你好".to_owned())).await.unwrap();
    socket
        .say(Frame::Binary(Bytes::from_static(&[0, 255])))
        .await
        .unwrap();
    socket.say(Frame::Text(long.clone())).await.unwrap();
    assert_eq!(socket.hear().await, Heard::Text("你好".to_owned()));
    assert_eq!(socket.hear().await, Heard::Binary(Bytes::from_static(&[0, 255])));
    assert_eq!(socket.hear().await, Heard::Text(long));
    socket.close(1000, "done").await;
}

#[tokio::test]
async fn pings_are_answered_while_we_listen() {
    let url = after_shaking(|mut socket| async move {
        socket
            .send(Message::Ping(Bytes::from_static(b"there?")))
            .await
            .unwrap();
        let pong = socket.next().await.unwrap().unwrap();
        assert_eq!(pong, Message::Pong(Bytes::from_static(b"there?")));
        socket.send(Message::text("answered")).await.unwrap();
        while socket.next().await.is_some() {}
    })
    .await;
    assert_eq!(
        connected(&url, SocketLimits::default()).await.hear().await,
        Heard::Text("answered".to_owned())
    );
}

#[tokio::test]
async fn a_close_is_told_with_its_code() {
    let url = after_shaking(|mut socket| async move {
        let frame = CloseFrame {
            code: 4004.into(),
            reason: "authentication failed".into(),
        };
        socket.close(Some(frame)).await.unwrap();
        while socket.next().await.is_some() {}
    })
    .await;
    let mut socket = connected(&url, SocketLimits::default()).await;
    let closed = Heard::Closed {
        code: 4004,
        reason: "authentication failed".to_owned(),
    };
    assert_eq!(socket.hear().await, closed);
    // And again, as often as somebody asks; nothing more can be said.
    assert_eq!(socket.hear().await, closed);
    let failure = socket.say(Frame::Text("late".to_owned())).await.unwrap_err();
    assert!(matches!(failure, Failure::NotSent(NotSent::Cut(_))), "{failure}");
}

#[tokio::test]
async fn our_close_is_told_with_its_code() {
    let (told, mut heard) = tokio::sync::mpsc::channel(1);
    let url = after_shaking(move |mut socket| {
        let told = told.clone();
        async move {
            let frame = socket.next().await.unwrap().unwrap();
            told.send(frame).await.unwrap();
        }
    })
    .await;
    connected(&url, SocketLimits::default())
        .await
        .close(4000, "resume later")
        .await;
    let Some(Message::Close(Some(frame))) = heard.recv().await else {
        panic!("no close")
    };
    assert_eq!(
        (u16::from(frame.code), frame.reason.as_str()),
        (4000, "resume later")
    );
}

#[tokio::test]
async fn a_lost_connection_is_closed_without_a_code_of_theirs() {
    let url = after_shaking(|socket| async move { drop(socket) }).await;
    let heard = connected(&url, SocketLimits::default()).await.hear().await;
    assert!(matches!(heard, Heard::Closed { code: 1006, .. }), "{heard:?}");
}

#[tokio::test]
async fn a_dead_silence_is_a_lost_connection() {
    let url = after_shaking(|mut socket| async move { while socket.next().await.is_some() {} }).await;
    let limits = SocketLimits {
        silence: Duration::from_millis(100),
        ..SocketLimits::default()
    };
    let heard = connected(&url, limits).await.hear().await;
    assert!(matches!(heard, Heard::Closed { code: 1006, .. }), "{heard:?}");
}

#[tokio::test]
async fn a_message_that_is_too_long_ends_it() {
    let url = after_shaking(|mut socket| async move {
        socket.send(Message::text("a".repeat(1_001))).await.unwrap();
        while socket.next().await.is_some() {}
    })
    .await;
    let heard = connected(
        &url,
        SocketLimits {
            message: 1_000,
            ..SocketLimits::default()
        },
    )
    .await
    .hear()
    .await;
    assert!(matches!(heard, Heard::Closed { .. }), "{heard:?}");
}

#[tokio::test]
async fn listening_can_be_given_up_and_taken_up_again() {
    let url = after_shaking(|mut socket| async move {
        for number in 0..100 {
            socket.send(Message::text(number.to_string())).await.unwrap();
            tokio::task::yield_now().await;
        }
        while socket.next().await.is_some() {}
    })
    .await;
    let mut socket = connected(&url, SocketLimits::default()).await;
    let mut heard = Vec::new();
    while heard.len() < 100 {
        tokio::select! {
            biased;
            frame = socket.hear() => heard.push(frame),
            () = tokio::task::yield_now() => {}
        }
    }
    let expected: Vec<_> = (0..100).map(|number| Heard::Text(number.to_string())).collect();
    assert_eq!(heard, expected);
}

#[tokio::test]
async fn headers_go_along() {
    let (told, mut heard) = tokio::sync::mpsc::channel(1);
    let address = server(move |mut stream| {
        let told = told.clone();
        async move { told.send(request(&mut stream).await.0).await.unwrap() }
    })
    .await;
    let headers = HeaderMap::from_iter([(
        "authorization".parse().unwrap(),
        HeaderValue::from_static("Bot x"),
    )]);
    let url = format!("ws://{address}/gateway?v=10");
    assert!(
        Socket::open(&open(&Names::default()), &url, headers, SocketLimits::default())
            .await
            .is_err()
    );
    let head = heard.recv().await.unwrap();
    assert!(
        head.starts_with("GET /gateway?v=10 HTTP/1.1\r\n") && head.contains("authorization: Bot x\r\n"),
        "{head}"
    );
}

#[tokio::test]
async fn what_is_no_socket_is_not_opened() {
    let page = answering(answer("401 Unauthorized", "", "no")).await;
    let silent = server(|stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    for (address, why) in [(page, "401"), (silent, "within 2000 ms")] {
        let url = format!("ws://{address}/");
        let error = Socket::open(
            &open(&Names::default()),
            &url,
            HeaderMap::new(),
            SocketLimits::default(),
        )
        .await
        .unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
}
