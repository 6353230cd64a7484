//! Who is at the desk: the system says away of those who are not, and takes it back when they return. When, and what of
//! whom, the deciding room says; a socket that is open is a sign-in in use.

use std::collections::HashSet;

use yingke_conversation::{Actor, Event, EventKind};
use yingke_staff::AgentStatus;
use yingke_store::{
    Agent, StoreError, Tx, agent, agents, last_seen, see_sign_ins, set_status, sign_in_ids, status_before,
};
use yingke_words::{AgentId, SignInId, WorkspaceId};

use crate::app::App;

/// Who has sockets on this node.
#[derive(Clone, Default)]
pub struct Here {
    /// Which agents.
    pub agents: HashSet<AgentId>,
    /// By which sign-ins.
    pub sign_ins: Vec<SignInId>,
}

/// A status that the system sets.
struct Set {
    agent: Agent,
    status: AgentStatus,
    reason: Option<String>,
}

/// An agent came to the desk. That they are shown as away still must not keep them from it: a failure is only logged.
pub async fn returned(app: &App, workspace: WorkspaceId, id: AgentId) {
    let here = Here {
        agents: HashSet::from([id]),
        sign_ins: Vec::new(),
    };
    if let Err(error) = settle(app, workspace, here, Some(id)).await {
        tracing::warn!(%error, "an agent who is back is shown as away for a while");
    }
}

/// Looks at everybody of a workspace.
pub async fn look(app: &App, workspace: WorkspaceId) -> Result<(), StoreError> {
    settle(app, workspace, here(app, workspace), None).await
}

/// Writes down who has a socket here: other nodes know of it by that, and so do we after a restart. A socket whose
/// sign-in has expired meanwhile ends.
pub async fn see(app: &App, workspace: WorkspaceId) -> Result<(), StoreError> {
    let Here { sign_ins, .. } = here(app, workspace);
    if sign_ins.is_empty() {
        return Ok(());
    }
    let mut ended: HashSet<SignInId> = sign_ins.iter().copied().collect();
    let good = app
        .db
        .write(workspace, move |tx| {
            see_sign_ins(tx, &sign_ins)?;
            sign_in_ids(tx)
        })
        .await?;
    ended.retain(|sign_in| !good.contains(sign_in));
    if let Some(floor) = app.hub.existing_floor(workspace).filter(|_| !ended.is_empty()) {
        floor.sign_out(&ended);
    }
    Ok(())
}

fn here(app: &App, workspace: WorkspaceId) -> Here {
    let floor = app.hub.existing_floor(workspace);
    floor.map(|floor| floor.present()).unwrap_or_default()
}

/// Sets what is to be set, and writes nothing when there is nothing.
async fn settle(
    app: &App,
    workspace: WorkspaceId,
    here: Here,
    only: Option<AgentId>,
) -> Result<(), StoreError> {
    let looked = here.clone();
    let found = app.db.read(workspace, move |tx| due(tx, &looked, only)).await?;
    if found.is_empty() {
        return Ok(());
    }
    app.db
        .write(workspace, move |tx| {
            for set in due(tx, &here, only)? {
                perform(tx, &set)?;
            }
            Ok(())
        })
        .await
}

fn due(tx: &mut Tx<'_>, here: &Here, only: Option<AgentId>) -> Result<Vec<Set>, StoreError> {
    let everybody = match only {
        Some(id) => agent(tx, id)?.into_iter().collect(),
        None => agents(tx)?,
    };
    let (seen, now) = (last_seen(tx)?, tx.now());
    let mut sets = Vec::new();
    for agent in everybody.into_iter().filter(|agent| agent.disabled_at.is_none()) {
        let at_the_desk = here.agents.contains(&agent.id);
        let before = if at_the_desk {
            status_before(tx, &agent)?
        } else {
            None
        };
        let last = seen.get(&agent.id).copied().unwrap_or(agent.status_at);
        let status = if at_the_desk {
            agent.status.returned(before.as_ref().map(|(status, _)| *status))
        } else {
            agent.status.unseen(last.max(agent.status_at), now)
        };
        if let Some(status) = status {
            let reason = before.and_then(|(_, reason)| reason);
            sets.push(Set {
                agent,
                status,
                reason,
            });
        }
    }
    Ok(sets)
}

fn perform(tx: &mut Tx<'_>, set: &Set) -> Result<(), StoreError> {
    set_status(tx, &set.agent, set.status, set.reason.as_deref())?;
    let mut event = Event::of_workspace(EventKind::AgentStatus, tx.now(), Actor::system());
    let mut presence = set.agent.presence();
    presence.status = set.status;
    presence.reason.clone_from(&set.reason);
    event.agent = Some(presence);
    tx.emit(event)?;
    Ok(())
}
