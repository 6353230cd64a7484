//! A single-use ticket to a visitor's socket.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{problem::Problem, visitor_token::Visitor},
    app::App,
};

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    /// Good once, for 60 seconds.
    ticket: String,
}

/// Gives a ticket.
#[utoipa::path(post, path = "/api/v1/visitor/tickets", operation_id = "visitorTicket",
    tag = "visitor", security(("visitor" = [])),
    responses((status = 200, body = Ticket), (status = 401)))]
pub async fn handler(State(app): State<App>, visitor: Visitor) -> Result<Json<Ticket>, Problem> {
    Ok(Json(Ticket {
        ticket: app.visitors.ticket(&visitor, app.now(), app.id())?,
    }))
}
