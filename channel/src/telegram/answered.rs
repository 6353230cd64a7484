//! What the Bot API answers: `{ok, result}` or `{ok, error_code, description, parameters}`.

use serde_json::Value;
use yingke_channel_contract::{Answer, DeliveryError, ErrorKind};
use yingke_words::Span;

use super::protocol::id;

/// Why a call was not carried out.
#[derive(Debug)]
pub struct Trouble {
    /// In the house's words.
    pub error: DeliveryError,
    /// The provider's description in lower case: the only place where it says which of its errors of 400 and 403 it is.
    pub said: String,
    /// The group goes on under this id.
    pub moved: Option<String>,
}

/// Descriptions, or parts of them in lower case, and what they mean; the first that fits. Names in capitals come from the
/// layer below, through the Bot API. [K] where no published list has it.
const MEANINGS: &[(&str, ErrorKind)] = &[
    // The customer, or who runs the group, does not want us.
    ("bot was blocked by the user", ErrorKind::Blocked),
    ("user_is_blocked", ErrorKind::Blocked),
    ("bot was kicked", ErrorKind::Blocked),
    ("bot is not a member", ErrorKind::Blocked),
    // They are no more.
    ("user is deactivated", ErrorKind::Unreachable),
    ("input_user_deactivated", ErrorKind::Unreachable),
    ("chat not found", ErrorKind::Unreachable),
    ("user not found", ErrorKind::Unreachable),
    ("peer_id_invalid", ErrorKind::Unreachable),
    ("channel_private", ErrorKind::Unreachable),
    ("group chat was deactivated", ErrorKind::Unreachable),
    ("can't send messages to bots", ErrorKind::Unreachable),
    ("thread not found", ErrorKind::Unreachable),
    ("topic_deleted", ErrorKind::Unreachable),
    // They have to write first: to the bot at all, or to the business account within the last 24 hours. [K]
    ("can't initiate conversation", ErrorKind::WindowClosed),
    ("business_peer_usage_missing", ErrorKind::WindowClosed),
    ("business_peer_invalid", ErrorKind::WindowClosed),
    // The bot may not.
    ("business connection", ErrorKind::Forbidden),
    ("business_connection", ErrorKind::Forbidden),
    ("no rights", ErrorKind::Forbidden),
    ("not enough rights", ErrorKind::Forbidden),
    ("write_forbidden", ErrorKind::Forbidden),
    ("_forbidden", ErrorKind::Forbidden),
    ("admin_required", ErrorKind::Forbidden),
    ("topic_closed", ErrorKind::Forbidden),
    ("can't be deleted", ErrorKind::Forbidden),
    ("can't be edited", ErrorKind::Forbidden),
    ("payment_required", ErrorKind::Forbidden),
    // What was sent.
    ("too long", ErrorKind::TooLarge),
    ("too_long", ErrorKind::TooLarge),
    ("too big", ErrorKind::TooLarge),
    ("entity too large", ErrorKind::TooLarge),
    ("reaction_invalid", ErrorKind::Unsendable),
    ("reactions_too_many", ErrorKind::Unsendable),
    ("button_url_invalid", ErrorKind::Content),
    ("photo_invalid", ErrorKind::Content),
    ("image_process_failed", ErrorKind::Content),
];

/// The result of a call.
pub fn read(answer: &Answer) -> Result<Value, Trouble> {
    let mut body = answer.json();
    match body.get("ok").and_then(Value::as_bool) {
        Some(true) if answer.is_success() && answer.failure.is_none() => {
            Ok(body.get_mut("result").map(Value::take).unwrap_or_default())
        }
        Some(false) if answer.failure.is_none() => Err(refused(answer, &body)),
        _ => Err(Trouble {
            error: stranger(answer),
            said: String::new(),
            moved: None,
        }),
    }
}

/// An answer that is not the Bot API's: from the way to it. Under a 200 nobody knows whether the call went through.
fn stranger(answer: &Answer) -> DeliveryError {
    let unread = || DeliveryError::of(ErrorKind::Unknown).said(answer.status, &answer.body);
    answer.error().unwrap_or_else(unread)
}

fn refused(answer: &Answer, body: &Value) -> Trouble {
    let code = match &body["error_code"] {
        Value::String(text) => text.parse().ok(),
        number => number.as_u64(),
    };
    let code = code.unwrap_or(u64::from(answer.status));
    let words = body["description"].as_str().unwrap_or_default();
    let said = words.to_lowercase();
    let parameters = &body["parameters"];
    let after = parameters["retry_after"]
        .as_i64()
        .map(|seconds| Span::seconds(seconds.clamp(0, 86_400)));
    let error = DeliveryError::of(kind(code, &said))
        .said(code, words)
        .after(after.or_else(|| answer.retry_after()));
    Trouble {
        error,
        said,
        moved: id(&parameters["migrate_to_chat_id"]).map(|id| id.0),
    }
}

fn kind(code: u64, said: &str) -> ErrorKind {
    match code {
        // A token of a shape that no bot has is answered as an address that is none.
        401 | 404 => ErrorKind::Unauthorised,
        // Another program fetches this bot's updates; it may end.
        409 | 500.. => ErrorKind::Away,
        429 => ErrorKind::Throttled,
        413 => ErrorKind::TooLarge,
        _ => {
            let meant = MEANINGS.iter().find(|(words, _)| said.contains(words));
            let usual = if code == 403 {
                ErrorKind::Forbidden
            } else {
                ErrorKind::Invalid
            };
            meant.map_or(usual, |(_, kind)| *kind)
        }
    }
}
