//! The secrets that we made for an app, to be copied to the provider.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use yingke_staff::Permission;
use yingke_words::AppId;

use super::{asked, opened};
use crate::{
    api::{body::Id, problem::Problem, signed_in::Manager},
    app::App,
};

/// Shows what we made for an app. That somebody looked is recorded.
#[utoipa::path(get, path = "/api/v1/apps/{id}/made", operation_id = "appsMade",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = BTreeMap<String, String>), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
) -> Result<Json<BTreeMap<String, String>>, Problem> {
    let account = opened(&app, by.tenant(), id).await?;
    let form = account.channel.manifest().form.iter();
    let made: BTreeMap<String, String> = form
        .filter(|field| field.is_made())
        .map(|field| (field.key.to_owned(), account.setting(field.key).to_owned()))
        .collect();
    let of = (id.uuid(), account.app.name.clone());
    asked(&app, &by, origin, "apps.made", of).await?;
    Ok(Json(made))
}
