//! Somebody looks after a customer.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::Moment;
use yingke_staff::Permission;
use yingke_store::{agent, customer, set_manager};
use yingke_words::{AgentId, CustomerId};

use super::{check_edit, seen, tell};
use crate::{
    api::{
        body::{Body, Caller, Id},
        problem::{Code, Problem},
        settings::{Changed, masked, record},
        signed_in::Holder,
    },
    app::App,
};

/// Who looks after the customer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manager {
    /// An agent; none = nobody in particular.
    agent_id: Option<AgentId>,
}

/// Names a customer's account manager 专属客服: their conversations are given to them first.
#[utoipa::path(put, path = "/api/v1/customers/{id}/manager", operation_id = "customersSetManager",
    tag = "customers", request_body = Manager, params(("id" = CustomerId, Path)),
    extensions(("x-permission" = json!("customers.edit"))),
    responses((status = 204), (status = 403), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Holder(by): Holder<{ Permission::EditCustomers as u8 }>,
    Caller(origin): Caller,
    Id(id): Id<CustomerId>,
    Body(asked): Body<Manager>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            let rows = seen(tx, id, &by.seat)?;
            check_edit(&by.seat, &rows)?;
            let known = customer(tx, id)?.ok_or(Code::NotFound)?;
            if let Some(manager) = asked.agent_id {
                let found = agent(tx, manager)?.filter(|agent| agent.disabled_at.is_none());
                found.ok_or_else(|| Problem::field("agentId", "an agent of this workspace"))?;
            }
            set_manager(tx, id, asked.agent_id)?;
            tell(tx, id, &Moment::actor(&by.seat))?;
            let before = Manager {
                agent_id: known.manager,
            };
            let changed = Changed {
                act: "customers.manager",
                kind: "customer",
                id: Some(id.uuid()),
                name: &masked(&known.name),
                what: None,
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&asked)))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
