//! What a visitor's client signals: typing, how far they have read, the page they look at. The same by socket and POST.

use axum::{extract::State, http::StatusCode};
use yingke_store::{Command, CommandError, CustomerAct, conversation_of_identity};

use crate::{
    api::{body::Body, limits::VISITOR_MESSAGES, problem::Problem, visitor_token::Visitor},
    app::App,
    live::{frame::FromVisitor, passing::Passing},
};

/// Takes a signal, for clients without a WebSocket.
#[utoipa::path(post, path = "/api/v1/visitor/signals", operation_id = "visitorSignals",
    tag = "visitor", security(("visitor" = [])),
    request_body = FromVisitor, responses((status = 204), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    visitor: Visitor,
    Body(signal): Body<FromVisitor>,
) -> Result<StatusCode, Problem> {
    app.limits.take(
        VISITOR_MESSAGES,
        &format!("signal {}", visitor.external_id),
        app.now(),
    )?;
    carry_out(&app, &visitor, signal).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Carries a signal out. None of them is worth an error to the visitor.
pub async fn carry_out(app: &App, visitor: &Visitor, signal: FromVisitor) {
    match signal {
        FromVisitor::Typing { on, text } => typing(app, visitor, on, &text).await,
        FromVisitor::Read { cursor, shown } => read(app, visitor, &cursor, shown).await,
        // The trail of pages belongs to the journey room; until it stands, pages are not kept.
        FromVisitor::Page { .. } | FromVisitor::Hello { .. } | FromVisitor::Resume { .. } => {}
    }
}

async fn typing(app: &App, visitor: &Visitor, on: bool, typed: &str) {
    let key = visitor.identity_key();
    let found = app
        .db
        .read(visitor.workspace, move |tx| conversation_of_identity(tx, key))
        .await;
    let Ok(Some(found)) = found else { return };
    app.hub.pass(Passing {
        workspace: visitor.workspace,
        conversation: found.row.id,
        by: found.customer(),
        on,
        text: typed.chars().take(500).collect(),
        audience: None,
    });
}

async fn read(app: &App, visitor: &Visitor, cursor: &str, shown: bool) {
    let Ok(position) = cursor.parse::<i64>() else {
        return;
    };
    let act = CustomerAct::Seen {
        received: position,
        read: if shown { position } else { 0 },
    };
    let command = Command::ByCustomer {
        identity_key: visitor.identity_key(),
        act,
    };
    match app.db.command(visitor.workspace, command).await {
        Ok(_) | Err(CommandError::NotFound) => {}
        Err(error) => tracing::debug!(%error, "a read mark was not kept; the next one will be"),
    }
}
