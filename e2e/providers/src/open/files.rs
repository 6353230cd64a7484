//! Files of customers, the good and the bad.

use axum::{
    body::Body,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

/// The smallest PNG there is: one grey point.
const PNG: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\
    \x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\x68\x00\x00\x00\x82\x00\x81\x77\xcd\x72\xb6\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

/// `ok.png` is a picture, `page.png` a sign-in page, `endless.png` never ends; nothing else exists.
pub(super) async fn serve(Path(name): Path<String>) -> Response {
    match name.as_str() {
        "ok.png" => ([(header::CONTENT_TYPE, "image/png")], PNG).into_response(),
        "page.png" => (
            [(header::CONTENT_TYPE, "text/html")],
            "<!doctype html><title>Sign in</title>",
        )
            .into_response(),
        "endless.png" => {
            let zeros = Bytes::from(vec![0; 65_536]);
            let endless = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(zeros.clone()));
            Body::from_stream(endless).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
