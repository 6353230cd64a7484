//! The fake Bot API as a program: prints its address as one line of JSON, then carries out what stands on its input, one
//! act a line, and prints what became of each. Ends with its input.

use std::io::{BufRead as _, Write as _};

use serde_json::{Value, json};
use yingke_providers::{Faults, telegram::FakeTelegram};

const TOKEN: &str = "123456:TEST-token_1";

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let fake = FakeTelegram::start(TOKEN, &Faults::none()).await?;
    print(&json!({ "base_url": fake.base_url(), "token": TOKEN }))?;
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

async fn act(fake: &FakeTelegram, asked: &Value) -> Value {
    let customer = asked["customer"].as_i64().unwrap_or(42);
    let message = asked["message"].as_i64().unwrap_or_default();
    let text = asked["text"].as_str().unwrap_or_default();
    let done = match asked["act"].as_str().unwrap_or_default() {
        "says" => fake.customer_says(customer, text).await,
        "sends" => fake.customer_sends(customer, asked["content"].clone()).await,
        "file" => {
            fake.customer_sends_file(customer, text, "f.jpg", b"bytes of a file")
                .await
        }
        "edits" => fake.customer_edits(customer, message, text).await,
        "presses" => fake.customer_presses(customer, message, text).await,
        "reacts" => {
            fake.customer_reacts(customer, message, asked["text"].as_str())
                .await
        }
        "blocks" => fake.customer_blocks(customer).await,
        "unblocks" => fake.customer_unblocks(customer).await,
        "connects" => fake.business_connects(text, 900, (true, true)).await,
        "business" => {
            fake.business_says(
                asked["connection"].as_str().unwrap_or_default(),
                customer,
                customer,
                text,
            )
            .await
        }
        "group" => fake.member_says(customer, 77, text).await,
        "upgrade" => return json!({ "to": fake.upgrade(customer).await }),
        "pass" => {
            fake.pass(message);
            return json!({});
        }
        "floods" => {
            fake.floods();
            return json!({});
        }
        "revoke" => {
            fake.revoke();
            return json!({});
        }
        "reissue" => {
            fake.reissue(text);
            return json!({});
        }
        "refuse" => {
            fake.refuse_next(u16::try_from(message).unwrap_or(400), text);
            return json!({});
        }
        "reaction" => return json!({ "reaction": fake.reaction(customer, message) }),
        "sent" => return json!({ "sent": fake.sent(), "spinning": fake.spinning() }),
        other => return json!({ "unknown": other }),
    };
    json!({ "update": done.update, "status": done.status.map(|status| status.as_u16()) })
}
