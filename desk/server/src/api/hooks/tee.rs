//! Forwarding a provider's calls as they came to a second address, so that another system can run beside ours. What it
//! answers, and whether it answers, changes nothing here.

use std::{sync::Arc, time::Duration};

use http::{HeaderName, header};
use yingke_channel_contract::{Body, Incoming, Request};

use crate::{app::App, channels::account::Account};

/// So often it is tried, a little later each time.
const TRIES: u32 = 4;
/// What says how a request is framed and where it goes: the copy has its own.
const OWN: [HeaderName; 5] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::CONNECTION,
    header::TRANSFER_ENCODING,
    header::ACCEPT_ENCODING,
];

/// Forwards `call` where the app says, if it says so.
pub fn forward(app: &App, account: &Arc<Account>, call: Incoming) {
    if account.app.tee_url.is_empty() {
        return;
    }
    let Ok(request) = copy(&account.app.tee_url, call) else {
        tracing::warn!(app = %account.app.id, "the second address is no address");
        return;
    };
    let (app, account) = (app.clone(), Arc::clone(account));
    tokio::spawn(async move {
        for attempt in 0..TRIES {
            let answer = app.carry(account.workspace, request.clone()).await;
            if answer.is_success() {
                return;
            }
            tracing::debug!(
                status = answer.status,
                attempt,
                "the second address did not take a call"
            );
            tokio::time::sleep(Duration::from_secs(2_u64.pow(attempt * 2))).await;
        }
        tracing::warn!(app = %account.app.id, "the second address did not take a call; it is not tried again");
    });
}

/// The same method, query, headers and bytes, to another address.
fn copy(address: &str, call: Incoming) -> Result<Request, http::Error> {
    let (parts, body) = call.0.into_parts();
    let query = parts
        .uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let mut head = http::Request::builder()
        .method(parts.method)
        .uri(format!("{address}{query}"))
        .body(())?;
    *head.headers_mut() = parts.headers;
    for name in OWN {
        head.headers_mut().remove(name);
    }
    Ok(Request::of(head, Body::Bytes(body)))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn the_copy_is_signed_as_received() {
        let call = http::Request::post("/api/v1/hooks/k?signature=s&nonce=n")
            .header("x-signature", "abc")
            .header("host", "desk.example")
            .body(Bytes::from_static(b"<xml/>"))
            .unwrap();
        let Request::Http { head, body, .. } = copy("https://other.example/in", Incoming(call)).unwrap()
        else {
            panic!("an HTTP request")
        };
        assert_eq!(head.uri(), "https://other.example/in?signature=s&nonce=n");
        assert_eq!(head.headers()["x-signature"], "abc");
        assert!(!head.headers().contains_key("host"));
        assert!(matches!(body, Body::Bytes(bytes) if bytes == "<xml/>"));
    }
}
