//! Files of customers, on a host of their own. Sound and moving pictures are made ready first.

use yingke_channel_contract::{
    Answer, Ctx, DeliveryError, ErrorKind, FileKind, Media, RemoteFile, Request, Step,
};
use yingke_words::Span;

use super::{Line, answered, outbound::bearer};

/// Where files are.
pub const DATA_API: &str = "https://api-data.line.me";
/// Where the pictures of stickers are. [K]
pub const STICKERS: &str = "https://stickershop.line-scdn.net";
/// What stands before a sticker's id in a reference.
const STICKER: &str = "sticker:";

/// How the picture of a sticker is got.
pub fn sticker(id: &str) -> Option<String> {
    number(id).then(|| format!("{STICKER}{id}"))
}

/// An id becomes part of an address: nothing but digits may.
fn number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// The setting `key`, or else `usual`. Without a slash at the end.
fn base<'t>(ctx: &'t Ctx<'_>, key: &str, usual: &'t str) -> &'t str {
    ctx.settings.get(key).unwrap_or(usual).trim_end_matches('/')
}

impl Media for Line {
    fn fetch(&self, ctx: &Ctx<'_>, file: &RemoteFile, answers: &[Answer]) -> Step<Request> {
        let reference = file.reference.as_str();
        if let Some(id) = reference.strip_prefix(STICKER).filter(|id| number(id)) {
            let stickers = base(ctx, "sticker_url", STICKERS);
            return plainly(&format!("{stickers}/stickershop/v1/sticker/{id}/android/sticker.png"));
        }
        if reference.starts_with("https://") {
            // Somebody else's server learns no token of ours.
            return plainly(reference);
        }
        if !number(reference) {
            return Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("id", reference));
        }
        let content = format!("{}/v2/bot/message/{reference}/content", base(ctx, "data_url", DATA_API));
        if !matches!(file.kind, FileKind::Audio | FileKind::Video) {
            return ask(ctx, &content).unwrap_or_else(Step::Stop);
        }
        let Some(answer) = answers.last() else {
            return match bearer(ctx, Request::get(&format!("{content}/transcoding"))) {
                Ok(request) => Step::send(request),
                Err(error) => Step::Stop(error),
            };
        };
        if let Some(error) = answered::error(answer) {
            return Step::Stop(answered::harmless(error));
        }
        match answer.json()["status"].as_str() {
            Some("processing") => Step::Wait(Span::seconds(2)),
            Some("failed") => Step::Stop(DeliveryError::of(ErrorKind::Unreachable).said("transcoding", "failed")),
            _ => ask(ctx, &content).unwrap_or_else(Step::Stop),
        }
    }

    /// Refusals come as JSON with a `message`; a customer's own JSON is a file all the same.
    fn disguised(&self, content_type: &str, head: &[u8]) -> bool {
        let typed = content_type.split(';').next().unwrap_or_default().trim();
        let refused: &[u8] = b"{\"message\":\"";
        typed == "text/html" || (typed == "application/json" && head.trim_ascii_start().starts_with(refused))
    }
}

fn ask(ctx: &Ctx<'_>, address: &str) -> Result<Step<Request>, DeliveryError> {
    Ok(done(bearer(ctx, Request::get(address))?))
}

fn plainly(address: &str) -> Step<Request> {
    done(Request::get(address))
}

fn done(request: Result<Request, http::Error>) -> Step<Request> {
    match request {
        Ok(request) => Step::Done(request),
        Err(error) => Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("url", &error.to_string())),
    }
}
