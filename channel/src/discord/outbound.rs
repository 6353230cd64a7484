//! What goes out. Direct messages go to a channel that is opened first, once a person.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use serde_json::json;
use yingke_channel_contract::{
    Answer, Body, Content, Ctx, DeliveryError, Draft, ErrorKind, Outbound, Recipient, Sent, Step,
};
use yingke_words::{MessageId, Span};

use super::{
    api::{self, Replay, Twice},
    draft, manifest,
};

/// What our nonces begin with. Discord takes 25 characters: these, the message's id in 22, and the part.
const OURS: &str = "yk";

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The most messages one draft may become: as many as there are letters.
pub const PARTS: usize = LETTERS.len();

/// The nonce of a part: within some minutes [K: "a few"] Discord answers the same message for the same nonce.
pub fn nonce(id: MessageId, part: usize) -> String {
    let letter = char::from(LETTERS[part % PARTS]);
    format!("{OURS}{}{letter}", URL_SAFE_NO_PAD.encode(id.uuid().as_bytes()))
}

/// Whether a message went out from here.
pub fn is_ours(nonce: &str) -> bool {
    nonce.len() == 25 && nonce.starts_with(OURS)
}

/// The next step.
pub fn render(ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
    let mut replay = Replay::of(answers);
    let done = match outbound {
        Outbound::Draft(draft) => say(ctx, &mut replay, draft),
        Outbound::Edit { to, message, text } => edit(ctx, &mut replay, (to, message), text),
        Outbound::Recall { to, message } => recall(ctx, &mut replay, to, message),
        Outbound::Reaction { to, message, emoji } => react(ctx, &mut replay, (to, message), emoji.as_deref()),
        Outbound::Typing { to, on: true } => typing(ctx, &mut replay, to),
        // It ends by itself after ten seconds, or with the message.
        Outbound::Typing { on: false, .. } => Ok(Sent::Sent(Vec::new())),
        Outbound::ReadMark { .. } | Outbound::Service { .. } => Err(refuse(ErrorKind::Unsendable)),
    };
    done.map_or_else(|step| step, Step::Done)
}

fn refuse<T>(kind: ErrorKind) -> Step<T> {
    Step::Stop(DeliveryError::of(kind))
}

/// The channel to write to: the thread's, or the one opened for the person.
pub fn channel<T>(ctx: &Ctx<'_>, replay: &mut Replay<'_>, to: &Recipient) -> Result<String, Step<T>> {
    // Long enough to be asked seldom; the channel of a person stays the same.
    const KEPT: Span = Span::days(30);
    let known = to.context("channel");
    if !known.is_empty() {
        return Ok(known.to_owned());
    }
    let ask = || {
        let body = json!({ "recipient_id": to.id });
        let request = api::json(ctx, Method::POST, &["users", "@me", "channels"], &body)?;
        Ok(request.kept(format!("direct:{}:{}", ctx.account, to.id), KEPT))
    };
    let answer = replay.ask(ask, Twice::Harmless, &[])?;
    // A 200 that is none of Discord's: something on the way answers in its place.
    api::id(answer).ok_or_else(|| refuse(ErrorKind::Away))
}

fn say(ctx: &Ctx<'_>, replay: &mut Replay<'_>, draft: &Draft) -> Result<Sent, Step<Sent>> {
    match &draft.content {
        None | Some(Content::Menu(_) | Content::Link(_)) => {}
        Some(_) => return Err(refuse(ErrorKind::Unsendable)),
    }
    let text = draft::text(draft);
    let parts = draft::parts(draft, &text);
    if parts.is_empty() {
        return Err(refuse(ErrorKind::Invalid));
    }
    if parts.len() > PARTS || draft::has_too_many_choices(draft) {
        return Err(refuse(ErrorKind::TooLarge));
    }
    let channel = channel(ctx, replay, &draft.to)?;
    let path = ["channels", &channel, "messages"];
    let mut ids = Vec::with_capacity(parts.len());
    for part in &parts {
        let ask = || match draft::body(draft, part) {
            (body, None) => api::json(ctx, Method::POST, &path, &body),
            (_, Some(form)) => api::request(ctx, Method::POST, &path, Body::Form(form)),
        };
        let answer = replay.ask(ask, Twice::Seen, &[])?;
        // Taken, by the status; without an id we do not know it, and have to look.
        ids.push(api::id(answer).ok_or_else(|| refuse(ErrorKind::Unknown))?);
    }
    Ok(Sent::as_parts(ids))
}

