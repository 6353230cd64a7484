//! Buttons under a message.

use serde_json::{Value, json};
use yingke_channel_contract::{DeliveryError, Menu};

use super::plan::unsendable;

/// What comes back from a button, in bytes.
const DATA: usize = 64;
/// So many buttons stand under one message. [K]
const BUTTONS: usize = 100;

/// One button a line: words of any length stay whole on a telephone.
pub fn keyboard(menu: &Menu) -> Result<Value, DeliveryError> {
    if menu.choices.is_empty() || menu.choices.len() > BUTTONS {
        return Err(unsendable("inline_keyboard"));
    }
    let mut lines = Vec::new();
    for choice in &menu.choices {
        lines.push(match &choice.url {
            Some(url) => json!([{ "text": choice.label, "url": url }]),
            None if (1..=DATA).contains(&choice.id.len()) => {
                json!([{ "text": choice.label, "callback_data": choice.id }])
            }
            None => return Err(unsendable("callback_data")),
        });
    }
    Ok(json!({ "inline_keyboard": lines }))
}
