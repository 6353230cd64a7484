//! Takes one call as JSON on its standard input and prints what a channel makes of it: for people who write a channel, and
//! for scripts in which a vendor's SDK signs.
//!
//! In: `{channel, settings: {…}, now (ms; the machine's clock when left out), method, uri, headers: {…}, body}`.
//! Out: `{refused}`, or `{answer, pulls: [{account, token}], events, problems}`.
#![expect(
    clippy::disallowed_methods,
    reason = "a tool at the rim, not a room: it reads, prints and has a clock"
)]

use std::{
    collections::BTreeMap,
    io::{self, Read as _, Write as _},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use yingke_channel_contract::{Ctx, Incoming, Settings};
use yingke_words::{Chance, Time};

/// Checking and reading draw no random bytes.
struct NoChance;

impl Chance for NoChance {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let asked: Value = serde_json::from_str(&text)?;
    writeln!(io::stdout(), "{}", taken(&asked)?)?;
    Ok(())
}

fn texts(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_object().into_iter().flatten();
    pairs
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

fn taken(asked: &Value) -> Result<Value, Box<dyn std::error::Error>> {
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    let channel = yingke_channel::of(text("channel")).ok_or("no such channel")?;
    let mut request = http::Request::builder().method(text("method")).uri(text("uri"));
    for (name, value) in texts(&asked["headers"]) {
        request = request.header(name, value);
    }
    let request = request.body(text("body").to_owned().into())?;
    let clock = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let now = asked["now"].as_i64().map_or_else(|| i64::try_from(clock), Ok)?;
    let (settings, tokens) = (Settings::new(texts(&asked["settings"])), BTreeMap::new());
    let ctx = Ctx {
        settings: &settings,
        tokens: &tokens,
        callback: text("callback"),
        account: text("account"),
        now: Time::from_millis(now),
        chance: &NoChance,
    };
    let verified = match channel.verify(&ctx, Incoming(request)) {
        Ok(verified) => verified,
        Err(refusal) => return Ok(json!({ "refused": refusal.code() })),
    };
    let parsed = channel.parse(&ctx, &verified);
    Ok(json!({
        "answer": String::from_utf8_lossy(parsed.answer.body()),
        "pulls": parsed.pulls,
        "events": parsed.events.iter().map(|event| format!("{event:?}")).collect::<Vec<_>>(),
        "problems": parsed.problems.iter().map(|one| format!("{}: {}", one.at, one.what)).collect::<Vec<_>>(),
    }))
}
