//! An agent answers.

use axum::{extract::State, response::Response};
use yingke_conversation::{Message, Outbound};
use yingke_staff::Permission;
use yingke_store::AgentAct;
use yingke_words::ConversationId;

use super::{Say, act, said};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::Problem,
        signed_in::Holder,
    },
    app::App,
};

/// Answers the customer. The same client id is one message.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/messages", operation_id = "conversationsReply",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = Say,
    extensions(("x-permission" = json!("conversations.reply"))),
    responses((status = 201, body = Message), (status = 200, body = Message), (status = 403), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Reply as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<Say>,
) -> Result<Response, Problem> {
    Ok(said(
        act(
            &app,
            &signed_in,
            origin,
            id,
            AgentAct::Reply(Outbound {
                spoken: asked.spoken(&app)?,
            }),
        )
        .await?,
    ))
}
