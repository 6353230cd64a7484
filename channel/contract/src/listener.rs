//! A connection that is kept open, as a state machine over frames. `desk/egress` holds the socket.

use bytes::Bytes;
use serde_json::Value;
use yingke_words::{Secret, Span};

use crate::{Answer, Ctx, Health, Inbound, Problem, Request, Security};

/// How we sign in to a server.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// Not at all.
    None,
    /// By name and password.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: Secret<String>,
    },
    /// By name and access token (`XOAUTH2`).
    Bearer {
        /// The name.
        user: String,
        /// The token.
        token: Secret<String>,
    },
}

/// Where to connect.
#[derive(Clone, Debug)]
pub enum Dial {
    /// A WebSocket.
    Socket {
        /// `wss://…`.
        url: String,
    },
    /// A mailbox, by IMAP.
    Mailbox {
        /// The server.
        host: String,
        /// Its port.
        port: u16,
        /// How the connection is secured.
        security: Security,
        /// How we sign in.
        credentials: Credentials,
    },
    /// A token of this kind is missing first.
    NeedToken {
        /// Which.
        kind: &'static str,
    },
    /// It cannot be connected as it is set up.
    Not(Health),
}

/// What goes over a connection, in either direction.
#[derive(Clone, PartialEq, Debug)]
pub enum Frame {
    /// A text frame.
    Text(String),
    /// A binary frame.
    Binary(Bytes),
    /// What is asked of a mailbox.
    Mailbox(Mailbox),
    /// What a mailbox answers.
    Mailed(Mailed),
}

/// What is asked of a mailbox. Answers come in their order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mailbox {
    /// Open a folder; read-only leaves every flag as it is.
    Select {
        /// Its name.
        folder: String,
        /// Whether flags stay as they are.
        read_only: bool,
    },
    /// Fetch whole mails with a UID of at least this one, in the order of their UIDs, at most so many.
    Fetch {
        /// From here.
        from: u32,
        /// At most.
        most: u32,
    },
    /// Set a flag on a mail.
    Flag {
        /// Which mail.
        uid: u32,
        /// The flag, `\Seen`.
        flag: String,
    },
    /// Move a mail.
    Move {
        /// Which mail.
        uid: u32,
        /// Into this folder.
        folder: String,
    },
    /// Wait for something new, at most this long.
    Idle(Span),
}

/// What a mailbox answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mailed {
    /// A folder is open.
    Selected {
        /// Another number than before: UIDs mean other mails now.
        uid_validity: u32,
        /// The UID the next mail will have; 0 when the server does not say.
        uid_next: u32,
    },
    /// A mail.
    Mail {
        /// Its UID.
        uid: u32,
        /// When the server got it, in milliseconds since the epoch.
        received_ms: i64,
        /// Its bytes.
        bytes: Bytes,
    },
    /// A mail that is longer than is taken: only its head came.
    Oversized {
        /// Its UID.
        uid: u32,
        /// When the server got it, in milliseconds since the epoch.
        received_ms: i64,
        /// Its length in bytes.
        size: u32,
        /// The bytes of its head.
        head: Bytes,
    },
    /// All that was asked for has come.
    Fetched,
    /// It is done.
    Done,
    /// Waiting is over: something is new, or the time is up.
    Woken,
    /// It refuses, with the server's words.
    No(String),
}

/// What a listener hears.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// The connection stands.
    Opened,
    /// A frame.
    Frame(Frame),
    /// A span that was asked for is over.
    Timer(&'static str),
    /// What [`Listener::asks`] said has been carried out, and this is the answer.
    Answered(Answer),
    /// The connection is gone.
    Closed {
        /// The other side's code; 0 for none.
        code: u16,
        /// Its words.
        reason: String,
    },
}

impl Heard {
    /// The code with which a mailbox's connection closes when the server does not take our credentials.
    pub const SIGN_IN_REFUSED: u16 = 401;
}

/// What a listener does.
#[derive(Clone, PartialEq, Debug)]
pub enum Do {
    /// Say this.
    Say(Frame),
    /// Tell it when this span is over; one timer a name.
    Timer(&'static str, Span),
    /// Carry out what [`Listener::asks`], beside the connection, and tell it the answer. One at a time: what was asked
    /// before and not answered yet is forgotten, and so it is when the connection ends.
    Ask,
    /// Close, and connect again after this span.
    Reconnect(Span),
    /// Tell how the account is.
    Health(Health),
    /// Give up until somebody changes the settings.
    Stop(Health),
}

/// What hearing something comes to. State and events are kept in one transaction before anything is said.
#[derive(Clone, PartialEq, Debug)]
pub struct Turned {
    /// The state from now on.
    pub state: Value,
    /// Whether the state has to survive a restart: it is then written, with the events.
    pub keep: bool,
    /// Its events.
    pub events: Vec<Inbound>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What to do, in this order.
    pub acts: Vec<Do>,
}

/// Keeps a connection open. One holder for each app.
pub trait Listener: Send + Sync {
    /// Where to connect, given the state kept (null at first).
    fn dial(&self, ctx: &Ctx<'_>, state: &Value) -> Dial;

    /// What is to be asked of the provider beside the connection: what it keeps of the time when nobody listened. None for
    /// nothing. Read from the state alone, so that it is asked again after a crash.
    fn asks(&self, ctx: &Ctx<'_>, state: &Value) -> Option<Request>;

    /// Hears something.
    fn step(&self, ctx: &Ctx<'_>, state: &Value, heard: &Heard) -> Turned;
}
