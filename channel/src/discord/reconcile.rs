//! Whether a message went out after all: it stands in the channel, or it does not.

use serde_json::Value;
use yingke_channel_contract::{
    Answer, Ctx, DeliveryError, Draft, ErrorKind, Found, Outbound, Reconcile, Sent, Step,
};
use yingke_words::Time;

use super::{
    Discord,
    api::{self, Replay, Twice},
    draft, outbound,
    place::made_at,
};

/// How far Discord's clock and ours may differ, in milliseconds.
const SKEW: i64 = 5_000;

impl Reconcile for Discord {
    fn look(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Found> {
        let Outbound::Draft(draft) = outbound else {
            // Edits, recalls, reactions: done twice, they are done once.
            return Step::Done(Found::Absent);
        };
        look(ctx, draft, &mut Replay::of(answers)).map_or_else(|step| step, Step::Done)
    }
}

fn look(ctx: &Ctx<'_>, draft: &Draft, replay: &mut Replay<'_>) -> Result<Found, Step<Found>> {
    let channel = outbound::channel(ctx, replay, &draft.to)?;
    let path = ["channels", &channel, "messages"];
    let answer = replay.ask(|| api::get(ctx, &path, "limit=100"), Twice::Harmless, &[])?;
    let Value::Array(messages) = answer.json() else {
        return Err(Step::Stop(DeliveryError::of(ErrorKind::Away)));
    };
    let text = draft::text(draft);
    let parts = draft::parts(draft, &text);
    let mut ids: Vec<String> = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let nonce = outbound::nonce(draft.id, at);
        let found = messages
            .iter()
            .filter(|one| {
                one["id"]
                    .as_str()
                    .is_some_and(|id| !ids.iter().any(|known| known == id))
            })
            .find(|one| is(one, &nonce, part, draft));
        match found.and_then(|one| one["id"].as_str()) {
            Some(id) => ids.push(id.to_owned()),
            // In part is not there: what is sent again begins with the part whose answer is missing.
            None => return Ok(Found::Absent),
        }
    }
    Ok(Found::There(Sent::as_parts(ids)))
}

/// Whether this message is that part. Discord keeps a nonce for some minutes only [K]: afterwards it is the bot's own
/// message with the same words and as many files, not older than the draft.
fn is(message: &Value, nonce: &str, part: &draft::Part<'_>, draft: &Draft) -> bool {
    if let Some(theirs) = message["nonce"].as_str() {
        return theirs == nonce;
    }
    let files = message["attachments"].as_array().map_or(0, Vec::len);
    let after = message["id"].as_str().and_then(made_at).is_some_and(|at| {
        let drafted = drafted_at(draft);
        drafted.is_some_and(|drafted| at.millis() + SKEW >= drafted.millis())
    });
    message["author"]["bot"] == true
        && part.holds(message["content"].as_str().unwrap_or_default(), files)
        && after
}

/// When a draft was made, by its id.
fn drafted_at(draft: &Draft) -> Option<Time> {
    let (seconds, nanos) = draft.id.uuid().get_timestamp()?.to_unix();
    let millis = i64::try_from(seconds).ok()?.checked_mul(1_000)?;
    Some(Time::from_millis(millis + i64::from(nanos / 1_000_000)))
}
