//! What providers sent, as it came: looked at, read again after a fix, or left at that.

mod dismiss;
mod replay;

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_channel_contract::Problem as Fault;
use yingke_store::{PayloadProblem, StoredPayload, Tx, payload};
use yingke_words::{PayloadId, Time};

use super::{
    hooks::kept_request,
    problem::{Code, Problem},
    settings::Changed,
};
use crate::{app::App, channels::account::Account};

/// More of a body than anybody reads is not shown.
const SHOWN: usize = 64 << 10;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(replay::handler))
        .routes(routes!(dismiss::handler))
}

/// Something wrong with a part of a payload.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PayloadFault {
    /// Where in it; empty for the whole.
    at: String,
    /// What is wrong, in English, with every detail.
    what: String,
    /// The same as a stable code, for words in other languages; none where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// What the code names: a field, a kind, an account.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    with: BTreeMap<String, String>,
}

/// What a provider sent, with problems.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payload)]
pub struct PayloadView {
    /// Its id.
    id: PayloadId,
    /// When it came.
    at: Time,
    /// How many events it held.
    events: i64,
    /// What could not be read.
    problems: Vec<PayloadFault>,
    /// Its body, at most 64 KiB of it.
    body: String,
    /// How the body is written.
    encoding: PayloadEncoding,
    /// Whether it was longer than what is shown.
    cut: bool,
    /// Whether it can be read again.
    can_replay: bool,
}

/// How a payload's body is written.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PayloadEncoding {
    /// As it is.
    Text,
    /// In base64: it is no text.
    Base64,
}

impl PayloadView {
    /// The payload as administrators see it.
    pub fn of(app: &App, account: &Account, stored: StoredPayload) -> Self {
        let can_replay = kept_request(app, account, &stored.payload).is_some();
        let (body, encoding, cut) = shown(&stored.payload.body);
        Self {
            id: stored.payload.id,
            at: stored.at,
            events: stored.events,
            problems: stored.payload.problems.into_iter().map(Into::into).collect(),
            body,
            encoding,
            cut,
            can_replay,
        }
    }
}

/// The beginning of a body, and whether it goes on.
fn shown(body: &[u8]) -> (String, PayloadEncoding, bool) {
    if let Ok(text) = std::str::from_utf8(body) {
        let end = text.floor_char_boundary(SHOWN);
        return (text[..end].to_owned(), PayloadEncoding::Text, end < text.len());
    }
    let end = body.len().min(SHOWN);
    (
        STANDARD.encode(&body[..end]),
        PayloadEncoding::Base64,
        end < body.len(),
    )
}

impl From<PayloadProblem> for PayloadFault {
    fn from(problem: PayloadProblem) -> Self {
        Self {
            at: problem.at,
            what: problem.what,
            code: Some(problem.code).filter(|code| !code.is_empty()),
            with: problem.with,
        }
    }
}

impl From<Fault> for PayloadFault {
    fn from(problem: Fault) -> Self {
        let code = problem.fault.code();
        Self {
            at: problem.at,
            what: problem.what,
            code: Some(code.to_owned()).filter(|code| !code.is_empty()),
            with: problem.fault.with(),
        }
    }
}

/// The payload, if it is kept here.
fn known(tx: &mut Tx<'_>, id: PayloadId) -> Result<StoredPayload, Problem> {
    payload(tx, id)?.ok_or_else(|| Code::NotFound.into())
}

fn changed(act: &'static str, id: PayloadId) -> Changed<'static> {
    Changed {
        act,
        kind: "payload",
        id: Some(id.uuid()),
        name: "",
        what: Some("apps"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_shown_as_what_it_is() {
        let check = |body: &[u8]| {
            let (text, encoding, cut) = shown(body);
            (text, matches!(encoding, PayloadEncoding::Text), cut)
        };
        assert_eq!(
            check("{\"a\":\"你\"}".as_bytes()),
            ("{\"a\":\"你\"}".into(), true, false)
        );
        assert_eq!(check(&[0xFF, 0xFE]), ("//4=".into(), false, false));
        // A character is shown whole or not at all.
        let long = "你".repeat(SHOWN / 3 + 1);
        let (text, plain, cut) = check(long.as_bytes());
        assert_eq!((text.chars().count(), plain, cut), (SHOWN / 3, true, true));
    }
}
