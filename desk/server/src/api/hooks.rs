//! Where providers call. Verified over the raw bytes before anything is read of it, kept before it is answered.

mod keep;
pub mod tee;

use std::time::Instant;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, Request, State},
    http::{Response, StatusCode},
    response::IntoResponse,
    routing::any,
};
use yingke_channel_contract::{Incoming, Refusal, Verified};
use yingke_store::StoredPayload;
use yingke_words::{Span, Time};

pub use keep::{Head, kept_request};

use super::problem::{Code, Problem};
use crate::{
    app::App,
    channels::{
        account::{Account, Unusable},
        take::Batch,
        token::Held,
    },
    jobs::pull,
};

/// The routes. They are no part of the document: each provider has its own words, and its docs page says which.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/hooks/{key}", any(handler))
}

/// A provider calls.
async fn handler(
    State(app): State<App>,
    Path(key): Path<String>,
    request: Request,
) -> axum::response::Response {
    let begun = Instant::now();
    match called(&app, &key, request).await {
        Ok((account, answer)) => {
            if let Some(inbox) = account.inboxes.first() {
                let took = Span::millis(i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX));
                app.pulse.count(account.workspace, inbox.id, app.now(), |hour| {
                    hour.acknowledged.add(took);
                });
            }
            answer.map(Body::from)
        }
        Err(problem) => problem.into_response(),
    }
}

async fn called(
    app: &App,
    key: &str,
    request: Request,
) -> Result<(std::sync::Arc<Account>, Response<Bytes>), Problem> {
    let account = app.account_of_key(key).await.map_err(|unusable| match unusable {
        Unusable::Gone | Unusable::ChannelUnknown => Problem::new(Code::NotFound),
        Unusable::Sealed => {
            tracing::error!(key_of = "app", "an app's settings were sealed under another key");
            Problem::new(Code::Internal)
        }
        Unusable::Store(error) => error.into(),
    })?;
    let most = account.channel.manifest().limits.webhook;
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, most)
        .await
        .map_err(|_| Problem::new(Code::TooLarge))?;
    let incoming = Incoming(axum::http::Request::from_parts(parts, body));
    let raw = incoming.clone();
    let verified = match verified(app, &account, incoming, app.now()) {
        Ok(verified) => verified,
        Err(refusal) => {
            tracing::warn!(app = %account.app.id, %refusal, "a call was not believed");
            if let Some(inbox) = account.inboxes.first() {
                app.pulse
                    .count(account.workspace, inbox.id, app.now(), |hour| hour.refused += 1);
            }
            return Ok((std::sync::Arc::clone(&account), account.channel.refused(&refusal)));
        }
    };
    let answer = take(app, &account, &verified, keep::payload(app, &account, &raw)).await?;
    tee::forward(app, &account, raw);
    Ok((account, answer))
}

/// The request, checked, as of `now`.
pub fn verified(app: &App, account: &Account, incoming: Incoming, now: Time) -> Result<Verified, Refusal> {
    account.at(now, app, |ctx| account.channel.verify(ctx, incoming))
}

/// Reads a checked request and keeps what it says; answers what the provider expects.
pub async fn take(
    app: &App,
    account: &std::sync::Arc<Account>,
    verified: &Verified,
    payload: yingke_store::Payload,
) -> Result<Response<Bytes>, Problem> {
    let parsed = account.within(app, "", &Held::new(), |ctx| account.channel.parse(ctx, verified));
    // A handshake and a heartbeat say nothing that anybody would look for.
    let empty = parsed.events.is_empty() && parsed.problems.is_empty();
    let batch = Batch {
        payload: Some(payload).filter(|_| !empty),
        came: Bytes::new(),
        events: parsed.events,
        problems: parsed.problems,
        state: None,
    };
    app.take_in(account, batch).await?;
    for hint in parsed.pulls {
        pull::now(app, account, hint);
    }
    let answer = parsed.answer;
    debug_assert!(
        answer.status() != StatusCode::SWITCHING_PROTOCOLS,
        "an answer is an answer"
    );
    Ok(answer)
}

/// Reads a call again that was kept, as of the time it was received: what was taken in of it stays one. Tells when it is
/// no longer believed.
pub async fn take_again(
    app: &App,
    account: &std::sync::Arc<Account>,
    call: Incoming,
    kept: StoredPayload,
) -> Result<Result<(), Refusal>, Problem> {
    let verified = match verified(app, account, call, kept.at) {
        Ok(verified) => verified,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let parsed = account.at(kept.at, app, |ctx| account.channel.parse(ctx, &verified));
    let batch = Batch {
        payload: Some(kept.payload),
        came: Bytes::new(),
        events: parsed.events,
        problems: parsed.problems,
        state: None,
    };
    app.take_in(account, batch).await?;
    for hint in parsed.pulls {
        pull::now(app, account, hint);
    }
    Ok(Ok(()))
}
