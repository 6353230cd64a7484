//! What may have arrived is told apart from what cannot: servers that accept, listen and hang up at chosen moments.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use yingke_egress::{Body, Client, Failure, File, Limits, NotSent};

use crate::stand::{Names, answer, client, counting, get, open, post, request, server, within};

fn bytes() -> Body {
    Body::Bytes(Bytes::from_static(b"{\"text\":\"hello\"}"))
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let failure = client()
        .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
        .await
        .unwrap_err();
    assert!(
        matches!(&failure, Failure::NotSent(NotSent::Unreachable { host, .. }) if host == "127.0.0.1"),
        "{failure}"
    );
}

#[tokio::test]
async fn it_hangs_up_before_it_has_read_anything() {
    // The request was written nevertheless: nobody knows what the other side's system took.
    let address = server(|stream| async move { drop(stream.peek(&mut [0]).await) }).await;
    let failure = client()
        .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Ambiguous(_)), "{failure}");
}

#[tokio::test]
async fn it_hangs_up_in_the_middle_of_the_request() {
    let address = server(|mut stream| async move {
        stream.read_u8().await.unwrap();
    })
    .await;
    let failure = client()
        .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Ambiguous(_)), "{failure}");
}

/// Wherever the connection is cut, on a new connection or on one that was used before: whoever got a byte of the request
/// may have got it all, and nobody gets it twice.
#[tokio::test]
async fn a_byte_that_arrived_is_never_said_not_to_have_left() {
    for used_before in [false, true] {
        for cut in 1..=110 {
            let came = Arc::new(AtomicUsize::new(0));
            let counter = came.clone();
            let address = server(move |mut stream| {
                counter.fetch_add(1, Ordering::Relaxed);
                async move {
                    if used_before {
                        request(&mut stream).await;
                        let kept = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
                        stream.write_all(kept.as_bytes()).await.unwrap();
                    }
                    // The shortest request of this test is a little longer.
                    stream.read_exact(&mut vec![0; cut]).await.unwrap();
                }
            })
            .await;
            let (client, url) = (client(), format!("http://{address}/"));
            if used_before {
                client
                    .send(post(&url), bytes(), &Limits::default())
                    .await
                    .unwrap();
            }
            let failure = client
                .send(post(&url), bytes(), &within(5_000))
                .await
                .unwrap_err();
            assert!(matches!(failure, Failure::Ambiguous(_)), "{cut}: {failure}");
            assert_eq!(came.load(Ordering::Relaxed), 1, "{cut}");
        }
    }
}

#[tokio::test]
async fn it_reads_the_request_and_hangs_up() {
    let address = server(|mut stream| async move {
        request(&mut stream).await;
    })
    .await;
    let failure = client()
        .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Ambiguous(_)), "{failure}");
}

#[tokio::test]
async fn it_reads_the_request_and_says_nothing() {
    let address = server(|mut stream| async move {
        request(&mut stream).await;
        std::future::pending::<()>().await;
    })
    .await;
    let failure = client()
        .send(post(&format!("http://{address}/")), bytes(), &within(200))
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Ambiguous(_)), "{failure}");
}

#[tokio::test]
async fn its_answer_is_cut() {
    for cut in [
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ] {
        let address = crate::stand::answering(cut).await;
        let failure = client()
            .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
            .await
            .unwrap_err();
        assert!(matches!(failure, Failure::Ambiguous(_)), "{cut:?}: {failure}");
    }
}

#[tokio::test]
async fn it_answers_with_something_else() {
    let address = crate::stand::answering("220 mail.example.com ESMTP\r\n").await;
    let failure = client()
        .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Ambiguous(_)), "{failure}");
}

