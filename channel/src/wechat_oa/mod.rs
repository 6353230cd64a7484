//! 微信公众号, WeChat Official Account: the platform calls us with XML, we answer `success` at once and speak by its
//! customer-service API within the windows that customers open.

mod account;
mod errors;
mod events;
mod inbound;
mod manifest;
mod media;
mod outbound;
mod protocol;
#[cfg(test)]
mod tests;
mod token;
mod xml;

use yingke_channel_contract::{
    Answer, Channel, Connect, Connected, Ctx, Directory, Incoming, Manifest, Media, Outbound, Parsed, Peer,
    Refusal, RemoteFile, Request, Sent, Step, TemplateInfo, Templates, Token, Tokens, Verified,
};

/// The channel.
pub struct WechatOa;

impl Channel for WechatOa {
    fn manifest(&self) -> &Manifest {
        &manifest::MANIFEST
    }

    fn verify(&self, ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
        inbound::verify(ctx, incoming)
    }

    fn parse(&self, _ctx: &Ctx<'_>, verified: &Verified) -> Parsed {
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

    fn directory(&self) -> Option<&dyn Directory> {
        Some(self)
    }

    fn templates(&self) -> Option<&dyn Templates> {
        Some(self)
    }

    fn connect(&self) -> Option<&dyn Connect> {
        Some(self)
    }
}

impl Tokens for WechatOa {
    fn refresh(&self, ctx: &Ctx<'_>, _kind: &str, answers: &[Answer]) -> Step<Token> {
        token::refresh(ctx, answers)
    }
}

impl Media for WechatOa {
    fn fetch(&self, ctx: &Ctx<'_>, file: &RemoteFile, answers: &[Answer]) -> Step<Request> {
        media::fetch(ctx, file, answers)
    }

    fn disguised(&self, content_type: &str, head: &[u8]) -> bool {
        media::disguised(content_type, head)
    }
}

impl Directory for WechatOa {
    fn profile(&self, ctx: &Ctx<'_>, id: &str, answers: &[Answer]) -> Step<Peer> {
        account::profile(ctx, id, answers)
    }
}

impl Templates for WechatOa {
    fn list(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Vec<TemplateInfo>> {
        account::templates(ctx, answers)
    }
}

impl Connect for WechatOa {
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
        account::connect(ctx, answers)
    }
}
