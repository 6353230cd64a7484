//! Oneself: profile, status, sign-ins.

mod change_password;
mod end_sign_in;
mod set_status;
mod show;
mod sign_ins;
mod switch_workspace;
mod update;
mod workspaces;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show::handler, update::handler))
        .routes(routes!(set_status::handler))
        .routes(routes!(change_password::handler))
        .routes(routes!(sign_ins::handler))
        .routes(routes!(end_sign_in::handler))
        .routes(routes!(workspaces::handler))
        .routes(routes!(switch_workspace::handler))
}
