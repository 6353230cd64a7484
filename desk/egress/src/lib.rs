//! The one way out. Everything Yingke says to others on its own account goes through [`Door`]: HTTP ([`Client`]),
//! WebSockets ([`Socket`]), mail out ([`mail`]) and mail in ([`Mailbox`]). The door resolves a name once, checks every
//! address it got, and connects to exactly those; no other code of ours opens a connection to a name it was given.
//!
//! It knows nothing of channels: requests, frames and mails are plain values, and what came back says whether anything
//! can have arrived ([`Failure`]). When to try again is decided elsewhere, with [`Bucket`] and [`Breaker`] at hand.

mod address;
mod answer;
mod body;
mod breaker;
mod bucket;
mod client;
mod door;
mod download;
mod failure;
mod form;
pub mod mail;
mod mailbox;
mod resolve;
mod sasl;
mod socket;
mod stream;

pub use address::is_public;
pub use answer::{Answer, Limits};
pub use body::{Body, File, Opening, Part, Reader, Source};
pub use breaker::{Breaker, Pass, Patience};
pub use bucket::{Bucket, Ticket, Turn};
pub use client::Client;
pub use door::{Allowed, Door, Setup};
pub use download::{Beginning, Downloaded, NotDownloaded, Sink, Verdict, Within};
pub use failure::{Failure, NotSent};
pub use mail::Mail;
pub use mailbox::{Command, Mailbox, MailboxLimits, NotOpened, Reply};
pub use resolve::{Resolve, Resolving, System};
pub use sasl::Credentials;
pub use socket::{Frame, Heard, Socket, SocketLimits};
pub use stream::{Security, Server};
