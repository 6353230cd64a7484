//! A visitor uploads a file.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use yingke_conversation::{VisitorAttachment, VisitorLinks};
use yingke_store::inbox;

use crate::{
    api::{
        attachments::{
            Upload,
            intake::{Multipart, Uploader, take},
        },
        problem::{Code, Problem},
        visitor_token::Visitor,
    },
    app::App,
};

/// Uploads a file. It waits an hour for the message that names it.
#[utoipa::path(post, path = "/api/v1/visitor/attachments", operation_id = "visitorAttachmentsCreate",
    tag = "visitor", security(("visitor" = [])),
    request_body(content = Upload, content_type = "multipart/form-data"),
    extensions(("x-switch" = json!("attachments"))),
    responses((status = 201, body = VisitorAttachment), (status = 400), (status = 401), (status = 404), (status = 413),
        (status = 415), (status = 422), (status = 429), (status = 503), (status = 507)))]
pub async fn handler(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    multipart: Multipart,
) -> Result<(StatusCode, Json<VisitorAttachment>), Problem> {
    let (workspace, to) = (visitor.workspace, visitor.inbox);
    let found = app
        .db
        .read(workspace, move |tx| Ok::<_, Problem>(inbox(tx, to)?))
        .await?;
    let inbox = found.ok_or(Code::InboxUnknown)?;
    let uploader = Uploader::new(workspace, visitor.external_id, inbox);
    let file = take(&app, uploader, &headers, multipart).await?;
    Ok((StatusCode::CREATED, Json(app.links.of(workspace).link(&file))))
}
