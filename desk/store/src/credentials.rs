//! Accounts, sign-ins, invitations, spent tokens. Secrets are stored as hashes only.

use std::collections::HashMap;

use yingke_words::{AccountId, AgentId, InvitationId, RoleId, SignInId, TeamId, Time, WorkspaceId};

use crate::{Record, StoreError, Tx, conversations::json, params, sql};

/// A person who signs in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Their address, lower case.
    pub email: String,
    /// Their name.
    pub name: String,
    /// argon2id, in the PHC string format.
    pub password_hash: String,
}

/// A signed-in browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignIn {
    /// Its id.
    pub id: SignInId,
    /// SHA-256 of its secret.
    pub token_hash: Vec<u8>,
    /// Who.
    pub account: AccountId,
    /// In which seat.
    pub agent: AgentId,
    /// Since.
    pub created_at: Time,
    /// Last used.
    pub seen_at: Time,
    /// Until.
    pub expires_at: Time,
    /// From where.
    pub address: String,
    /// With which browser.
    pub user_agent: String,
}

/// An invitation to become an agent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// SHA-256 of its secret.
    pub token_hash: Vec<u8>,
    /// For whom.
    pub email: String,
    /// With which role.
    pub role: RoleId,
    /// In which teams.
    pub teams: Vec<TeamId>,
    /// By whom.
    pub invited_by: AgentId,
    /// Since.
    pub created_at: Time,
    /// Until.
    pub expires_at: Time,
}

/// The account of an address: one of the look-ups without a tenant.
pub fn account_of(tx: &mut Tx<'_>, email: &str) -> Result<Option<Account>, StoreError> {
    tx.row(
        sql!("SELECT id, email, name, password_hash FROM account WHERE email = $1"),
        params![email],
        |row| {
            Ok(Account {
                id: row.get(0)?,
                email: row.get(1)?,
                name: row.get(2)?,
                password_hash: row.get(3)?,
            })
        },
    )
}

/// Adds an account.
pub fn insert_account(tx: &mut Tx<'_>, account: &Account) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(
        sql!("INSERT INTO account (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)"),
        params![
            account.id,
            &account.email,
            &account.name,
            &account.password_hash,
            now
        ],
    )
}

/// Replaces an account's password; every other sign-in of it must be ended by the caller.
pub fn set_password(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<(), StoreError> {
    tx.run(
        sql!("UPDATE account SET password_hash = $2 WHERE id = $1"),
        params![account, hash],
    )
}

/// The seats of an account, over all workspaces, in the order they were given.
pub fn seats_of(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<(WorkspaceId, AgentId)>, StoreError> {
    tx.rows(
        sql!("SELECT workspace_id, agent_id FROM account_seat WHERE account_id = $1 ORDER BY agent_id"),
        params![account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

macro_rules! select_sign_in {
    ($rest:literal) => {
        concat!(
            "SELECT id, token_hash, account_id, agent_id, created_at, seen_at, expires_at, address, user_agent
            FROM sign_in ",
            $rest
        )
    };
}

fn read_sign_in(record: &Record<'_>) -> Result<SignIn, StoreError> {
    Ok(SignIn {
        id: record.get(0)?,
        token_hash: record.get(1)?,
        account: record.get(2)?,
        agent: record.get(3)?,
        created_at: record.get(4)?,
        seen_at: record.get(5)?,
        expires_at: record.get(6)?,
        address: record.get(7)?,
        user_agent: record.get(8)?,
    })
}

/// Keeps a new sign-in.
pub fn insert_sign_in(tx: &mut Tx<'_>, one: &SignIn) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO sign_in (workspace_id, id, token_hash, account_id, agent_id, created_at, seen_at, expires_at,
                address, user_agent)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        params![
            workspace,
            one.id,
            one.token_hash.as_slice(),
            one.account,
            one.agent,
            one.created_at,
            one.seen_at,
            one.expires_at,
            &one.address,
            &one.user_agent,
        ],
    )
}

/// The sign-in of a secret's hash, unless it expired.
pub fn sign_in_of(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<SignIn>, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.row(
        select_sign_in!("WHERE workspace_id = $1 AND token_hash = $2 AND expires_at > $3"),
        params![workspace, token_hash, now],
        read_sign_in,
    )
}

/// The sign-ins of an agent that have not expired, newest first.
pub fn sign_ins_of(tx: &mut Tx<'_>, agent: AgentId) -> Result<Vec<SignIn>, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.rows(
        select_sign_in!(
            "WHERE workspace_id = $1 AND agent_id = $2 AND expires_at > $3 ORDER BY seen_at DESC"
        ),
        params![workspace, agent, now],
        read_sign_in,
    )
}

/// Marks a sign-in as used now and moves its expiry.
pub fn touch_sign_in(tx: &mut Tx<'_>, id: SignInId, expires_at: Time) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!("UPDATE sign_in SET seen_at = $3, expires_at = $4 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id, now, expires_at],
    )
}

/// Marks sign-ins as used now: their sockets are open.
pub fn see_sign_ins(tx: &mut Tx<'_>, ids: &[SignInId]) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.uuid()).collect();
    tx.run(
        sql!("UPDATE sign_in SET seen_at = $3 WHERE workspace_id = $1 AND id = ANY($2)"),
        params![workspace, ids, now],
    )
}

/// When each agent was last seen, by their sign-ins.
pub fn last_seen(tx: &mut Tx<'_>) -> Result<HashMap<AgentId, Time>, StoreError> {
    let workspace = tx.workspace()?;
    let seen = tx.rows(
        sql!("SELECT agent_id, MAX(seen_at) FROM sign_in WHERE workspace_id = $1 GROUP BY agent_id"),
        params![workspace],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(seen.into_iter().collect())
}

/// Ends one sign-in of an agent; tells whether there was one.
pub fn delete_sign_in(tx: &mut Tx<'_>, agent: AgentId, id: SignInId) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!("DELETE FROM sign_in WHERE workspace_id = $1 AND agent_id = $2 AND id = $3"),
        params![workspace, agent, id],
    )?;
    Ok(changed == 1)
}

/// Gives a sign-in another secret, by its hash.
pub fn renew_sign_in(tx: &mut Tx<'_>, id: SignInId, token_hash: &[u8]) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("UPDATE sign_in SET token_hash = $3 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id, token_hash],
    )
}

