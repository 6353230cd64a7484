//! What an `errcode` means. The platform answers 200 to nearly everything and says in the body what it thinks.

use serde_json::Value;
use yingke_channel_contract::{Answer, DeliveryError, ErrorKind, Failure, Step};
use yingke_words::Span;

use super::protocol::{ACCESS, errcode, said};

/// Whether a step does something that the customer sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It does: an answer that never came may have been a yes.
    Seen,
    /// It does not: it can be done again.
    None,
}

/// What kind of reason a code is. [S], those without a mark; the platform's own list is longer than anybody's.
pub fn kind(code: i64) -> ErrorKind {
    match code {
        // "System busy, try again".
        -1 => ErrorKind::Away,
        // No such customer of this account.
        40003 => ErrorKind::Unreachable,
        // The customer does not follow (43004, 50005), is on our black list (43019), took a notice back (43101), or
        // refuses messages (48002).
        43004 | 43019 | 43101 | 48002 | 50005 => ErrorKind::Blocked,
        // Sizes: of files (400xx, 45001), of texts and their fields (45002 to 45008, 45021).
        40006 | 40009..=40012 | 45001..=45008 | 45021 => ErrorKind::TooLarge,
        // The day's calls are used up; the customer got as many messages as the window holds.
        45009 | 45047 => ErrorKind::Quota,
        // The minute's calls are used up.
        45011 => ErrorKind::Throttled,
        // 48 hours are over; 45080 the same for typing, after 30 seconds.
        45015 | 45080 => ErrorKind::WindowClosed,
        // Not granted to this account, this address (40164 and 8950x), or not any more.
        40164
        | 48001
        | 48003..=48006
        | 50001
        | 50002
        | 50004
        | 50007
        | 61007
        | 61451
        | 89501
        | 89503
        | 89506
        | 89507 => ErrorKind::Forbidden,
        // App id or secret are wrong, or frozen.
        40013 | 40125 | 40243 | 41002 | 41004 => ErrorKind::Unauthorised,
        87014 | 87015 => ErrorKind::Content,
        _ => ErrorKind::Invalid,
    }
}

/// The codes that say that a token is no good (any more).
const fn is_of_a_token(code: i64) -> bool {
    matches!(code, 40001 | 40014 | 41001 | 42001)
}

/// The error of a code, with the platform's words.
pub fn error(code: i64, answer: &Value) -> DeliveryError {
    let kind = if is_of_a_token(code) {
        ErrorKind::Unauthorised
    } else {
        kind(code)
    };
    // "retry next minute", says 45011.
    let after = (code == 45011).then(|| Span::minutes(1));
    DeliveryError::of(kind)
        .after(after)
        .said(code, said(answer, "errmsg"))
}

/// What the platform answered, or the step its answer leads to instead. An answer that is not the platform's (nothing, a
/// page of some proxy) is no yes.
pub fn accepted<T>(answer: &Answer, effect: Effect) -> Result<Value, Step<T>> {
    if effect == Effect::None && answer.failure == Some(Failure::Ambiguous) {
        return Err(Step::Stop(DeliveryError::of(ErrorKind::Away)));
    }
    if let Some(error) = answer.error() {
        return Err(Step::Stop(error));
    }
    let body = answer.json();
    match (errcode(&body), effect) {
        (Some(0), _) => Ok(body),
        (Some(code), _) if is_of_a_token(code) => Err(Step::renew(ACCESS)),
        (Some(code), _) => Err(Step::Stop(error(code, &body))),
        // What has no effect carries its result and no code.
        (None, Effect::None) if body.is_object() => Ok(body),
        (None, _) => {
            let kind = match effect {
                Effect::Seen => ErrorKind::Unknown,
                Effect::None => ErrorKind::Away,
            };
            Err(Step::Stop(
                DeliveryError::of(kind).said(answer.status, &answer.body),
            ))
        }
    }
}

/// An answer without the field that it is asked for: somebody else's, to be asked for again.
pub fn without(field: &str, answer: &Value) -> DeliveryError {
    DeliveryError::of(ErrorKind::Away).said(field, &answer.to_string())
}
