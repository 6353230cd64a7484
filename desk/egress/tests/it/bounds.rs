//! Endless bodies, slow bodies, wrong bodies.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::io::{AsyncWrite, AsyncWriteExt};
use yingke_egress::{Beginning, Body, Downloaded, Failure, Limits, NotDownloaded, Verdict, Within};

use crate::stand::{answer, answering, client, get, request, server, within};

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n";

/// A body that never ends, as fast as it is taken.
async fn endless() -> std::net::SocketAddr {
    server(|mut stream| async move {
        request(&mut stream).await;
        stream.write_all(HEAD).await.unwrap();
        while stream.write_all(&[b'a'; 4096]).await.is_ok() {}
    })
    .await
}

/// A body of which a byte comes now and then.
async fn slow(every: Duration) -> std::net::SocketAddr {
    server(move |mut stream| async move {
        request(&mut stream).await;
        stream.write_all(HEAD).await.unwrap();
        while stream.write_all(b"a").await.is_ok() {
            tokio::time::sleep(every).await;
        }
    })
    .await
}

fn take(_: &Beginning<'_>) -> Verdict {
    Verdict::Take
}

#[tokio::test]
async fn an_answer_is_kept_to_a_length_and_read_to_another() {
    let long = "0123456789".repeat(10_000);
    let address = answering(answer("200 OK", "", &long)).await;
    let answer = client()
        .send(
            get(&format!("http://{address}/")),
            Body::Empty,
            &Limits::default(),
        )
        .await
        .unwrap();
    assert_eq!((answer.body.len(), answer.length), (64 << 10, 100_000));
    assert!(!answer.is_whole() && long.starts_with(&answer.text()));
    let limits = Limits {
        kept: 100_000,
        most: 100_000,
        ..Limits::default()
    };
    let whole = client()
        .send(get(&format!("http://{address}/")), Body::Empty, &limits)
        .await
        .unwrap();
    assert!(whole.is_whole() && whole.text() == long);
    let limits = Limits {
        most: 99_999,
        ..limits
    };
    let failure = client()
        .send(get(&format!("http://{address}/")), Body::Empty, &limits)
        .await
        .unwrap_err();
    assert_eq!(
        failure,
        Failure::TooLong {
            status: 200,
            most: 99_999
        }
    );
}

#[tokio::test]
async fn an_endless_answer_ends() {
    let address = endless().await;
    let failure = client()
        .send(
            get(&format!("http://{address}/")),
            Body::Empty,
            &Limits::default(),
        )
        .await
        .unwrap_err();
    assert_eq!(
        failure,
        Failure::TooLong {
            status: 200,
            most: 1 << 20
        }
    );
}

#[tokio::test]
async fn a_slow_answer_ends() {
    let address = slow(Duration::from_millis(20)).await;
    let began = Instant::now();
    let failure = client()
        .send(get(&format!("http://{address}/")), Body::Empty, &within(200))
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Ambiguous(_)), "{failure}");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_endless_download_ends() {
    let address = endless().await;
    let mut sink = Vec::new();
    let bounds = Within {
        most: 1 << 20,
        ..Within::default()
    };
    let failure = client()
        .download(get(&format!("http://{address}/")), &bounds, take, &mut sink)
        .await
        .unwrap_err();
    assert!(
        matches!(failure, NotDownloaded::TooLarge { most: 1_048_576 }),
        "{failure}"
    );
    assert!(sink.len() <= 1 << 20);
}

#[tokio::test]
async fn a_download_that_is_said_to_be_too_long_is_not_begun() {
    let address = answering(answer("200 OK", "", &"a".repeat(101))).await;
    let mut sink = Vec::new();
    let bounds = Within {
        most: 100,
        ..Within::default()
    };
    let asked = |_: &Beginning<'_>| panic!("nobody is asked");
    let failure = client()
        .download(get(&format!("http://{address}/")), &bounds, asked, &mut sink)
        .await
        .unwrap_err();
    assert!(
        matches!(failure, NotDownloaded::TooLarge { most: 100 }) && sink.is_empty(),
        "{failure}"
    );
}

