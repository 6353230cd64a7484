//! What was said while nobody listened: a session that ended takes its events with it, and the messages still stand in their
//! channels (<https://discord.com/developers/docs/resources/message#get-channel-messages>).
//!
//! Looked into are the direct channels that are remembered (a bot is told of no others) and the server's channels that are
//! answered, each from the newest message on that had come before. What comes over the gateway meanwhile waits until the
//! older is here; what is here already ends by its id.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use yingke_channel_contract::{Answer, Ctx, ErrorKind, Fault, Problem, Request, What};
use yingke_words::{Span, Time};

use super::{
    api,
    dispatch::{self, Read},
    place::{self, Place, made_by},
    protocol::{Message, Payload},
    state::{Phase, State},
};

/// As many messages as Discord gives at a time.
const PAGE: usize = 100;

/// So much may wait behind what is fetched; more goes before it rather than being lost.
const HELD: usize = 100;

/// Nobody answers what was said longer ago.
const FAR: Span = Span::days(30);

/// What was said so shortly before the first connection is no history: somebody waits for an answer.
const RECENT: Span = Span::minutes(5);

/// Between two tries, at most.
const LONGEST: i64 = 60_000;

/// What is still to be fetched, and what waits for it.
#[derive(Clone, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Missed {
    looks: VecDeque<Look>,
    held: Vec<Value>,
    tries: u32,
}

/// A channel that is to be looked into.
#[derive(Clone, Serialize, Deserialize)]
struct Look {
    channel: String,
    /// A server's.
    group: bool,
    /// What is newer than this message.
    after: String,
    /// What was made before this time, in milliseconds, is history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    history: Option<i64>,
}

impl Missed {
    /// Whether nothing is to be fetched.
    pub fn is_empty(&self) -> bool {
        self.looks.is_empty()
    }

    fn look(&mut self, look: Look) {
        // One that is under way goes on from where it is.
        if !self.looks.iter().any(|one| one.channel == look.channel) {
            self.looks.push_back(look);
        }
    }
}

/// A session begins: whatever was said since the newest message that came is to be fetched.
pub fn begin(ctx: &Ctx<'_>, state: &mut State) {
    let first = state.seen.is_empty();
    if first {
        state.saw(&made_by(ctx.now - RECENT));
    }
    let far = made_by(ctx.now - FAR);
    let after = if number(&far) > number(&state.seen) { far } else { state.seen.clone() };
    for channel in state.direct_channels() {
        state.missed.look(Look {
            channel,
            group: false,
            after: after.clone(),
            history: None,
        });
    }
    let answered: Vec<String> = place::answered(ctx).map(str::to_owned).collect();
    for channel in &answered {
        let known = state.joined.contains(channel);
        let import = imports_from(ctx).filter(|_| !known);
        if !known && import.is_none() {
            continue;
        }
        state.missed.look(Look {
            channel: channel.clone(),
            group: true,
            after: import.map_or_else(|| after.clone(), made_by),
            history: import.map(|_| (ctx.now - RECENT).millis()),
        });
    }
    state.joined = answered;
}

/// From which day on older messages of a server's channel are imported when it is first answered; none = not at all.
fn imports_from(ctx: &Ctx<'_>) -> Option<Time> {
    let day: jiff::civil::Date = ctx.text("import_since").trim().parse().ok()?;
    let at = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Time::from_millis(at.timestamp().as_millisecond()))
}

/// What is to be asked next.
pub fn asks(ctx: &Ctx<'_>, state: &State) -> Option<Request> {
    let look = state.missed.looks.front().filter(|_| state.line.phase == Phase::Live)?;
    let query = format!("after={}&limit={PAGE}", number(&look.after));
    let path = ["channels", &look.channel, "messages"];
    api::get(ctx, &path, &query).ok()
}

