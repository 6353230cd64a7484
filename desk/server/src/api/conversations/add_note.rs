//! An internal note.

use axum::{extract::State, response::Response};
use yingke_conversation::Message;
use yingke_staff::Permission;
use yingke_store::AgentAct;
use yingke_words::ConversationId;

use super::{Say, act, said, say::NewNote};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// Adds a note that never leaves the desk. The same client id is one note. Whom it names follows the conversation from
/// then on: they may read it and note in it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/notes", operation_id = "conversationsAddNote",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = NewNote,
    extensions(("x-permission" = json!("conversations.note")), ("x-switch" = json!("notes"))),
    responses((status = 201, body = Message), (status = 200, body = Message), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::WriteNotes as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<NewNote>,
) -> Result<Response, Problem> {
    let named = asked.mentions.checked(&signed_in.workspace.switches)?;
    let note = AgentAct::Note(Say::from(asked).spoken(&app)?, named);
    Ok(said(act(&app, &signed_in, origin, id, note).await?))
}
