//! Answers to creates: the same key within 24 hours gets the same answer.

use yingke_words::AgentId;

use crate::{StoreError, Tx, params, sql};

/// An answer given before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// SHA-256 of the request it answered.
    pub request_hash: Vec<u8>,
    /// Its status.
    pub status: i64,
    /// Its body.
    pub body: String,
}

/// The answer given under `key`, if any.
pub fn answered(tx: &mut Tx<'_>, agent: AgentId, key: &str) -> Result<Option<Answered>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!(
            "SELECT request_hash, status, body FROM idempotency
             WHERE workspace_id = $1 AND agent_id = $2 AND key = $3"
        ),
        params![workspace, agent, key],
        |row| {
            Ok(Answered {
                request_hash: row.get(0)?,
                status: row.get(1)?,
                body: row.get(2)?,
            })
        },
    )
}

/// Keeps an answer with the create itself.
pub fn keep_answer(tx: &mut Tx<'_>, agent: AgentId, key: &str, answer: &Answered) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!(
            "INSERT INTO idempotency (workspace_id, agent_id, key, request_hash, status, body, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![
            workspace,
            agent,
            key,
            answer.request_hash.as_slice(),
            answer.status,
            &answer.body,
            now
        ],
    )
}
