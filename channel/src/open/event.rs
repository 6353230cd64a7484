//! One event of ours, as JSON, becomes one of the contract's.

use std::collections::BTreeMap;

use serde_json::Value;
use yingke_channel_contract::{
    Call, CallState, DeliveryError, ErrorKind, Fault, Health, Inbound, Mark, Peer, Sent, Service, Trigger, What,
    scheme,
};

use super::{
    fields::{Fields, Notes, plain},
    message,
};

/// The event at `at`; none when it cannot be understood, which is noted. `spare` is its id where it has none of its own.
pub(super) fn read(value: &Value, at: &str, spare: Option<&str>, notes: &Notes) -> Option<Inbound> {
    let fields = Fields::of(value, at, notes)?;
    let kind = fields.needed("type")?;
    let what = what(&kind, &fields)?;
    let from = peer(&fields, &what)?;
    let named = matches!(what, What::Message(_) | What::Echo(_) | What::Pressed { .. });
    // Two messages may say the same: what they say cannot tell them apart, as it can with what else happens.
    let id = if fields.get("id").is_some() || (named && spare.is_none()) {
        fields.needed("id")?
    } else {
        let hash = || scheme::hex(&scheme::digest::sha256(&[value.to_string().as_bytes()])[..16]);
        spare.map_or_else(hash, str::to_owned)
    };
    Some(Inbound {
        account: fields.text("account"),
        // Messages are named by their id from now on; what else happens must not take the name of one.
        id: if named { id } else { format!("{kind}:{id}") },
        at: fields.time("at"),
        from,
        opens: opens(&what),
        context: context(&fields),
        what,
    })
}

fn what(kind: &str, fields: &Fields<'_>) -> Option<What> {
    Some(match kind {
        "message" => What::Message(message::read(fields)?),
        "echo" => What::Echo(message::read(fields)?),
        "edit" => What::Edit {
            message: fields.needed("message")?,
            text: fields.needed("text")?,
        },
        "delete" => What::Delete {
            message: fields.needed("message")?,
        },
        "reaction" => What::Reaction {
            message: fields.needed("message")?,
            emoji: fields.texts("emoji"),
        },
        "receipt" => receipt(fields)?,
        "typing" => What::Typing {
            on: fields.flag("on").unwrap_or(true),
        },
        "pressed" => pressed(fields)?,
        "contact" => What::ContactUpdate,
        "entered" => What::Entered {
            source: fields.text("source"),
        },
        "block" => What::Block {
            blocked: fields.flag("blocked").unwrap_or(true),
        },
        "service" => What::Service(service(fields)?),
        "health" => What::Health(health(fields)?),
        "call" => What::Call(call(fields)?),
        other => {
            let kind = other.to_owned();
            let what = format_args!("is `{other}`, which is no event of ours");
            fields.note("type", Fault::UnknownKind { kind }.said(what));
            return None;
        }
    })
}

/// Whose thread. The account's own state is nobody's, and a message of ours is known by its id.
fn peer(fields: &Fields<'_>, what: &What) -> Option<Peer> {
    let nobody = matches!(
        what,
        What::Health(_)
            | What::Receipt {
                of: Mark::Message(_),
                ..
            }
    );
    let Some(given) = fields.get("from") else {
        if nobody {
            return Some(Peer::default());
        }
        fields.note("from", Fault::missing("from").said("is missing"));
        return None;
    };
    if plain(given).is_some_and(|id| !id.trim_start().starts_with('{')) {
        return fields.needed("from").map(Peer::of);
    }
    let from = fields.child("from")?;
    let attributes = from.child("attributes").map(|all| {
        let texts = all.entries().filter_map(|(key, value)| {
            let text = plain(value);
            if text.is_none() && !value.is_null() {
                all.note(key, "is no text");
            }
            Some((key.clone(), text?))
        });
        texts.collect::<BTreeMap<_, _>>()
    });
    Some(Peer {
        id: from.needed("id")?,
        name: from.text("name"),
        email: from.text("email"),
        phone: from.text("phone"),
        attributes: attributes.unwrap_or_default(),
        group: from.flag("group").unwrap_or_default(),
    })
}

