//! An agent uploads a file for a reply or a note.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yingke_conversation::AttachmentRef;
use yingke_staff::Permission;
use yingke_store::{conversation, inbox};
use yingke_words::ConversationId;

use super::{
    Upload,
    intake::{Multipart, Uploader, take},
};
use crate::{
    api::{
        body::Query,
        problem::{Code, Problem},
        signed_in::{Anybody, SignedIn},
    },
    app::App,
};

/// For which conversation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UploadQuery {
    /// The conversation it is for: its inbox says which files may be sent.
    conversation_id: ConversationId,
}

/// Uploads a file. It waits an hour for the message that names it.
#[utoipa::path(post, path = "/api/v1/attachments", operation_id = "attachmentsCreate",
    tag = "attachments", params(UploadQuery),
    request_body(content = Upload, content_type = "multipart/form-data"),
    extensions(("x-permission" = json!("conversations.reply")), ("x-switch" = json!("attachments"))),
    responses((status = 201, body = AttachmentRef), (status = 400), (status = 401), (status = 403), (status = 404),
        (status = 413), (status = 415), (status = 422), (status = 429), (status = 503), (status = 507)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
    Query(asked): Query<UploadQuery>,
    headers: HeaderMap,
    multipart: Multipart,
) -> Result<(StatusCode, Json<AttachmentRef>), Problem> {
    let uploader = uploader(&app, &signed_in, asked.conversation_id).await?;
    let file = take(&app, uploader, &headers, multipart).await?;
    Ok((StatusCode::CREATED, Json(file)))
}

/// Whoever may answer or note there may upload for it.
async fn uploader(app: &App, by: &SignedIn, id: ConversationId) -> Result<Uploader, Problem> {
    let may = [Permission::Reply, Permission::WriteNotes];
    if !may.iter().any(|&one| by.seat.grants.holds_any(one)) {
        return Err(Problem::new(Code::NotPermitted).detail(Permission::Reply.key()));
    }
    let (seat, workspace) = (by.seat.clone(), by.tenant());
    app.db
        .read(workspace, move |tx| {
            let found = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            let found = found.ok_or(Code::NotFound)?;
            if !may.iter().any(|&one| seat.may(one, &found.subject())) {
                return Err(Code::NotPermitted.into());
            }
            let inbox = inbox(tx, found.row.inbox_id)?.ok_or(Code::NotFound)?;
            Ok(Uploader::new(workspace, seat.agent.to_string(), inbox))
        })
        .await
}
