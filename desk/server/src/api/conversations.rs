//! Conversations: lists, threads, and what agents do to them.

mod add_note;
mod assign;
mod end;
mod list;
mod messages;
mod presence;
mod read;
mod reopen;
mod reply;
mod set_tags;
mod show;
mod snooze;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
pub use list::Tab;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_conversation::{AttachmentRef, ClientId, Row, Spoken, Text};
use yingke_store::{AgentAct, Command, Done, Origin};
use yingke_words::{AttachmentId, ConversationId};

use super::{problem::Problem, signed_in::SignedIn};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler))
        .routes(routes!(show::handler))
        .routes(routes!(messages::handler, reply::handler))
        .routes(routes!(presence::handler))
        .routes(routes!(add_note::handler))
        .routes(routes!(assign::handler))
        .routes(routes!(end::handler))
        .routes(routes!(snooze::handler))
        .routes(routes!(reopen::handler))
        .routes(routes!(set_tags::handler))
        .routes(routes!(read::handler))
}

/// What is said: words, files, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Say {
    /// The sender's own id of it: saying it twice says it once.
    pub client_id: ClientId,
    /// The words.
    #[serde(default)]
    pub text: Text,
    /// Files uploaded before, at most 10.
    #[serde(default)]
    pub attachment_ids: Vec<AttachmentId>,
}

/// The answer to an act.
#[derive(Debug, Serialize, ToSchema)]
pub struct Acted {
    /// The conversation after it.
    pub conversation: Row,
}

impl Say {
    /// As the deciding room takes it.
    pub fn spoken(self, app: &App) -> Result<Spoken, Problem> {
        if self.attachment_ids.len() > 10 {
            return Err(Problem::field("attachmentIds", "at most 10"));
        }
        let attachments = self.attachment_ids.into_iter().map(unknown).collect();
        Ok(Spoken::new(app.id(), self.client_id, self.text, attachments))
    }
}

/// A file of which only the id is believed; the store fills in the rest.
fn unknown(id: AttachmentId) -> AttachmentRef {
    AttachmentRef {
        id,
        name: String::new(),
        media_type: String::new(),
        size: 0,
        width: None,
        height: None,
        thumbnail: false,
    }
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
