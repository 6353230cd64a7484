//! The messages a provider has approved.

use axum::{Json, extract::State};
use yingke_channel_contract::TemplateInfo;
use yingke_staff::Permission;
use yingke_words::AppId;

use super::opened;
use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        signed_in::Holder,
    },
    app::App,
};

/// Lists the approved messages of an app; none where the channel has no such thing.
#[utoipa::path(get, path = "/api/v1/apps/{id}/templates", operation_id = "appsTemplates",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("conversations.reply"))),
    responses((status = 200, body = Vec<TemplateInfo>), (status = 403), (status = 404), (status = 409), (status = 502)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::Reply as u8 }>,
    Id(id): Id<AppId>,
) -> Result<Json<Vec<TemplateInfo>>, Problem> {
    let account = opened(&app, by.tenant(), id).await?;
    app.templates(&account).await.map(Json).map_err(|error| {
        Problem::new(Code::ProviderRefused).detail(format!("{}: {}", error.kind.key(), error.detail))
    })
}