/// Ends every sign-in of an agent but `kept`.
pub fn delete_sign_ins(tx: &mut Tx<'_>, agent: AgentId, kept: Option<SignInId>) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    let kept = kept.map_or(uuid::Uuid::nil(), SignInId::uuid);
    tx.run(
        sql!("DELETE FROM sign_in WHERE workspace_id = $1 AND agent_id = $2 AND id <> $3"),
        params![workspace, agent, kept],
    )
}

macro_rules! select_invitation {
    ($rest:literal) => {
        concat!(
            "SELECT id, token_hash, email, role_id, team_ids, invited_by, created_at, expires_at FROM invitation ",
            $rest
        )
    };
}

fn read_invitation(record: &Record<'_>) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: record.get(0)?,
        token_hash: record.get(1)?,
        email: record.get(2)?,
        role: record.get(3)?,
        teams: record.document(4)?,
        invited_by: record.get(5)?,
        created_at: record.get(6)?,
        expires_at: record.get(7)?,
    })
}

/// Keeps an invitation and closes earlier ones to the same address.
pub fn insert_invitation(tx: &mut Tx<'_>, one: &Invitation) -> Result<(), StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!(
            "UPDATE invitation SET closed_at = $3 WHERE workspace_id = $1 AND email = $2 AND closed_at IS NULL"
        ),
        params![workspace, &one.email, now],
    )?;
    tx.run(
        sql!(
            "INSERT INTO invitation (workspace_id, id, token_hash, email, role_id, team_ids, invited_by, created_at,
                expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            workspace,
            one.id,
            one.token_hash.as_slice(),
            &one.email,
            one.role,
            json(&one.teams)?,
            one.invited_by,
            one.created_at,
            one.expires_at,
        ],
    )
}

/// The open invitation of a secret's hash.
pub fn invitation_of(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<Invitation>, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.row(
        select_invitation!(
            "WHERE workspace_id = $1 AND token_hash = $2 AND closed_at IS NULL AND expires_at > $3"
        ),
        params![workspace, token_hash, now],
        read_invitation,
    )
}

/// The open invitations, newest first.
pub fn invitations(tx: &mut Tx<'_>) -> Result<Vec<Invitation>, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.rows(
        select_invitation!(
            "WHERE workspace_id = $1 AND closed_at IS NULL AND expires_at > $2 ORDER BY id DESC"
        ),
        params![workspace, now],
        read_invitation,
    )
}

/// Gives an open invitation another secret, so that a link that was lost can be made again; tells whether it was open.
pub fn renew_invitation(tx: &mut Tx<'_>, id: InvitationId, token_hash: &[u8]) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE invitation SET token_hash = $3 WHERE workspace_id = $1 AND id = $2 AND closed_at IS NULL"
        ),
        params![workspace, id, token_hash],
    )?;
    Ok(changed == 1)
}

/// Closes an invitation; tells whether it was open.
pub fn close_invitation(tx: &mut Tx<'_>, id: InvitationId) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let changed = tx.changed(
        sql!(
            "UPDATE invitation SET closed_at = $3 WHERE workspace_id = $1 AND id = $2 AND closed_at IS NULL"
        ),
        params![workspace, id, now],
    )?;
    Ok(changed == 1)
}

/// Uses a single-use token up; tells whether it was still unused.
pub fn spend(tx: &mut Tx<'_>, token: uuid::Uuid, until: Time) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!("INSERT INTO spent (workspace_id, token, until_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"),
        params![workspace, token, until],
    )?;
    Ok(changed == 1)
}

/// The sign-ins of the workspace that have not expired.
pub fn sign_in_ids(tx: &mut Tx<'_>) -> Result<std::collections::HashSet<SignInId>, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let ids = tx.rows(
        sql!("SELECT id FROM sign_in WHERE workspace_id = $1 AND expires_at > $2"),
        params![workspace, now],
        |row| row.get(0),
    )?;
    Ok(ids.into_iter().collect())
}
