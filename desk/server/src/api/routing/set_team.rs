//! What a team set is replaced.

use axum::extract::State;
use yingke_routing::TeamRouting;
use yingke_staff::Permission;
use yingke_store::{set_team_routing, team_routings, teams};
use yingke_words::TeamId;

use super::TeamRoutingView;
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
};

/// Replaces how a team's conversations go.
#[utoipa::path(put, path = "/api/v1/routing/teams/{id}", operation_id = "routingSetTeam", tag = "routing",
    request_body = TeamRouting,
    params(("id" = TeamId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("routing.manage")), ("x-switch" = json!("teams"))),
    responses((status = 200, body = TeamRoutingView), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRouting as u8 }>,
    Id(id): Id<TeamId>,
    Edit(version, routing): Edit<TeamRouting>,
) -> Result<Versioned<TeamRoutingView>, Problem> {
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let all = teams(tx)?;
            let team = all.iter().find(|team| team.id == id).ok_or(Code::NotFound)?;
            check_version(team.version, version)?;
            let mut set = team_routings(tx)?;
            let before = set.remove(&id).unwrap_or_default();
            let others = all.iter().filter(|other| other.id != id);
            let others: Vec<(TeamId, TeamRouting)> = others
                .map(|other| (other.id, set.remove(&other.id).unwrap_or_default()))
                .collect();
            routing.check(id, &others)?;
            set_team_routing(tx, id, &routing)?;
            let changed = Changed {
                act: "routing.team",
                kind: "team",
                id: Some(id.uuid()),
                name: &team.name,
                what: Some("routing"),
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&routing)))?;
            Ok::<_, Problem>(TeamRoutingView {
                team_id: id,
                routing: routing.clone(),
                version: version + 1,
            })
        })
        .await?;
    Ok(Versioned(after.version, after))
}
