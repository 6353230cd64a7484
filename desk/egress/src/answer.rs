//! What came back over HTTP.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// How long is waited for an answer, and how much of it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// From the beginning of the request to the end of the answer.
    pub total: Duration,
    /// So much of the body is kept; the rest is read and let go.
    pub kept: usize,
    /// A longer body is an error.
    pub most: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(30),
            kept: 64 << 10,
            most: 1 << 20,
        }
    }
}

/// An answer, whatever its status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// What was kept of its body.
    pub body: Bytes,
    /// The length of its whole body.
    pub length: u64,
}

impl Answer {
    /// The body as text: UTF-8, with a sign in the place of what is none.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, when it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the whole body was kept.
    pub fn is_whole(&self) -> bool {
        self.body.len() as u64 == self.length
    }
}
