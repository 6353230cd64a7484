//! An inbox gets another name or other settings.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::{Permission, Switch};
use yingke_store::{teams, update_inbox};
use yingke_words::{InboxId, TeamId};

use super::{InboxSetup, InboxView, changed, known};
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        fields::check_ids,
        problem::Problem,
        settings::record,
        signed_in::Manager,
        switched,
    },
    app::App,
    found::check_name,
};

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InboxChange {
    /// Its name.
    name: Option<String>,
    /// Everything that is set on it.
    settings: Option<InboxSetup>,
}

/// Changes an inbox; widgets see it when they next enter.
#[utoipa::path(patch, path = "/api/v1/inboxes/{id}", operation_id = "inboxesUpdate",
    tag = "inboxes", request_body = InboxChange,
    params(("id" = InboxId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = InboxView), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<InboxId>,
    Edit(version, change): Edit<InboxChange>,
) -> Result<Versioned<InboxView>, Problem> {
    let name = change.name.map(|name| check_name("name", &name)).transpose()?;
    let serving = change.settings.as_ref().map(|setup| setup.team_ids.clone());
    let settings = change.settings.map(InboxSetup::checked).transpose()?;
    let (base, zone) = (app.config.base_url(), by.workspace.time_zone.clone());
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let mut inbox = known(tx, id)?;
            check_version(inbox.version, version)?;
            let before = InboxView::of(inbox.clone(), &base, &zone);
            inbox.name = name.clone().unwrap_or(inbox.name);
            inbox.settings = settings.clone().unwrap_or(inbox.settings);
            if let Some(serving) = &serving {
                let known: Vec<TeamId> = teams(tx)?.iter().map(|team| team.id).collect();
                let serving = check_ids("settings.teamIds", serving, &known)?;
                if serving != inbox.teams {
                    switched::check(&by.workspace.switches, Switch::Teams)?;
                }
                inbox.teams = serving;
            }
            update_inbox(tx, &inbox)?;
            inbox.version += 1;
            let after = InboxView::of(inbox, &base, &zone);
            let changed = changed("inboxes.update", id, &after.name);
            record(tx, &by, &origin, &changed, (Some(&before), Some(&after)))?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(Versioned(after.version, after))
}
