//! What a provider sent, before and after it was checked.

use bytes::Bytes;
use http::{Request, StatusCode};

/// A request as it came in, byte for byte.
#[derive(Clone, Debug)]
pub struct Incoming(pub Request<Bytes>);

/// Why a request is not believed. Said to nobody but the log and the inbox's page: whoever sent it learns a status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// The signature is missing.
    #[error("it carries no signature")]
    Unsigned,
    /// The signature does not fit.
    #[error("the signature does not fit: is the secret of the same app filled in?")]
    WrongSignature,
    /// It was signed too long ago, or in the future.
    #[error("it was signed at another time: it is old, or a clock is wrong")]
    Stale,
    /// It is rightly signed, and for another app or company.
    #[error("it is meant for another app or company")]
    WrongReceiver,
    /// It cannot be decrypted, or is no message of this kind.
    #[error("it cannot be read: is the key of the same app filled in?")]
    Unreadable,
    /// What would be needed to check it is not filled in.
    #[error("the settings lack what would check it")]
    NotSetUp,
    /// This channel is not called.
    #[error("this channel takes no calls")]
    NoWebhook,
}

impl Refusal {
    /// What the sender is told.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::NoWebhook => StatusCode::NOT_FOUND,
            _ => StatusCode::FORBIDDEN,
        }
    }

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::WrongSignature => "wrong_signature",
            Self::Stale => "stale",
            Self::WrongReceiver => "wrong_receiver",
            Self::Unreadable => "unreadable",
            Self::NotSetUp => "not_set_up",
            Self::NoWebhook => "no_webhook",
        }
    }
}

/// A request that a [`crate::scheme`] has checked. Nobody else can make one.
#[derive(Clone, Debug)]
pub struct Verified {
    request: Incoming,
    plain: Option<Bytes>,
}

impl Verified {
    /// For the schemes only: `plain` is what an encrypted body held.
    pub(crate) fn new(request: Incoming, plain: Option<Bytes>) -> Self {
        Self { request, plain }
    }

    /// The request as it came in.
    pub fn request(&self) -> &Request<Bytes> {
        &self.request.0
    }

    /// The body, decrypted where it was encrypted.
    pub fn body(&self) -> &[u8] {
        self.plain.as_ref().unwrap_or_else(|| self.request.0.body())
    }

    /// A query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        self.request.query(name)
    }
}

impl Incoming {
    /// A query parameter, decoded once: `%2B` is a plus, a bare `+` stays one (base64 travels unescaped).
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.0.uri().query()?.replace('+', "%2B");
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name)?.to_str().ok()
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        self.0.body()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_in_the_query_stays_one() {
        let request = Request::get("/hooks/k?echostr=a%2Bb+c%2F%3D&x=%E4%BD%A0")
            .body(Bytes::new())
            .unwrap();
        let incoming = Incoming(request);
        assert_eq!(incoming.query("echostr").as_deref(), Some("a+b+c/="));
        assert_eq!(incoming.query("x").as_deref(), Some("你"));
        assert_eq!(incoming.query("y"), None);
    }
}
