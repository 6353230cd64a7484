//! An agent fetches a file.

use axum::{extract::State, http::HeaderMap, response::Response};
use yingke_staff::Permission;
use yingke_words::AttachmentId;

use super::{
    download::{Reach, file},
    seen_by,
};
use crate::{
    api::{body::Id, problem::Problem, signed_in::Holder},
    app::App,
};

/// The bytes of a file; pictures, sound and film to be shown, everything else to be saved.
#[utoipa::path(get, path = "/api/v1/attachments/{id}", operation_id = "attachmentsShow",
    tag = "attachments", params(("id" = AttachmentId, Path)),
    extensions(("x-permission" = json!("conversations.read"))),
    responses((status = 200, content_type = "application/octet-stream"), (status = 206), (status = 304), (status = 400),
        (status = 401), (status = 403), (status = 404), (status = 416), (status = 503)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::ReadConversations as u8 }>,
    Id(id): Id<AttachmentId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = seen_by(&app, &signed_in, id).await?;
    file(&app, &found, &headers, Reach::OwnSite).await
}
