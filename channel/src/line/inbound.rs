//! A call's events.

use std::collections::BTreeSet;

use serde::Deserialize as _;
use serde_json::{Value, json};
use yingke_channel_contract::{
    Author, Fault, Health, Inbound, Mark, Parsed, Peer, Sent, Service, What, Wrong,
    scheme::{digest, hex},
};
use yingke_words::Time;

use super::{
    message,
    protocol::{Detail, Event, Postback, Source, plain},
};

/// All events of a call, in the order of their times: what is delivered again comes in any. No events are the console's
/// "Verify", which wants a 200.
pub fn parse(body: &[u8]) -> Parsed {
    let mut parsed = Parsed::empty();
    let call = match serde_json::from_slice::<Value>(body) {
        Ok(call) => call,
        Err(error) => {
            parsed.problem("", error);
            return parsed;
        }
    };
    let Some(events) = call.get("events").and_then(Value::as_array) else {
        parsed.problem("events", Fault::Shape.said("is no list"));
        return parsed;
    };
    // Whose events they are: one address may be registered for several accounts by mistake.
    let destination = plain(&call["destination"]);
    let mut seen = BTreeSet::new();
    for (index, event) in events.iter().enumerate() {
        match read(event) {
            Ok(event) if seen.insert(event.id.clone()) => parsed.event(Inbound {
                account: destination.clone(),
                ..event
            }),
            // The same event twice in one call.
            Ok(_) => {}
            Err(what) => parsed.problem(format!("events[{index}]"), what),
        }
    }
    parsed.events.sort_by_key(|event| event.at);
    parsed
}

fn read(value: &Value) -> Result<Inbound, Wrong> {
    let event = Event::deserialize(value)?;
    if event.kind.is_empty() {
        return Err(Fault::missing("type").said("an event without type"));
    }
    let mut inbound = match event.kind.as_str() {
        "message" => said(&event)?,
        "botSuspended" | "botResumed" | "module" => health(&event)?,
        "videoPlayComplete" | "delivery" => receipt(&event)?,
        _ => happened(&event)?,
    };
    inbound.at = (event.timestamp > 0).then(|| Time::from_millis(event.timestamp));
    // The token of what is delivered again may be used already, and must not take a younger one's place.
    if !event.reply_token.is_empty() && !event.delivery_context.is_redelivery {
        let token = json!({ "token": event.reply_token, "at": event.timestamp });
        inbound.context.insert("reply".to_owned(), token);
    }
    Ok(inbound)
}

/// The event's own id. One without gets one of what it says, the same when it is sent again.
fn id(event: &Event) -> String {
    if !event.webhook_event_id.is_empty() {
        return event.webhook_event_id.clone();
    }
    let said = event.more.iter().map(|(key, value)| format!("{key}={value}"));
    let said: Vec<String> = said.collect();
    let who = event.source.as_ref().map(|source| source.user_id.as_str());
    let parts = [who.unwrap_or_default(), &said.join("&")];
    let hash = digest::sha256(&parts.map(str::as_bytes));
    format!("{}:{}:{}", event.kind, event.timestamp, hex(&hash[..8]))
}

/// A person, or the group or room they write in.
fn peer(source: Option<&Source>) -> Result<Peer, String> {
    let source = source.ok_or("from nobody")?;
    let (id, group) = match source.kind.as_str() {
        "group" => (&source.group_id, true),
        "room" => (&source.room_id, true),
        _ => (&source.user_id, false),
    };
    if id.is_empty() {
        return Err(format!("a source of type {:?} without its id", source.kind));
    }
    let mut peer = Peer::of(id.clone());
    peer.group = group;
    Ok(peer)
}

fn said(event: &Event) -> Result<Inbound, String> {
    let from = peer(event.source.as_ref())?;
    let message: super::protocol::Message = event.part("message")?;
    let mut said = message::of(&message);
    if from.group {
        let writer = event.source.as_ref().filter(|source| !source.user_id.is_empty());
        said.author = writer.map(|source| Author {
            id: source.user_id.clone(),
            name: String::new(),
        });
    }
    // Receipts, recalls and quotes name a message by its own id; one without is told by its event's.
    let number = if message.id.is_empty() {
        id(event)
    } else {
        message.id.clone()
    };
    let mut inbound = Inbound::new(number, from, What::Message(said));
    if !message.quote_token.is_empty() && !message.id.is_empty() {
        let quote = json!({ "message": message.id, "token": message.quote_token });
        inbound.context.insert(quote_place(&message.id), quote);
    }
    if !message.mark_as_read_token.is_empty() {
        let token = message.mark_as_read_token.into();
        inbound.context.insert("read_token".to_owned(), token);
    }
    Ok(inbound)
}

