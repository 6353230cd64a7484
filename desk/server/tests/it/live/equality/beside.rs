//! What colleagues do together, one after the other.

use reqwest::Method;
use serde_json::{Value, json};

use super::Step;
use crate::support::Person;

/// Who does it.
pub struct People<'a> {
    pub owner: (&'a Person, &'a str),
    /// Whose conversation it is.
    pub serving: &'a Person,
    pub overseeing: (&'a Person, &'a str),
    /// Does not see it by themselves.
    pub stranger: (&'a Person, &'a str),
    pub team: &'a Value,
}

/// The steps; `path` is where a verb of the conversation stands.
pub fn steps<'a>(people: &People<'a>, path: impl Fn(&str) -> String) -> Vec<Step<'a>> {
    vec![
        (
            "help is asked for",
            people.serving,
            Method::POST,
            path("help"),
            json!({ "reason": "退款超权限" }),
        ),
        (
            "help is seen to",
            people.overseeing.0,
            Method::DELETE,
            path("help"),
            Value::Null,
        ),
        (
            "invited to whisper",
            people.serving,
            Method::POST,
            path("invited"),
            json!({ "agentId": people.stranger.1, "how": "silently" }),
        ),
        (
            "invited to join",
            people.serving,
            Method::POST,
            path("invited"),
            json!({ "agentId": people.stranger.1, "how": "openly" }),
        ),
        (
            "leaves again",
            people.stranger.0,
            Method::DELETE,
            path(&format!("invited/{}", people.stranger.1)),
            Value::Null,
        ),
        (
            "help is asked for again, and over with the consultation",
            people.serving,
            Method::POST,
            path("help"),
            json!({ "reason": "" }),
        ),
        (
            "follow by the supervisor",
            people.overseeing.0,
            Method::PUT,
            path("follow"),
            Value::Null,
        ),
        (
            "a note that names whoever does not see it, and a team",
            people.owner.0,
            Method::POST,
            path("notes"),
            json!({ "clientId": "n2", "text": "@关山 看一下", "mentions": { "agentIds": [people.stranger.1, people.owner.1], "teamIds": [people.team] } }),
        ),
        (
            "looked at by whoever was named",
            people.stranger.0,
            Method::PUT,
            path("read"),
            json!({ "count": 1 }),
        ),
        (
            "sent away",
            people.owner.0,
            Method::DELETE,
            path(&format!("followers/{}", people.stranger.1)),
            Value::Null,
        ),
        (
            "no longer followed by the supervisor",
            people.overseeing.0,
            Method::DELETE,
            path(&format!("followers/{}", people.overseeing.1)),
            Value::Null,
        ),
    ]
}
