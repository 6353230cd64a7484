//! "Noted": Discord waits three seconds for a word about each press that came over the gateway, and tells the customer that
//! the interaction failed when none comes (<https://discord.com/developers/docs/interactions/receiving-and-responding>).

use std::collections::VecDeque;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yingke_channel_contract::{Ctx, Request};

use super::{api, interaction, protocol::Interaction};

/// More that wait are more than anybody waits for.
const MOST: usize = 50;

/// One that waits for our word.
#[derive(Clone, Serialize, Deserialize)]
pub struct Waiting {
    id: String,
    token: String,
    word: Value,
}

/// Puts an interaction of the gateway with those that wait; whether it did.
pub fn waits(waiting: &mut VecDeque<Waiting>, d: &Value) -> bool {
    let Ok(one) = serde_json::from_value::<Interaction>(d.clone()) else {
        return false;
    };
    let word = interaction::word(&one);
    if one.id.is_empty() || one.token.is_empty() || waiting.len() >= MOST {
        return false;
    }
    waiting.push_back(Waiting {
        id: one.id,
        token: one.token,
        word,
    });
    true
}

/// Our word to whoever waits longest. Its address is its secret.
pub fn asks(ctx: &Ctx<'_>, waiting: &VecDeque<Waiting>) -> Option<Request> {
    let one = waiting.front()?;
    let path = ["interactions", &one.id, &one.token, "callback"];
    api::json(ctx, Method::POST, &path, &one.word).ok()
}
