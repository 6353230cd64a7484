//! Refusals in Discord's words.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// Why a request is refused.
pub struct Refused {
    status: u16,
    body: Value,
    after: Option<f64>,
}

impl Refused {
    pub fn new(status: u16, code: u64, message: &str) -> Self {
        Self {
            status,
            body: json!({ "message": message, "code": code }),
            after: None,
        }
    }

    /// A form with something wrong in a field.
    pub fn form(field: &str, code: &str, message: &str) -> Self {
        let mut refused = Self::new(400, 50_035, "Invalid Form Body");
        refused.body["errors"] = json!({ field: { "_errors": [{ "code": code, "message": message }] } });
        refused
    }

    /// Too fast: come back after so many seconds.
    pub fn slow_down(seconds: f64) -> Self {
        Self {
            status: 429,
            body: json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": false }),
            after: Some(seconds),
        }
    }

    pub fn unauthorised() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub fn unknown_channel() -> Self {
        Self::new(404, 10_003, "Unknown Channel")
    }

    pub fn unknown_message() -> Self {
        Self::new(404, 10_008, "Unknown Message")
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self.body)).into_response();
        let headers = response.headers_mut();
        // Clients take an answer without it for one of the front, which bans by address.
        headers.insert("via", http::HeaderValue::from_static("1.1 google"));
        if let Some(seconds) = self.after {
            let whole = http::HeaderValue::from_str(&seconds.ceil().to_string());
            let exact = http::HeaderValue::from_str(&seconds.to_string());
            if let (Ok(whole), Ok(exact)) = (whole, exact) {
                headers.insert("retry-after", whole);
                headers.insert("x-ratelimit-reset-after", exact);
                headers.insert("x-ratelimit-remaining", http::HeaderValue::from_static("0"));
                headers.insert("x-ratelimit-scope", http::HeaderValue::from_static("user"));
            }
        }
        response
    }
}
