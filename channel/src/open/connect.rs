//! Asks whether anybody is there who takes our signature.

use serde_json::Value;
use yingke_channel_contract::{Answer, Connect, Connected, Ctx, Step};

use super::{Open, answer, fields::plain, outbound, protocol::Document};

impl Connect for Open {
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
        let Some(answer) = answers.last() else {
            // Who only listens has nobody to ask.
            if ctx.settings.get("outgoing_url").is_none() {
                return Step::Done(Connected { accounts: Vec::new() });
            }
            let document = Document::ping().bytes();
            let id = outbound::act_id(ctx, &document);
            return match outbound::request(ctx, &id, document, &[]) {
                Ok(request) => Step::send(request),
                Err(error) => Step::Stop(error),
            };
        };
        match answer::ids(answer) {
            Ok(_) => Step::Done(Connected {
                accounts: accounts(&answer.json()),
            }),
            Err(error) => Step::Stop(error),
        }
    }
}

/// `{"accounts": [{"id", "name"}]}`, where the bridge serves several.
fn accounts(body: &Value) -> Vec<(String, String)> {
    let list = body.get("accounts").and_then(Value::as_array);
    let read = list.into_iter().flatten().filter_map(|account| {
        let text = |key: &str| account.get(key).and_then(plain).filter(|text| !text.is_empty());
        let id = text("id")?;
        Some((id.clone(), text("name").unwrap_or(id)))
    });
    read.collect()
}
