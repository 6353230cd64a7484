//! A tag goes.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::{delete_tag, tags};
use yingke_words::TagId;

use super::{TagView, changed};
use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
};

/// Removes a tag; conversations drop it when they next change.
#[utoipa::path(delete, path = "/api/v1/tags/{id}", operation_id = "tagsDelete",
    tag = "tags", params(("id" = TagId, Path)),
    extensions(("x-permission" = json!("tags.manage")), ("x-switch" = json!("tags"))),
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageTags as u8 }>,
    Id(id): Id<TagId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let found = tags(tx)?.into_iter().find(|tag| tag.id == id);
            let before = TagView::from(found.ok_or(Code::NotFound)?);
            delete_tag(tx, id)?;
            record(
                tx,
                &by,
                &origin,
                &changed("tags.delete", &before),
                (Some(&before), None::<&()>),
            )
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
