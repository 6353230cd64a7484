//! A tag gets another name or colour.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{tags, update_tag};
use yingke_words::TagId;

use super::{TagView, changed, check_free};
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        fields::check_color,
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagChange {
    /// Its name.
    name: Option<String>,
    /// Its colour, `#RRGGBB`.
    color: Option<String>,
}

/// Changes a tag.
#[utoipa::path(patch, path = "/api/v1/tags/{id}", operation_id = "tagsUpdate",
    tag = "tags", request_body = TagChange,
    params(("id" = TagId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("tags.manage")), ("x-switch" = json!("tags"))),
    responses((status = 200, body = TagView), (status = 403), (status = 404), (status = 409), (status = 412)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageTags as u8 }>,
    Id(id): Id<TagId>,
    Edit(version, change): Edit<TagChange>,
) -> Result<Versioned<TagView>, Problem> {
    let name = change.name.map(|name| check_name("name", &name)).transpose()?;
    let color = change
        .color
        .map(|color| check_color("color", &color))
        .transpose()?;
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let found = tags(tx)?.into_iter().find(|tag| tag.id == id);
            let mut tag = found.ok_or(Code::NotFound)?;
            check_version(tag.version, version)?;
            let before = TagView::from(tag.clone());
            tag.name = name.clone().unwrap_or(tag.name);
            tag.color = color.clone().unwrap_or(tag.color);
            check_free(tx, &tag)?;
            update_tag(tx, &tag)?;
            let mut after = TagView::from(tag);
            after.version += 1;
            record(
                tx,
                &by,
                &origin,
                &changed("tags.update", &after),
                (Some(&before), Some(&after)),
            )?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(Versioned(after.version, after))
}
