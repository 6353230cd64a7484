//! Set-up: once, with the link the server printed; 404 ever after.

mod create;
mod show;

pub use create::TOKEN;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show::handler, create::handler))
}
