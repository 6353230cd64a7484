//! Dead letters 死信: what was to go out and was given up. It stays until somebody sends it again or lets it go.

mod delete;
mod list;
mod retry;

use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::settings::Changed;
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler))
        .routes(routes!(retry::handler))
        .routes(routes!(delete::handler))
}

fn changed(act: &'static str, id: Option<Uuid>) -> Changed<'static> {
    Changed {
        act,
        kind: "delivery",
        id,
        name: "",
        what: Some("deliveries"),
    }
}
