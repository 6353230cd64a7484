//! What the Messaging API answers: `{sentMessages: […]}`, or `{message, details: [{message, property}]}`.

use serde_json::Value;
use yingke_channel_contract::{Answer, DeliveryError, ErrorKind};

use super::protocol::plain;

/// Words of a refusal in lower case, under which status, and what they mean; the first that fits. [K] where the
/// reference does not list them.
const MEANINGS: &[(u16, &str, ErrorKind)] = &[
    (429, "monthly limit", ErrorKind::Quota),
    (400, "failed to send messages", ErrorKind::Unreachable),
    (400, "the property, 'to',", ErrorKind::Unreachable),
    (400, "too long", ErrorKind::TooLarge),
];

/// Whether the reply token has been used, or is too old.
pub fn reply_token_is_spent(answer: &Answer) -> bool {
    answer.failure.is_none() && answer.status == 400 && said(answer).contains("invalid reply token")
}

/// The ids of what was sent. A retry key that was taken before is answered by 409, with the ids of then.
pub fn sent(answer: &Answer) -> Result<Vec<String>, DeliveryError> {
    if !was_accepted(answer)
        && let Some(error) = error(answer)
    {
        return Err(error);
    }
    match answer.json() {
        Value::Object(body) => Ok(ids(body.get("sentMessages"))),
        // Somebody on the way answered 200: whether LINE has it nobody knows.
        _ => Err(DeliveryError::of(ErrorKind::Unknown).said(answer.status, &answer.body)),
    }
}

/// Accepted before: the header says so, and so do the words where headers are not kept.
fn was_accepted(answer: &Answer) -> bool {
    let known = answer.header("x-line-accepted-request-id").is_some()
        || answer.json().get("sentMessages").is_some()
        || said(answer).contains("retry key is already accepted");
    answer.failure.is_none() && answer.status == 409 && known
}

fn ids(sent: Option<&Value>) -> Vec<String> {
    let list = sent.and_then(Value::as_array);
    let read = list.into_iter().flatten().map(|one| plain(&one["id"]));
    read.filter(|id| !id.is_empty()).collect()
}

/// LINE's word for what is wrong, in lower case.
fn said(answer: &Answer) -> String {
    plain(&answer.json()["message"]).to_lowercase()
}

/// What is wrong, with the places LINE names.
pub fn error(answer: &Answer) -> Option<DeliveryError> {
    let mut error = answer.error()?;
    let body = answer.json();
    let words = plain(&body["message"]);
    if answer.failure.is_some() || words.is_empty() {
        return Some(error);
    }
    let meant = words.to_lowercase();
    if let Some((.., kind)) = MEANINGS
        .iter()
        .find(|(status, part, _)| *status == answer.status && meant.contains(part))
    {
        error.kind = *kind;
    }
    let details = body["details"].as_array().into_iter().flatten();
    let places = details.map(|one| format!("; {}: {}", plain(&one["property"]), plain(&one["message"])));
    let detail = std::iter::once(words).chain(places).collect::<String>();
    Some(error.said(answer.status, &detail))
}

/// Asking twice harms nobody.
pub fn harmless(error: DeliveryError) -> DeliveryError {
    if error.kind == ErrorKind::Unknown {
        DeliveryError {
            kind: ErrorKind::Away,
            ..error
        }
    } else {
        error
    }
}
