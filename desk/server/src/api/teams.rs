//! Teams: groups of agents who share a queue.

mod create;
mod delete;
mod list;
mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_staff::Hours;
use yingke_store::{Team, Tx, agents, teams};
use yingke_words::{AgentId, TeamId};

use super::{
    fields::check_ids,
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

/// A group of agents.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Team)]
pub struct TeamView {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Who belongs to it.
    pub member_ids: Vec<AgentId>,
    /// When it is there; null = whenever the inbox is open.
    pub hours: Option<Hours>,
    /// Its version, the `ETag` of edits.
    pub version: i64,
}

impl From<Team> for TeamView {
    fn from(team: Team) -> Self {
        let Team {
            id,
            name,
            members,
            hours,
            version,
        } = team;
        Self {
            id,
            name,
            member_ids: members,
            hours,
            version,
        }
    }
}

/// Refuses a name that another team has, and members who are not here.
fn check(tx: &mut Tx<'_>, team: &mut Team) -> Result<(), Problem> {
    let taken = teams(tx)?
        .iter()
        .any(|other| other.id != team.id && other.name == team.name);
    if taken {
        return Err(Problem::new(Code::NameTaken).on("name"));
    }
    let known: Vec<AgentId> = agents(tx)?.iter().map(|agent| agent.id).collect();
    team.members = check_ids("memberIds", &team.members, &known)?;
    Ok(())
}

fn changed<'a>(act: &'static str, team: &'a TeamView) -> Changed<'a> {
    Changed {
        act,
        kind: "team",
        id: Some(team.id.uuid()),
        name: &team.name,
        what: Some("teams"),
    }
}
