//! Workspaces: the tenants.

use yingke_staff::{PresenceRules, Switches};
use yingke_words::{Language, Time, WorkspaceId};

use crate::{
    Record, StoreError, Tx,
    conversations::{json, optional_document},
    params, sql,
    tx::Head,
};

/// A tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// A small number, for search terms.
    pub short: i64,
    /// Its name.
    pub name: String,
    /// The language of its interface and texts.
    pub language: Language,
    /// IANA time zone.
    pub time_zone: String,
    /// What it has switched on.
    pub switches: Switches,
    /// What it says of presence.
    pub presence: PresenceRules,
    /// When it was made.
    pub created_at: Time,
    /// Its version, for edits.
    pub version: i64,
}

macro_rules! select_workspace {
    ($rest:literal) => {
        concat!(
            "SELECT id, short, name, language, time_zone, switches, created_at, version, presence FROM workspace ",
            $rest
        )
    };
}

fn read(record: &Record<'_>) -> Result<Workspace, StoreError> {
    Ok(Workspace {
        id: record.get(0)?,
        short: record.get(1)?,
        name: record.get(2)?,
        language: Language::of_tag(&record.get::<String>(3)?),
        time_zone: record.get(4)?,
        switches: record.document(5)?,
        created_at: record.get(6)?,
        version: record.get(7)?,
        presence: optional_document(record, 8)?.unwrap_or_default(),
    })
}

/// Every workspace of the installation.
pub fn workspaces(tx: &mut Tx<'_>) -> Result<Vec<Workspace>, StoreError> {
    tx.rows(select_workspace!("ORDER BY short"), &[], read)
}

/// The workspace of the transaction.
pub fn workspace(tx: &mut Tx<'_>) -> Result<Option<Workspace>, StoreError> {
    let id = tx.workspace()?;
    tx.row(select_workspace!("WHERE id = $1"), params![id], read)
}

/// Adds a workspace with an empty log and makes it the tenant of the transaction: what is written next is its own.
/// Only for a transaction without a tenant.
pub fn insert_workspace(tx: &mut Tx<'_>, workspace: &Workspace) -> Result<(), StoreError> {
    let short = tx.row(
        sql!("SELECT CAST(COALESCE(MAX(short), 0) + 1 AS BIGINT) FROM workspace"),
        &[],
        |row| row.get::<i64>(0),
    )?;
    tx.run(
        sql!(
            "INSERT INTO workspace (id, short, name, language, time_zone, switches, created_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1)"
        ),
        params![
            workspace.id,
            short.unwrap_or(1),
            &workspace.name,
            workspace.language.tag(),
            &workspace.time_zone,
            json(&workspace.switches)?,
            workspace.created_at,
        ],
    )?;
    tx.become_tenant(workspace.id);
    tx.run(
        sql!("INSERT INTO head (workspace_id, seq, number) VALUES ($1, 0, 0)"),
        params![workspace.id],
    )?;
    tx.set_head(Some(Head {
        workspace: workspace.id,
        seq: 0,
        number: 0,
        logged: Vec::new(),
    }));
    Ok(())
}

/// Changes a workspace when `version` is still the stored one; tells whether it was.
pub fn update_workspace(tx: &mut Tx<'_>, workspace: &Workspace) -> Result<bool, StoreError> {
    let changed = tx.changed(
        sql!(
            "UPDATE workspace SET name = $2, language = $3, time_zone = $4, switches = $5, presence = $7, version = version + 1
             WHERE id = $1 AND version = $6"
        ),
        params![
            tx.workspace()?,
            &workspace.name,
            workspace.language.tag(),
            &workspace.time_zone,
            json(&workspace.switches)?,
            workspace.version,
            json(&workspace.presence)?,
        ],
    )?;
    Ok(changed == 1)
}

/// A value of the installation itself.
pub fn installation(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, StoreError> {
    tx.row(
        sql!("SELECT value FROM installation WHERE name = $1"),
        params![name],
        |row| row.get(0),
    )
}

/// Keeps a value of the installation, unless there is one already; answers the one that holds.
pub fn keep_installation(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<String, StoreError> {
    tx.run(
        sql!("INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"),
        params![name, value],
    )?;
    Ok(installation(tx, name)?.unwrap_or_default())
}

/// Replaces or removes a value of the installation.
pub fn set_installation(tx: &mut Tx<'_>, name: &str, value: Option<&str>) -> Result<(), StoreError> {
    tx.run(sql!("DELETE FROM installation WHERE name = $1"), params![name])?;
    match value {
        Some(value) => tx.run(
            sql!("INSERT INTO installation (name, value) VALUES ($1, $2)"),
            params![name, value],
        ),
        None => Ok(()),
    }
}
