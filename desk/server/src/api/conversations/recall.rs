//! An agent takes back what was said.

use axum::{Json, extract::State};
use yingke_conversation::{Correction, Message};
use yingke_staff::Permission;
use yingke_words::ConversationId;

use super::{correct, line::Line};
use crate::{
    api::{body::Caller, problem::Problem, signed_in::Holder},
    app::App,
};

/// Takes back what was said to the customer, here and on their side, while the channel lets us.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/messages/{seq}", operation_id = "conversationsRecall",
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
    correct(&app, &signed_in, origin, line, Correction::Recall).await
}
