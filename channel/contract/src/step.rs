//! The next step of something that takes several.

use yingke_words::Span;

use crate::{DeliveryError, Request};

/// What to do next. The same answers give the same step: steps are replayed from fixtures and after a crash.
#[derive(Clone, Debug)]
pub enum Step<T> {
    /// Carry this out and come back with its answer.
    Send(Box<Request>),
    /// A token of this kind is missing, or the provider no longer takes the one we had (`refresh`): get one and come back
    /// without the last answer.
    NeedToken {
        /// Which.
        kind: &'static str,
        /// The one we hold is no good any more.
        refresh: bool,
    },
    /// Come back after this span with the same answers: the provider is still at work.
    Wait(Span),
    /// Done.
    Done(T),
    /// Not done, and why.
    Stop(DeliveryError),
}

impl<T> Step<T> {
    /// Carry this out; a request that cannot be built (an address that is none) stops it as our mistake.
    pub fn send(request: Result<Request, http::Error>) -> Self {
        match request {
            Ok(request) => Self::Send(Box::new(request)),
            Err(error) => {
                Self::Stop(DeliveryError::of(crate::ErrorKind::Invalid).said("request", &error.to_string()))
            }
        }
    }

    /// A token of this kind is missing.
    pub fn need(kind: &'static str) -> Self {
        Self::NeedToken { kind, refresh: false }
    }

    /// The provider no longer takes the token of this kind.
    pub fn renew(kind: &'static str) -> Self {
        Self::NeedToken { kind, refresh: true }
    }
}
