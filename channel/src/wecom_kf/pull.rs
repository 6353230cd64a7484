//! `sync_msg`: one cursor for each account, pages of at most a thousand. Pure.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use yingke_channel_contract::{
    Answer, Ctx, DeliveryError, ErrorKind, Health, Inbound, Page, Peer, Problem, PullHint, Puller, Step, What,
};
use yingke_words::{Span, Time};

use super::{
    WecomKf,
    api::{self, Refused},
    item,
};

/// The provider keeps messages this long: who has not looked since may have missed some.
const KEPT: Span = Span::days(3);

/// What is older at the very first fetch was said before we were there: no clock runs for it. A call's token lives as long.
const RECENT: Span = Span::minutes(10);

/// Pages that were cut on the way here (answers are kept up to a size) are asked for again, smaller.
const SIZES: [u32; 4] = [1_000, 100, 10, 1];

/// What we keep between pages, as text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Cursor {
    /// The provider's own.
    #[serde(rename = "cursor")]
    own: String,
    /// Everything up to here was seen: the last item's time, or the time of a fetch that left nothing behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<i64>,
    /// Still in the very first fetch: what is older than this is history.
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<i64>,
    /// Pages of this size came whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
}

impl Cursor {
    fn of(text: Option<&str>, now: Time) -> Self {
        match text.map(|text| (text, serde_json::from_str(text))) {
            Some((_, Ok(cursor))) => cursor,
            // The provider's bare cursor, brought from elsewhere.
            Some((text, Err(_))) => Self {
                own: text.to_owned(),
                ..Self::default()
            },
            None => Self {
                history: Some((now - RECENT).millis()),
                ..Self::default()
            },
        }
    }

    /// How long nobody has looked, if it is longer than messages are kept.
    fn gap(&self, now: Time) -> Option<Time> {
        let seen = Time::from_millis(self.seen?);
        (now.since(seen) > KEPT).then_some(seen)
    }
}

impl Puller for WecomKf {
    fn pull(&self, ctx: &Ctx<'_>, cursor: Option<&str>, hint: &PullHint, answers: &[Answer]) -> Step<Page> {
        let cursor = Cursor::of(cursor, ctx.now);
        let account = if hint.account.is_empty() {
            ctx.account
        } else {
            &hint.account
        };
        let mut asked = Asked {
            account,
            token: &hint.token,
            size: cursor.size.unwrap_or(SIZES[0]),
        };
        for answer in answers {
            match api::read(answer) {
                Ok(body) => return Step::Done(page(ctx, &cursor, &asked, &body)),
                // The call's token is older than ten minutes, or of another account: without it fewer calls are allowed.
                Err(Refused::Error(error)) if error.code == "95007" && !asked.token.is_empty() => {
                    asked.token = "";
                }
                Err(refused) => match smaller(answer, asked.size) {
                    Some(size) => asked.size = size,
                    None => return stopped(answer, refused),
                },
            }
        }
        api::post(ctx, "kf/sync_msg", &asked.body(&cursor))
    }
}

/// What a request asks for.
struct Asked<'a> {
    account: &'a str,
    token: &'a str,
    size: u32,
}

impl Asked<'_> {
    fn body(&self, cursor: &Cursor) -> Value {
        let mut body = json!({
            "open_kfid": self.account,
            "limit": self.size,
            // AMR, which every player of the desk's knows.
            "voice_format": 0,
        });
        for (name, value) in [("cursor", cursor.own.as_str()), ("token", self.token)] {
            if !value.is_empty() {
                body[name] = value.into();
            }
        }
        body
    }
}

/// The next smaller page after one that was cut: a 200 whose JSON does not end.
fn smaller(answer: &Answer, size: u32) -> Option<u32> {
    let cut = answer.is_success() && answer.failure.is_none() && answer.body.trim_start().starts_with('{');
    let broken = cut && serde_json::from_str::<Value>(&answer.body).is_err();
    SIZES.into_iter().find(|other| broken && *other < size)
}

fn stopped(answer: &Answer, refused: Refused) -> Step<Page> {
    match api::harmless(refused) {
        // Not even a single item comes whole.
        Refused::Error(error) if answer.is_success() && error.code == "200" => {
            Step::Stop(DeliveryError::of(ErrorKind::Away).said("sync_msg", "the answer is no JSON"))
        }
        refused => api::stop(refused),
    }
}

fn page(ctx: &Ctx<'_>, cursor: &Cursor, asked: &Asked<'_>, body: &Value) -> Page {
    let (mut events, mut problems) = (Vec::new(), Vec::new());
    let mut seen = cursor.seen;
    if let Some(since) = cursor.gap(ctx.now) {
        events.push(loss(ctx, asked.account, since));
        // Said once: what is older is not there any more.
        seen = Some((ctx.now - KEPT).millis());
    }
    let list = body["msg_list"].as_array().map_or(&[][..], Vec::as_slice);
    for (index, value) in list.iter().enumerate() {
        match item::read(value, asked.account) {
            Ok(Some(event)) => {
                seen = seen.max(event.at.map(Time::millis));
                events.push(as_history(event, cursor.history));
            }
            Ok(None) => {}
            Err(what) => problems.push(Problem::at(format!("msg_list[{index}]"), what)),
        }
    }
    if !list.is_empty() && body["next_cursor"].as_str().is_none() {
        problems.push(Problem::at("next_cursor", "the page does not say where it ends"));
    }
    let next = body["next_cursor"].as_str().filter(|next| !next.is_empty());
    let next = next.unwrap_or(&cursor.own);
    // A page that leads back to itself would be fetched for ever.
    let more = says_more(body) && next != cursor.own;
    let next = Cursor {
        own: next.to_owned(),
        seen: if more { seen } else { Some(ctx.now.millis()) },
        history: cursor.history.filter(|_| more),
        size: Some(asked.size).filter(|size| more && *size < SIZES[0]),
    };
    Page {
        events,
        problems,
        next: serde_json::to_string(&next).expect("texts and numbers are JSON"),
        more,
    }
}

/// `has_more`: 0 or 1, as a number, a text or a flag. The list may be empty while there is more.
fn says_more(body: &Value) -> bool {
    match &body["has_more"] {
        Value::Bool(more) => *more,
        Value::String(text) => text == "1",
        number => number.as_i64() == Some(1),
    }
}

fn as_history(mut event: Inbound, before: Option<i64>) -> Inbound {
    let old = event
        .at
        .zip(before)
        .is_some_and(|(at, before)| at.millis() < before);
    if let What::Message(message) | What::Echo(message) = &mut event.what {
        message.history = old;
    }
    event
}

/// Nobody has looked for longer than messages are kept. The same gap has the same id.
fn loss(ctx: &Ctx<'_>, account: &str, since: Time) -> Inbound {
    let health = Health::Degraded {
        code: "loss_possible",
        detail: since.to_string(),
    };
    let id = format!("gap:{}", since.millis());
    let mut event = Inbound::new(id, Peer::default(), What::Health(health));
    account.clone_into(&mut event.account);
    event.at = Some(ctx.now);
    event
}
