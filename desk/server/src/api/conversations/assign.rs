//! Somebody becomes responsible.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::Assignee;
use yingke_staff::{Permission, Switch, Switches};
use yingke_store::{AgentAct, Tx, agent, conversation, teams};
use yingke_words::{AgentId, ConversationId, TeamId};

use super::{Acted, act, acted};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::{Code, Problem},
        signed_in::Holder,
        switched,
    },
    app::App,
};

/// Who is to be responsible: exactly one of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Responsible {
    pub(super) agent_id: Option<AgentId>,
    pub(super) team_id: Option<TeamId>,
}

impl Responsible {
    /// Whoever that is here; none when nobody is, or two are named.
    pub(super) fn found(&self, tx: &mut Tx<'_>, switches: &Switches) -> Result<Option<Assignee>, Problem> {
        Ok(match (self.agent_id, self.team_id) {
            (Some(id), None) => agent(tx, id)?
                .filter(|agent| agent.disabled_at.is_none())
                .map(|agent| Assignee::Agent(id, agent.name)),
            (None, Some(id)) => {
                switched::check(switches, Switch::Teams)?;
                let found = teams(tx)?.into_iter().find(|team| team.id == id);
                found.map(|team| Assignee::Team(id, team.name))
            }
            _ => None,
        })
    }

    /// What is said when nobody is found.
    pub(super) fn unknown() -> Problem {
        Problem::field("agentId", "one agent or one team of this workspace")
    }
}

/// Makes an agent or a team responsible.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/assign", operation_id = "conversationsAssign",
    tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = Responsible,
    extensions(("x-permission" = json!("conversations.assign"))),
    responses((status = 200, body = Acted), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Holder(signed_in): Holder<{ Permission::Assign as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<ConversationId>,
    Body(asked): Body<Responsible>,
) -> Result<Json<Acted>, Problem> {
    let (seat, switches) = (signed_in.seat.clone(), signed_in.workspace.switches.clone());
    let found = app
        .db
        .read(signed_in.tenant(), move |tx| {
            // The conversation comes first: whoever does not see it learns nothing of what else was asked (T24).
            let known = conversation(tx, id)?.filter(|found| seat.sees(&found.subject()));
            known.ok_or(Code::NotFound)?;
            asked.found(tx, &switches)
        })
        .await?;
    let to = found.ok_or_else(Responsible::unknown)?;
    act(&app, &signed_in, origin, id, AgentAct::Assign(to))
        .await
        .map(acted)
}
