//! Doudian 抖店: signed pushes, and the signature of requests (op.jinritemai.com, "签名算法" and "消息推送").

use super::{believe, digest, hex, needed, top};
use crate::{Incoming, Refusal, Verified};

/// The header `event-sign`: hex MD5 of the app's key, the raw body and the app's secret.
pub fn event_sign(app_key: &str, app_secret: &str, body: &[u8]) -> String {
    hex(&digest::md5(&[app_key.as_bytes(), body, app_secret.as_bytes()]))
}

/// Checks a push. Nothing in it says when it was signed: repetitions end at the message's id.
pub fn verify(incoming: Incoming, app_key: &str, app_secret: &str) -> Result<Verified, Refusal> {
    needed(app_secret)?;
    let ours = event_sign(app_key, app_secret, incoming.body());
    believe(incoming, "event-sign", &ours)
}

/// What a request's `sign` is over: `app_key`, `method`, `param_json` (its keys sorted), `timestamp` and `v` between two
/// secrets.
pub fn text(app_secret: &str, params: &[(&str, &str)]) -> String {
    top::text(app_secret, params)
}

/// The parameter `sign` under `sign_method=hmac-sha256`.
pub fn sign(app_secret: &str, params: &[(&str, &str)]) -> String {
    let text = text(app_secret, params);
    hex(&digest::hmac_sha256(app_secret.as_bytes(), &[text.as_bytes()]))
}
