//! LINE Official Accounts: the Messaging API, by webhook. People, groups and rooms.

mod account;
mod answered;
mod draft;
mod inbound;
mod manifest;
mod media;
mod menu;
mod message;
mod outbound;
mod protocol;
mod reconcile;
#[cfg(test)]
mod tests;
mod troubles;

use yingke_channel_contract::{
    Answer, Channel, Connect, Ctx, Directory, Incoming, Manifest, Media, Outbound, Parsed, Reconcile,
    Refusal, Sent, Step, Trouble, Verified, scheme::line,
};

/// The channel.
pub struct Line;

impl Channel for Line {
    fn manifest(&self) -> &Manifest {
        &manifest::MANIFEST
    }

    fn verify(&self, ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
        line::verify(incoming, ctx.text("channel_secret"))
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

    fn reconcile(&self) -> Option<&dyn Reconcile> {
        Some(self)
    }

    fn directory(&self) -> Option<&dyn Directory> {
        Some(self)
    }

    fn connect(&self) -> Option<&dyn Connect> {
        Some(self)
    }

    fn troubles(&self) -> &'static [(&'static str, Trouble)] {
        troubles::ALL
    }
}
