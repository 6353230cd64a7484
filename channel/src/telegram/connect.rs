//! Connecting: who the bot is, and where its updates go.

use serde_json::{Value, json};
use yingke_channel_contract::{Answer, Connect, Connected, Ctx, Step};

use super::{
    Telegram, answered, call,
    media::harmless,
    protocol::{ALLOWED_UPDATES, id},
};

impl Connect for Telegram {
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
        let mut results = Vec::new();
        for answer in answers.iter().take(2) {
            match answered::read(answer) {
                Ok(result) => results.push(result),
                Err(trouble) => return Step::Stop(harmless(trouble.error)),
            }
        }
        match &results[..] {
            [] => call::plain("getMe", json!({})).step(ctx),
            [_] => updates(ctx).step(ctx),
            [me, ..] => Step::Done(Connected {
                accounts: named(me).into_iter().collect(),
            }),
        }
    }
}

/// A webhook and fetching exclude each other. What waits there is kept in either case.
fn updates(ctx: &Ctx<'_>) -> call::Call {
    if ctx.text("mode") == "poll" {
        return call::plain("deleteWebhook", json!({ "drop_pending_updates": false }));
    }
    call::plain(
        "setWebhook",
        json!({
            "url": ctx.callback,
            "secret_token": ctx.text("secret_token"),
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": 40,
            "drop_pending_updates": false,
        }),
    )
}

fn named(me: &Value) -> Option<(String, String)> {
    let id = id(&me["id"])?.0;
    let name = match (me["username"].as_str(), me["first_name"].as_str()) {
        (Some(username), _) => format!("@{username}"),
        (None, name) => name.unwrap_or_default().to_owned(),
    };
    Some((id, name))
}
