//! The doors to the sockets.

use axum::{
    extract::{Query, State, WebSocketUpgrade},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;
use std::sync::Arc;

use super::{
    problem::{Code, Problem},
    signed_in::{Anybody, check_origin},
};
use crate::{
    app::App,
    live::{agent_socket, visitor_socket},
    presence,
};

/// No client frame is larger.
const FRAME: usize = 16 * 1024;

fn small(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    // Small buffers: 10,000 idle sockets must not cost a gigabyte.
    upgrade
        .read_buffer_size(1_024)
        .write_buffer_size(0)
        .max_message_size(FRAME)
        .max_frame_size(FRAME)
}

/// An agent's socket. The cookie says who; the origin must be our own (T15).
pub async fn agent(
    State(app): State<App>,
    headers: HeaderMap,
    Anybody(signed_in): Anybody,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    check_origin(&app, &headers)?;
    if app.hub.closing() {
        return Err(Problem::new(Code::Busy).retry_after(1));
    }
    presence::returned(&app, signed_in.tenant(), signed_in.seat.agent).await;
    let (hub, floor) = (Arc::clone(&app.hub), app.hub.floor(signed_in.tenant()));
    let own = Arc::new(agent_socket::AgentSocket::new(
        Arc::clone(&signed_in.seat),
        signed_in.sign_in,
    ));
    Ok(small(upgrade).on_upgrade(move |socket| agent_socket::serve(socket, hub, floor, own)))
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
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    if app.hub.closing() {
        return Err(Problem::new(Code::Busy).retry_after(1));
    }
    let visitor = app.visitors.redeem(&app, &ticket).await?;
    Ok(small(upgrade).on_upgrade(move |socket| visitor_socket::serve(socket, app, visitor)))
}