#[tokio::test]
async fn a_slow_download_ends_by_its_silence_or_in_all() {
    let mut sink = Vec::new();
    let dripping = slow(Duration::from_millis(20)).await;
    let bounds = Within {
        total: Duration::from_millis(300),
        ..Within::default()
    };
    let failure = client()
        .download(get(&format!("http://{dripping}/")), &bounds, take, &mut sink)
        .await
        .unwrap_err();
    assert!(
        matches!(failure, NotDownloaded::Way(Failure::Ambiguous(_))),
        "{failure}"
    );
    let silent = slow(Duration::from_secs(3600)).await;
    let bounds = Within {
        silence: Duration::from_millis(200),
        ..Within::default()
    };
    let began = Instant::now();
    let failure = client()
        .download(get(&format!("http://{silent}/")), &bounds, take, &mut sink)
        .await
        .unwrap_err();
    assert!(
        matches!(failure, NotDownloaded::Way(Failure::Ambiguous(_))),
        "{failure}"
    );
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_download_is_judged_by_its_beginning() {
    let png = b"\x89PNG\r\n\x1a\n"
        .iter()
        .copied()
        .chain(std::iter::repeat_n(b'x', 9_992))
        .collect::<Vec<u8>>();
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: 10000\r\n\r\n";
    let address = answering([head.as_slice(), &png].concat()).await;
    let url = format!("http://{address}/");
    let mut sink = Vec::new();
    let judge = |beginning: &Beginning<'_>| {
        assert_eq!(
            (beginning.media_type, beginning.length, beginning.first.len()),
            (Some("image/png"), Some(10_000), 4096)
        );
        assert!(beginning.first.starts_with(b"\x89PNG"));
        Verdict::Take
    };
    let taken = client()
        .download(get(&url), &Within::default(), judge, &mut sink)
        .await
        .unwrap();
    assert_eq!(
        taken,
        Downloaded::Taken {
            length: 10_000,
            media_type: Some("image/png".to_owned())
        }
    );
    assert_eq!(sink, png);
    let mut nothing = Vec::new();
    let refuse = |_: &Beginning<'_>| Verdict::Refuse("no pictures".to_owned());
    let refused = client()
        .download(get(&url), &Within::default(), refuse, &mut nothing)
        .await
        .unwrap();
    assert_eq!(refused, Downloaded::Refused("no pictures".to_owned()));
    assert!(nothing.is_empty());
}

#[tokio::test]
async fn an_error_in_words_is_an_answer() {
    let words = r#"{"errcode":40007,"errmsg":"invalid media_id"}"#;
    let fine = answering(answer("200 OK", "content-type: text/plain\r\n", words)).await;
    let gone = answering(answer("404 Not Found", "", words)).await;
    for (address, status) in [(fine, 200), (gone, 404)] {
        let judge = |beginning: &Beginning<'_>| match beginning.first {
            [b'{', ..] => Verdict::Read,
            _ => Verdict::Take,
        };
        let mut sink = Vec::new();
        let downloaded = client()
            .download(
                get(&format!("http://{address}/")),
                &Within::default(),
                judge,
                &mut sink,
            )
            .await
            .unwrap();
        let Downloaded::Answered(answer) = downloaded else {
            panic!("{downloaded:?}")
        };
        assert_eq!(
            (answer.status.as_u16(), answer.text().as_str(), answer.is_whole()),
            (status, words, true)
        );
        assert!(sink.is_empty());
    }
}

#[tokio::test]
async fn a_download_that_is_cut_is_no_file() {
    let address = answering("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await;
    let mut sink = Vec::new();
    let failure = client()
        .download(
            get(&format!("http://{address}/")),
            &Within::default(),
            take,
            &mut sink,
        )
        .await
        .unwrap_err();
    assert!(
        matches!(failure, NotDownloaded::Way(Failure::Ambiguous(_))),
        "{failure}"
    );
}

/// A disk that is full.
struct Full;

impl AsyncWrite for Full {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::StorageFull.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_full_disk_is_told_from_a_bad_server() {
    let address = answering(answer("200 OK", "", "file")).await;
    let failure = client()
        .download(
            get(&format!("http://{address}/")),
            &Within::default(),
            take,
            &mut Full,
        )
        .await
        .unwrap_err();
    assert!(
        matches!(&failure, NotDownloaded::Sink(error) if error.kind() == io::ErrorKind::StorageFull),
        "{failure}"
    );
}
