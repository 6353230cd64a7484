//! Whether anything can have arrived. The caller may repeat what is certain not to have left, and nothing else.

use std::{error::Error, net::IpAddr, time::Duration};

/// No answer came.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Failure {
    /// Not one byte of the request left.
    #[error("nothing was sent: {0}")]
    NotSent(#[from] NotSent),
    /// It may have arrived, wholly or in part: bytes of it may have been written before the time was up or the
    /// connection was cut.
    #[error("it may have arrived: {0}")]
    Ambiguous(String),
    /// It arrived and was answered, at greater length than is read.
    #[error("answered with status {status} and more than {most} bytes")]
    TooLong {
        /// The answer's status.
        status: u16,
        /// How much is read of such an answer.
        most: u64,
    },
}

/// Why nothing left.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotSent {
    /// Not an address that can be asked: no host, a user in it, no URL at all.
    #[error("not an address that can be asked: {0}")]
    Address(String),
    /// Another scheme than is spoken here.
    #[error("the scheme {0:?} is not spoken")]
    Scheme(String),
    /// A port outside the administrator's list.
    #[error("port {0} is not allowed")]
    Port(u16),
    /// An address that is not on the public Internet, nor allowed by the administrator.
    #[error(
        "{host} is at {address}, which is not on the public Internet and not allowed by the administrator"
    )]
    Blocked {
        /// The name that was asked for.
        host: String,
        /// Where it is.
        address: IpAddr,
    },
    /// More redirects than are followed, or one that is not followed.
    #[error("a redirect that is not followed: {0}")]
    Redirect(String),
    /// The name has no address.
    #[error("{host} has no address: {why}")]
    Unresolved {
        /// The name.
        host: String,
        /// What the resolver said.
        why: String,
    },
    /// Nobody took the connection.
    #[error("no connection to {host}: {why}")]
    Unreachable {
        /// The host.
        host: String,
        /// What the system said.
        why: String,
    },
    /// Nobody took the connection in time.
    #[error("no connection to {host} within {} ms", within.as_millis())]
    Slow {
        /// The host.
        host: String,
        /// The time that was given.
        within: Duration,
    },
    /// The other side could not prove who it is, or speaks no TLS that we speak.
    #[error("no secure connection to {host}: {why}")]
    Tls {
        /// The host.
        host: String,
        /// What was wrong.
        why: String,
    },
    /// What was to be sent could not be opened.
    #[error("what was to be sent could not be opened: {0}")]
    Unreadable(String),
    /// What was to be sent cannot be said in the protocol.
    #[error("it cannot be said: {0}")]
    Invalid(String),
    /// The other side cannot do what this needs: `STARTTLS`, `SMTPUTF8`, a way to sign in.
    #[error("{host} does not offer {what}")]
    Unsupported {
        /// The host.
        host: String,
        /// What it lacks.
        what: &'static str,
    },
    /// The other side takes no more than this.
    #[error("it takes at most {most} bytes")]
    TooLarge {
        /// So many bytes.
        most: u64,
    },
    /// A password would cross the Internet in the clear.
    #[error("a password is not sent to {0} without TLS")]
    InTheClear(String),
    /// The connection ended before what matters was said.
    #[error("the connection ended early: {0}")]
    Cut(String),
}

/// An error with its causes, in one line.
pub(crate) fn told(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_said = cause.to_string();
        if !text.ends_with(&cause_said) {
            text.push_str(": ");
            text.push_str(&cause_said);
        }
        next = cause.source();
    }
    text
}
