//! A trace id a request: in the log, in problem details, in the audit trail.

use axum::{
    extract::{Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};

use crate::app::App;

tokio::task_local! {
    static TRACE: String;
}

/// The trace id of the request being served.
pub fn current() -> Option<String> {
    TRACE.try_with(Clone::clone).ok()
}

/// Gives every request its trace id.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = uuid::Uuid::from_bytes(app.secret()).simple().to_string();
    let header = HeaderValue::from_str(&id);
    let mut response = TRACE.scope(id, next.run(request)).await;
    if let Ok(header) = header {
        response.headers_mut().insert("x-trace-id", header);
    }
    response
}
