//! Conversations: lists, threads, and what agents do to them.

mod accept;
mod add_note;
mod ask_help;
mod assign;
mod colleague_path;
mod decisions;
mod decline;
mod edit_message;
mod end;
mod follow;
mod invite;
mod line_path;
mod list;
mod messages;
mod phone_task;
mod presence;
mod react;
mod read;
mod recall;
mod reopen;
mod reply;
mod resend;
mod say;
mod see_to_help;
mod set_tags;
mod show;
mod snooze;
mod unfollow;
mod uninvite;
mod ways;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
pub use list::Tab;
pub use say::{Say, SayContent};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_conversation::{Correction, Message, Row};
use yingke_store::{AgentAct, Command, Done, Origin};
use yingke_words::ConversationId;

use super::{problem::Problem, signed_in::SignedIn};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler))
        .routes(routes!(show::handler))
        .routes(routes!(messages::handler, reply::handler))
        .routes(routes!(edit_message::handler, recall::handler))
        .routes(routes!(react::handler))
        .routes(routes!(resend::handler))
        .routes(routes!(presence::handler))
        .routes(routes!(add_note::handler))
        .routes(routes!(assign::handler))
        .routes(routes!(accept::handler))
        .routes(routes!(decline::handler))
        .routes(routes!(decisions::handler))
        .routes(routes!(end::handler))
        .routes(routes!(snooze::handler))
        .routes(routes!(ways::handler))
        .routes(routes!(phone_task::handler))
        .routes(routes!(reopen::handler))
        .routes(routes!(set_tags::handler))
        .routes(routes!(read::handler))
        .routes(routes!(follow::handler))
        .routes(routes!(unfollow::handler))
        .routes(routes!(ask_help::handler, see_to_help::handler))
        .routes(routes!(invite::handler))
        .routes(routes!(uninvite::handler))
}

/// The answer to an act.
#[derive(Debug, Serialize, ToSchema)]
pub struct Acted {
    /// The conversation after it.
    pub conversation: Row,
}

/// Carries out what an agent does to a conversation.
async fn act(
    app: &App,
    by: &SignedIn,
    origin: Origin,
    conversation: ConversationId,
    act: AgentAct,
) -> Result<Done, Problem> {
    let command = Command::ByAgent {
        conversation,
        seat: by.seat.clone(),
        origin,
        act,
    };
    Ok(app.db.command(by.tenant(), command).await?)
}

/// The answer that carries the conversation.
fn acted(done: Done) -> Json<Acted> {
    Json(Acted {
        conversation: done.conversation,
    })
}

/// The answer that carries the line: 201, or 200 when it had been said before.
fn said(done: Done) -> Response {
    let status = if done.repeated {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    (status, Json(done.message)).into_response()
}

/// Corrects a line; answers the line after it.
async fn correct(
    app: &App,
    by: &SignedIn,
    origin: Origin,
    line: line_path::LinePath,
    correction: Correction,
) -> Result<Json<Option<Message>>, Problem> {
    let line_path::LinePath(conversation, seq) = line;
    let done = act(
        app,
        by,
        origin,
        conversation,
        AgentAct::Correct { seq, correction },
    )
    .await?;
    Ok(Json(done.message))
}
