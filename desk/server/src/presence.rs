//! Who is at the desk: the system says away of those who are not, and takes it back when they return. When, and what of
//! whom, the deciding room says; a socket that is open is a sign-in in use. What ends by itself does so here too.

use std::collections::HashSet;

use yingke_conversation::{Actor, Event, EventKind};
use yingke_staff::{AfterContact, AgentStatus, PresenceRules};
use yingke_store::{
    Agent, CONTACT_ENDED, STATUS_ENDS, StoreError, Tx, Work, agent, agents, finish, last_seen, see_sign_ins,
    set_status, set_status_until, sign_in_ids, status_before, workspace,
};
use yingke_words::{AgentId, SignInId, Time, WorkspaceId};

use crate::app::App;

/// Who has sockets on this node.
#[derive(Clone, Default)]
pub struct Here {
    /// Which agents.
    pub agents: HashSet<AgentId>,
    /// By which sign-ins.
    pub sign_ins: Vec<SignInId>,
}

/// A status as it is to be.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The status.
    pub status: AgentStatus,
    /// Why, for a break.
    pub reason: Option<String>,
    /// When it ends by itself; none = when they set another.
    pub until: Option<Time>,
}

/// A status that the system sets.
struct Set {
    agent: Agent,
    standing: Standing,
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
                put(tx, &set.agent, &set.standing, Actor::system())?;
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
    let grace = rules(tx)?.grace();
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
            agent.status.unseen(last.max(agent.status_at), now, grace)
        };
        if let Some(status) = status {
            let standing = Standing {
                status,
                reason: before.and_then(|(_, reason)| reason),
                until: None,
            };
            sets.push(Set { agent, standing });
        }
    }
    Ok(sets)
}

/// Sets an agent's status and tells everybody.
pub fn put(tx: &mut Tx<'_>, agent: &Agent, standing: &Standing, actor: Actor) -> Result<(), StoreError> {
    let reason = standing.reason.as_deref();
    set_status(tx, agent, standing.status, reason, standing.until)?;
    tell(tx, agent, standing, actor)
}

fn tell(tx: &mut Tx<'_>, agent: &Agent, standing: &Standing, actor: Actor) -> Result<(), StoreError> {
    let mut event = Event::of_workspace(EventKind::AgentStatus, tx.now(), actor);
    let mut after = agent.clone();
    after.status = standing.status;
    after.status_reason.clone_from(&standing.reason);
    event.agent = Some(after.presence());
    tx.emit(event)?;
    Ok(())
}

fn rules(tx: &mut Tx<'_>) -> Result<PresenceRules, StoreError> {
    Ok(workspace(tx)?.map(|one| one.presence).unwrap_or_default())
}

/// Whether `work` is about somebody's status.
pub fn concerns(work: &Work) -> bool {
    [STATUS_ENDS, CONTACT_ENDED].contains(&work.kind.as_str())
}

/// A status ends by itself, or a contact has to be recorded. It is done with its work row, or not at all.
pub async fn carry_out(app: &App, holder: &str, work: Work) {
    let holder = holder.to_owned();
    let done = app.db.write(work.workspace, move |tx| {
        if !finish(tx, &work, &holder)? {
            return Ok(());
        }
        let id = work.body.as_deref().and_then(|body| body.parse().ok());
        let found = id.map(|id| agent(tx, id)).transpose()?.flatten();
        let Some(agent) = found.filter(|agent| agent.disabled_at.is_none()) else {
            return Ok(());
        };
        if work.kind == STATUS_ENDS {
            over(tx, &agent)
        } else {
            contact_ended(tx, &agent)
        }
    });
    let done: Result<(), StoreError> = done.await;
    if let Err(error) = done {
        tracing::warn!(%error, "a status did not end by itself; its lease runs out");
    }
}

/// After-contact work is over: they are again what they were before it. What was prolonged or left meanwhile is not.
fn over(tx: &mut Tx<'_>, agent: &Agent) -> Result<(), StoreError> {
    if agent.status_until.is_none_or(|until| until > tx.now()) {
        return Ok(());
    }
    let before = status_before(tx, agent)?;
    let Some(status) = agent.status.worked(before.as_ref().map(|(status, _)| *status)) else {
        return Ok(());
    };
    let standing = Standing {
        status,
        reason: before.and_then(|(_, reason)| reason),
        until: None,
    };
    put(tx, agent, &standing, Actor::system())
}

/// Somebody's consultation has ended: their after-contact work begins, or begins again.
fn contact_ended(tx: &mut Tx<'_>, agent: &Agent) -> Result<(), StoreError> {
    let standing = |until| Standing {
        status: AgentStatus::AfterContact,
        reason: None,
        until: Some(until),
    };
    match rules(tx)?.contact_ended(agent.status, tx.now()) {
        AfterContact::Nothing => Ok(()),
        AfterContact::Begins(until) => put(tx, agent, &standing(until), Actor::system()),
        AfterContact::GoesOn(until) => {
            // What they were before it stays what they go back to.
            set_status_until(tx, agent.id, Some(until))?;
            tell(tx, agent, &standing(until), Actor::system())
        }
    }
}
