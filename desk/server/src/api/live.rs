//! The doors to the sockets.

use axum::{extract::State, http::HeaderMap, response::Response};
use serde::Deserialize;
use std::sync::Arc;

use super::{
    body::Query,
    problem::{Code, Problem},
    signed_in::{Anybody, check_origin},
};
use crate::{
    app::App,
    live::{
        agent_socket::{self, AgentSocket},
        door::Upgrade,
        visitor_socket,
    },
    presence,
};

/// An agent's socket. The cookie says who; the origin must be our own (T15).
pub async fn agent(
    State(app): State<App>,
    headers: HeaderMap,
    Anybody(signed_in): Anybody,
    upgrade: Upgrade,
) -> Result<Response, Problem> {
    check_origin(&app, &headers)?;
    if app.hub.closing() {
        return Err(Problem::new(Code::Busy).retry_after(1));
    }
    presence::returned(&app, signed_in.tenant(), signed_in.seat.agent).await;
    let (hub, floor) = (Arc::clone(&app.hub), app.hub.floor(signed_in.tenant()));
    let (seat, sign_in) = (Arc::clone(&signed_in.seat), signed_in.sign_in);
    Ok(upgrade.serve(move |outbox, reader| {
        let own = Arc::new(AgentSocket::new(seat, sign_in, outbox));
        agent_socket::serve(hub, floor, own, reader)
    }))
}

/// The query of a visitor's socket.
#[derive(Deserialize)]
pub struct Ticket {
    ticket: String,
}

/// A visitor's socket. The single-use ticket says who; cookies are never read.
pub async fn visitor(
    State(app): State<App>,
    Query(Ticket { ticket }): Query<Ticket>,
    upgrade: Upgrade,
) -> Result<Response, Problem> {
    if app.hub.closing() {
        return Err(Problem::new(Code::Busy).retry_after(1));
    }
    let visitor = app.visitors.redeem(&app, &ticket).await?;
    Ok(upgrade.serve(move |outbox, reader| visitor_socket::serve(app, visitor, outbox, reader)))
}
