//! A visitor ends the consultation.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_conversation::VisitorState;
use yingke_store::{Command, CustomerAct};

use crate::{
    api::{problem::Problem, visitor_token::Visitor},
    app::App,
};

/// How it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ended {
    state: VisitorState,
    /// The cursor after it.
    cursor: String,
}

/// Ends the running consultation.
#[utoipa::path(post, path = "/api/v1/visitor/end", operation_id = "visitorEnd",
    tag = "visitor", security(("visitor" = [])),
    responses((status = 200, body = Ended), (status = 401), (status = 404), (status = 409)))]
pub async fn handler(State(app): State<App>, visitor: Visitor) -> Result<Json<Ended>, Problem> {
    let command = Command::ByCustomer {
        identity_key: visitor.identity_key(),
        act: CustomerAct::End,
    };
    let done = app.db.command(visitor.workspace, command).await?;
    Ok(Json(Ended {
        state: done.visitor,
        cursor: done.position.to_string(),
    }))
}
