//! Requests to Discord's API, and what its errors mean.

use http::{Method, Request as Http, header};
use serde_json::Value;
use yingke_channel_contract::{Answer, Body, Ctx, DeliveryError, ErrorKind, Request, Step};
use yingke_words::{Secret, Span};

use super::API;

/// The bot's token, also where it was copied with the word before it.
pub fn token<'a>(ctx: &'a Ctx<'_>) -> &'a str {
    let token = ctx.text("token").trim();
    token.strip_prefix("Bot ").unwrap_or(token).trim()
}

/// A request to `path`, whose parts are escaped; `query` as it is.
pub fn request(ctx: &Ctx<'_>, method: Method, path: &[&str], body: Body) -> Result<Request, http::Error> {
    request_with(ctx, method, &address(ctx, path), body)
}

/// A GET with a query.
pub fn get(ctx: &Ctx<'_>, path: &[&str], query: &str) -> Result<Request, http::Error> {
    let mut address = address(ctx, path);
    if !query.is_empty() {
        address.push('?');
        address.push_str(query);
    }
    request_with(ctx, Method::GET, &address, Body::Empty)
}

/// A request with JSON.
pub fn json(ctx: &Ctx<'_>, method: Method, path: &[&str], body: &Value) -> Result<Request, http::Error> {
    let body = Body::Bytes(body.to_string().into());
    let request = request(ctx, method, path, body)?;
    Ok(request.with("content-type", "application/json"))
}

fn request_with(ctx: &Ctx<'_>, method: Method, uri: &str, body: Body) -> Result<Request, http::Error> {
    let head = Http::builder().method(method).uri(uri);
    // Without a user agent of this form Discord's front refuses requests.
    let head = head.header(
        header::USER_AGENT,
        concat!("DiscordBot (yingke, ", env!("CARGO_PKG_VERSION"), ")"),
    );
    let secret = Secret::new(format!("Bot {}", token(ctx)));
    Ok(Request::of(head.body(())?, body).with_secret("authorization", &secret))
}

fn address(ctx: &Ctx<'_>, path: &[&str]) -> String {
    let mut address = ctx.base(API).to_owned();
    for part in path {
        address.push('/');
        address.push_str(&escaped(part));
    }
    address
}

/// A part of a path: everything but letters, digits and a few marks as `%XX`.
fn escaped(part: &str) -> String {
    use std::fmt::Write as _;
    part.bytes()
        .fold(String::with_capacity(part.len()), |mut text, byte| {
            if byte.is_ascii_alphanumeric() || b"-_~@".contains(&byte) {
                text.push(char::from(byte));
            } else {
                let _ = write!(text, "%{byte:02X}");
            }
            text
        })
}

/// What a request does when it is carried out twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Twice {
    /// The same as once.
    Harmless,
    /// Something more: whether it arrived has to be known.
    Seen,
}

/// The answers to the steps before, one after the other.
pub struct Replay<'a>(std::slice::Iter<'a, Answer>);

impl<'a> Replay<'a> {
    /// Of these answers.
    pub fn of(answers: &'a [Answer]) -> Self {
        Self(answers.iter())
    }

    /// The answer to this request, or the step that asks for it. `bearable`: codes of Discord's that are no error here.
    pub fn ask<T>(
        &mut self,
        request: impl FnOnce() -> Result<Request, http::Error>,
        twice: Twice,
        bearable: &[u64],
    ) -> Result<&'a Answer, Step<T>> {
        let Some(answer) = self.0.next() else {
            return Err(Step::send(request()));
        };
        match error(answer) {
            Some(mut error) if !bears(answer, bearable) => {
                if error.kind == ErrorKind::Unknown && twice == Twice::Harmless {
                    error.kind = ErrorKind::Away;
                }
                Err(Step::Stop(error))
            }
            _ => Ok(answer),
        }
    }
}

fn bears(answer: &Answer, bearable: &[u64]) -> bool {
    code(answer).is_some_and(|code| bearable.contains(&code))
}

/// Discord's own code of an error.
pub fn code(answer: &Answer) -> Option<u64> {
    (!answer.is_success())
        .then(|| answer.json()["code"].as_u64())
        .flatten()
        .filter(|code| *code != 0)
}

/// The id that an answer gives, also where it is a number.
pub fn id(answer: &Answer) -> Option<String> {
    match &answer.json()["id"] {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// What is wrong, if anything: Discord's code says more than the status.
pub fn error(answer: &Answer) -> Option<DeliveryError> {
    let base = answer.error()?;
    let body = answer.json();
    let said = body["message"].as_str().unwrap_or(&answer.body);
    let kind = match (answer.status, code(answer)) {
        (429, code) => {
            let shown = code.map_or_else(|| "429".to_owned(), |code| code.to_string());
            let span = body["retry_after"].as_f64().map(span).or(answer.retry_after());
            return Some(
                DeliveryError::of(ErrorKind::Throttled)
                    .after(span)
                    .said(shown, said),
            );
        }
        (0 | 500.., _) | (_, None) => return Some(base),
        (_, Some(code)) => kind(code).unwrap_or(base.kind),
    };
    let shown = code(answer).unwrap_or_default();
    let after = (kind == ErrorKind::Throttled)
        .then(|| answer.retry_after())
        .flatten();
    Some(
        DeliveryError::of(kind)
            .after(after)
            .said(shown, &detail(&body, said)),
    )
}

fn span(seconds: f64) -> Span {
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    Span::millis((seconds.clamp(0.0, 86_400.0) * 1_000.0).ceil() as i64)
}

/// Discord's words, and for a form it does not like which field.
fn detail(body: &Value, said: &str) -> String {
    match body.get("errors") {
        Some(errors) => format!("{said}: {errors}"),
        None => said.to_owned(),
    }
}

/// <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>; none where the status says enough.
const fn kind(code: u64) -> Option<ErrorKind> {
    Some(match code {
        // Cannot send messages to this user; no mutual server; the user blocked reactions.
        50_007 | 50_278 | 90_001 => ErrorKind::Blocked,
        // Unknown channel, unknown user, nobody who could be written to.
        10_003 | 10_013 | 50_033 => ErrorKind::Unreachable,
        // Missing access, missing permissions, not our message, an archived or locked thread, not verified.
        50_001 | 50_013 | 50_005 | 50_083 | 160_005 | 40_002 => ErrorKind::Forbidden,
        // Too large: the request, the file.
        40_005 => ErrorKind::TooLarge,
        // Too fast: slow mode, the channel, the server, opening direct messages.
        20_016 | 20_028 | 20_029 | 40_003 => ErrorKind::Throttled,
        // Explicit content, AutoMod, links that are known to do harm; an emoji that is none of Discord's.
        20_009 | 200_000 | 200_001 | 240_000 | 10_014 => ErrorKind::Content,
        // As many reactions as a message takes.
        30_010 => ErrorKind::Quota,
        50_014 => ErrorKind::Unauthorised,
        // Unknown message, an empty message, a form it does not like, JSON that is none.
        10_008 | 50_006 | 50_035 | 50_109 => ErrorKind::Invalid,
        _ => return None,
    })
}
