//! Kuaishou 快手: signed pushes (open.kuaishou.com, "Webhook").

use super::{believe, digest, hex, needed};
use crate::{Incoming, Refusal, Verified};

/// The header `kwaisign`: hex MD5 of the raw body and the app's secret.
pub fn signature(app_secret: &str, body: &[u8]) -> String {
    hex(&digest::md5(&[body, app_secret.as_bytes()]))
}

/// Checks a push. Nothing in it says when it was signed: repetitions end at `message_id`.
pub fn verify(incoming: Incoming, app_secret: &str) -> Result<Verified, Refusal> {
    needed(app_secret)?;
    let ours = signature(app_secret, incoming.body());
    believe(incoming, "kwaisign", &ours)
}
