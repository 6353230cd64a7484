//! Set one's own status.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::Moment;
use yingke_staff::{AgentStatus, SetBy};
use yingke_store::agent;

use crate::{
    api::{
        body::Body,
        problem::{Code, Problem},
        signed_in::Anybody,
    },
    app::App,
    presence::{Standing, put},
};

/// The status chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MyStatus {
    status: AgentStatus,
    /// Why, for a break: one of the workspace's reasons.
    reason: Option<String>,
}

/// Sets one's own status; everybody is told. After-contact work ends by itself where the workspace says how long it is.
#[utoipa::path(put, path = "/api/v1/me/status", operation_id = "meSetStatus",
    tag = "me", request_body = MyStatus,
    responses((status = 204), (status = 401), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
    Body(chosen): Body<MyStatus>,
) -> Result<StatusCode, Problem> {
    let rules = signed_in.workspace.presence.clone();
    rules
        .check_choice(chosen.status, chosen.reason.as_deref(), SetBy::Themselves)
        .map_err(|refused| Problem::field(refused.field(), refused))?;
    let seat = signed_in.seat.clone();
    app.db
        .write(signed_in.tenant(), move |tx| {
            let own = agent(tx, seat.agent)?.ok_or(Code::NotSignedIn)?;
            let standing = Standing {
                status: chosen.status,
                reason: chosen.reason.clone(),
                until: rules.lasts(chosen.status, tx.now()),
            };
            put(tx, &own, &standing, Moment::actor(&seat))?;
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
