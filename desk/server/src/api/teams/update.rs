//! A team gets another name, other members or other hours.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_staff::{Hours, Permission};
use yingke_store::{teams, update_team};
use yingke_words::{AgentId, TeamId};

use super::{TeamView, changed, check};
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        fields::{Given, check_hours},
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TeamChange {
    /// Its name.
    name: Option<String>,
    /// Who belongs to it, all of them.
    member_ids: Option<Vec<AgentId>>,
    /// When it is there; null = whenever the inbox is open.
    #[serde(default)]
    #[schema(value_type = Option<Hours>)]
    hours: Given<Hours>,
}

/// Changes a team; whoever gains or loses sight of conversations by it gets a fresh snapshot.
#[utoipa::path(patch, path = "/api/v1/teams/{id}", operation_id = "teamsUpdate",
    tag = "teams", request_body = TeamChange,
    params(("id" = TeamId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("teams.manage")), ("x-switch" = json!("teams"))),
    responses((status = 200, body = TeamView), (status = 403), (status = 404), (status = 409), (status = 412)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageTeams as u8 }>,
    Id(id): Id<TeamId>,
    Edit(version, change): Edit<TeamChange>,
) -> Result<Versioned<TeamView>, Problem> {
    let name = change.name.map(|name| check_name("name", &name)).transpose()?;
    let members = change.member_ids;
    if let Given::Set(hours) = &change.hours {
        check_hours("hours", hours)?;
    }
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let found = teams(tx)?.into_iter().find(|team| team.id == id);
            let mut team = found.ok_or(Code::NotFound)?;
            check_version(team.version, version)?;
            let before = TeamView::from(team.clone());
            team.name = name.clone().unwrap_or(team.name);
            team.members = members.clone().unwrap_or(team.members);
            team.hours = change.hours.clone().after(team.hours);
            check(tx, &mut team)?;
            update_team(tx, &team)?;
            let mut after = TeamView::from(team);
            after.version += 1;
            record(
                tx,
                &by,
                &origin,
                &changed("teams.update", &after),
                (Some(&before), Some(&after)),
            )?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(Versioned(after.version, after))
}
