//! A visitor fetches a file.

use axum::{extract::State, http::HeaderMap, response::Response};
use yingke_words::AttachmentId;

use super::{LinkQuery, opened};
use crate::{
    api::{
        attachments::download::{Reach, file},
        body::{Id, Query},
        problem::Problem,
    },
    app::App,
};

/// The bytes of a file; pictures, sound and film to be shown, everything else to be saved.
#[utoipa::path(get, path = "/api/v1/visitor/attachments/{id}", operation_id = "visitorAttachmentsShow",
    tag = "visitor", security(()),
    params(("id" = AttachmentId, Path), LinkQuery),
    responses((status = 200, content_type = "application/octet-stream"), (status = 206), (status = 304), (status = 400),
        (status = 401), (status = 404), (status = 416), (status = 503)))]
pub async fn handler(
    State(app): State<App>,
    Id(id): Id<AttachmentId>,
    Query(link): Query<LinkQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = opened(&app, id, &link).await?;
    file(&app, &found, &headers, Reach::AnySite).await
}
