//! The workspace gets another name, language, time zone or rules of presence.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::{Permission, PresenceRules};
use yingke_store::{update_workspace, workspace};
use yingke_words::Language;

use super::WorkspaceView;
use crate::{
    api::{
        body::{Edit, Versioned, check_version},
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
    found::{check_name, check_time_zone},
};

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkspaceChange {
    /// Its name.
    name: Option<String>,
    /// The language of what customers read.
    language: Option<Language>,
    /// IANA name.
    time_zone: Option<String>,
    /// Reasons for breaks, after-contact work, how long an agent may be gone; all of it.
    presence: Option<PresenceRules>,
}

/// Changes the workspace.
#[utoipa::path(patch, path = "/api/v1/workspace", operation_id = "workspaceUpdate",
    tag = "workspace", request_body = WorkspaceChange,
    params(("If-Match" = String, Header)),
    extensions(("x-permission" = json!("workspace.manage"))),
    responses((status = 200, body = WorkspaceView), (status = 403), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageWorkspace as u8 }>,
    Edit(version, change): Edit<WorkspaceChange>,
) -> Result<Versioned<WorkspaceView>, Problem> {
    let name = change.name.map(|name| check_name("name", &name)).transpose()?;
    let (language, zone, presence) = (change.language, change.time_zone, change.presence);
    if let Some(rules) = &presence {
        rules
            .check()
            .map_err(|refused| Problem::field(refused.field(), refused))?;
    }
    zone.as_deref().map(check_time_zone).transpose()?;
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let mut own = workspace(tx)?.ok_or(Code::NotFound)?;
            check_version(own.version, version)?;
            let before = WorkspaceView::from(own.clone());
            own.name = name.clone().unwrap_or(own.name);
            own.language = language.unwrap_or(own.language);
            own.time_zone = zone.clone().unwrap_or(own.time_zone);
            own.presence = presence.clone().unwrap_or(own.presence);
            update_workspace(tx, &own)?;
            own.version += 1;
            let after = WorkspaceView::from(own);
            let changed = Changed {
                act: "workspace.update",
                kind: "workspace",
                id: Some(after.id.uuid()),
                name: &after.name,
                what: Some("workspace"),
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&after)))?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(Versioned(after.version, after))
}