fn context(fields: &Fields<'_>) -> BTreeMap<String, Value> {
    let all = fields.child("context");
    let pairs = all.iter().flat_map(Fields::entries);
    pairs.map(|(key, value)| (key.clone(), value.clone())).collect()
}

const fn opens(what: &What) -> Option<Trigger> {
    match what {
        // What was said before opens nothing now.
        What::Message(message) if !message.history => Some(Trigger::Message),
        What::Pressed { .. } => Some(Trigger::Menu),
        What::Entered { .. } => Some(Trigger::Enter),
        _ => None,
    }
}

fn receipt(fields: &Fields<'_>) -> Option<What> {
    let of = match fields.time("until") {
        Some(until) => Mark::Until(until),
        None => Mark::Message(fields.needed("message")?),
    };
    let state = fields.one_of(
        "state",
        &[("sent", 0), ("delivered", 1), ("read", 2), ("failed", 3)],
    )?;
    let state = match state {
        0 => Ok(Sent::as_parts(fields.texts("ids"))),
        1 => Ok(Sent::Delivered),
        2 => Ok(Sent::Read),
        _ => Err(failed(fields)),
    };
    Some(What::Receipt { of, state })
}

/// Why a message failed, in the words of [`super::answer`]; a kind we do not know is a mistake of ours.
fn failed(fields: &Fields<'_>) -> DeliveryError {
    let Some(error) = fields.child("error") else {
        return DeliveryError::of(ErrorKind::Invalid);
    };
    let said = error.text("kind");
    let kind = ErrorKind::ALL.iter().find(|kind| kind.key() == said);
    if kind.is_none() {
        error.note("kind", format_args!("is `{said}`, which is no kind of error"));
    }
    DeliveryError::of(kind.copied().unwrap_or(ErrorKind::Invalid))
        .said(error.text("code"), &error.text("detail"))
}

fn pressed(fields: &Fields<'_>) -> Option<What> {
    let choice = fields.get("choice").filter(|value| value.is_object());
    let (id, label) = match choice.and_then(|_| fields.child("choice")) {
        Some(choice) => (choice.needed("id")?, choice.text("label")),
        None => (fields.needed("choice")?, String::new()),
    };
    Some(What::Pressed {
        id,
        label,
        message: fields.text("message"),
    })
}

fn service(fields: &Fields<'_>) -> Option<Service> {
    let state = fields.one_of("state", &[("ours", 0), ("ended", 1), ("theirs", 2)])?;
    Some(match state {
        0 => Service::Ours,
        1 => Service::Ended,
        _ => Service::Theirs {
            by: fields.text("by"),
        },
    })
}

/// The reasons that have a text of their own in the workbench. Any other stands before the detail.
const REASONS: &[&str] = &["signed_out", "suspended", "limited", "unreachable"];

fn health(fields: &Fields<'_>) -> Option<Health> {
    let state = fields.one_of("state", &[("connected", 0), ("degraded", 1), ("broken", 2)])?;
    let (said, detail) = (fields.text("code"), fields.text("detail"));
    let known = REASONS.iter().copied().find(|reason| *reason == said);
    let code = known.unwrap_or("reported");
    let detail = match (known, said.as_str()) {
        (None, said) if !said.is_empty() => format!("{said}: {detail}"),
        _ => detail,
    };
    Some(match state {
        0 => Health::Connected,
        1 => Health::Degraded { code, detail },
        _ => Health::Broken { code, detail },
    })
}

fn call(fields: &Fields<'_>) -> Option<Call> {
    Some(Call {
        id: fields.needed("call")?,
        state: fields.one_of(
            "state",
            &[
                ("ringing", CallState::Ringing),
                ("answered", CallState::Answered),
                ("ended", CallState::Ended),
                ("missed", CallState::Missed),
            ],
        )?,
    })
}
