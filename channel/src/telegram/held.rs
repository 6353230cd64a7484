//! What a message holds: found by which of its keys is there.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use yingke_channel_contract as contract;
use yingke_channel_contract::{Content, Degrees, FileKind, RemoteFile, What};

use super::{
    protocol::{Contact, File, Location, Message, Venue},
    text, who,
};

/// Kinds with one file each, what kind of file it is, and its media type where the object names none. Before `document`,
/// which comes along with an animation, and `photo`, which comes along with a live photo.
const FILES: &[(&str, FileKind, &str)] = &[
    ("animation", FileKind::Video, "video/mp4"),
    ("live_photo", FileKind::Video, "video/mp4"),
    ("video", FileKind::Video, "video/mp4"),
    ("video_note", FileKind::Video, "video/mp4"),
    ("voice", FileKind::Audio, "audio/ogg"),
    ("audio", FileKind::Audio, "audio/mpeg"),
    ("document", FileKind::File, ""),
];

/// What happens to a chat rather than being said in it: it says only who and where.
const SERVICE: &[&str] = &[
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "pinned_message",
    "connected_website",
    "write_access_allowed",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "chat_owner_changed",
    "chat_owner_left",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "direct_message_price_changed",
    "paid_message_price_changed",
    "managed_bot_created",
];

/// What is around a message and not in it: never its kind.
const AROUND: &[&str] = &[
    "message_id",
    "message_thread_id",
    "direct_messages_topic",
    "from",
    "sender_chat",
    "sender_boost_count",
    "sender_business_bot",
    "sender_tag",
    "date",
    "business_connection_id",
    "chat",
    "forward_origin",
    "is_topic_message",
    "is_automatic_forward",
    "reply_to_message",
    "external_reply",
    "quote",
    "reply_to_story",
    "reply_to_checklist_task_id",
    "reply_to_poll_option_id",
    "via_bot",
    "edit_date",
    "has_protected_content",
    "is_from_offline",
    "is_paid_post",
    "media_group_id",
    "author_signature",
    "paid_star_count",
    "text",
    "entities",
    "link_preview_options",
    "suggested_post_info",
    "effect_id",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "reply_markup",
    "guest_query_id",
    "guest_bot_caller_user",
    "guest_bot_caller_chat",
];

/// What a message comes to. `raw` is the same message as it came.
pub fn what(message: &Message, raw: &Map<String, Value>) -> What {
    if let Some((text, id)) = web_app(raw) {
        return What::Pressed {
            id,
            label: text,
            message: String::new(),
        };
    }
    if let Some(source) = started(message) {
        return What::Entered { source };
    }
    if SERVICE.iter().any(|key| raw.contains_key(*key)) {
        return What::ContactUpdate;
    }
    let (text, content, files) = said(message, raw);
    What::Message(contract::Message {
        text,
        content,
        files,
        ..contract::Message::default()
    })
}

/// Words, content and files of a message that says something.
fn said(message: &Message, raw: &Map<String, Value>) -> (String, Option<Content>, Vec<RemoteFile>) {
    let words = text::of(message);
    if let Some(files) = files(raw) {
        return (words, None, files);
    }
    if let Some(sticker) = get::<File>(raw, "sticker") {
        let picture = picture_of(&sticker);
        return (sticker.emoji, Some(Content::Sticker), vec![picture]);
    }
    if let Some(content) = place(raw).or_else(|| card(raw)) {
        return (words, Some(content), Vec::new());
    }
    if let Some(thrown) = dice(raw) {
        return (thrown, None, Vec::new());
    }
    // What has a text is a text, whatever a later Bot API puts beside it.
    if !message.text.is_empty() {
        return (words, None, Vec::new());
    }
    let lines = [words, listed(raw)];
    let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let content = Content::Unsupported { kind: unknown(raw) };
    (lines.join("\n"), Some(content), Vec::new())
}

fn get<T: DeserializeOwned>(raw: &Map<String, Value>, key: &str) -> Option<T> {
    T::deserialize(raw.get(key)?).ok()
}

/// The message's own words, without what an edit of it may leave out. For a live location that moves: where it is.
pub fn edited(message: &Message, raw: &Map<String, Value>) -> String {
    let words = text::of(message);
    match get::<Location>(raw, "location") {
        Some(at) if words.is_empty() => format!("{}, {}", at.latitude, at.longitude),
        _ => words,
    }
}

fn files(raw: &Map<String, Value>) -> Option<Vec<RemoteFile>> {
    for (key, kind, usual) in FILES {
        let Some(file) = get::<File>(raw, key) else {
            continue;
        };
        let mut found = vec![remote(*kind, &file, usual)];
        // A live photo's still picture is what it shows.
        found.extend(
            file.photo
                .last()
                .map(|still| remote(FileKind::Image, still, "image/jpeg")),
        );
        return Some(found);
    }
    // The same picture in several sizes, the largest last.
    let sizes: Vec<File> = get(raw, "photo")?;
    let largest = sizes.last()?;
    Some(vec![remote(FileKind::Image, largest, "image/jpeg")])
}

