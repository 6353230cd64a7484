//! The fake Discord as a program: prints its addresses as one line of JSON, then carries out what stands on its input, one
//! act a line, and prints what became of each. Ends with its input.

use std::{
    io::{BufRead as _, Write as _},
    time::Duration,
};

use serde_json::{Value, json};
use yingke_providers::{
    Faults,
    discord::{Allowed, FakeDiscord},
};

const TOKEN: &str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.TEST.token";

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let fake = FakeDiscord::start(TOKEN, &Faults::none()).await?;
    print(&json!({
        "base_url": fake.base_url(), "gateway_url": fake.gateway_url(), "public_key": fake.public_key(),
        "token": TOKEN,
    }))?;
    let (said, mut heard) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if said.send(line).is_err() {
                break;
            }
        }
    });
    while let Some(line) = heard.recv().await {
        let asked: Value = serde_json::from_str(&line).unwrap_or_default();
        print(&act(&fake, &asked).await)?;
    }
    Ok(())
}

fn print(value: &Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}")?;
    out.flush()
}

async fn act(fake: &FakeDiscord, asked: &Value) -> Value {
    let given = |key: &str| asked[key].as_str().unwrap_or_default();
    let (person, text, message) = (given("person"), given("text"), given("message"));
    match given("act") {
        "meets" => fake.meet(person, text),
        "says" => return json!({ "message": fake.customer_says(person, text) }),
        "says_in_channel" => return json!({ "message": fake.member_says(person, text) }),
        "file" => {
            let message = fake.customer_sends_file(person, text, "text/plain", b"bytes of a file");
            return json!({ "message": message });
        }
        "edits" => return json!({ "done": fake.customer_edits(person, message, text) }),
        "deletes" => return json!({ "done": fake.customer_deletes(person, message) }),
        "reacts" => return json!({ "done": fake.customer_reacts(person, message, text) }),
        "unreacts" => return json!({ "done": fake.customer_unreacts(person, message, text) }),
        "types" => fake.customer_types(person),
        "presses" => {
            let answered = fake.customer_presses(person, message, text).await;
            return json!({ "answered": answered.map(|one| json!({ "status": one.status, "body": one.body })) });
        }
        "endpoint" => return json!({ "refused": fake.set_interactions_url(text).await.err() }),
        "blocks" => fake.customer_blocks(person),
        "leaves" => fake.customer_leaves(person),
        "sent" => return json!({ "sent": fake.sent(), "calls": fake.calls() }),
        "started" => {
            let (identified, resumed) = fake.started();
            return json!({ "identified": identified, "resumed": resumed, "open": fake.connections() });
        }
        other => return command(fake, other, asked),
    }
    json!({})
}

/// What goes wrong at Discord's.
fn command(fake: &FakeDiscord, act: &str, asked: &Value) -> Value {
    match act {
        "close" => fake.close_all(
            asked["code"]
                .as_u64()
                .and_then(|code| code.try_into().ok())
                .unwrap_or(4000),
        ),
        "silent" => fake.go_silent(),
        "reconnect" => fake.ask_to_reconnect(),
        "invalidate" => fake.invalidate_sessions(),
        "heartbeat" => fake.heartbeat_every(Duration::from_millis(asked["ms"].as_u64().unwrap_or(41_250))),
        "limit" => fake.limit(2, Duration::from_millis(500)),
        "content_refused" => fake.allow_message_content(Allowed::No),
        "revoke" => fake.revoke(),
        other => return json!({ "unknown": other }),
    }
    json!({})
}
