//! What the other side answers: `{"id": …}` or `{"ids": […]}`, nothing at all, or `{"error": {kind, code, detail,
//! retryAfter}}` under whatever status.

use serde_json::Value;
use yingke_channel_contract::{Answer, DeliveryError, ErrorKind};
use yingke_words::Span;

use super::fields::plain;

/// The ids it gives, none where it gives none; or why it did not take the message.
pub(super) fn ids(answer: &Answer) -> Result<Vec<String>, DeliveryError> {
    let body = answer.json();
    if answer.failure.is_none()
        && let Some(error) = body.get("error").filter(|error| is_one(error))
    {
        return Err(said(answer, error));
    }
    if let Some(error) = by_status(answer) {
        return Err(error);
    }
    let listed = body.get("ids").and_then(Value::as_array);
    let ids: Vec<String> = match listed {
        Some(list) => list.iter().filter_map(plain).collect(),
        None => body.get("id").and_then(plain).into_iter().collect(),
    };
    Ok(ids.into_iter().filter(|id| !id.is_empty()).collect())
}

/// `"error": null`, `false`, `""`, `0` and `{}` say that all is well.
fn is_one(error: &Value) -> bool {
    match error {
        Value::Object(map) => !map.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Bool(wrong) => *wrong,
        Value::Null | Value::Array(_) => false,
    }
}

/// An error in our words. Without a kind of ours the status decides, and a 2xx that says no more is our mistake.
fn said(answer: &Answer, error: &Value) -> DeliveryError {
    const DAY: f64 = 86_400.0;
    let text = |key: &str| error.get(key).and_then(plain).unwrap_or_default();
    let kind = ErrorKind::ALL
        .iter()
        .copied()
        .find(|kind| kind.key() == text("kind"));
    let status = by_status(answer);
    let kind = kind.unwrap_or_else(|| status.as_ref().map_or(ErrorKind::Invalid, |error| error.kind));
    let detail = match (text("detail"), error) {
        (detail, _) if !detail.is_empty() => detail,
        (_, Value::Object(_)) => text("message"),
        _ => plain(error).unwrap_or_default(),
    };
    let code = match text("code") {
        code if code.is_empty() => answer.status.to_string(),
        code => code,
    };
    let seconds = error.get("retryAfter").and_then(Value::as_f64);
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    let after = seconds.map(|seconds| Span::millis((seconds.clamp(0.0, DAY) * 1_000.0).ceil() as i64));
    DeliveryError::of(kind)
        .said(code, &detail)
        .after(after.or_else(|| answer.retry_after()))
}

/// What the status alone says. There is one address for everything, so that 404 is about the address and not about a
/// customer, and 410 is its end.
fn by_status(answer: &Answer) -> Option<DeliveryError> {
    let kind = match answer.status {
        410 => ErrorKind::Unauthorised,
        404 | 405 => ErrorKind::Away,
        200..300 if is_page(&answer.body) => ErrorKind::Invalid,
        _ => return answer.error(),
    };
    let said = DeliveryError::of(kind).said(answer.status, &answer.body);
    Some(said.after(answer.retry_after()))
}

/// A page where an answer should be: a sign-in, a placeholder of somebody's proxy.
fn is_page(body: &str) -> bool {
    let head: String = body.trim_start().chars().take(14).collect();
    let head = head.to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}
