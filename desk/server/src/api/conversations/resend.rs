//! What did not arrive is sent again.

use axum::{Json, extract::State};
use yingke_conversation::{Correction, Message};
use yingke_staff::Permission;
use yingke_words::ConversationId;

use super::{correct, line::Line};
use crate::{
    api::{body::Caller, problem::Problem, signed_in::Holder},
    app::App,
};

/// Sends again what did not arrive, under the same rules as any message.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/messages/{seq}/resend", operation_id = "conversationsResend",
    tag = "conversations",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    extensions(("x-permission" = json!("conversations.reply"))),
    responses((status = 200, body = Message), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Reply as u8 }>,
    Caller(origin): Caller,
    line: Line,
) -> Result<Json<Option<Message>>, Problem> {
    correct(&app, &signed_in, origin, line, Correction::Resend).await
}
