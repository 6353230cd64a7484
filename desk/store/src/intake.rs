//! What a provider sent, taken in as one: the payload as it came, what it came to, and where pulling goes on, in one commit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use yingke_words::{AppId, PayloadId, Time};

use crate::{Command, CommandError, Done, Record, StoreError, Tx, conversations::json, params, sql};

/// Something wrong with a part of a payload.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PayloadProblem {
    /// Where in it; empty for the whole.
    pub at: String,
    /// What is wrong, in English.
    pub what: String,
    /// The same as a stable code; empty where there is none, and in what was kept by older versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What the code names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
}

/// A payload as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payload {
    /// Its id.
    pub id: PayloadId,
    /// For which app.
    pub app: AppId,
    /// Method, address and headers, as JSON; without what proves who sent it.
    pub head: String,
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// What could not be read of it.
    pub problems: Vec<PayloadProblem>,
}

/// Where something goes on: a cursor, a connection's state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChannelState {
    /// Of which app.
    pub app: AppId,
    /// Of what.
    pub name: String,
    /// The state.
    pub body: String,
}

/// What is taken in as one.
#[derive(Debug, Default)]
pub struct Intake {
    /// The payload, where there is one to keep.
    pub payload: Option<Payload>,
    /// What it comes to, in this order. One that is refused does not hold up the others.
    pub commands: Vec<Command>,
    /// Where to go on.
    pub state: Option<ChannelState>,
}

/// How each command ended; none where it changed nothing, or waits for the line it speaks of.
pub type Outcomes = Vec<Result<Option<Done>, CommandError>>;

/// An intake with the way back to its caller.
pub(crate) struct Intaking {
    pub(crate) intake: Intake,
    answer: Option<oneshot::Sender<Result<Outcomes, StoreError>>>,
    pub(crate) outcomes: Outcomes,
}

impl Intaking {
    pub(crate) fn new(intake: Intake, answer: oneshot::Sender<Result<Outcomes, StoreError>>) -> Self {
        Self {
            intake,
            answer: Some(answer),
            outcomes: Vec::new(),
        }
    }

    pub(crate) fn settle(&mut self, committed: Result<(), StoreError>) {
        if let Some(answer) = self.answer.take() {
            // The caller may have gone; what was written stays written.
            let _ = answer.send(committed.map(|()| std::mem::take(&mut self.outcomes)));
        }
    }

    /// Writes the payload and the state, once every command has had its turn.
    pub(crate) fn write(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        if let Some(payload) = &self.intake.payload {
            let mut problems = payload.problems.clone();
            problems.extend(self.outcomes.iter().enumerate().filter_map(|(index, outcome)| {
                let error = outcome.as_ref().err().filter(|error| is_problem(error))?;
                Some(PayloadProblem {
                    at: format!("event {}", index + 1),
                    what: error.to_string(),
                    code: "notTaken".to_owned(),
                    with: BTreeMap::new(),
                })
            }));
            insert_payload(tx, payload, self.outcomes.len(), &problems)?;
        }
        match &self.intake.state {
            Some(state) => set_channel_state(tx, state),
            None => Ok(()),
        }
    }
}

/// What a rule says no to is no problem of the payload: who is blocked stays blocked.
fn is_problem(error: &CommandError) -> bool {
    use yingke_conversation::Refused;
    !matches!(error, CommandError::Refused(Refused::Blocked))
}

fn insert_payload(
    tx: &mut Tx<'_>,
    payload: &Payload,
    events: usize,
    problems: &[PayloadProblem],
) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let sound = problems.is_empty();
    let problems = (!sound).then(|| json(&problems)).transpose()?;
    tx.run(
        sql!(
            "INSERT INTO payload (workspace_id, id, app_id, at, head, body, events, problems, settled_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (workspace_id, id) DO UPDATE SET events = excluded.events, problems = excluded.problems,
                settled_at = excluded.settled_at"
        ),
        params![
            workspace,
            payload.id,
            payload.app,
            now,
            &payload.head,
            payload.body.as_slice(),
            i64::try_from(events).unwrap_or(i64::MAX),
            problems,
            sound.then_some(now),
        ],
    )
}

/// A payload as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredPayload {
    /// What came.
    pub payload: Payload,
    /// When.
    pub at: Time,
    /// How many events it held.
    pub events: i64,
    /// When it was done with; none while a problem is open.
    pub settled_at: Option<Time>,
}

macro_rules! select_payload {
    ($rest:literal) => {
        concat!(
            "SELECT id, app_id, at, head, body, events, problems, settled_at FROM payload ",
            $rest
        )
    };
}

fn read(record: &Record<'_>) -> Result<StoredPayload, StoreError> {
    Ok(StoredPayload {
        payload: Payload {
            id: record.get(0)?,
            app: record.get(1)?,
            head: record.get(3)?,
            body: record.get(4)?,
            problems: crate::conversations::optional_document(record, 6)?.unwrap_or_default(),
        },
        at: record.get(2)?,
        events: record.get(5)?,
        settled_at: record.optional(7)?,
    })
}

/// A payload.
pub fn payload(tx: &mut Tx<'_>, id: PayloadId) -> Result<Option<StoredPayload>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_payload!("WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id],
        read,
    )
}

/// The payloads of an app with open problems, newest first.
pub fn open_payloads(tx: &mut Tx<'_>, app: AppId, limit: i64) -> Result<Vec<StoredPayload>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_payload!(
            "WHERE workspace_id = $1 AND app_id = $2 AND settled_at IS NULL ORDER BY at DESC, id DESC LIMIT $3"
        ),
        params![workspace, app, limit],
        read,
    )
}

/// Somebody has looked at the payload and leaves it at that. False when it is not open.
pub fn dismiss_payload(tx: &mut Tx<'_>, id: PayloadId) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let changed = tx.changed(
        sql!("UPDATE payload SET settled_at = $3 WHERE workspace_id = $1 AND id = $2 AND settled_at IS NULL"),
        params![workspace, id, now],
    )?;
    Ok(changed == 1)
}

/// Where something goes on.
pub fn channel_state(tx: &mut Tx<'_>, app: AppId, name: &str) -> Result<Option<String>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!("SELECT body FROM channel_state WHERE workspace_id = $1 AND app_id = $2 AND name = $3"),
        params![workspace, app, name],
        |row| row.get(0),
    )
}

/// Keeps where something goes on.
pub fn set_channel_state(tx: &mut Tx<'_>, state: &ChannelState) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!(
            "INSERT INTO channel_state (workspace_id, app_id, name, body, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace_id, app_id, name) DO UPDATE SET body = excluded.body, at = excluded.at"
        ),
        params![workspace, state.app, &state.name, &state.body, now],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_that_older_versions_kept_are_read() {
        let kept: PayloadProblem = serde_json::from_str(r#"{"at":"events[1]","what":"no kind"}"#).unwrap();
        assert_eq!((kept.what.as_str(), kept.code.as_str()), ("no kind", ""));
        assert_eq!(
            serde_json::to_string(&kept).unwrap(),
            r#"{"at":"events[1]","what":"no kind"}"#
        );
    }
}
