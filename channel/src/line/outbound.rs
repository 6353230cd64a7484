//! What goes out: up to five messages a request, as an answer while a reply token is young, else as a push.

use http::Request as Http;
use serde_json::{Value, json};
use uuid::Uuid;
use yingke_channel_contract::{
    Answer, Body, Ctx, DeliveryError, Draft, ErrorKind, Outbound, Recipient, Request, Sent, Step, scheme::digest,
};
use yingke_words::{Secret, Span, Time};

use super::{answered, draft};

/// The provider's address.
pub const API: &str = "https://api.line.me";
/// A reply token is good for about a minute. [K]
pub const REPLY_WITHIN: Span = Span::seconds(50);
/// So many messages go in one request.
const TOGETHER: usize = 5;
/// How long the dots are shown, unless a message comes first: a multiple of five, at most 60.
const DOTS: u8 = 20;

/// The next step.
pub fn render(ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
    match outbound {
        Outbound::Draft(draft) => say(ctx, draft, answers, true),
        Outbound::Typing { to, on } => typing(ctx, to, *on, answers),
        Outbound::ReadMark { to, .. } => read(ctx, to, answers),
        Outbound::Edit { .. } => unsendable("edit"),
        Outbound::Recall { .. } => unsendable("recall"),
        Outbound::Reaction { .. } => unsendable("reaction"),
        Outbound::Service { .. } => unsendable("service state"),
    }
}

fn unsendable(what: &str) -> Step<Sent> {
    Step::Stop(DeliveryError::of(ErrorKind::Unsendable).said(what, ""))
}

/// Sends a draft. Without `replies` only pushes are used, which LINE takes once however often they come.
pub fn say(ctx: &Ctx<'_>, draft: &Draft, answers: &[Answer], replies: bool) -> Step<Sent> {
    let messages = match draft::messages(ctx, draft) {
        Ok(messages) => messages,
        Err(error) => return Step::Stop(error),
    };
    let requests: Vec<&[Value]> = messages.chunks(TOGETHER).collect();
    let (mut ids, mut done) = (Vec::new(), 0);
    let mut spent = !replies || reply_token_at(&draft.to).is_none();
    for answer in answers {
        // An earlier message used the token, or it ran out: the same goes as a push.
        if !spent && done == 0 && answered::reply_token_is_spent(answer) {
            spent = true;
            continue;
        }
        match answered::sent(answer) {
            Ok(more) => ids.extend(more),
            Err(error) => return Step::Stop(error),
        }
        done += 1;
    }
    let Some(messages) = requests.get(done) else {
        return Step::Done(Sent::as_parts(ids));
    };
    let token = young_token(&draft.to, ctx.now).filter(|_| !spent && done == 0);
    match token {
        Some(token) => post(
            ctx,
            "message/reply",
            &json!({ "replyToken": token, "messages": messages }),
        ),
        None => push(ctx, draft, done, messages),
    }
}

/// The thread's reply token, while LINE takes it. A clock that goes before ours makes it no older.
fn young_token(to: &Recipient, now: Time) -> Option<&str> {
    let young = now.since(reply_token_at(to)?) < REPLY_WITHIN;
    let token = to.context.get("reply")?["token"].as_str()?;
    (young && !token.is_empty()).then_some(token)
}

/// When the thread's last reply token came.
pub fn reply_token_at(to: &Recipient) -> Option<Time> {
    to.context.get("reply")?["at"].as_i64().map(Time::from_millis)
}

fn push(ctx: &Ctx<'_>, draft: &Draft, at: usize, messages: &[Value]) -> Step<Sent> {
    let body = json!({ "to": draft.to.id, "messages": messages });
    let request = Request::json(&address(ctx, "message/push"), &body);
    let key = retry_key(draft, at).to_string();
    let request = request.map(|request| request.with("x-line-retry-key", &key));
    asked(bearer(ctx, request))
}

/// The first request's key is the message's id, each later one's made of it.
fn retry_key(draft: &Draft, at: usize) -> Uuid {
    let id = draft.id.uuid();
    if at == 0 {
        return id;
    }
    let hash = digest::sha256(&[id.as_bytes(), &at.to_be_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The dots end by themselves, and only a person sees them.
fn typing(ctx: &Ctx<'_>, to: &Recipient, on: bool, answers: &[Answer]) -> Step<Sent> {
    let several = to.id.starts_with(['C', 'R']);
    if !on || several {
        return shown();
    }
    let body = json!({ "chatId": to.id, "loadingSeconds": DOTS });
    once(ctx, "chat/loading/start", &body, answers)
}

/// LINE gives a token with each message that can be marked; without one there is nothing to be done.
fn read(ctx: &Ctx<'_>, to: &Recipient, answers: &[Answer]) -> Step<Sent> {
    match to.context("read_token") {
        "" => shown(),
        token => once(ctx, "chat/markAsRead", &json!({ "markAsReadToken": token }), answers),
    }
}

fn shown() -> Step<Sent> {
    Step::Done(Sent::Sent(Vec::new()))
}

/// One request that does no harm when it is repeated.
fn once(ctx: &Ctx<'_>, path: &str, body: &Value, answers: &[Answer]) -> Step<Sent> {
    match answers.last().map(answered::error) {
        None => post(ctx, path, body),
        Some(None) => shown(),
        Some(Some(error)) => Step::Stop(answered::harmless(error)),
    }
}

fn post(ctx: &Ctx<'_>, path: &str, body: &Value) -> Step<Sent> {
    asked(bearer(ctx, Request::json(&address(ctx, path), body)))
}

/// A request, or why there can be none.
pub fn asked<T>(request: Result<Result<Request, http::Error>, DeliveryError>) -> Step<T> {
    request.map_or_else(Step::Stop, Step::send)
}

/// The address of a method.
pub fn address(ctx: &Ctx<'_>, path: &str) -> String {
    format!("{}/v2/bot/{path}", ctx.base(API))
}

/// A PUT of JSON.
pub fn put(address: &str, body: &Value) -> Result<Request, http::Error> {
    let head = Http::put(address)
        .header(http::header::CONTENT_TYPE, "application/json")
        .body(())?;
    Ok(Request::of(head, Body::Bytes(body.to_string().into())))
}

/// With the channel's access token.
pub fn bearer(
    ctx: &Ctx<'_>,
    request: Result<Request, http::Error>,
) -> Result<Result<Request, http::Error>, DeliveryError> {
    let token = ctx.text("channel_access_token").trim();
    if token.is_empty() {
        let error = DeliveryError::of(ErrorKind::Unauthorised);
        return Err(error.said("channel_access_token", "no access token is filled in"));
    }
    let secret = Secret::new(format!("Bearer {token}"));
    Ok(request.map(|request| request.with_secret("authorization", &secret)))
}
