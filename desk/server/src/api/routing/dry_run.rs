//! Who would get it? Nothing is assigned.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::Priority;
use yingke_routing::{RuleTried, Settings, Stage, Why};
use yingke_staff::Permission;
use yingke_store::conversation;
use yingke_words::{AgentId, ConversationId, TeamId};

use super::existing;
use crate::{
    api::{
        body::Body,
        problem::{Code, Problem},
        signed_in::Manager,
    },
    app::App,
    jobs::assign::trial::{Described, Trial, trial},
};

/// What is to be tried: a conversation that exists, or one that is described.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DryRun {
    /// One that exists, as it stands now.
    conversation_id: Option<ConversationId>,
    /// One that is described.
    described: Option<Described>,
    /// Settings that are not stored yet; none = those that are.
    settings: Option<Settings>,
}

/// Who would get it, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DryRunResult {
    /// Who; none = it would wait.
    pub agent_id: Option<AgentId>,
    /// What decided.
    pub stage: Option<Stage>,
    /// In whose queue it would stand.
    pub team_id: Option<TeamId>,
    /// How urgent it would be.
    pub priority: Priority,
    /// The rules that were tried, up to the one that matched.
    pub rules: Vec<RuleTried>,
    /// Who was looked at; none where nobody is asked by itself.
    pub why: Option<Why>,
    /// How many stand before it.
    pub waiting: u32,
}

impl DryRunResult {
    /// Nothing can be said: there is no inbox, or no consultation.
    pub fn nobody() -> Self {
        Self {
            agent_id: None,
            stage: None,
            team_id: None,
            priority: Priority::default(),
            rules: Vec::new(),
            why: None,
            waiting: 0,
        }
    }
}

/// Tells who would get a conversation by the settings, as things stand now.
#[utoipa::path(post, path = "/api/v1/routing/dry-run", operation_id = "routingDryRun", tag = "routing",
    request_body = DryRun,
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 200, body = DryRunResult), (status = 403), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, _): Manager<{ Permission::ManageRouting as u8 }>,
    Body(asked): Body<DryRun>,
) -> Result<Json<DryRunResult>, Problem> {
    let result = app.db.read(by.tenant(), move |tx| {
        if let Some(settings) = &asked.settings {
            settings.check(&existing(tx)?)?;
        }
        let what = match (asked.conversation_id, asked.described) {
            (Some(id), None) => {
                let found = conversation(tx, id)?.filter(|found| by.seat.sees(&found.subject()));
                Trial::Real(Box::new(found.ok_or(Code::NotFound)?.row))
            }
            (None, Some(described)) => {
                let here = existing(tx)?;
                let unknown = described.unknown(tx, &here)?;
                if let Some(field) = unknown {
                    return Err(Problem::field(field, "it does not exist here"));
                }
                Trial::Described(Box::new(described))
            }
            _ => {
                return Err(Problem::field(
                    "conversationId",
                    "a conversation, or the description of one",
                ));
            }
        };
        Ok(trial(tx, what, asked.settings)?)
    });
    Ok(Json(result.await?))
}
