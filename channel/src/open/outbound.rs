//! What goes out: one signed document for each thing to be done, in one request.

use bytes::Bytes;
use http::Request as Http;
use yingke_channel_contract::{
    Answer, Body, Ctx, DeliveryError, ErrorKind, FormPart, OutFile, Outbound, PartBody, Request, Sent, Step,
    scheme::{digest, hex, standard_webhooks},
};

use super::{
    answer,
    protocol::{Document, part},
};

/// The next step: ask, then read the answer.
pub(super) fn render(ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
    let Some(answer) = answers.last() else {
        let document = Document::of(ctx.account, outbound).bytes();
        let (id, files) = match outbound {
            Outbound::Draft(draft) => (draft.id.to_string(), draft.files.as_slice()),
            // Doing these twice changes nothing, and doing one again later does: each try has an id of its own.
            _ => (act_id(ctx, &document), &[][..]),
        };
        return match request(ctx, &id, document, files) {
            Ok(request) => Step::send(request),
            Err(error) => Step::Stop(error),
        };
    };
    match (answer::ids(answer), outbound) {
        (Err(error), _) => Step::Stop(error),
        // Whoever gives no ids will name ours.
        (Ok(ids), Outbound::Draft(draft)) if ids.is_empty() => {
            Step::Done(Sent::as_parts([draft.id.to_string()]))
        }
        (Ok(ids), _) => Step::Done(Sent::as_parts(ids)),
    }
}

/// An id of a document sent at this time.
pub(super) fn act_id(ctx: &Ctx<'_>, document: &[u8]) -> String {
    let at = ctx.now.millis().to_be_bytes();
    format!("act_{}", hex(&digest::sha256(&[&at, document])[..16]))
}

/// The signed request for a document, or why there can be none.
pub(super) fn request(
    ctx: &Ctx<'_>,
    id: &str,
    document: Vec<u8>,
    files: &[OutFile],
) -> Result<Result<Request, http::Error>, DeliveryError> {
    let Some(url) = ctx.settings.get("outgoing_url") else {
        let error = DeliveryError::of(ErrorKind::Unsendable);
        return Err(error.said("outgoing_url", "no address for outgoing messages is filled in"));
    };
    let timestamp = ctx.now.millis().div_euclid(1_000).to_string();
    let signatures = sign(ctx, id, &timestamp, &document)?;
    let mut head = Http::post(url)
        .header("webhook-id", id)
        .header("webhook-timestamp", &timestamp)
        .header("webhook-signature", signatures);
    let body = if files.is_empty() {
        head = head.header(http::header::CONTENT_TYPE, "application/json");
        Body::Bytes(Bytes::from(document))
    } else {
        Body::Form(form(document, files))
    };
    Ok(head.body(()).map(|head| Request::of(head, body)))
}

/// A signature by each secret: while one is being replaced, the receiver may know either.
fn sign(ctx: &Ctx<'_>, id: &str, timestamp: &str, document: &[u8]) -> Result<String, DeliveryError> {
    let secrets = ["secret", "old_secret"].map(|key| ctx.text(key));
    let signatures: Vec<String> = secrets
        .into_iter()
        .filter(|secret| !secret.is_empty())
        .filter_map(standard_webhooks::key)
        .map(|key| standard_webhooks::signature(&key, id, timestamp, document))
        .collect();
    if signatures.is_empty() {
        let error = DeliveryError::of(ErrorKind::Unauthorised);
        return Err(error.said("secret", "the secret is missing, or no base64"));
    }
    Ok(signatures.join(" "))
}

/// The document first, then each file.
fn form(document: Vec<u8>, files: &[OutFile]) -> Vec<FormPart> {
    let payload = FormPart {
        name: "payload".to_owned(),
        file_name: None,
        media_type: Some("application/json".to_owned()),
        body: PartBody::Bytes(Bytes::from(document)),
    };
    let files = files
        .iter()
        .enumerate()
        .map(|(index, file)| FormPart::file(&part(index), file));
    std::iter::once(payload).chain(files).collect()
}
