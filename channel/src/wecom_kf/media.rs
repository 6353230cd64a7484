//! Files of customers: kept by the provider for three days.

use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Media, RemoteFile, Request, Step};

use super::{WecomKf, api};

impl Media for WecomKf {
    fn fetch(&self, ctx: &Ctx<'_>, file: &RemoteFile, _: &[Answer]) -> Step<Request> {
        let Some(token) = ctx.token("access") else {
            return Step::need("access");
        };
        let query = [("access_token", token), ("media_id", file.reference.as_str())];
        match Request::get(&api::uri(ctx, "media/get", &query)) {
            Ok(request) => Step::Done(request),
            Err(error) => {
                Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("request", &error.to_string()))
            }
        }
    }

    fn disguised(&self, content_type: &str, head: &[u8]) -> bool {
        // Errors come as JSON under a 200, pages of a proxy as HTML. A customer's own .json or .html comes as
        // application/octet-stream (unchecked).
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        let says_error = || {
            let head = head.trim_ascii_start();
            head.starts_with(b"{") && head.windows(9).any(|bytes| bytes == b"\"errcode\"")
        };
        match kind.to_ascii_lowercase().as_str() {
            "application/json" | "text/html" => true,
            "text/plain" | "" => says_error(),
            _ => false,
        }
    }
}
