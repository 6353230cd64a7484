//! Changes of settings: the act, its audit record and the event that tells everybody, in one transaction.

use serde::Serialize;
use uuid::Uuid;
use yingke_conversation::{Actor, Event, EventKind, Moment};
use yingke_store::{Agent, Audit, Origin, Tx};

use super::{problem::Problem, signed_in::SignedIn};

/// What was changed, for the audit trail and for everybody who shows it.
pub struct Changed<'a> {
    /// The act, `teams.create`.
    pub act: &'static str,
    /// The kind of thing, `team`.
    pub kind: &'static str,
    /// Its id.
    pub id: Option<Uuid>,
    /// Its name.
    pub name: &'a str,
    /// What clients refetch: inboxes, teams, tags, agents, roles, workspace, signIns; none = nobody shows it.
    pub what: Option<&'static str>,
}

/// Records a change with its state before and after, and tells everybody.
pub fn record<B: Serialize, A: Serialize>(
    tx: &mut Tx<'_>,
    by: &SignedIn,
    origin: &Origin,
    changed: &Changed<'_>,
    (before, after): (Option<&B>, Option<&A>),
) -> Result<(), Problem> {
    fn text<T: Serialize>(value: Option<&T>) -> Option<String> {
        value.and_then(|value| serde_json::to_string(value).ok())
    }
    tx.audit(&Audit {
        by: by.auditor(),
        act: changed.act,
        object_kind: changed.kind,
        object_id: changed.id,
        object_name: changed.name.to_owned(),
        before: text(before),
        after: text(after),
        origin: origin.clone(),
    })?;
    match changed.what {
        Some(what) => announce(tx, Moment::actor(&by.seat), what),
        None => Ok(()),
    }
}

/// Tells everybody what to fetch again.
pub fn announce(tx: &mut Tx<'_>, actor: Actor, what: &str) -> Result<(), Problem> {
    let mut event = Event::of_workspace(EventKind::SettingsChanged, tx.now(), actor);
    event.what = Some(what.to_owned());
    tx.emit(event)?;
    Ok(())
}

/// Tells everybody who is new, renamed, or has left.
pub fn show_agent(tx: &mut Tx<'_>, actor: Actor, kind: EventKind, agent: &Agent) -> Result<(), Problem> {
    let mut event = Event::of_workspace(kind, tx.now(), actor);
    event.agent = Some(agent.presence());
    tx.emit(event)?;
    Ok(())
}

/// A personal value as the audit trail keeps it: enough to recognise, not to use.
pub fn masked(value: &str) -> String {
    value
        .chars()
        .next()
        .map_or_else(String::new, |first| format!("{first}***"))
}
