//! What a refused request still sends is read and thrown away, within bounds. A connection that is closed on a client in
//! the middle of sending is reset, and the answer that says why is lost with it.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
};
use futures_util::StreamExt;
use http::header::CONTENT_LENGTH;
use http_body::{Frame, SizeHint};
use tokio::sync::oneshot;

/// A body this small is in the connection's buffers already.
const SMALL: u64 = 16 * 1024;
/// More than this is not read for an answer's sake.
const MOST: usize = 64 * 1024 * 1024;
/// Nor longer than this.
const LONGEST: Duration = Duration::from_secs(10);

/// What of a request's body nobody has read.
pub struct Unread(Option<oneshot::Receiver<Body>>);

impl Unread {
    /// Lends a large body to whoever serves the request.
    pub fn lend(request: Request) -> (Request, Self) {
        let length = request.headers().get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        if request.body().is_end_stream() || length.is_some_and(|length: u64| length <= SMALL) {
            return (request, Self(None));
        }
        let (back, dropped) = oneshot::channel();
        let request = request.map(|body| {
            let body = Some(body);
            Body::new(Lent {
                body,
                back: Some(back),
            })
        });
        (request, Self(Some(dropped)))
    }

    /// Reads what came back, before the request is answered.
    pub async fn read(self) {
        if let Some(mut dropped) = self.0
            && let Ok(rest) = dropped.try_recv()
        {
            let _ = tokio::time::timeout(LONGEST, read(rest)).await;
        }
    }
}

async fn read(rest: Body) {
    let (mut rest, mut read) = (rest.into_data_stream(), 0);
    while let Some(Ok(piece)) = rest.next().await {
        read += piece.len();
        if read > MOST {
            return;
        }
    }
}

/// A body that comes back when it is dropped before its end.
struct Lent {
    body: Option<Body>,
    back: Option<oneshot::Sender<Body>>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .as_ref()
            .map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let unread = self.body.take().filter(|body| !body.is_end_stream());
        if let (Some(body), Some(back)) = (unread, self.back.take()) {
            let _ = back.send(body);
        }
    }
}
