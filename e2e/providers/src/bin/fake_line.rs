//! The fake Messaging API as a program: prints its address as one line of JSON, then carries out what stands on its input,
//! one act a line, and prints what became of each. Ends with its input.

use std::io::{BufRead as _, Write as _};

use serde_json::{Value, json};
use yingke_providers::{Faults, line::FakeLine};

const SECRET: &str = "8c570fa6dd201bb328f1c1eac23a96d8";
const TOKEN: &str = "TOKEN+of/the=channel";

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let fake = FakeLine::start(SECRET, TOKEN, &Faults::none()).await?;
    print(&json!({ "base_url": fake.base_url(), "token": TOKEN, "secret": SECRET }))?;
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

async fn act(fake: &FakeLine, asked: &Value) -> Value {
    let peer = asked["peer"]
        .as_str()
        .unwrap_or("U8622f62ffdf2df3d5e1d3a50b0f3a4c1");
    let text = asked["text"].as_str().unwrap_or_default();
    let number = asked["number"].as_i64().unwrap_or_default();
    let done = match asked["act"].as_str().unwrap_or_default() {
        "says" => fake.customer_says(peer, text).await,
        "sends" => fake.customer_sends(peer, asked["content"].clone()).await,
        "file" => {
            let bytes = ("application/octet-stream", &b"bytes of a file"[..]);
            fake.customer_sends_file(peer, text, "f.pdf", bytes).await
        }
        "unsends" => fake.customer_unsends(peer, text).await,
        "presses" => fake.customer_presses(peer, text).await,
        "follows" => fake.customer_follows(peer, false).await,
        "blocks" => fake.customer_blocks(peer).await,
        "pass" => {
            fake.pass(number);
            return json!({});
        }
        "quota" => {
            fake.quota(usize::try_from(number).unwrap_or(0));
            return json!({});
        }
        "revoke" => {
            fake.revoke();
            return json!({});
        }
        "sent" => {
            let sent = fake.sent();
            let sent = sent
                .iter()
                .map(|one| json!({ "id": one.id, "to": one.to, "reply": one.reply, "message": one.message }));
            let (dots, read) = fake.shown();
            return json!({ "sent": sent.collect::<Value>(), "dots": dots, "read": read });
        }
        other => return json!({ "unknown": other }),
    };
    json!({
        "event": done.event,
        "body": done.body,
        "signature": done.signature,
        "status": done.status.map(|status| status.as_u16()),
    })
}
