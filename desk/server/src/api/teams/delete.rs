//! A team goes.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::{delete_team, routing, tally, team_routings, teams};
use yingke_words::TeamId;

use super::{TeamView, changed};
use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
};

/// Removes a team. While conversations run with it, it stays: nobody would see its queue any more.
#[utoipa::path(delete, path = "/api/v1/teams/{id}", operation_id = "teamsDelete",
    tag = "teams", params(("id" = TeamId, Path)),
    extensions(("x-permission" = json!("teams.manage")), ("x-switch" = json!("teams"))),
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageTeams as u8 }>,
    Id(id): Id<TeamId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let found = teams(tx)?.into_iter().find(|team| team.id == id);
            let before = TeamView::from(found.ok_or(Code::NotFound)?);
            if tally(tx)?.keys().any(|subject| subject.team == Some(id)) {
                return Err(Problem::new(Code::InUse).detail("conversations run with this team"));
            }
            let handed = team_routings(tx)?.values().any(|own| own.hands_over_to(id));
            if handed || routing(tx)?.0.names_team(id) {
                return Err(Problem::new(Code::InUse).detail("routing sends conversations to this team"));
            }
            delete_team(tx, id)?;
            record(
                tx,
                &by,
                &origin,
                &changed("teams.delete", &before),
                (Some(&before), None::<&()>),
            )
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
