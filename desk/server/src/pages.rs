//! The built front-ends and the hosted pages, under a strict content security policy.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::app::App;

const CONSOLE: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const CHAT: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// The router of the pages.
pub fn router(app: &App) -> Router {
    Router::new()
        .route("/widget.js", get(loader))
        .route("/widget/{*file}", get(widget))
        .route("/c/{key}", get(chat))
        .route("/try/{key}", get(sample))
        .fallback(workbench)
        .with_state(app.clone())
}

async fn loader(State(app): State<App>) -> Response {
    let mut response = file(&app.config.widget.join("widget.js"), "public, max-age=300").await;
    response
        .headers_mut()
        .insert("access-control-allow-origin", HeaderValue::from_static("*"));
    response
}

async fn widget(State(app): State<App>, request: Request) -> Response {
    let name = request.uri().path().trim_start_matches("/widget/").to_owned();
    let Some(path) = inside(&app.config.widget, &name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = file(&path, "public, max-age=31536000, immutable").await;
    response
        .headers_mut()
        .insert("access-control-allow-origin", HeaderValue::from_static("*"));
    response
}

async fn chat(State(app): State<App>) -> Response {
    page(&app.config.widget.join("chat.html"), CHAT).await
}

async fn sample(State(app): State<App>) -> Response {
    page(&app.config.widget.join("try.html"), CHAT).await
}

/// A file of the workbench, or its page: it has its own router.
async fn workbench(State(app): State<App>, request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/').to_owned();
    if let Some(path) = inside(&app.config.workbench, &name).filter(|path| path.is_file()) {
        let cache = if name.starts_with("assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let mut response = file(&path, cache).await;
        secure(&mut response, CONSOLE);
        return response;
    }
    page(&app.config.workbench.join("index.html"), CONSOLE).await
}

async fn page(path: &Path, policy: &'static str) -> Response {
    let mut response = file(path, "no-cache").await;
    if response.status() == StatusCode::NOT_FOUND {
        let hint = "This part of the interface is not built yet. Run: make run";
        return (StatusCode::NOT_FOUND, hint).into_response();
    }
    secure(&mut response, policy);
    response
}

fn secure(response: &mut Response, policy: &'static str) {
    for (name, value) in [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
}

async fn file(path: &Path, cache: &'static str) -> Response {
    let Ok(bytes) = tokio::fs::read(path).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest" | "json") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    (headers, bytes).into_response()
}

/// The path of a name below a folder; none when the name leads out of it.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let plain = !name.is_empty()
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != ".." && part != ".")
        && !name.contains(['\\', '\0', '%']);
    plain.then(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = Path::new("/srv/widget");
        assert!(inside(folder, "app-1.js").is_some() && inside(folder, "assets/a.css").is_some());
        for name in [
            "",
            "../x",
            "a/../../x",
            "/etc/passwd",
            "a//b",
            "%2e%2e/x",
            "a\\..\\b",
            ".",
        ] {
            assert!(inside(folder, name).is_none(), "{name:?}");
        }
    }
}
