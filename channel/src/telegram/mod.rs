//! Telegram bots: webhook or long poll, business accounts' chats through the connected bot.

mod address;
mod answered;
mod call;
mod connect;
mod files;
mod held;
mod inbound;
mod manifest;
mod media;
mod menu;
mod outbound;
mod plan;
mod protocol;
mod pull;
#[cfg(test)]
mod tests;
mod text;
mod troubles;
mod who;

use yingke_channel_contract::{
    Answer, Channel, Connect, Ctx, Incoming, Manifest, Media, Outbound, Parsed, Puller, Refusal, Sent, Step,
    Trouble, Verified,
};

/// The channel.
pub struct Telegram;

impl Channel for Telegram {
    fn manifest(&self) -> &Manifest {
        &manifest::MANIFEST
    }

    fn verify(&self, ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
        inbound::verify(ctx, incoming)
    }

    fn parse(&self, _: &Ctx<'_>, verified: &Verified) -> Parsed {
        inbound::parse(verified.body())
    }

    fn render(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
        outbound::render(ctx, outbound, answers)
    }

    fn media(&self) -> Option<&dyn Media> {
        Some(self)
    }

    fn puller(&self) -> Option<&dyn Puller> {
        Some(self)
    }

    fn connect(&self) -> Option<&dyn Connect> {
        Some(self)
    }

    fn troubles(&self) -> &'static [(&'static str, Trouble)] {
        troubles::ALL
    }
}
