//! Files of customers: kept by the platform for three days, and given by their `MediaId`.

use serde_json::Value;
use yingke_channel_contract::{Answer, Ctx, FileKind, RemoteFile, Request, Step};

use super::{
    errors::{Effect, accepted},
    protocol::{ACCESS, MEDIA_GET, errcode, said, signed_address},
};

/// The next step towards a file. A video's id gives an address only.
pub fn fetch(ctx: &Ctx<'_>, file: &RemoteFile, answers: &[Answer]) -> Step<Request> {
    if file.reference.starts_with("https://") || file.reference.starts_with("http://") {
        return done(&file.reference);
    }
    let pairs = [("media_id", file.reference.as_str())];
    let Some(address) = signed_address(ctx, MEDIA_GET, &pairs) else {
        return Step::need(ACCESS);
    };
    match (file.kind, answers) {
        (FileKind::Video, []) => Step::send(Request::get(&address)),
        (FileKind::Video, [answer, ..]) => {
            let body = answer.json();
            let url = said(&body, "video_url");
            if url.starts_with("http") {
                return done(url);
            }
            if answer.is_success() && !body.is_object() {
                // The video itself: said to come from some accounts. [M]
                return done(&address);
            }
            match accepted::<Request>(answer, Effect::None) {
                Ok(body) => Step::Stop(super::errors::without("video_url", &body)),
                Err(step) => step,
            }
        }
        _ => done(&address),
    }
}

fn done(address: &str) -> Step<Request> {
    match Request::get(address) {
        Ok(request) => Step::Done(request),
        Err(error) => Step::send(Err(error)),
    }
}

/// An error in disguise: JSON with a code under a 200 whatever the type says, or some proxy's page.
pub fn disguised(content_type: &str, head: &[u8]) -> bool {
    if ["json", "html", "xml"]
        .iter()
        .any(|kind| content_type.contains(kind))
    {
        return true;
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start().to_ascii_lowercase();
    let has_code = serde_json::from_slice::<Value>(head).is_ok_and(|body| errcode(&body).is_some());
    has_code
        || ["{\"errcode\"", "<html", "<!doctype"]
            .iter()
            .any(|sign| text.starts_with(sign))
}
