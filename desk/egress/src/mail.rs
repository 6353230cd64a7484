//! Mail out: one message to one server, by SMTP (RFC 5321).

mod data;
mod envelope;
mod talk;

use std::time::Duration;

use crate::{Door, NotSent, Server, Source};

/// A mail to be handed to a server.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The server.
    pub server: Server,
    /// Who we say we are in `EHLO`: a name of this installation.
    pub hello: String,
    /// The envelope's sender; empty for none.
    pub from: String,
    /// The envelope's receivers.
    pub to: Vec<String>,
    /// The whole message, in pieces; a file stands for its bytes in base64 with line ends. Line ends that are not CRLF
    /// become it, dots are stuffed here.
    pub data: Vec<Source>,
}

/// What a server said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// Its code.
    pub code: u16,
    /// Its words, without the code, lines joined by a line feed.
    pub text: String,
}

/// Where in the conversation something was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// When we came, or said who we are.
    Greeting,
    /// When we asked for TLS.
    StartTls,
    /// When we signed in.
    SignIn,
    /// When we named the sender.
    From,
    /// When we named this receiver.
    To(String),
    /// Before the message.
    Data,
    /// After the message.
    End,
}

/// The server did not take it, or nobody knows.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotTaken {
    /// Nothing that matters left: without the final dot nothing is delivered.
    #[error("nothing was sent: {0}")]
    NotSent(#[from] NotSent),
    /// The server refused it; 4xx for now, 5xx for good. Nobody got it, also no other receiver.
    #[error("refused with {} at {at:?}: {}", said.code, said.text)]
    Refused {
        /// Where.
        at: Stage,
        /// With these words.
        said: Said,
    },
    /// The final dot left and no answer came.
    #[error("it may have been taken: {0}")]
    Ambiguous(String),
}

/// How long each word of the server is waited for, and the whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailLimits {
    /// For each answer.
    pub answer: Duration,
    /// For the answer to the final dot: servers scan before they answer.
    pub end: Duration,
    /// For all of it.
    pub total: Duration,
}

impl Default for MailLimits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(30),
            end: Duration::from_secs(120),
            total: Duration::from_secs(300),
        }
    }
}

/// Hands a mail to its server, for all receivers or for none. Answers with the server's last words (its queue id).
pub async fn send(door: &Door, mail: &Mail, limits: &MailLimits) -> Result<Said, NotTaken> {
    talk::send(door, mail, limits).await
}

/// Greets a server and signs in, without a mail. `hello` is who we say we are.
pub async fn try_out(door: &Door, server: &Server, hello: &str, limits: &MailLimits) -> Result<(), NotTaken> {
    talk::try_out(door, (server, hello), limits).await
}
