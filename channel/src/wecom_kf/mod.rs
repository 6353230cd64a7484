//! 微信客服 (WeCom "kf"): WeChat users write to an account of an enterprise; its answers come from here.
//!
//! A call says only that there is something: messages are fetched by `sync_msg`, one cursor for each account. The account's
//! own state of each customer (new, ours, waiting in WeCom, held in WeCom, ended) decides whether we may write; we hold it
//! at "ours". An app (corp id and secret) has one to many inboxes (`open_kfid`).

mod account;
mod api;
mod event;
mod holder;
mod inbound;
mod item;
mod manifest;
mod media;
mod outbound;
mod protocol;
mod pull;
mod token;
mod xml;

#[cfg(test)]
mod tests;

use yingke_channel_contract::{
    Answer, Channel, Connect, Ctx, Directory, Incoming, Manifest, Media, Outbound, Parsed, Puller, Refusal,
    Sent, Step, Tokens, Verified,
};

/// 微信客服.
pub struct WecomKf;

impl Channel for WecomKf {
    fn manifest(&self) -> &Manifest {
        &manifest::MANIFEST
    }

    fn verify(&self, ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
        inbound::verify(ctx, incoming)
    }

    fn parse(&self, _: &Ctx<'_>, verified: &Verified) -> Parsed {
        inbound::parse(verified)
    }

    fn render(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
        outbound::render(ctx, outbound, answers)
    }

    fn tokens(&self) -> Option<&dyn Tokens> {
        Some(self)
    }

    fn media(&self) -> Option<&dyn Media> {
        Some(self)
    }

    fn puller(&self) -> Option<&dyn Puller> {
        Some(self)
    }

    fn directory(&self) -> Option<&dyn Directory> {
        Some(self)
    }

    fn connect(&self) -> Option<&dyn Connect> {
        Some(self)
    }
}
