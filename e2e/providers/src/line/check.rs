//! What LINE checks of messages.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// What is wrong and where, as `details` has it.
pub(crate) type Wrong = Vec<Value>;

fn note(wrong: &mut Wrong, at: &str, what: &str) {
    wrong.push(json!({ "message": what, "property": at }));
}

/// A text that is there, of at most `most` UTF-16 units.
fn text(wrong: &mut Wrong, holder: &Value, at: &str, key: &str, most: usize) {
    let place = format!("{at}.{key}");
    match holder[key].as_str() {
        None | Some("") => note(wrong, &place, "May not be empty"),
        Some(text) if text.encode_utf16().count() > most => {
            note(wrong, &place, &format!("Length must be between 0 and {most}"));
        }
        Some(_) => {}
    }
}

/// One to five messages of kinds that LINE knows. `quotes` are the quote tokens it gave.
pub(crate) fn messages(value: &Value, quotes: &BTreeSet<String>) -> Wrong {
    let mut wrong = Wrong::new();
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    if !(1..=5).contains(&list.len()) {
        note(&mut wrong, "messages", "Size must be between 1 and 5");
    }
    for (index, message) in list.iter().enumerate() {
        let at = format!("messages[{index}]");
        known_keys(&mut wrong, message, &at);
        content(&mut wrong, message, &at, quotes);
        if let Some(items) = message["quickReply"]["items"].as_array() {
            if items.len() > 13 {
                note(
                    &mut wrong,
                    &format!("{at}.quickReply.items"),
                    "Size must be between 0 and 13",
                );
            }
            for item in items {
                action(&mut wrong, &item["action"], &format!("{at}.quickReply"), 20);
            }
        }
        if !message["sender"].is_null() {
            text(&mut wrong, &message["sender"], &at, "name", 20);
            let name = message["sender"]["name"].as_str().unwrap_or_default();
            if name.to_lowercase().contains("line") {
                note(
                    &mut wrong,
                    &format!("{at}.sender.name"),
                    "Contains a word that may not be used",
                );
            }
        }
    }
    wrong
}

fn content(wrong: &mut Wrong, message: &Value, at: &str, quotes: &BTreeSet<String>) {
    match message["type"].as_str().unwrap_or_default() {
        "text" => {
            text(wrong, message, at, "text", 5_000);
            if let Some(token) = message["quoteToken"].as_str()
                && !quotes.contains(token)
            {
                note(wrong, &format!("{at}.quoteToken"), "Invalid quote token");
            }
        }
        "location" => {
            text(wrong, message, at, "title", 100);
            text(wrong, message, at, "address", 100);
            for (key, most) in [("latitude", 90.0), ("longitude", 180.0)] {
                let angle = message[key].as_f64().unwrap_or(f64::INFINITY);
                if angle.abs() > most {
                    note(wrong, &format!("{at}.{key}"), "Must be an angle");
                }
            }
        }
        "sticker" => {
            text(wrong, message, at, "packageId", 20);
            text(wrong, message, at, "stickerId", 20);
        }
        "image" | "video" => {
            address(wrong, message, at, "originalContentUrl");
            address(wrong, message, at, "previewImageUrl");
        }
        "audio" => {
            address(wrong, message, at, "originalContentUrl");
            if message["duration"].as_u64().is_none() {
                note(wrong, &format!("{at}.duration"), "Must be a number");
            }
        }
        "template" => template(wrong, message, at),
        "flex" => flex(wrong, message, at),
        _ => note(
            wrong,
            &format!("{at}/type"),
            "Must be one of the following values: [text, image, video, audio, location, sticker, template, imagemap, flex]",
        ),
    }
}

/// The keys of each kind; another is a mistake of the sender's.
fn known_keys(wrong: &mut Wrong, message: &Value, at: &str) {
    const ALL: &[&str] = &[
        "type",
        "quickReply",
        "sender",
        "text",
        "quoteToken",
        "emojis",
        "title",
        "address",
        "latitude",
        "longitude",
        "packageId",
        "stickerId",
        "originalContentUrl",
        "previewImageUrl",
        "trackingId",
        "duration",
        "altText",
        "template",
        "contents",
    ];
    for key in message.as_object().into_iter().flat_map(serde_json::Map::keys) {
        if !ALL.contains(&key.as_str()) {
            note(wrong, &format!("{at}.{key}"), "Unknown property");
        }
    }
}

/// LINE fetches media itself.
fn address(wrong: &mut Wrong, message: &Value, at: &str, key: &str) {
    if !message[key]
        .as_str()
        .is_some_and(|url| url.starts_with("https://"))
    {
        note(wrong, &format!("{at}.{key}"), "Must be a valid HTTPS URL");
    }
}

fn template(wrong: &mut Wrong, message: &Value, at: &str) {
    text(wrong, message, at, "altText", 1_500);
    let template = &message["template"];
    if template["type"] != "buttons" {
        note(
            wrong,
            &format!("{at}.template.type"),
            "This fake knows buttons only",
        );
    }
    let titled = !template["title"].is_null();
    if titled {
        text(wrong, template, at, "title", 40);
    }
    text(wrong, template, at, "text", if titled { 60 } else { 160 });
    let actions = template["actions"].as_array().map_or(&[][..], Vec::as_slice);
    if !(1..=4).contains(&actions.len()) {
        note(
            wrong,
            &format!("{at}.template.actions"),
            "Size must be between 1 and 4",
        );
    }
    for one in actions {
        action(wrong, one, &format!("{at}.template.actions"), 20);
    }
}

fn flex(wrong: &mut Wrong, message: &Value, at: &str) {
    text(wrong, message, at, "altText", 1_500);
    if message["contents"].to_string().len() > 30 << 10 {
        note(wrong, &format!("{at}.contents"), "The bubble is too large");
    }
    let boxes = message["contents"]["body"]["contents"].as_array();
    if message["contents"]["type"] != "bubble" || boxes.is_none_or(Vec::is_empty) {
        note(
            wrong,
            &format!("{at}.contents"),
            "This fake knows bubbles of buttons only",
        );
    }
    for one in boxes.into_iter().flatten() {
        action(wrong, &one["action"], &format!("{at}.contents"), 40);
    }
}

fn action(wrong: &mut Wrong, action: &Value, at: &str, label: usize) {
    text(wrong, action, at, "label", label);
    match action["type"].as_str().unwrap_or_default() {
        "postback" => text(wrong, action, at, "data", 300),
        "uri" => text(wrong, action, at, "uri", 1_000),
        "message" => text(wrong, action, at, "text", 300),
        _ => note(wrong, &format!("{at}.type"), "Unknown action"),
    }
}
