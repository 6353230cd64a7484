//! Files of customers, at the addresses their events name.

use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Media, RemoteFile, Request, Step};

use super::{Open, message::web};

impl Media for Open {
    fn fetch(&self, _: &Ctx<'_>, file: &RemoteFile, _: &[Answer]) -> Step<Request> {
        // Without a secret of ours: whoever signs events could name any address.
        match web(&file.reference) {
            Some(url) => match Request::get(url.as_str()) {
                Ok(request) => Step::Done(request),
                Err(error) => invalid(&error.to_string()),
            },
            None => invalid("no http or https address"),
        }
    }

    fn disguised(&self, content_type: &str, head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        let page = |name: &[u8]| {
            head.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        let json = content_type.contains("json") && head.starts_with(b"{");
        json || content_type.starts_with("text/html") || page(b"<!doctype html") || page(b"<html")
    }
}

fn invalid(what: &str) -> Step<Request> {
    Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("url", what))
}
