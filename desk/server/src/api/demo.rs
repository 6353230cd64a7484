//! The demo an installation may begin with.

mod delete;
mod show;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show::handler, delete::handler))
}
