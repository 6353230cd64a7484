//! A connection, whatever it is made of: the contract's frames on this side, egress' on the other.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use yingke_channel_contract::{Dial, Frame, Heard, Mailbox as Asked, Mailed};
use yingke_egress::{Command, Mailbox, MailboxLimits, NotOpened, Reply, Socket, SocketLimits};

use super::framed;
use crate::{app::App, channels::way_out::server};

/// A connection.
pub enum Wire {
    /// A WebSocket.
    Socket(Box<Socket>),
    /// A mailbox.
    Mailbox(Mailbox),
}

impl Wire {
    /// Connects; what keeps it from that is heard as its end.
    pub async fn open(app: &App, dial: Dial) -> Result<Self, Heard> {
        match dial {
            Dial::Socket { url } => {
                let opened =
                    Socket::open(&app.way_out.door, &url, HeaderMap::new(), SocketLimits::default()).await;
                opened
                    .map(|socket| Self::Socket(Box::new(socket)))
                    .map_err(|why| closed(0, why.to_string()))
            }
            Dial::Mailbox {
                host,
                port,
                security,
                credentials,
            } => {
                let server = server(host, port, security, credentials);
                let opened = Mailbox::open(&app.way_out.door, &server, MailboxLimits::default()).await;
                opened.map(Self::Mailbox).map_err(|why| match why {
                    NotOpened::SignIn(words) => closed(Heard::SIGN_IN_REFUSED, words),
                    NotOpened::Way(way) => closed(0, way.to_string()),
                })
            }
            Dial::NeedToken { .. } | Dial::Not(_) => Err(closed(0, "nothing to connect to".to_owned())),
        }
    }

    /// Says something. That it cannot be said any more is heard next.
    pub async fn say(&mut self, frame: Frame) {
        match (self, frame) {
            (Self::Socket(socket), Frame::Text(text)) => {
                if let Err(error) = socket.say(yingke_egress::Frame::Text(text)).await {
                    tracing::debug!(%error, "a frame was not said");
                }
            }
            (Self::Socket(socket), Frame::Binary(bytes)) => {
                if let Err(error) = socket.say(yingke_egress::Frame::Binary(bytes)).await {
                    tracing::debug!(%error, "a frame was not said");
                }
            }
            (Self::Mailbox(mailbox), Frame::Mailbox(asked)) => mailbox.say(command(asked)).await,
            _ => tracing::error!("a channel says to a connection what it cannot carry"),
        }
    }

    /// Hears the next thing.
    pub async fn hear(&mut self) -> Heard {
        match self {
            Self::Socket(socket) => match socket.hear().await {
                yingke_egress::Heard::Text(text) => framed(Frame::Text(text)),
                yingke_egress::Heard::Binary(bytes) => framed(Frame::Binary(bytes)),
                yingke_egress::Heard::Closed { code, reason } => closed(code, reason),
            },
            Self::Mailbox(mailbox) => mailed(mailbox.hear().await),
        }
    }

    /// Ends it in order.
    pub async fn close(self) {
        if let Self::Socket(socket) = self {
            socket.close(1000, "").await;
        }
    }
}

/// The words of an end.
pub fn words(heard: &Heard) -> String {
    match heard {
        Heard::Closed { reason, .. } => reason.clone(),
        _ => String::new(),
    }
}

/// What was heard, as it came.
pub fn bytes(heard: &Heard) -> Bytes {
    match heard {
        Heard::Frame(Frame::Text(text)) => text.clone().into(),
        Heard::Frame(
            Frame::Binary(bytes)
            | Frame::Mailed(Mailed::Mail { bytes, .. } | Mailed::Oversized { head: bytes, .. }),
        ) => bytes.clone(),
        Heard::Answered(answer) => answer.body.clone().into(),
        _ => Bytes::new(),
    }
}

fn closed(code: u16, reason: String) -> Heard {
    Heard::Closed { code, reason }
}

fn command(asked: Asked) -> Command {
    match asked {
        Asked::Select { folder, read_only } => Command::Select { folder, read_only },
        Asked::Fetch { from, most } => Command::Fetch { from, most },
        Asked::Flag { uid, flag } => Command::Flag { uid, flag },
        Asked::Move { uid, folder } => Command::Move { uid, folder },
        Asked::Idle(span) => Command::Idle(Duration::from_millis(span.as_millis().unsigned_abs())),
    }
}

fn mailed(reply: Reply) -> Heard {
    framed(Frame::Mailed(match reply {
        Reply::Selected {
            uid_validity,
            uid_next,
        } => Mailed::Selected {
            uid_validity,
            uid_next,
        },
        Reply::Mail { uid, received, bytes } => Mailed::Mail {
            uid,
            received_ms: received.millis(),
            bytes,
        },
        Reply::Oversized {
            uid,
            received,
            size,
            header,
        } => Mailed::Oversized {
            uid,
            received_ms: received.millis(),
            size,
            head: header,
        },
        Reply::Fetched => Mailed::Fetched,
        Reply::Done => Mailed::Done,
        Reply::Woken => Mailed::Woken,
        Reply::No(words) => Mailed::No(words),
        Reply::Closed(words) => return closed(0, words),
    }))
}
