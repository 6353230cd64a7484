//! One line of a conversation, named in the address.

use axum::{extract::FromRequestParts, http::request::Parts};
use yingke_words::ConversationId;

use crate::api::problem::{Code, Problem};

/// The conversation, and the line's number in it.
pub struct Line(pub ConversationId, pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Line {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<(String, String)>::from_request_parts(parts, state).await;
        let read = path.ok().and_then(|axum::extract::Path((id, seq))| {
            // One spelling a number: neither +7 nor 007.
            let number: i64 = seq
                .parse()
                .ok()
                .filter(|number: &i64| number.to_string() == seq)?;
            Some(Self(id.parse().ok()?, number))
        });
        read.ok_or_else(|| Code::MalformedId.into())
    }
}
