//! Files of customers: `getFile` tells a path, and the path is good for an hour.

use serde_json::json;
use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Media, RemoteFile, Request, Step};

use super::{Telegram, answered, call};

impl Media for Telegram {
    fn fetch(&self, ctx: &Ctx<'_>, file: &RemoteFile, answers: &[Answer]) -> Step<Request> {
        let Some(answer) = answers.last() else {
            return call::plain("getFile", json!({ "file_id": file.reference })).step(ctx);
        };
        let result = match answered::read(answer) {
            Ok(result) => result,
            Err(trouble) => return Step::Stop(harmless(trouble.error)),
        };
        let path = result["file_path"].as_str().unwrap_or_default();
        if !is_path(path) {
            let error = DeliveryError::of(ErrorKind::Invalid).said("file_path", path);
            return Step::Stop(error);
        }
        let address = match call::file(ctx, path) {
            Ok(address) => address,
            Err(error) => return Step::Stop(error),
        };
        match url::Url::parse(&address).map(|address| Request::get(address.as_str())) {
            Ok(Ok(request)) => Step::Done(request),
            _ => Step::Stop(DeliveryError::of(ErrorKind::Invalid).said("file_path", path)),
        }
    }

    /// Files come as they are, without a type of their own. A customer's own JSON is no error; the provider's is.
    fn disguised(&self, content_type: &str, head: &[u8]) -> bool {
        let typed = content_type.split(';').next().unwrap_or_default().trim();
        let refused: &[u8] = br#"{"ok":false,"error_code""#;
        matches!(typed, "application/json" | "text/html") || head.starts_with(refused)
    }
}

/// Asking twice harms nobody.
pub fn harmless(error: DeliveryError) -> DeliveryError {
    if error.kind == ErrorKind::Unknown {
        DeliveryError {
            kind: ErrorKind::Away,
            ..error
        }
    } else {
        error
    }
}

/// A path below the bot's own folder. A Bot API server of one's own that runs with `--local` answers a path of its disk.
fn is_path(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    path.split('/').all(plain) && !path.contains(['\\', '?', '#', '%', ':'])
}
