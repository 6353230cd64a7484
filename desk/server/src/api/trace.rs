//! A trace id a request: in the log, in problem details, in the audit trail.

use crate::app::App;

tokio::task_local! {
    static TRACE: String;
}

/// The trace id of the request being served.
pub fn current() -> Option<String> {
    TRACE.try_with(Clone::clone).ok()
}

/// A new one.
pub fn fresh(app: &App) -> String {
    uuid::Uuid::from_bytes(app.secret()).simple().to_string()
}

/// Serves a request under `id`.
pub async fn scope<T>(id: String, serving: impl Future<Output = T>) -> T {
    TRACE.scope(id, serving).await
}