/// Takes in an answer: its messages in their order, and after the last answer what waited for them. How long to wait before
/// the next question, where Discord says so.
pub fn answered(ctx: &Ctx<'_>, state: &mut State, answer: &Answer, read: &mut Read) -> Option<Span> {
    let look = state.missed.looks.front().cloned()?;
    let messages = match listed(answer) {
        Ok(messages) => messages,
        Err(Unlisted::Later(span)) => {
            let most = (1_000_i64 << state.missed.tries.min(6)).min(LONGEST);
            state.missed.tries = state.missed.tries.saturating_add(1);
            return Some(span.unwrap_or(Span::millis(most)));
        }
        Err(Unlisted::Never(why)) => {
            let at = format!("channel {}", look.channel);
            let what = format_args!("what was said while the connection was down cannot be fetched: {why}");
            read.problems.push(Problem::at(at, Fault::NotFetched.said(what)));
            Vec::new()
        }
    };
    state.missed.tries = 0;
    let newest = messages.iter().map(|message| number(&id(message))).max();
    let whole = messages.len() < PAGE;
    for message in messages {
        said(ctx, state, message, &look, read);
    }
    match (newest, state.missed.looks.front_mut()) {
        (Some(newest), Some(front)) if !whole && newest > number(&front.after) => {
            front.after = newest.to_string();
        }
        _ => drop(state.missed.looks.pop_front()),
    }
    if !state.missed.is_empty() {
        return None;
    }
    for held in std::mem::take(&mut state.missed.held) {
        if let Ok(payload) = serde_json::from_value::<Payload>(held) {
            let (name, seq) = (payload.t.unwrap_or_default(), payload.s.unwrap_or_default());
            read.join(dispatch::read(ctx, state, &name, seq, &payload.d));
        }
    }
    None
}

/// Why there is no list.
enum Unlisted {
    /// Not now.
    Later(Option<Span>),
    /// Not in this channel.
    Never(String),
}

/// The messages of an answer, oldest first.
fn listed(answer: &Answer) -> Result<Vec<Value>, Unlisted> {
    if let Some(error) = api::error(answer) {
        let after = error.after_ms.map(Span::millis);
        return Err(match error.kind {
            // The gateway says by itself that a token is no good any more.
            ErrorKind::Throttled | ErrorKind::Away | ErrorKind::Unknown | ErrorKind::Unauthorised => {
                Unlisted::Later(after)
            }
            _ => Unlisted::Never(error.detail),
        });
    }
    match answer.json() {
        Value::Array(mut messages) => {
            messages.sort_by_key(|message| number(&id(message)));
            Ok(messages)
        }
        _ => Err(Unlisted::Later(None)),
    }
}

fn id(message: &Value) -> String {
    message["id"].as_str().map_or_else(|| message["id"].to_string(), str::to_owned)
}

/// A snowflake's number; 0 for what is none.
fn number(id: &str) -> u64 {
    id.parse().unwrap_or_default()
}

fn said(ctx: &Ctx<'_>, state: &mut State, value: Value, look: &Look, read: &mut Read) {
    let at = format!("message {}", id(&value));
    let mut message: Message = match serde_json::from_value(value) {
        Ok(message) => message,
        Err(error) => return read.problems.push(Problem::at(at, error)),
    };
    // Lists do not say what they are lists of.
    message.channel_id.clone_from(&look.channel);
    "a server's".clone_into(&mut message.guild_id);
    if !look.group {
        message.guild_id.clear();
    }
    let before = read.events.len();
    dispatch::created(ctx, state, &message, read);
    for event in &mut read.events[before..] {
        let old = |history| event.at.is_some_and(|at| at.millis() < history);
        if let (What::Message(said), Some(true)) = (&mut event.what, look.history.map(old)) {
            said.history = true;
        }
    }
}

/// Keeps an event of the gateway until the older is here; whether it does.
pub fn holds(ctx: &Ctx<'_>, state: &mut State, payload: &Payload) -> bool {
    let name = payload.t.as_deref().unwrap_or_default();
    let text = |key: &str| payload.d[key].as_str().unwrap_or_default();
    let wanted = matches!(name, "MESSAGE_CREATE" | "INTERACTION_CREATE");
    let missed = &state.missed;
    if !wanted || missed.is_empty() || missed.held.len() >= HELD {
        return false;
    }
    if Place::of(ctx, text("guild_id"), text("channel_id")).is_none() {
        return false;
    }
    let held = json!({ "op": 0, "t": name, "s": payload.s, "d": payload.d });
    state.missed.held.push(held);
    true
}