/// Under which key a message's quote token is kept: a few of the last ones, each in the place its id's end says, so that
/// the context does not grow.
pub fn quote_place(message: &str) -> String {
    let sum: u32 = message.bytes().rev().take(4).map(u32::from).sum();
    format!("quote{}", sum % 16)
}

/// What happened besides messages, to or by somebody.
fn happened(event: &Event) -> Result<Inbound, String> {
    let mut from = peer(event.source.as_ref())?;
    let mut attribute = |key: &str, value: String| {
        from.attributes.insert(key.to_owned(), value);
    };
    let what = match event.kind.as_str() {
        "postback" => pressed(event.part("postback")?),
        "unsend" => What::Delete {
            message: named(event.part::<Detail>("unsend")?.message_id)?,
        },
        "messageEdited" => {
            let message: super::protocol::Message = event.part("message")?;
            What::Edit {
                message: named(message.id)?,
                text: message.text,
            }
        }
        "follow" if !event.part::<Detail>("follow").is_ok_and(|follow| follow.is_unblocked) => {
            What::Entered {
                source: "follow".to_owned(),
            }
        }
        "follow" | "join" => What::Block { blocked: false },
        "unfollow" | "leave" => What::Block { blocked: true },
        "beacon" => {
            let beacon: Detail = event.part("beacon")?;
            What::Entered {
                source: format!("beacon:{}:{}", beacon.hwid, beacon.kind),
            }
        }
        "accountLink" => {
            let link: Detail = event.part("link")?;
            if link.result == "ok" {
                attribute("link_nonce", link.nonce);
            }
            What::ContactUpdate
        }
        "membership" => {
            let membership: Detail = event.part("membership")?;
            attribute("membership", format!("{}:{}", membership.membership_id, membership.kind));
            What::ContactUpdate
        }
        // Who is in a group is asked for when it matters.
        "memberJoined" | "memberLeft" => What::ContactUpdate,
        // Who may write: we, or another of the account's modules.
        "activated" => What::Service(Service::Ours),
        "deactivated" => What::Service(Service::Theirs { by: String::new() }),
        kind => What::Message(message::unsupported(kind)),
    };
    Ok(Inbound::new(id(event), from, what))
}

fn named(message: String) -> Result<String, String> {
    if message.is_empty() {
        return Err("names no message".to_owned());
    }
    Ok(message)
}

/// Our own buttons bring back what stood on them; those of others, a date or the rich menu chosen.
fn pressed(postback: Postback) -> What {
    let own = super::menu::read(&postback.data);
    let (id, label) = own.unwrap_or_else(|| {
        let picked = ["datetime", "date", "time", "newRichMenuAliasId"]
            .iter()
            .find_map(|key| postback.params.get(*key).map(plain));
        (postback.data, picked.unwrap_or_default())
    });
    What::Pressed {
        id,
        label,
        message: String::new(),
    }
}

/// What became of something sent by other means than ours (a phone number's notification, a video with a tracking id):
/// it names no message that we know.
fn receipt(event: &Event) -> Result<Inbound, String> {
    let (key, state) = match event.kind.as_str() {
        "delivery" => ("delivery", Sent::Delivered),
        _ => ("videoPlayComplete", Sent::Read),
    };
    let detail: Detail = event.part(key)?;
    let of = Mark::Message(if key == "delivery" {
        detail.data
    } else {
        detail.tracking_id
    });
    let what = What::Receipt { of, state: Ok(state) };
    let from = peer(event.source.as_ref()).unwrap_or_default();
    Ok(Inbound::new(id(event), from, what))
}

/// The account itself: suspended by LINE, or a module taken off it.
fn health(event: &Event) -> Result<Inbound, String> {
    let health = match event.kind.as_str() {
        "botSuspended" => Health::Broken {
            code: "bot_suspended",
            detail: String::new(),
        },
        "module" => {
            let module: Detail = event.part("module")?;
            match module.kind.as_str() {
                "detached" => Health::Degraded {
                    code: "module_detached",
                    detail: module.reason,
                },
                _ => Health::Connected,
            }
        }
        _ => Health::Connected,
    };
    Ok(Inbound::new(id(event), Peer::default(), What::Health(health)))
}
