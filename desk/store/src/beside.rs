//! Who takes part in conversations beside those responsible: the rows, and what decisions need of people.

use uuid::Uuid;
use yingke_conversation::{Beside, Change, Collaboration, Colleagues, Conversation, Inviting, Row};
use yingke_staff::Seat;
use yingke_words::{AgentId, ConversationId, Time};

use crate::{
    StoreError, Tx,
    audit::{Audit, Auditor, Origin},
    conversations::{json, read_row, select_conversation},
    params, sql,
    staff::{seats, teams},
};

/// What colleagues do beside serving.
#[derive(Debug, Clone)]
pub enum BesideAct {
    /// Follow it.
    Follow,
    /// Somebody no longer follows it.
    Unfollow(AgentId),
    /// Ask for help, in these words.
    AskHelp(String),
    /// See to the help asked for.
    SeeToHelp,
    /// Invite somebody.
    Invite(Inviting),
    /// Somebody's invitation ends.
    Uninvite(AgentId),
}

impl BesideAct {
    /// Whether it speaks of colleagues who have to be looked up.
    pub(crate) const fn names_colleagues(&self) -> bool {
        matches!(self, Self::Invite(_) | Self::Uninvite(_))
    }
}

/// Everybody with a seat, and the teams.
pub(crate) fn colleagues(tx: &mut Tx<'_>) -> Result<Colleagues, StoreError> {
    let names = teams(tx)?.into_iter().map(|team| (team.id, team.name));
    Ok(Colleagues {
        teams: names.collect(),
        seats: seats(tx, None)?,
    })
}

/// Who follows has access: that is recorded.
pub(crate) fn audit(
    tx: &mut Tx<'_>,
    change: &Change,
    act: &BesideAct,
    by: (&Seat, &Origin),
) -> Result<(), StoreError> {
    let row = &change.conversation.row;
    let (act, who) = match act {
        BesideAct::Follow => ("conversations.follow", by.0.agent),
        BesideAct::Unfollow(agent) => ("conversations.unfollow", *agent),
        BesideAct::AskHelp(_) => ("conversations.ask_help", by.0.agent),
        BesideAct::SeeToHelp => ("conversations.see_to_help", by.0.agent),
        BesideAct::Invite(inviting) => ("conversations.invite", inviting.agent),
        BesideAct::Uninvite(agent) => ("conversations.uninvite", *agent),
    };
    let number = row.consultation_number.map(|number| format!("#{number}"));
    tx.audit(&Audit {
        by: Auditor::of(by.0),
        act,
        object_kind: "conversation",
        object_id: Some(row.id.uuid()),
        object_name: number.unwrap_or_default(),
        before: None,
        after: Some(serde_json::json!({ "agentId": who }).to_string()),
        origin: by.1.clone(),
    })
}

