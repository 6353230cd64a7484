//! Tags: labels on conversations.

mod create;
mod delete;
mod list;
mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_store::{Tag, Tx, tags};
use yingke_words::TagId;

use super::{
    problem::{Code, Problem},
    settings::Changed,
};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler, create::handler))
        .routes(routes!(update::handler, delete::handler))
}

/// A label.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Tag)]
pub struct TagView {
    /// Its id.
    pub id: TagId,
    /// Its name.
    pub name: String,
    /// Its colour, `#RRGGBB`.
    pub color: String,
    /// Its version, the `ETag` of edits.
    pub version: i64,
}

impl From<Tag> for TagView {
    fn from(tag: Tag) -> Self {
        let Tag {
            id,
            name,
            color,
            version,
        } = tag;
        Self {
            id,
            name,
            color,
            version,
        }
    }
}

/// Refuses a name that another tag has.
fn check_free(tx: &mut Tx<'_>, tag: &Tag) -> Result<(), Problem> {
    let taken = tags(tx)?
        .iter()
        .any(|other| other.id != tag.id && other.name == tag.name);
    if taken {
        return Err(Problem::new(Code::NameTaken).on("name"));
    }
    Ok(())
}

fn changed<'a>(act: &'static str, tag: &'a TagView) -> Changed<'a> {
    Changed {
        act,
        kind: "tag",
        id: Some(tag.id.uuid()),
        name: &tag.name,
        what: Some("tags"),
    }
}
