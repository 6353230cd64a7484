//! Mail in: a session with one mailbox, by IMAP (RFC 9051, 3501). Commands go in, answers come out in their order.

mod fetch;
mod folder;
mod guard;
mod idle;
mod open;
mod session;

use std::time::Duration;

use bytes::Bytes;
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};
use yingke_words::Time;

use crate::{Door, NotSent, Server};

/// What is asked of a mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Open a folder; read-only leaves every flag as it is. Answered with `Selected`.
    Select {
        /// Its name, as people write it.
        folder: String,
        /// Whether flags stay as they are.
        read_only: bool,
    },
    /// Fetch whole mails with a UID of at least this one, in the order of their UIDs, at most so many. Answered with
    /// each `Mail` (or `Oversized`), then `Fetched`.
    Fetch {
        /// From here.
        from: u32,
        /// At most.
        most: u32,
    },
    /// Set a flag on a mail. Answered with `Done`.
    Flag {
        /// Which mail.
        uid: u32,
        /// The flag, `\Seen`.
        flag: String,
    },
    /// Move a mail. Answered with `Done`.
    Move {
        /// Which mail.
        uid: u32,
        /// Into this folder.
        folder: String,
    },
    /// Wait for something new, at most this long; the next command ends it too. Answered with `Woken`.
    Idle(Duration),
}

/// What a mailbox answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
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
        /// When the server got it.
        received: Time,
        /// Its bytes.
        bytes: Bytes,
    },
    /// A mail that is longer than is taken.
    Oversized {
        /// Its UID.
        uid: u32,
        /// When the server got it.
        received: Time,
        /// Its length.
        size: u32,
        /// The bytes of its header.
        header: Bytes,
    },
    /// All that was asked for has come.
    Fetched,
    /// It is done.
    Done,
    /// Waiting is over: something is new, or the time is up.
    Woken,
    /// It refuses, with the server's words.
    No(String),
    /// The connection is gone; nothing more is heard.
    Closed(String),
}

/// The bounds of a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailboxLimits {
    /// For each answer.
    pub answer: Duration,
    /// The longest mail that is taken whole.
    pub mail: u32,
}

impl Default for MailboxLimits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(60),
            mail: 50 << 20,
        }
    }
}

/// Why no session began.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotOpened {
    /// There is no connection, or not a secure one.
    #[error(transparent)]
    Way(#[from] NotSent),
    /// The server does not let us in, with these words.
    #[error("the server does not let us in: {0}")]
    SignIn(String),
}

/// A session with a mailbox.
#[derive(Debug)]
pub struct Mailbox {
    commands: mpsc::Sender<Command>,
    replies: mpsc::Receiver<Reply>,
    talking: JoinHandle<()>,
}

impl Mailbox {
    /// Connects and signs in.
    pub async fn open(door: &Door, server: &Server, limits: MailboxLimits) -> Result<Self, NotOpened> {
        let session = open::open(door, server, limits).await?;
        let (commands, asked) = mpsc::channel(64);
        // One at a time: the next mail is fetched when this one was taken.
        let (answers, replies) = mpsc::channel(1);
        let talking = tokio::spawn(session.talk(asked, answers));
        Ok(Self {
            commands,
            replies,
            talking,
        })
    }

    /// Asks something. That nobody is there any more is heard, not returned.
    pub async fn say(&mut self, command: Command) {
        let _ = self.commands.send(command).await;
    }

    /// Hears the next answer. May be dropped and asked again: nothing is lost.
    pub async fn hear(&mut self) -> Reply {
        self.replies
            .recv()
            .await
            .unwrap_or_else(|| Reply::Closed("the session is over".to_owned()))
    }
}

impl Mailbox {
    /// Ends the session in order, and does not wait long for it.
    pub async fn leave(mut self) {
        const PATIENCE: Duration = Duration::from_secs(2);
        // Nobody is left who could ask for anything: it takes its leave by itself.
        let (nobody, _) = mpsc::channel(1);
        self.commands = nobody;
        let _ = timeout(PATIENCE, &mut self.talking).await;
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.talking.abort();
    }
}
