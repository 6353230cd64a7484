//! The customer's side: enter, write, read, leave. Never reads a cookie.

mod attachments;
mod attributes;
mod end;
mod enter;
mod events;
mod history;
mod send;
pub mod signals;
mod ticket;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enter::handler))
        .routes(routes!(send::handler, history::handler))
        .routes(routes!(ticket::handler))
        .routes(routes!(signals::handler))
        .routes(routes!(attributes::handler))
        .routes(routes!(end::handler))
        .routes(routes!(events::handler))
        .merge(attachments::operations())
        .layer(axum::middleware::from_fn(any_site))
}

/// A widget stands on other people's sites: any origin may call, none with credentials.
async fn any_site(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
    use axum::http::{HeaderValue, Method, StatusCode};
    use axum::response::IntoResponse;
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET, POST"),
        ("access-control-allow-headers", "authorization, content-type"),
        ("access-control-expose-headers", "retry-after"),
        ("access-control-max-age", "86400"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
