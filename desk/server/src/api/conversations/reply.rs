//! An agent answers.

use axum::{extract::State, response::Response};
use yingke_conversation::{Message, Outbound};
use yingke_staff::Permission;
use yingke_store::{AgentAct, conversation, line};
use yingke_words::ConversationId;

use super::{Say, act, said};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::{Code, Problem},
        signed_in::{Holder, SignedIn},
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
    answers_a_line(&app, &signed_in, id, asked.replies_to).await?;
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

/// Refuses an answer to a line that the conversation does not have. Whoever does not see it learns nothing of its lines.
async fn answers_a_line(
    app: &App,
    by: &SignedIn,
    id: ConversationId,
    seq: Option<i64>,
) -> Result<(), Problem> {
    let Some(seq) = seq else { return Ok(()) };
    let seat = by.seat.clone();
    app.db
        .read(by.tenant(), move |tx| {
            conversation(tx, id)?
                .filter(|found| seat.sees(&found.subject()))
                .ok_or(Code::NotFound)?;
            let known = line(tx, id, seq)?;
            known
                .map(|_| ())
                .ok_or_else(|| Problem::field("repliesTo", "a line of this conversation"))
        })
        .await
}
