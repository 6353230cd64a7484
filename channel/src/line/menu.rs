//! Words with things to press: a card for a few, quick replies for up to thirteen, a list of buttons for more or longer
//! ones.

use serde_json::{Value, json};
use yingke_channel_contract::{Choice, DeliveryError, Menu};

use super::{
    draft::{cut, text, unsendable},
    manifest::TEXT,
};

/// The longest label on a card or a quick reply.
const LABEL: usize = 20;
/// The longest label in a list. [K]
const LONG_LABEL: usize = 40;
/// What comes back from a button.
const DATA: usize = 300;
/// So many stand on a card.
const CARD: usize = 4;
/// So many quick replies.
const QUICK: usize = 13;
/// So many in a list: what keeps it under LINE's 30 KB. [K]
const LIST: usize = 40;
/// The heading of a card, its words with a heading, and without one.
const TITLE: usize = 40;
const WITH_TITLE: usize = 60;
const WITHOUT_TITLE: usize = 160;
/// What is shown where a card cannot be.
const ALT: usize = 400;
/// Words where there are none.
const NONE: &str = "…";

/// The messages of a menu: words that do not fit beside the buttons go before.
pub fn messages(menu: &Menu, words: &str) -> Result<Vec<Value>, DeliveryError> {
    if menu.choices.is_empty() || menu.choices.len() > LIST {
        return Err(unsendable("choices"));
    }
    let body = joined(&[words, &menu.tail]);
    let short = menu.choices.iter().all(|choice| fits(&choice.label, LABEL));
    let most = if menu.title.is_empty() {
        WITHOUT_TITLE
    } else {
        WITH_TITLE
    };
    let actions: Vec<Value> = menu.choices.iter().map(action).collect::<Result<_, _>>()?;
    if short && actions.len() <= CARD && fits(&body, most) && (menu.title.is_empty() || fits(&menu.title, TITLE)) {
        return Ok(vec![card(menu, &body, actions)]);
    }
    let body = joined(&[&menu.title, &body]);
    let mut messages: Vec<Value> = TEXT.split(&body).into_iter().map(text).collect();
    if short && actions.len() <= QUICK {
        if messages.is_empty() {
            messages.push(text(NONE));
        }
        let items: Vec<_> = actions
            .into_iter()
            .map(|action| json!({ "type": "action", "action": action }))
            .collect();
        if let Some(last) = messages.last_mut() {
            last["quickReply"] = json!({ "items": items });
        }
    } else {
        messages.push(list(&body, actions));
    }
    Ok(messages)
}

fn joined(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().copied().filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n")
}

fn fits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.encode_utf16().count())
}

/// What a button does: an address opens, anything else comes back with the label on it, and stands in the chat as what
/// the customer said.
fn action(choice: &Choice) -> Result<Value, DeliveryError> {
    if !fits(&choice.label, LONG_LABEL) {
        return Err(unsendable("label"));
    }
    if let Some(url) = &choice.url {
        return Ok(json!({ "type": "uri", "label": choice.label, "uri": url }));
    }
    let data = json!({ "id": choice.id, "label": choice.label }).to_string();
    if !fits(&data, DATA) {
        return Err(unsendable("data"));
    }
    Ok(json!({
        "type": "postback",
        "label": choice.label,
        "data": data,
        "displayText": choice.label,
    }))
}

/// The choice's id and label in what comes back from a button of ours.
pub fn read(data: &str) -> Option<(String, String)> {
    let data: Value = serde_json::from_str(data).ok()?;
    let text = |key: &str| data[key].as_str().map(str::to_owned);
    Some((text("id")?, text("label")?))
}

fn card(menu: &Menu, body: &str, actions: Vec<Value>) -> Value {
    let mut template = json!({ "type": "buttons", "text": body, "actions": actions });
    if !menu.title.is_empty() {
        template["title"] = menu.title.clone().into();
    }
    let alt = cut(&joined(&[&menu.title, body]), ALT);
    json!({ "type": "template", "altText": alt, "template": template })
}

fn list(body: &str, actions: Vec<Value>) -> Value {
    let buttons: Vec<_> = actions
        .into_iter()
        .map(|action| json!({ "type": "button", "height": "sm", "action": action }))
        .collect();
    let alt = if body.is_empty() { NONE } else { body };
    json!({
        "type": "flex",
        "altText": cut(alt, ALT),
        "contents": {
            "type": "bubble",
            "body": { "type": "box", "layout": "vertical", "contents": buttons },
        },
    })
}
