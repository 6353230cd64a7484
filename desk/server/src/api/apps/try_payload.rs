//! The test console: what a payload would come to.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_channel_contract::Settings;
use yingke_staff::Permission;
use yingke_words::AppId;

use super::{asked, opened};
use crate::{
    api::{
        body::{Body, Id},
        payloads::PayloadFault,
        problem::{Code, Problem},
        signed_in::Manager,
    },
    app::App,
};

/// What to try.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// What the provider would send.
    payload: String,
    /// What would be filled in, over what is.
    #[serde(default)]
    settings: BTreeMap<String, String>,
}

/// What it would come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrialAnswer {
    /// Its events, each as a text.
    events: Vec<String>,
    /// What could not be read.
    problems: Vec<PayloadFault>,
}

/// Tries a payload without taking it in.
#[utoipa::path(post, path = "/api/v1/apps/{id}/try", operation_id = "appsTryPayload",
    tag = "apps", params(("id" = AppId, Path)), request_body = Trial,
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = TrialAnswer), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
    Body(trial): Body<Trial>,
) -> Result<Json<TrialAnswer>, Problem> {
    let account = opened(&app, by.tenant(), id).await?;
    let console = account.channel.console().ok_or(Code::NotCarried)?;
    let over = Settings::new(trial.settings);
    let tried = account.trying(&app, &over, |ctx| console.tried(ctx, &trial.payload));
    let of = (id.uuid(), account.app.name.clone());
    asked(&app, &by, origin, "apps.try_payload", of).await?;
    Ok(Json(TrialAnswer {
        events: tried.events,
        problems: tried.problems.into_iter().map(Into::into).collect(),
    }))
}
