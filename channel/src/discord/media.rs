//! Files of customers, from Discord's content network. Their addresses are signed and run out in a day: from then on the
//! message is asked for anew.

use http::Request as Http;
use yingke_channel_contract::{
    Answer, Body, Ctx, DeliveryError, ErrorKind, Media, RemoteFile, Request, Step,
};
use yingke_words::Time;

use super::{
    Discord,
    api::{self, Replay, Twice},
};

impl Media for Discord {
    fn fetch(&self, ctx: &Ctx<'_>, file: &RemoteFile, answers: &[Answer]) -> Step<Request> {
        let (place, address) = file.reference.split_once(' ').unwrap_or(("", &file.reference));
        if place.is_empty() || !has_run_out(address, ctx.now) {
            return download(address);
        }
        renewed(ctx, place, answers).map_or_else(|step| step, |address| download(&address))
    }

    /// The content network answers a file that is gone with a 404 and a text, never under a 200.
    fn disguised(&self, content_type: &str, head: &[u8]) -> bool {
        content_type.starts_with("text/html") && head.trim_ascii_start().starts_with(b"<!DOCTYPE")
    }
}

/// No token goes along: the address is the permission.
fn download(address: &str) -> Step<Request> {
    match Http::get(address).body(()) {
        Ok(head) => Step::Done(Request::of(head, Body::Empty)),
        Err(error) => Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("address", &error.to_string())),
    }
}

/// Whether the address's `ex` (seconds, in hex) is over.
fn has_run_out(address: &str, now: Time) -> bool {
    let Ok(address) = url::Url::parse(address) else {
        return false;
    };
    let mut query = address.query_pairs();
    let ends = query.find(|(key, _)| key == "ex").map(|(_, value)| value);
    ends.and_then(|ends| i64::from_str_radix(&ends, 16).ok())
        .is_some_and(|ends| ends.saturating_mul(1_000) <= now.millis())
}

/// The file's address now, out of the message it came with.
fn renewed(ctx: &Ctx<'_>, place: &str, answers: &[Answer]) -> Result<String, Step<Request>> {
    let gone = || Step::Stop(DeliveryError::of(ErrorKind::Unreachable).said("attachment", "it is gone"));
    let [channel, message, attachment] = place.split('/').collect::<Vec<_>>()[..] else {
        return Err(gone());
    };
    let path = ["channels", channel, "messages", message];
    let answer = Replay::of(answers).ask(|| api::get(ctx, &path, ""), Twice::Harmless, &[])?;
    let message = answer.json();
    let forwarded = message["message_snapshots"].as_array().into_iter().flatten();
    let found = std::iter::once(&message)
        .chain(forwarded.map(|snapshot| &snapshot["message"]))
        .filter_map(|message| message["attachments"].as_array())
        .flatten()
        .find(|one| one["id"] == attachment)
        .and_then(|one| one["url"].as_str().map(str::to_owned));
    found.ok_or_else(gone)
}
