//! The built front-ends and the hosted pages, under a strict content security policy.

use std::borrow::Cow;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use rust_embed::RustEmbed;

/// The built workbench: inside the program, but for a debug build, which reads the folder.
#[derive(RustEmbed)]
#[folder = "../../workbench/dist"]
#[allow_missing = true]
struct Workbench;

/// The built widget, likewise.
#[derive(RustEmbed)]
#[folder = "../../widget/dist"]
#[allow_missing = true]
struct Widget;

/// What the program was built without.
pub fn missing() -> Vec<&'static str> {
    let parts = [
        ("workbench", Workbench::get("index.html")),
        ("widget", Widget::get("widget.js")),
    ];
    let missing = parts.into_iter().filter(|(_, page)| page.is_none());
    missing.map(|(part, _)| part).collect()
}

const CONSOLE: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const CHAT: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// The router of the pages.
pub fn router() -> Router {
    Router::new()
        .route("/widget.js", get(loader))
        .route("/widget/{*file}", get(widget))
        .route("/c/{key}", get(chat))
        .route("/try/{key}", get(sample))
        .fallback(workbench)
}

async fn loader() -> Response {
    for_every_site(file::<Widget>("widget.js", "public, max-age=300"))
}

async fn widget(request: Request) -> Response {
    let name = request.uri().path().trim_start_matches("/widget/");
    for_every_site(file::<Widget>(name, "public, max-age=31536000, immutable"))
}

fn for_every_site(found: Option<Response>) -> Response {
    let mut response = found.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response());
    response
        .headers_mut()
        .insert("access-control-allow-origin", HeaderValue::from_static("*"));
    response
}

async fn chat() -> Response {
    page::<Widget>("chat.html", CHAT)
}

async fn sample() -> Response {
    page::<Widget>("try.html", CHAT)
}

/// A file of the workbench, or its page: it has its own router.
async fn workbench(request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    let cache = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    match file::<Workbench>(name, cache) {
        Some(mut response) => {
            secure(&mut response, CONSOLE);
            response
        }
        None => page::<Workbench>("index.html", CONSOLE),
    }
}

fn page<Pages: RustEmbed>(name: &str, policy: &'static str) -> Response {
    let Some(mut response) = file::<Pages>(name, "no-cache") else {
        let hint = "This part of the interface is not built yet. Run: make run";
        return (StatusCode::NOT_FOUND, hint).into_response();
    };
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

fn file<Pages: RustEmbed>(name: &str, cache: &'static str) -> Option<Response> {
    let bytes = match Pages::get(name)?.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let kind = match name.rsplit_once('.').map(|(_, extension)| extension) {
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
    Some((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for name in [
            "",
            ".",
            "../package.json",
            "assets/../../package.json",
            "/etc/passwd",
            "..\\package.json",
        ] {
            assert!(file::<Workbench>(name, "").is_none(), "{name:?}");
            assert!(file::<Widget>(name, "").is_none(), "{name:?}");
        }
    }
}
