//! The kinds of channel there are, as their manifests say it.

mod list;
mod view;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::handler))
}
