//! Changes of settings: the act, its audit record and the event that tells everybody, in one transaction.

use serde::Serialize;
use uuid::Uuid;
use yingke_conversation::{Event, EventKind, Moment};
use yingke_store::{Audit, Origin, Tx};

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
    if let Some(what) = changed.what {
        let mut event = Event::of_workspace(EventKind::SettingsChanged, tx.now(), Moment::actor(&by.seat));
        event.what = Some(what.to_owned());
        tx.emit(event)?;
    }
    Ok(())
}
