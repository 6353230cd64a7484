//! Refusals, in the Bot API's words.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// A refusal.
pub(crate) struct Refused {
    code: u16,
    description: String,
    parameters: Option<Value>,
}

impl Refused {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            parameters: None,
        }
    }

    /// 400.
    pub(crate) fn bad(description: &str) -> Self {
        Self::new(400, format!("Bad Request: {description}"))
    }

    /// 403.
    pub(crate) fn forbidden(description: &str) -> Self {
        Self::new(403, format!("Forbidden: {description}"))
    }

    /// Too fast.
    pub(crate) fn flood(seconds: i64) -> Self {
        let parameters = json!({ "retry_after": seconds });
        Self {
            parameters: Some(parameters),
            ..Self::new(429, format!("Too Many Requests: retry after {seconds}"))
        }
    }

    /// The group goes on under another id.
    pub(crate) fn moved(to: i64) -> Self {
        Self {
            parameters: Some(json!({ "migrate_to_chat_id": to })),
            ..Self::bad("group chat was upgraded to a supergroup chat")
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(parameters) = self.parameters {
            body["parameters"] = parameters;
        }
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, axum::Json(body)).into_response()
    }
}