/// Puts the new words into the parts there are. A part that is left over loses its words where it holds a file, and is
/// taken back where it holds nothing else.
fn edit(
    ctx: &Ctx<'_>,
    replay: &mut Replay<'_>,
    (to, message): (&Recipient, &[String]),
    text: &str,
) -> Result<Sent, Step<Sent>> {
    const EMPTY_MESSAGE: u64 = 50_006;
    let pieces = manifest::MANIFEST.limits.text.split(text);
    if pieces.is_empty() || message.is_empty() {
        return Err(refuse(ErrorKind::Invalid));
    }
    if pieces.len() > message.len() {
        return Err(refuse(ErrorKind::TooLarge));
    }
    let channel = channel(ctx, replay, to)?;
    let mut left = Vec::with_capacity(message.len());
    for (at, id) in message.iter().enumerate() {
        let path = ["channels", &channel, "messages", id];
        let piece = pieces.get(at).copied().unwrap_or_default();
        let body = json!({ "content": piece, "allowed_mentions": { "parse": [] } });
        let ask = || api::json(ctx, Method::PATCH, &path, &body);
        let bearable: &[u64] = if piece.is_empty() { &[EMPTY_MESSAGE] } else { &[] };
        let answer = replay.ask(ask, Twice::Harmless, bearable)?;
        if api::code(answer) == Some(EMPTY_MESSAGE) {
            delete(ctx, replay, &path)?;
        } else {
            left.push(id);
        }
    }
    Ok(Sent::as_parts(left))
}

fn recall(
    ctx: &Ctx<'_>,
    replay: &mut Replay<'_>,
    to: &Recipient,
    message: &[String],
) -> Result<Sent, Step<Sent>> {
    let channel = channel(ctx, replay, to)?;
    for id in message {
        delete(ctx, replay, &["channels", &channel, "messages", id])?;
    }
    Ok(Sent::as_parts(message))
}

/// Takes a message back; one that is gone already is gone.
fn delete(ctx: &Ctx<'_>, replay: &mut Replay<'_>, path: &[&str]) -> Result<(), Step<Sent>> {
    const UNKNOWN_MESSAGE: u64 = 10_008;
    let ask = || api::request(ctx, Method::DELETE, path, Body::Empty);
    replay.ask(ask, Twice::Harmless, &[UNKNOWN_MESSAGE])?;
    Ok(())
}

/// Our reaction from now on: Discord adds and removes one by one, so what we had is looked up first.
fn react(
    ctx: &Ctx<'_>,
    replay: &mut Replay<'_>,
    (to, message): (&Recipient, &str),
    wanted: Option<&str>,
) -> Result<Sent, Step<Sent>> {
    let channel = channel(ctx, replay, to)?;
    let there = ["channels", &channel, "messages", message];
    let held = replay.ask(|| api::get(ctx, &there, ""), Twice::Harmless, &[])?;
    let held = draft::our_reactions(&held.json());
    let change = |method: Method, emoji: &str| {
        let path = [
            "channels",
            &channel,
            "messages",
            message,
            "reactions",
            emoji,
            "@me",
        ];
        api::request(ctx, method, &path, Body::Empty)
    };
    let is = |one: &str, other: &str| bare(one) == bare(other);
    for one in held
        .iter()
        .filter(|one| !wanted.is_some_and(|wanted| is(one, wanted)))
    {
        replay.ask(|| change(Method::DELETE, one), Twice::Harmless, &[])?;
    }
    if let Some(wanted) = wanted.filter(|wanted| !held.iter().any(|one| is(one, wanted))) {
        replay.ask(|| change(Method::PUT, wanted), Twice::Harmless, &[])?;
    }
    Ok(Sent::Sent(Vec::new()))
}

/// An emoji without the mark that asks for its coloured form.
fn bare(emoji: &str) -> String {
    emoji.replace('\u{FE0F}', "")
}

fn typing(ctx: &Ctx<'_>, replay: &mut Replay<'_>, to: &Recipient) -> Result<Sent, Step<Sent>> {
    let channel = channel(ctx, replay, to)?;
    let path = ["channels", &channel, "typing"];
    let ask = || api::request(ctx, Method::POST, &path, Body::Empty);
    replay.ask(ask, Twice::Harmless, &[])?;
    Ok(Sent::Sent(Vec::new()))
}
