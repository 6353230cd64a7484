//! What Discord sends to our address: interactions, and the events of webhooks. Messages come over the gateway only.

use bytes::Bytes;
use http::{Response, StatusCode, header::CONTENT_TYPE};
use serde_json::Value;
use yingke_channel_contract::{Ctx, Incoming, Parsed, Refusal, Verified, scheme::ed25519};

use super::{interaction, protocol::Interaction};

/// Discord tries forged signatures from time to time, and takes the address away from who believes one.
pub fn verify(ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
    ed25519::verify(incoming, ed25519::DISCORD, ctx.text("public_key"), ctx.now)
}

/// Whatever is wrong, Discord expects a 401.
pub fn refused() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

/// Reads one interaction, or one event of a webhook.
pub fn parse(ctx: &Ctx<'_>, verified: &Verified) -> Parsed {
    let body: Value = match serde_json::from_slice(verified.body()) {
        Ok(body) => body,
        Err(error) => {
            let mut parsed = Parsed::empty();
            parsed.problem("", error);
            return parsed;
        }
    };
    // Webhook events are numbered apart: 0 asks whether we are there, 1 carries an event. They hold who installed the app,
    // and no messages.
    if body["type"] == 0 || body.get("event").is_some() {
        let mut parsed = Parsed::empty();
        *parsed.answer.status_mut() = StatusCode::NO_CONTENT;
        return parsed;
    }
    let mut parsed = Parsed::empty();
    match serde_json::from_value::<Interaction>(body) {
        Ok(one) => {
            let event = interaction::event(ctx, &one, &mut parsed.problems);
            parsed.events.extend(event);
            parsed.answer = answer(&one);
        }
        Err(error) => parsed.problem("", error),
    }
    parsed
}

/// What Discord waits for, as the answer to its call.
fn answer(one: &Interaction) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(interaction::word(one).to_string()));
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
