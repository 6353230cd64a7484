//! Forms with files that are read while they are sent arrive byte by byte.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use yingke_egress::{Body, File, Limits, Part, Reader, Source};

use crate::stand::{answer, client, header, post, request, server};

/// Hands out its bytes in small and uneven pieces.
struct Crumbs {
    left: Vec<u8>,
    size: usize,
}

impl AsyncRead for Crumbs {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.size = self.size % 997 + 13;
        let length = self.size.min(self.left.len()).min(buffer.remaining());
        let rest = self.left.split_off(length);
        buffer.put_slice(&self.left);
        self.left = rest;
        Poll::Ready(Ok(()))
    }
}

fn crumbs(bytes: Vec<u8>) -> File {
    File::new(bytes.len() as u64, move || {
        let left = bytes.clone();
        Box::pin(async move { Ok(Box::pin(Crumbs { left, size: 0 }) as Reader) })
    })
}

/// Sends a body and tells what arrived.
async fn sent(body: Body) -> (String, Vec<u8>) {
    let arrived = Arc::new(Mutex::new(None));
    let kept = arrived.clone();
    let address = server(move |mut stream| {
        let kept = kept.clone();
        async move {
            let request = request(&mut stream).await;
            *kept.lock().unwrap() = Some(request);
            stream.write_all(&answer("200 OK", "", "")).await.unwrap();
        }
    })
    .await;
    client()
        .send(post(&format!("http://{address}/")), body, &Limits::default())
        .await
        .unwrap();
    arrived.lock().unwrap().take().unwrap()
}

fn noise(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| u8::try_from(at * 7 % 256).unwrap())
        .collect()
}

#[tokio::test]
async fn a_file_arrives_as_it_is() {
    for length in [1, 64 << 10, 300_001] {
        let (head, body) = sent(Body::File(crumbs(noise(length)))).await;
        assert_eq!(header(&head, "content-length"), Some(length.to_string().as_str()));
        assert_eq!(header(&head, "transfer-encoding"), None);
        assert!(body == noise(length), "{length}");
    }
    let (head, _) = sent(Body::File(crumbs(Vec::new()))).await;
    assert_eq!(header(&head, "content-length"), Some("0"));
}

#[tokio::test]
async fn a_form_arrives_as_it_is() {
    let part = |name: &str, file_name: Option<&str>, source| Part {
        name: name.to_owned(),
        file_name: file_name.map(str::to_owned),
        media_type: file_name.map(|_| "image/png".to_owned()),
        source,
    };
    let parts = vec![
        part(
            "chat_id",
            None,
            Source::Bytes(Bytes::from_static("四十二".as_bytes())),
        ),
        part(
            "photo",
            Some("图 \"1\".png"),
            Source::File(crumbs(noise(200_000))),
        ),
        part("thumbnail", Some("2.png"), Source::File(crumbs(noise(3)))),
        part("caption", None, Source::Bytes(Bytes::new())),
    ];
    let (head, body) = sent(Body::Form(parts)).await;
    let media_type = header(&head, "content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let mut expected = Vec::new();
    let mut add = |text: &str, bytes: &[u8]| {
        expected.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; {text}\r\n\r\n").as_bytes(),
        );
        expected.extend_from_slice(bytes);
        expected.extend_from_slice(b"\r\n");
    };
    add("name=\"chat_id\"", "四十二".as_bytes());
    add(
        "name=\"photo\"; filename=\"图 %221%22.png\"\r\nContent-Type: image/png",
        &noise(200_000),
    );
    add(
        "name=\"thumbnail\"; filename=\"2.png\"\r\nContent-Type: image/png",
        &noise(3),
    );
    add("name=\"caption\"", b"");
    expected.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    assert!(body == expected, "{}", String::from_utf8_lossy(&body[..300]));
    assert_eq!(
        header(&head, "content-length"),
        Some(expected.len().to_string().as_str())
    );
}

#[tokio::test]
async fn a_body_can_be_sent_twice() {
    let body = Body::File(crumbs(noise(1_000)));
    assert_eq!(sent(body.clone()).await.1, sent(body).await.1);
}
