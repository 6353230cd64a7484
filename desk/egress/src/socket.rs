//! A WebSocket, as a client.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use http::{HeaderMap, HeaderValue, header};
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest,
        error::ProtocolError,
        protocol::{CloseFrame, WebSocketConfig, frame::coding::CloseCode},
    },
};
use url::Url;

use crate::{Door, Failure, NotSent, failure::told, stream::Stream};

/// The bounds of a socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SocketLimits {
    /// A longer message ends the connection.
    pub message: usize,
    /// A connection on which nothing was heard for so long, not even a ping, is taken for dead.
    pub silence: Duration,
    /// How long a frame may take to leave.
    pub say: Duration,
}

impl Default for SocketLimits {
    fn default() -> Self {
        Self {
            message: 16 << 20,
            silence: Duration::from_secs(300),
            say: Duration::from_secs(10),
        }
    }
}

/// What is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Frame {
    /// A text frame.
    Text(String),
    /// A binary frame.
    Binary(Bytes),
}

/// What is heard. Pings are answered and not told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    /// A text frame.
    Text(String),
    /// A binary frame.
    Binary(Bytes),
    /// The connection is gone; nothing more is heard.
    Closed {
        /// The other side's code; 0 for none, 1006 when the connection was lost.
        code: u16,
        /// Its words, or what happened.
        reason: String,
    },
}

/// An open socket.
#[derive(Debug)]
pub struct Socket {
    inner: WebSocketStream<Stream>,
    limits: SocketLimits,
    closed: Option<(u16, String)>,
}

impl Socket {
    /// Connects and shakes hands. An answer that is no handshake is `NotSent` with its status: what a listener says, it
    /// says over an open socket.
    pub async fn open(
        door: &Door,
        url: &str,
        headers: HeaderMap,
        limits: SocketLimits,
    ) -> Result<Self, NotSent> {
        let url = Url::parse(url).map_err(|error| NotSent::Address(error.to_string()))?;
        door.checked(&url, &["ws", "wss"])?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let port = url.port_or_known_default().unwrap_or_default();
        let stream = Stream::Clear(door.connect(host.trim_matches(['[', ']']), port).await?);
        let stream = if url.scheme() == "wss" {
            Stream::secure(door, host.trim_matches(['[', ']']), stream).await?
        } else {
            stream
        };
        let mut request = url
            .as_str()
            .into_client_request()
            .map_err(|error| NotSent::Address(error.to_string()))?;
        for (name, value) in &headers {
            request.headers_mut().insert(name, value.clone());
        }
        let agent = HeaderValue::from_static(concat!("Yingke/", env!("CARGO_PKG_VERSION")));
        request.headers_mut().entry(header::USER_AGENT).or_insert(agent);
        let config = WebSocketConfig::default()
            .max_message_size(Some(limits.message))
            .max_frame_size(Some(limits.message))
            .read_buffer_size(8 << 10);
        let shaking = client_async_with_config(request, stream, Some(config));
        match timeout(door.patience(), shaking).await {
            Ok(Ok((inner, _))) => Ok(Self {
                inner,
                limits,
                closed: None,
            }),
            Ok(Err(Error::Http(answer))) => Err(NotSent::Unreachable {
                host,
                why: format!("no WebSocket, but status {}", answer.status()),
            }),
            Ok(Err(error)) => Err(NotSent::Unreachable {
                host,
                why: told(&error),
            }),
            Err(_) => Err(NotSent::Slow {
                host,
                within: door.patience(),
            }),
        }
    }

    /// Says something.
    pub async fn say(&mut self, frame: Frame) -> Result<(), Failure> {
        let message = match frame {
            Frame::Text(text) => Message::text(text),
            Frame::Binary(bytes) => Message::binary(bytes),
        };
        match timeout(self.limits.say, self.inner.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(
                Error::ConnectionClosed
                | Error::AlreadyClosed
                | Error::Protocol(ProtocolError::SendAfterClosing),
            )) => Err(NotSent::Cut("the socket is closed".to_owned()).into()),
            Ok(Err(error)) => Err(Failure::Ambiguous(told(&error))),
            Err(_) => Err(Failure::Ambiguous("the time is up".to_owned())),
        }
    }

    /// Hears the next thing. May be dropped and asked again: nothing is lost.
    pub async fn hear(&mut self) -> Heard {
        loop {
            if let Some((code, reason)) = &self.closed {
                return Heard::Closed {
                    code: *code,
                    reason: reason.clone(),
                };
            }
            let next = timeout(self.limits.silence, self.inner.next()).await;
            match next {
                Ok(Some(Ok(Message::Text(text)))) => return Heard::Text(text.as_str().to_owned()),
                Ok(Some(Ok(Message::Binary(bytes)))) => return Heard::Binary(bytes),
                Ok(Some(Ok(Message::Close(frame)))) => self.close_heard(frame).await,
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)))) => {}
                Ok(Some(Err(error))) => self.closed = Some((1006, told(&error))),
                Ok(None) => self.closed = Some((1006, "the connection was lost".to_owned())),
                Err(_) => self.closed = Some((1006, "nothing was heard for too long".to_owned())),
            }
        }
    }

    async fn close_heard(&mut self, frame: Option<CloseFrame>) {
        let (code, reason) = frame.map_or((0, String::new()), |frame| {
            (frame.code.into(), frame.reason.to_string())
        });
        self.closed = Some((code, reason));
        // The answer to it. Whether it arrives is the other side's matter.
        let _ = timeout(self.limits.say, self.inner.flush()).await;
    }

    /// Closes it with a code and a reason.
    pub async fn close(mut self, code: u16, reason: &str) {
        let frame = CloseFrame {
            code: CloseCode::from(code),
            reason: reason.into(),
        };
        // It is closed either way when it is dropped.
        let _ = timeout(self.limits.say, self.inner.close(Some(frame))).await;
    }
}
