//! Set one's own status.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{Event, EventKind, Moment};
use yingke_staff::AgentStatus;
use yingke_store::{agent, set_status};

use crate::{
    api::{
        body::Body,
        problem::{Code, Problem},
        signed_in::Anybody,
    },
    app::App,
};

/// The status chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MyStatus {
    status: AgentStatus,
    /// Why, for a break; at most 80 characters.
    reason: Option<String>,
}

/// Sets one's own status; everybody is told.
#[utoipa::path(put, path = "/api/v1/me/status", operation_id = "meSetStatus",
    tag = "me", request_body = MyStatus,
    responses((status = 204), (status = 401), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
    Body(chosen): Body<MyStatus>,
) -> Result<StatusCode, Problem> {
    if !chosen.status.chosen_by_agent() {
        return Err(Problem::field("status", "this status is set by the system"));
    }
    if chosen
        .reason
        .as_ref()
        .is_some_and(|reason| reason.chars().count() > 80 || reason.contains('\0'))
    {
        return Err(Problem::field("reason", "at most 80 characters"));
    }
    let seat = signed_in.seat.clone();
    app.db
        .write(signed_in.tenant(), move |tx| {
            let own = agent(tx, seat.agent)?.ok_or(Code::NotSignedIn)?;
            set_status(tx, &own, chosen.status, chosen.reason.as_deref())?;
            let mut event = Event::of_workspace(EventKind::AgentStatus, tx.now(), Moment::actor(&seat));
            let mut presence = own.presence();
            presence.status = chosen.status;
            presence.reason.clone_from(&chosen.reason);
            event.agent = Some(presence);
            tx.emit(event)?;
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
