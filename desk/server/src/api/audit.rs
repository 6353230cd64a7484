//! The audit trail.

mod list;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::handler))
}
