//! A new tag.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{Tag, insert_tag};

use super::{TagView, changed, check_free};
use crate::{
    api::{
        body::{Body, IdempotencyKey},
        create::once,
        fields::check_color,
        problem::Problem,
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// A tag to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTag {
    /// Its name.
    name: String,
    /// Its colour, `#RRGGBB`.
    color: String,
}

/// Makes a tag. Takes an `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/tags", operation_id = "tagsCreate",
    tag = "tags", request_body = NewTag,
    extensions(("x-permission" = json!("tags.manage")), ("x-switch" = json!("tags"))),
    responses((status = 201, body = TagView), (status = 403), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageTags as u8 }>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<NewTag>,
) -> Result<Response, Problem> {
    let tag = Tag {
        id: app.id(),
        name: check_name("name", &asked.name)?,
        color: check_color("color", &asked.color)?,
        version: 1,
    };
    let who = by.clone();
    once(&app, &by, key, &asked, move |tx| {
        check_free(tx, &tag)?;
        insert_tag(tx, &tag)?;
        let made = TagView::from(tag.clone());
        record(
            tx,
            &who,
            &origin,
            &changed("tags.create", &made),
            (None::<&()>, Some(&made)),
        )?;
        Ok(made)
    })
    .await
}
