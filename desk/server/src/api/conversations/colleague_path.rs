//! A colleague who takes part in a conversation, named in the address.

use axum::{extract::FromRequestParts, http::request::Parts};
use yingke_words::{AgentId, ConversationId};

use crate::api::problem::{Code, Problem};

/// The conversation, and the colleague.
pub struct ColleaguePath(pub ConversationId, pub AgentId);

impl<S: Send + Sync> FromRequestParts<S> for ColleaguePath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<(String, String)>::from_request_parts(parts, state).await;
        let read = path
            .ok()
            .and_then(|axum::extract::Path((id, agent))| Some(Self(id.parse().ok()?, agent.parse().ok()?)));
        read.ok_or_else(|| Code::MalformedId.into())
    }
}