/// Writes who takes part, with the conversation.
pub(crate) fn update(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<(), StoreError> {
    let (workspace, row) = (tx.workspace()?, &conversation.row);
    let together = &row.collaboration;
    let document = (!together.is_empty()).then(|| json(together)).transpose()?;
    tx.run(
        sql!("UPDATE conversation SET collaboration = $3 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, row.id, document],
    )
}

/// Writes the rows of a change.
pub(crate) fn write(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    if change.beside == Beside::default() {
        return Ok(());
    }
    let (workspace, now, id) = (tx.workspace()?, tx.now(), change.conversation.row.id);
    let (beside, seq) = (&change.beside, change.conversation.running.last_seq);
    for agent in &beside.followed {
        tx.run(
            sql!(
                "INSERT INTO follower (workspace_id, agent_id, conversation_id, at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO NOTHING"
            ),
            params![workspace, *agent, id, now],
        )?;
    }
    for agent in &beside.unfollowed {
        tx.run(
            sql!("DELETE FROM follower WHERE workspace_id = $1 AND agent_id = $2 AND conversation_id = $3"),
            params![workspace, *agent, id],
        )?;
    }
    for agent in &beside.mentioned {
        tx.run(
            sql!(
                "INSERT INTO mention (workspace_id, conversation_id, seq, agent_id, at) VALUES ($1, $2, $3, $4, $5)"
            ),
            params![workspace, id, seq, *agent, now],
        )?;
    }
    write_help(tx, change)?;
    write_invitations(tx, change)?;
    for agent in &beside.looked {
        tx.run(
            sql!(
                "UPDATE mention SET looked_at = $4
                 WHERE workspace_id = $1 AND conversation_id = $2 AND agent_id = $3 AND looked_at IS NULL"
            ),
            params![workspace, id, *agent, now],
        )?;
    }
    Ok(())
}

fn write_help(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    let (workspace, now, row) = (tx.workspace()?, tx.now(), &change.conversation.row);
    if change.beside.help_over {
        tx.run(
            sql!(
                "UPDATE help_call SET seen_to_by = $3, seen_to_at = $4
                 WHERE workspace_id = $1 AND conversation_id = $2 AND seen_to_at IS NULL"
            ),
            params![workspace, row.id, change.beside.seen_to_by, now],
        )?;
    }
    let (Some(help), Some(consultation)) = (&change.beside.help, row.consultation_id) else {
        return Ok(());
    };
    let id = tx.id::<Uuid>();
    tx.run(
        sql!(
            "INSERT INTO help_call (workspace_id, id, conversation_id, consultation_id, asked_by, reason, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![workspace, id, row.id, consultation, help.agent_id, &help.reason, help.at],
    )
}

fn write_invitations(tx: &mut Tx<'_>, change: &Change) -> Result<(), StoreError> {
    let (workspace, now, row) = (tx.workspace()?, tx.now(), &change.conversation.row);
    for agent in &change.beside.uninvited {
        tx.run(
            sql!(
                "UPDATE colleague_invitation SET ended = $4, ended_at = $5
                 WHERE workspace_id = $1 AND agent_id = $2 AND conversation_id = $3 AND ended_at IS NULL"
            ),
            params![workspace, *agent, row.id, change.beside.ended.key(), now],
        )?;
    }
    let Some(consultation) = row.consultation_id else {
        return Ok(());
    };
    for one in &change.beside.invited {
        let id = tx.id::<Uuid>();
        tx.run(
            sql!(
                "INSERT INTO colleague_invitation (workspace_id, id, conversation_id, consultation_id, invited_by,
                    agent_id, part, reason, invited_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            params![
                workspace, id, row.id, consultation, one.by, one.agent_id, one.part.key(), &one.reason, one.at,
            ],
        )?;
    }
    Ok(())
}

/// Where an agent is invited; at most `limit`, newest first.
pub fn invited_to(tx: &mut Tx<'_>, agent: AgentId, limit: i64) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND id IN (
                SELECT conversation_id FROM colleague_invitation
                WHERE workspace_id = $1 AND agent_id = $2 AND ended_at IS NULL)
             ORDER BY last_at DESC LIMIT $3"
        ),
        params![workspace, agent, limit],
        read_row,
    )
}

/// Where help is asked for and nobody has seen to it; at most `limit`, newest first.
pub fn calling(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND id IN (
                SELECT conversation_id FROM help_call WHERE workspace_id = $1 AND seen_to_at IS NULL)
             ORDER BY last_at DESC LIMIT $2"
        ),
        params![workspace, limit],
        read_row,
    )
}

/// What an agent follows: running ones, and those that ended after `ended_since`; at most `limit`, newest first.
pub fn followed_by(
    tx: &mut Tx<'_>,
    agent: AgentId,
    ended_since: Time,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND (status <> 'ended' OR ended_at >= $3) AND id IN (
                SELECT conversation_id FROM follower WHERE workspace_id = $1 AND agent_id = $2)
             ORDER BY last_at DESC LIMIT $4"
        ),
        params![workspace, agent, ended_since, limit],
        read_row,
    )
}

/// Where an agent is mentioned and has not looked since; at most `limit`, newest first.
pub fn mentioning(tx: &mut Tx<'_>, agent: AgentId, limit: i64) -> Result<Vec<Row>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_conversation!(
            "WHERE workspace_id = $1 AND id IN (
                SELECT conversation_id FROM mention WHERE workspace_id = $1 AND agent_id = $2 AND looked_at IS NULL)
             ORDER BY last_at DESC LIMIT $3"
        ),
        params![workspace, agent, limit],
        read_row,
    )
}

/// Who took part in each, before a batch.
pub(crate) fn together(conversation: &Conversation) -> Option<(ConversationId, Collaboration)> {
    let row = &conversation.row;
    (!row.collaboration.is_empty()).then(|| (row.id, row.collaboration.clone()))
}