fn remote(kind: FileKind, file: &File, usual: &str) -> RemoteFile {
    let media_type = if file.mime_type.is_empty() {
        usual
    } else {
        &file.mime_type
    };
    RemoteFile {
        name: file.file_name.clone(),
        media_type: media_type.to_owned(),
        ..RemoteFile::of(kind, file.file_id.clone())
    }
}

/// A sticker's picture. An animated one is a drawing that only Telegram's apps can move: its still picture instead.
fn picture_of(sticker: &File) -> RemoteFile {
    match &sticker.thumbnail {
        Some(still) if sticker.is_animated => remote(FileKind::Image, still, ""),
        _ if sticker.is_animated => remote(FileKind::File, sticker, "application/x-tgsticker"),
        _ if sticker.is_video => remote(FileKind::Video, sticker, "video/webm"),
        _ => remote(FileKind::Image, sticker, "image/webp"),
    }
}

/// A place. A venue's place stands in `location` as well.
fn place(raw: &Map<String, Value>) -> Option<Content> {
    let (at, name, address) = match get::<Venue>(raw, "venue") {
        Some(venue) => (venue.location, venue.title, venue.address),
        None => (get::<Location>(raw, "location")?, String::new(), String::new()),
    };
    Some(Content::Location(contract::Location {
        latitude: Degrees::of(at.latitude)?,
        longitude: Degrees::of(at.longitude)?,
        name,
        address,
    }))
}

fn card(raw: &Map<String, Value>) -> Option<Content> {
    let contact: Contact = get(raw, "contact")?;
    Some(Content::Contact {
        name: who::full_name(&contact.first_name, &contact.last_name),
        phone: international(&contact.phone_number),
    })
}

/// The number a customer shared that is their own: Telegram says whose it is.
pub fn own_phone(message: &Message, raw: &Map<String, Value>) -> Option<String> {
    let contact: Contact = get(raw, "contact")?;
    let sender = message.from.as_ref()?.id.as_ref()?;
    (contact.user_id.as_ref() == Some(sender)).then(|| international(&contact.phone_number))
}

/// Telegram writes numbers with their country code and sometimes without the plus.
fn international(phone: &str) -> String {
    if phone.is_empty() || phone.starts_with('+') {
        phone.to_owned()
    } else {
        format!("+{phone}")
    }
}

fn dice(raw: &Map<String, Value>) -> Option<String> {
    let dice = raw.get("dice")?;
    let emoji = dice.get("emoji")?.as_str()?;
    Some(format!("{emoji} {}", dice.get("value")?.as_i64()?))
}

/// The words of a poll or a checklist, and of whatever else has a title.
fn listed(raw: &Map<String, Value>) -> String {
    let held = ["poll", "checklist", "game", "invoice"]
        .iter()
        .find_map(|key| raw.get(*key));
    let Some(held) = held else { return String::new() };
    let heading = ["question", "title"]
        .iter()
        .find_map(|key| held.get(*key)?.as_str());
    let items = ["options", "tasks"]
        .iter()
        .find_map(|key| held.get(*key)?.as_array());
    let items = items
        .into_iter()
        .flatten()
        .filter_map(|item| item.get("text")?.as_str());
    let lines = heading.map(str::to_owned).into_iter();
    lines
        .chain(items.map(|item| format!("- {item}")))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The key that says what a message is, where it is nothing we know.
fn unknown(raw: &Map<String, Value>) -> String {
    let around = |key: &&String| AROUND.contains(&key.as_str());
    let mut keys = raw.keys().filter(|key| !around(key));
    let found = keys.find(|key| raw[*key].is_object() || raw[*key].is_array());
    let found = found.or_else(|| raw.keys().find(|key| !around(key)));
    match found {
        Some(key) => key.chars().take(64).collect(),
        // A message of nothing at all is none we know either.
        None => "empty".to_owned(),
    }
}

/// What a web app of the bot's sent when it was closed by a button: the button's words and the data.
fn web_app(raw: &Map<String, Value>) -> Option<(String, String)> {
    let data = raw.get("web_app_data")?;
    let label = data
        .get("button_text")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Some((label.to_owned(), data.get("data")?.as_str()?.to_owned()))
}

/// The link by which somebody began: `t.me/BOT?start=SOURCE` makes the app say `/start SOURCE`, which nobody typed.
fn started(message: &Message) -> Option<String> {
    let source = message.text.strip_prefix("/start")?;
    let source = match source.strip_prefix(' ') {
        Some(source) => source,
        None if source.is_empty() => "",
        None => return None,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    (message.chat.kind == "private" && source.len() <= 64 && source.chars().all(plain))
        .then(|| source.to_owned())
}
