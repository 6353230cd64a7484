//! Discord: direct messages to a bot, and channels of servers that were chosen, over the gateway; buttons by an address of
//! ours.

mod api;
mod close;
mod connect;
mod dispatch;
mod draft;
mod inbound;
mod interaction;
mod listen;
mod manifest;
mod markup;
mod media;
mod message;
mod missed;
mod noted;
mod outbound;
mod place;
mod protocol;
mod reconcile;
mod state;
#[cfg(test)]
mod tests;
mod troubles;

use bytes::Bytes;
use http::Response;
use serde_json::Value;
use yingke_channel_contract::{
    Answer, Channel, Connect, Ctx, Dial, Heard, Incoming, Listener, Manifest, Media, Outbound, Parsed,
    Reconcile, Refusal, Request, Sent, Step, Trouble, Turned, Verified,
};

use state::{Asking, State};

const API: &str = "https://discord.com/api/v10";
const GATEWAY: &str = "wss://gateway.discord.gg";
const CDN: &str = "https://cdn.discordapp.com";
const MEDIA_CDN: &str = "https://media.discordapp.net";

/// Discord.
pub struct Discord;

impl Channel for Discord {
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

    fn refused(&self, _: &Refusal) -> Response<Bytes> {
        inbound::refused()
    }

    fn media(&self) -> Option<&dyn Media> {
        Some(self)
    }

    fn listener(&self) -> Option<&dyn Listener> {
        Some(self)
    }

    fn reconcile(&self) -> Option<&dyn Reconcile> {
        Some(self)
    }

    fn connect(&self) -> Option<&dyn Connect> {
        Some(self)
    }

    fn troubles(&self) -> &'static [(&'static str, Trouble)] {
        troubles::ALL
    }
}

impl Listener for Discord {
    fn dial(&self, ctx: &Ctx<'_>, state: &Value) -> Dial {
        listen::dial(ctx, state)
    }

    fn asks(&self, ctx: &Ctx<'_>, state: &Value) -> Option<Request> {
        let state = State::of(state);
        match state.line.asking {
            Some(Asking::Word) => noted::asks(ctx, &state.line.waiting),
            _ => missed::asks(ctx, &state),
        }
    }

    fn step(&self, ctx: &Ctx<'_>, state: &Value, heard: &Heard) -> Turned {
        listen::step(ctx, state, heard)
    }
}
