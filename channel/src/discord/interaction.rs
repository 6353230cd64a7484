//! Interactions: a button pressed, a command typed. The same over the gateway and to our address.

use serde_json::{Value, json};
use yingke_channel_contract::{Content, Ctx, Fault, Inbound, Message as Said, Problem, What};

use super::{
    place::{Place, made_at},
    protocol::{BUTTON, Interaction, Message, interaction},
};

/// What Discord waits three seconds for: without it the customer is told that the interaction failed.
pub fn word(one: &Interaction) -> Value {
    // A message that only who typed the command sees.
    const EPHEMERAL: u64 = 1 << 6;
    match one.kind {
        interaction::PING => json!({ "type": 1 }),
        interaction::COMMAND => json!({ "type": 4, "data": { "content": "✅", "flags": EPHEMERAL } }),
        interaction::AUTOCOMPLETE => json!({ "type": 8, "data": { "choices": [] } }),
        // "Noted": the message with the button stays as it is.
        _ => json!({ "type": 6 }),
    }
}

/// What an interaction comes to; none for what asks us something and says nothing.
pub fn event(ctx: &Ctx<'_>, one: &Interaction, problems: &mut Vec<Problem>) -> Option<Inbound> {
    if matches!(one.kind, interaction::PING | interaction::AUTOCOMPLETE) {
        return None;
    }
    let place = Place::of(ctx, &one.guild_id, &one.channel_id)?;
    let member = one.member.as_ref();
    let user = one.user.as_ref().or_else(|| member?.user.as_ref());
    let Some(user) = user.filter(|user| !user.id.is_empty() && !one.id.is_empty()) else {
        problems.push(Problem::at(format!("interaction {}", one.id), Fault::missing("user").said("nobody did it")));
        return None;
    };
    let what = if one.kind == interaction::COMPONENT && one.data["component_type"] == BUTTON {
        pressed(one)
    } else {
        What::Message(Said {
            author: place.author(user, member),
            ..unsupported(one)
        })
    };
    Some(Inbound {
        at: made_at(&one.id),
        context: place.context(),
        ..Inbound::new(&one.id, place.peer(user), what)
    })
}

fn pressed(one: &Interaction) -> What {
    let id = one.data["custom_id"].as_str().unwrap_or_default();
    let on = one.message.as_ref();
    What::Pressed {
        id: id.to_owned(),
        label: on.map_or("", |message| label(message, id)).to_owned(),
        message: on.map(|message| message.id.clone()).unwrap_or_default(),
    }
}

/// What stands on the button: the interaction brings its message along.
fn label<'a>(message: &'a Message, id: &str) -> &'a str {
    let rows = message.components.iter();
    rows.filter_map(|row| row["components"].as_array())
        .flatten()
        .find(|button| button["custom_id"] == id)
        .and_then(|button| button["label"].as_str())
        .unwrap_or_default()
}

/// What this bot never offered: shown, with what can be read of it.
fn unsupported(one: &Interaction) -> Said {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let list = |key: &str| one.data[key].as_array().cloned().unwrap_or_default();
    let (kind, words) = match one.kind {
        interaction::COMMAND => {
            let name = one.data["name"].as_str().unwrap_or_default();
            let options = list("options");
            let options = options.iter().map(|option| {
                let name = option["name"].as_str().unwrap_or_default();
                format!(" {name}:{}", text(&option["value"]))
            });
            (
                "command".to_owned(),
                format!("/{name}{}", options.collect::<String>()),
            )
        }
        interaction::COMPONENT => {
            let values = list("values");
            let values: Vec<_> = values.iter().map(text).collect();
            ("select".to_owned(), values.join(", "))
        }
        interaction::MODAL => ("modal".to_owned(), String::new()),
        number => (format!("interaction {number}"), String::new()),
    };
    Said {
        text: words,
        content: Some(Content::Unsupported { kind }),
        ..Said::default()
    }
}
