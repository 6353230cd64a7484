//! Holidays: what a calendar's file holds, before anybody keeps it.

mod read;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read::handler))
}
