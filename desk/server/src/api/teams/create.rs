//! A new team.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{Hours, Permission};
use yingke_store::{Team, insert_team};
use yingke_words::AgentId;

use super::{TeamView, changed, check};
use crate::{
    api::{
        body::{Body, IdempotencyKey},
        create::once,
        fields::check_hours,
        problem::Problem,
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// A team to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTeam {
    /// Its name.
    name: String,
    /// Who belongs to it.
    #[serde(default)]
    member_ids: Vec<AgentId>,
    /// When it is there; null = whenever the inbox is open.
    hours: Option<Hours>,
}

/// Makes a team. Takes an `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/teams", operation_id = "teamsCreate",
    tag = "teams", request_body = NewTeam,
    extensions(("x-permission" = json!("teams.manage")), ("x-switch" = json!("teams"))),
    responses((status = 201, body = TeamView), (status = 403), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageTeams as u8 }>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<NewTeam>,
) -> Result<Response, Problem> {
    if let Some(hours) = &asked.hours {
        check_hours("hours", hours)?;
    }
    let team = Team {
        id: app.id(),
        name: check_name("name", &asked.name)?,
        members: asked.member_ids.clone(),
        hours: asked.hours.clone(),
        version: 1,
    };
    let who = by.clone();
    once(&app, &by, key, &asked, move |tx| {
        let mut team = team.clone();
        check(tx, &mut team)?;
        insert_team(tx, &team)?;
        let made = TeamView::from(team);
        record(
            tx,
            &who,
            &origin,
            &changed("teams.create", &made),
            (None::<&()>, Some(&made)),
        )?;
        Ok(made)
    })
    .await
}
