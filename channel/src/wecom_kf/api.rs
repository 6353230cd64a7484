//! Requests to the provider and what its answers mean.

use serde_json::Value;
use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Request, Step};

/// The provider's address.
pub(super) const BASE: &str = "https://qyapi.weixin.qq.com";

/// An answer that is no success.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Refused {
    /// The access token is no good any more.
    Token,
    /// Something else.
    Error(DeliveryError),
}

/// The address of an interface with its query, percent-encoded.
pub(super) fn uri(ctx: &Ctx<'_>, path: &str, query: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    format!("{}/cgi-bin/{path}?{query}", ctx.base(BASE))
}

/// A POST of JSON with the access token, or the wish for one.
pub(super) fn post<T>(ctx: &Ctx<'_>, path: &str, body: &Value) -> Step<T> {
    match ctx.token("access") {
        Some(token) => Step::send(Request::json(&uri(ctx, path, &[("access_token", token)]), body)),
        None => Step::need("access"),
    }
}

/// The answer's JSON, if it says that all is well. A 200 with an error inside is an error.
pub(super) fn read(answer: &Answer) -> Result<Value, Refused> {
    let body = answer.json();
    match (code(&body), answer.error()) {
        (Some(0), None) => Ok(body),
        (Some(0) | None, Some(error)) => Err(Refused::Error(error)),
        (Some(40_001 | 40_014 | 41_001 | 42_001), _) => Err(Refused::Token),
        (Some(code), _) => {
            let detail = body["errmsg"].as_str().unwrap_or_default();
            let error = DeliveryError::of(kind(code)).said(code, detail);
            Err(Refused::Error(error.after(answer.retry_after())))
        }
        // A page of a proxy, or half an answer: what was asked for may have been done.
        (None, None) => Err(Refused::Error(
            DeliveryError::of(ErrorKind::Unknown).said(answer.status, &answer.body),
        )),
    }
}

/// `errcode`, a number as the documents say, or a text as some gateways make of it.
fn code(body: &Value) -> Option<i64> {
    match body.get("errcode")? {
        Value::String(text) => text.parse().ok(),
        number => number.as_i64(),
    }
}

/// What an `errcode` means for somebody who wanted to send.
fn kind(code: i64) -> ErrorKind {
    match code {
        -1 => ErrorKind::Away,
        45_009 | 45_033 => ErrorKind::Throttled,
        // Five messages are out, or none was let in yet.
        95_001 => ErrorKind::Quota,
        // 48 hours are over; the conversation is ended; nobody chatted lately.
        95_002 | 95_013 | 41_051 => ErrorKind::WindowClosed,
        // Not allowed in this state; no such change of state: somebody in WeCom holds it.
        95_016 | 95_018 => ErrorKind::Held,
        // No such account (any more), no such enterprise.
        95_000 | 95_004 | 40_013 => ErrorKind::Unauthorised,
        // No permission, account banned, not for this app, servicer off duty, API switched off, address not trusted.
        48_002 | 40_201 | 95_011 | 95_012 | 95_014 | 95_017 | 60_020 => ErrorKind::Forbidden,
        // No such customer.
        40_096 | 84_061 => ErrorKind::Unreachable,
        40_006 | 40_009 | 40_011 | 45_001 | 45_002 => ErrorKind::TooLarge,
        _ => ErrorKind::Invalid,
    }
}

/// Where a refusal leads when what was asked for has an effect.
pub(super) fn stop<T>(refused: Refused) -> Step<T> {
    match refused {
        Refused::Token => Step::renew("access"),
        Refused::Error(error) => Step::Stop(error),
    }
}

/// Where a refusal leads when asking again does no harm.
pub(super) fn again<T>(refused: Refused) -> Step<T> {
    stop(harmless(refused))
}

/// A refusal of something that may be asked for twice: no answer is no answer.
pub(super) fn harmless(refused: Refused) -> Refused {
    match refused {
        Refused::Error(error) if error.kind == ErrorKind::Unknown => Refused::Error(DeliveryError {
            kind: ErrorKind::Away,
            ..error
        }),
        other => other,
    }
}
