//! What comes in: our own format, or a foreign one by the mapping of the settings.

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};
use yingke_channel_contract::{
    Ctx, Fault, Inbound, Incoming, Parsed, Problem, Refusal, Verified,
    scheme::{hmac_header, same, secret, standard_webhooks},
};

use super::{
    event,
    fields::Notes,
    mapping::{Mapped, Mapping},
};

/// Checks a call in the way the settings say.
pub(super) fn verify(ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
    let own = [ctx.text("secret"), ctx.text("old_secret")];
    // A foreign system may have a secret of its own making; else it uses ours.
    let given = ctx.settings.get("foreign_secret").unwrap_or(own[0]);
    let theirs = [given, own[1]];
    let name = ctx.settings.get("signature_header").unwrap_or(SIGNATURE_HEADER);
    match ctx.text("signing") {
        "hmac" => hmac_header::verify(incoming, name, ctx.text("signature_prefix"), &theirs),
        "header" => {
            let said = incoming.header(name).unwrap_or_default();
            let old = theirs[1..]
                .iter()
                .find(|old| !old.is_empty() && same(said.as_bytes(), old.as_bytes()));
            let secret = old.copied().unwrap_or(theirs[0]);
            secret::header(incoming, name, secret)
        }
        _ => standard_webhooks::verify(incoming, &own, ctx.now),
    }
}

/// The header of a foreign signature or secret, unless the settings name another.
pub(super) const SIGNATURE_HEADER: &str = "X-Signature";

/// Reads a call.
pub(super) fn parse(ctx: &Ctx<'_>, verified: &Verified) -> Parsed {
    let mapping = ctx.settings.get("mapping").filter(|text| !text.trim().is_empty());
    let (events, problems) = match (body(verified, mapping.is_some()), mapping) {
        (Err(problem), _) => (Vec::new(), vec![problem]),
        (Ok(body), None) => own(&body, spare(ctx, verified)),
        (Ok(body), Some(mapping)) => match Mapping::read(mapping) {
            Ok(mapping) => foreign(mapping.map(&body), spare(ctx, verified)),
            Err(problems) => (Vec::new(), problems),
        },
    };
    let mut parsed = Parsed::empty();
    answer(&mut parsed, ctx, events.len(), &problems, mapping.is_some());
    parsed.events = events;
    parsed.problems = problems;
    parsed
}

/// The body as JSON. A foreign form is an object of its fields.
fn body(verified: &Verified, foreign: bool) -> Result<Value, Problem> {
    let bytes = verified.body();
    let content_type = verified.request().headers().get(header::CONTENT_TYPE);
    let form =
        content_type.is_some_and(|value| value.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if foreign && form {
        let mut map = Map::new();
        for (key, value) in url::form_urlencoded::parse(bytes) {
            map.insert(key.into_owned(), value.into_owned().into());
        }
        return Ok(Value::Object(map));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| Problem::at("", Fault::NotJson.said(format_args!("is no JSON: {error}"))))
}

/// What stands for the ids of events that have none: the call's own id, where it is signed.
fn spare(ctx: &Ctx<'_>, verified: &Verified) -> Option<String> {
    let signed = !matches!(ctx.text("signing"), "hmac" | "header");
    let id = verified.request().headers().get("webhook-id")?.to_str().ok()?;
    signed.then(|| id.to_owned())
}

/// Events in our own format: one, `{"events": […]}`, or a bare list of them.
fn own(body: &Value, spare: Option<String>) -> (Vec<Inbound>, Vec<Problem>) {
    match body.get("events").or(Some(body).filter(|body| body.is_array())) {
        Some(Value::Array(list)) => read(list, "events", spare.as_deref()),
        Some(_) => (Vec::new(), vec![Problem::at("events", Fault::Shape.said("is no list"))]),
        None => read(std::slice::from_ref(body), "", spare.as_deref()),
    }
}

fn foreign(mapped: Mapped, spare: Option<String>) -> (Vec<Inbound>, Vec<Problem>) {
    let (events, problems) = read(&mapped.events, "events", spare.as_deref());
    (events, mapped.problems.into_iter().chain(problems).collect())
}

/// Reads a list of events; the place of each is `at[index]`, or nothing where there is but one, standing alone. Two under
/// one id are one, as they would be in two calls.
pub(super) fn read(list: &[Value], at: &str, spare: Option<&str>) -> (Vec<Inbound>, Vec<Problem>) {
    let notes = Notes::default();
    let mut events: Vec<Inbound> = Vec::with_capacity(list.len());
    let mut known = std::collections::BTreeSet::new();
    for (index, value) in list.iter().enumerate() {
        let place = if at.is_empty() {
            String::new()
        } else {
            format!("{at}[{index}]")
        };
        let spare = spare.map(|id| format!("{id}:{index}"));
        let Some(event) = event::read(value, &place, spare.as_deref(), &notes) else {
            continue;
        };
        if known.insert((event.account.clone(), event.id.clone())) {
            events.push(event);
        } else {
            notes.add(format!("{place}.id"), "stands twice in this call");
        }
    }
    (events, notes.all())
}

/// Says how many events were taken and what is wrong with the others. Nothing but problems in our own format is a 422: the
/// integrator sees it at once. A foreign system gets a 200 or the words it expects: it cannot mend our mapping, and would
/// only switch the webhook off.
fn answer(parsed: &mut Parsed, ctx: &Ctx<'_>, accepted: usize, problems: &[Problem], foreign: bool) {
    let response = &mut parsed.answer;
    if let Some(words) = ctx.settings.get("reply") {
        let json = serde_json::from_str::<Value>(words).is_ok_and(|value| value.is_object());
        let content_type = if json {
            "application/json"
        } else {
            "text/plain; charset=utf-8"
        };
        *response.body_mut() = Bytes::from(words.to_owned());
        let _ = response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        return;
    }
    let shown: Vec<Value> = problems
        .iter()
        .take(20)
        .map(|problem| json!({ "at": problem.at, "what": problem.what }))
        .collect();
    *response.body_mut() = Bytes::from(json!({ "accepted": accepted, "problems": shown }).to_string());
    let _ = response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if accepted == 0 && !problems.is_empty() && !foreign {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
}