#[tokio::test]
async fn a_connection_that_died_while_idle_is_replaced() {
    // Each connection answers once and is then closed without a word.
    let address = server(|mut stream| async move {
        request(&mut stream).await;
        let kept = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        stream.write_all(kept.as_bytes()).await.unwrap();
    })
    .await;
    let client = client();
    for _ in 0..10 {
        let result = client
            .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
            .await;
        // Written onto a connection that was closed at that very moment, nobody knows; but it never passes for unsent.
        assert!(matches!(result, Ok(_) | Err(Failure::Ambiguous(_))), "{result:?}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn tls_that_never_comes_about_is_not_sent() {
    // One answers TLS with words, one with nothing, one hangs up.
    let words = server(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        let _ = stream.read(&mut [0; 1024]).await;
    })
    .await;
    let silent = server(|stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let (closing, _) = counting().await;
    for address in [words, silent, closing] {
        let failure = client()
            .send(post(&format!("https://{address}/")), bytes(), &Limits::default())
            .await
            .unwrap_err();
        assert!(matches!(failure, Failure::NotSent(_)), "{failure}");
    }
}

#[tokio::test]
async fn the_time_is_up_before_anything_is_written() {
    // A name server that never answers, and a time that ends before the time for connecting does.
    struct Never;
    impl yingke_egress::Resolve for Never {
        fn resolve(&self, _: &str) -> yingke_egress::Resolving {
            Box::pin(std::future::pending())
        }
    }
    let setup = yingke_egress::Setup {
        resolver: std::sync::Arc::new(Never),
        ..yingke_egress::Setup::default()
    };
    let client = Client::new(&yingke_egress::Door::new(setup).unwrap()).unwrap();
    let failure = client
        .send(post("http://slow.example/"), bytes(), &within(100))
        .await
        .unwrap_err();
    assert!(
        matches!(failure, Failure::NotSent(NotSent::Slow { .. })),
        "{failure}"
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_not_sent() {
    let (address, came) = counting().await;
    let file = File::new(3, || Box::pin(async { Err(io::Error::other("it is gone")) }));
    let url = format!("http://{address}/");
    let failure = client()
        .send(post(&url), Body::File(file), &Limits::default())
        .await
        .unwrap_err();
    assert!(
        matches!(&failure, Failure::NotSent(NotSent::Unreadable(why)) if why == "it is gone"),
        "{failure}"
    );
    assert_eq!(came.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_file_that_ends_early_is_ambiguous() {
    let address = server(|mut stream| async move {
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all).await;
    })
    .await;
    let short = File::new(100_000, || {
        Box::pin(async { Ok(Box::pin(io::Cursor::new(vec![7_u8; 99_999])) as yingke_egress::Reader) })
    });
    let failure = client()
        .send(
            post(&format!("http://{address}/")),
            Body::File(short),
            &within(5_000),
        )
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Ambiguous(_)), "{failure}");
}

#[tokio::test]
async fn every_status_is_an_answer() {
    for status in [
        "200 OK",
        "204 No Content",
        "400 Bad Request",
        "401 Unauthorized",
        "429 Too Many Requests",
        "503 Busy",
    ] {
        let address = crate::stand::answering(answer(status, "retry-after: 7\r\n", "")).await;
        let answer = client()
            .send(post(&format!("http://{address}/")), bytes(), &Limits::default())
            .await
            .unwrap();
        assert_eq!(answer.status.as_u16().to_string(), status[..3]);
        assert_eq!(answer.header("retry-after"), Some("7"));
    }
}

#[tokio::test]
async fn what_goes_wrong_is_told_without_the_url() {
    let (address, _) = counting().await;
    let url = format!("http://{address}/bot123:hunter2/sendMessage?key=hunter2");
    let names = Names::default();
    let client = Client::new(&open(&names)).unwrap();
    let refused = client
        .send(
            get(&url.replace("127.0.0.1", "nowhere.example")),
            Body::Empty,
            &within(500),
        )
        .await
        .unwrap_err();
    let cut = client
        .send(get(&url), Body::Empty, &Limits::default())
        .await
        .unwrap_err();
    for failure in [refused, cut] {
        assert!(
            !format!("{failure} {failure:?}").contains("hunter2"),
            "{failure:?}"
        );
    }
}

#[tokio::test]
async fn framing_is_ours_to_say() {
    let address = server(|mut stream| async move {
        let (head, body) = request(&mut stream).await;
        let body = format!("{head}{}", String::from_utf8(body).unwrap());
        stream.write_all(&answer("200 OK", "", &body)).await.unwrap();
    })
    .await;
    let mut head = post(&format!("http://{address}/path?q=1"));
    for (name, value) in [
        ("host", "other.example"),
        ("transfer-encoding", "chunked"),
        ("content-length", "3"),
        ("expect", "100-continue"),
        ("connection", "upgrade"),
        ("x-mine", "1"),
    ] {
        head.headers_mut().insert(name, value.parse().unwrap());
    }
    let said = client()
        .send(head, bytes(), &Limits::default())
        .await
        .unwrap()
        .text();
    assert!(said.starts_with("POST /path?q=1 HTTP/1.1\r\n"), "{said}");
    assert!(
        said.contains(&format!("host: {address}\r\n")) && said.contains("content-length: 16\r\n"),
        "{said}"
    );
    assert!(
        said.contains("x-mine: 1\r\n") && said.contains("user-agent: Yingke/"),
        "{said}"
    );
    assert!(
        !said.contains("chunked") && !said.contains("expect") && !said.contains("upgrade"),
        "{said}"
    );
    let empty = client()
        .send(
            post(&format!("http://{address}/")),
            Body::Empty,
            &Limits::default(),
        )
        .await
        .unwrap();
    assert!(empty.text().contains("content-length: 0\r\n"), "{}", empty.text());
}
