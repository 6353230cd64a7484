//! Writing to a socket, and how much a client may say.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use futures_util::SinkExt;

use super::outbox::Out;

/// How long one write may take before the reader counts as gone.
const WRITE: Duration = Duration::from_secs(20);

/// Writes all that waits, then flushes once.
pub async fn write(socket: &mut WebSocket, waiting: VecDeque<Out>) -> Result<(), ()> {
    let all = async {
        for out in waiting {
            let message = match out {
                Out::Text(text) => Message::Text(text),
                Out::Ping => {
                    // The text is for scripts in browsers, which cannot see the control frame; the answer to the
                    // control frame is for us.
                    socket
                        .feed(Message::Ping(bytes::Bytes::new()))
                        .await
                        .map_err(|_| ())?;
                    Message::Text(Utf8Bytes::from_static(r#"{"type":"ping"}"#))
                }
                Out::Close(why) => Message::Close(Some(CloseFrame {
                    code: why as u16,
                    reason: "".into(),
                })),
            };
            socket.feed(message).await.map_err(|_| ())?;
        }
        socket.flush().await.map_err(|_| ())
    };
    tokio::time::timeout(WRITE, all).await.map_err(|_| ())?
}

/// How many frames a client may say: 40 at once, 20 a second.
pub struct Budget {
    left: f64,
    at: Instant,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            left: 40.0,
            at: Instant::now(),
        }
    }
}

impl Budget {
    /// Takes one, if there is one.
    pub fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * 20.0).min(40.0);
        self.at = now;
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}
