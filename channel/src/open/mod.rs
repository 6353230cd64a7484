//! The open channel: any system that speaks signed JSON, in our own format or, by a mapping, in its own. Also the bridge
//! for platforms that only licensed partners may reach.
//!
//! The format stands in `docs/channels/open.md`; its examples are this folder's fixtures.

mod answer;
mod connect;
mod event;
mod fields;
mod inbound;
mod manifest;
pub mod mapping;
mod media;
mod message;
mod outbound;
mod protocol;
#[cfg(test)]
mod tests;

use serde_json::Value;
use yingke_channel_contract::{
    Answer, Channel, Connect, Console, Ctx, Fault, Incoming, Manifest, Media, Outbound, Parsed, Problem, Refusal, Sent, Step,
    Tried, Verified,
};

/// The open channel.
pub struct Open;

impl Channel for Open {
    fn manifest(&self) -> &Manifest {
        &manifest::MANIFEST
    }

    fn verify(&self, ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
        inbound::verify(ctx, incoming)
    }

    fn parse(&self, ctx: &Ctx<'_>, verified: &Verified) -> Parsed {
        inbound::parse(ctx, verified)
    }

    fn render(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
        outbound::render(ctx, outbound, answers)
    }

    fn media(&self) -> Option<&dyn Media> {
        Some(self)
    }

    fn connect(&self) -> Option<&dyn Connect> {
        Some(self)
    }

    fn console(&self) -> Option<&dyn Console> {
        Some(self)
    }
}

impl Console for Open {
    fn tried(&self, ctx: &Ctx<'_>, payload: &str) -> Tried {
        let shown = |event: &Value| serde_json::to_string_pretty(event).unwrap_or_default();
        match tried(ctx.text("mapping"), payload) {
            Ok(mapped) => Tried {
                events: mapped.events.iter().map(shown).collect(),
                problems: mapped.problems,
            },
            Err(problems) => Tried {
                events: Vec::new(),
                problems,
            },
        }
    }
}

/// What would become of a payload: the events it is mapped to, and all that would be wrong with it, in the mapping and in
/// the events. For the test console; without a mapping the payload is read as our own format.
pub fn tried(mapping: &str, payload: &str) -> Result<mapping::Mapped, Vec<Problem>> {
    let mut mapped = if mapping.trim().is_empty() {
        let payload: Value = serde_json::from_str(payload)
            .map_err(|error| vec![Problem::at("", Fault::NotJson.said(format_args!("is no JSON: {error}")))])?;
        let events = match payload.get("events").and_then(Value::as_array) {
            Some(list) => list.clone(),
            None => vec![payload],
        };
        mapping::Mapped {
            events,
            problems: Vec::new(),
        }
    } else {
        mapping::apply(mapping, payload)?
    };
    // A call's own id would stand in for a missing one only under Standard Webhooks; the console knows no call.
    let (_, problems) = inbound::read(&mapped.events, "events", None);
    mapped.problems.extend(problems);
    Ok(mapped)
}
