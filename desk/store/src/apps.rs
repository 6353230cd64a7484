//! Apps: a provider's credentials and callback, with what they are given for a time.

use yingke_words::{AppId, InboxId, Span, Time, WorkspaceId};

use crate::{Record, StoreError, Tx, params, sql};

/// How an app is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AppHealth {
    /// `new`, `connected`, `degraded` or `broken`.
    pub state: String,
    /// The stable code of the reason; empty for none.
    pub code: String,
    /// The provider's words; empty for none.
    pub detail: String,
    /// Since when.
    pub at: Time,
}

/// A provider's credentials and callback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct App {
    /// Its id.
    pub id: AppId,
    /// The kind of channel.
    pub channel: String,
    /// Its name.
    pub name: String,
    /// What its callback's address ends in.
    pub key: String,
    /// The form's values, sealed.
    pub settings: Vec<u8>,
    /// Where its calls are forwarded as they came; empty for nowhere.
    pub tee_url: String,
    /// How it is.
    pub health: AppHealth,
    /// When it was made.
    pub created_at: Time,
    /// Its version, for edits.
    pub version: i64,
}

macro_rules! select_app {
    ($rest:literal) => {
        concat!(
            "SELECT id, channel, name, key, settings, tee_url, health, health_code, health_detail, health_at, created_at,
            version FROM app ",
            $rest
        )
    };
}

fn read(record: &Record<'_>) -> Result<App, StoreError> {
    Ok(App {
        id: record.get(0)?,
        channel: record.get(1)?,
        name: record.get(2)?,
        key: record.get(3)?,
        settings: record.get(4)?,
        tee_url: record.get(5)?,
        health: AppHealth {
            state: record.get(6)?,
            code: record.get(7)?,
            detail: record.get(8)?,
            at: record.get(9)?,
        },
        created_at: record.get(10)?,
        version: record.get(11)?,
    })
}

/// Whom a callback is for: one of the look-ups without a tenant.
pub fn app_of_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<(WorkspaceId, AppId)>, StoreError> {
    tx.row(
        sql!("SELECT workspace_id, app_id FROM app_key WHERE key = $1"),
        params![key],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The workspace's apps.
pub fn apps(tx: &mut Tx<'_>) -> Result<Vec<App>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        select_app!("WHERE workspace_id = $1 AND removed_at IS NULL ORDER BY id"),
        params![workspace],
        read,
    )
}

/// One app.
pub fn app(tx: &mut Tx<'_>, id: AppId) -> Result<Option<App>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        select_app!("WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL"),
        params![workspace, id],
        read,
    )
}

/// Adds an app and its callback.
pub fn insert_app(tx: &mut Tx<'_>, one: &App) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO app (workspace_id, id, channel, name, key, settings, tee_url, health, health_code, health_detail,
                health_at, created_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)"
        ),
        params![
            workspace,
            one.id,
            &one.channel,
            &one.name,
            &one.key,
            one.settings.as_slice(),
            &one.tee_url,
            &one.health.state,
            &one.health.code,
            &one.health.detail,
            one.health.at,
            one.created_at,
        ],
    )?;
    tx.run(
        sql!("INSERT INTO app_key (key, workspace_id, app_id) VALUES ($1, $2, $3)"),
        params![&one.key, workspace, one.id],
    )
}

/// Changes name, settings and forwarding when `version` is still the stored one; tells whether it was.
pub fn update_app(tx: &mut Tx<'_>, one: &App) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE app SET name = $3, settings = $4, tee_url = $5, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $6 AND removed_at IS NULL"
        ),
        params![
            workspace,
            one.id,
            &one.name,
            one.settings.as_slice(),
            &one.tee_url,
            one.version
        ],
    )?;
    Ok(changed == 1)
}

/// Takes an app out of service: nobody calls it any more, and its secrets go.
pub fn remove_app(tx: &mut Tx<'_>, id: AppId) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!("DELETE FROM app_key WHERE workspace_id = $1 AND app_id = $2"),
        params![workspace, id],
    )?;
    tx.run(
        sql!("DELETE FROM app_token WHERE workspace_id = $1 AND app_id = $2"),
        params![workspace, id],
    )?;
    let nothing: &[u8] = &[];
    let changed = tx.changed(
        sql!("UPDATE app SET removed_at = $3, settings = $4 WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL"),
        params![workspace, id, now, nothing],
    )?;
    Ok(changed == 1)
}

/// Keeps how an app is; tells whether that is news.
pub fn set_app_health(tx: &mut Tx<'_>, id: AppId, health: &AppHealth) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE app SET health = $3, health_code = $4, health_detail = $5, health_at = $6
             WHERE workspace_id = $1 AND id = $2 AND (health <> $3 OR health_code <> $4)"
        ),
        params![
            workspace,
            id,
            &health.state,
            &health.code,
            &health.detail,
            health.at
        ],
    )?;
    Ok(changed == 1)
}

/// A token, sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedToken {
    /// Its value, sealed.
    pub sealed: Vec<u8>,
    /// When it runs out.
    pub expires_at: Time,
}

/// A token of an app.
pub fn app_token(tx: &mut Tx<'_>, app: AppId, kind: &str) -> Result<Option<SealedToken>, StoreError> {
    let workspace = tx.workspace()?;
    tx.row(
        sql!(
            "SELECT sealed, expires_at FROM app_token WHERE workspace_id = $1 AND app_id = $2 AND kind = $3"
        ),
        params![workspace, app, kind],
        |row| {
            Ok(SealedToken {
                sealed: row.get(0)?,
                expires_at: row.get(1)?,
            })
        },
    )
}

/// Keeps a token of an app.
pub fn set_app_token(tx: &mut Tx<'_>, app: AppId, kind: &str, token: &SealedToken) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO app_token (workspace_id, app_id, kind, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace_id, app_id, kind) DO UPDATE SET sealed = excluded.sealed,
                expires_at = excluded.expires_at"
        ),
        params![workspace, app, kind, token.sealed.as_slice(), token.expires_at],
    )
}

/// Forgets what an app was given for a time under other settings, but for the tokens of the kinds in `stay`.
pub fn forget_app_tokens(tx: &mut Tx<'_>, app: AppId, stay: &[&str]) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    let kinds: Vec<String> = tx.rows(
        sql!("SELECT kind FROM app_token WHERE workspace_id = $1 AND app_id = $2"),
        params![workspace, app],
        |row| row.get(0),
    )?;
    for kind in kinds.iter().filter(|kind| !stay.contains(&kind.as_str())) {
        tx.run(
            sql!("DELETE FROM app_token WHERE workspace_id = $1 AND app_id = $2 AND kind = $3"),
            params![workspace, app, kind],
        )?;
    }
    tx.run(
        sql!("DELETE FROM kept_answer WHERE workspace_id = $1 AND app_id = $2"),
        params![workspace, app],
    )
}

/// A provider's answer that is still good.
pub fn kept_answer_of_app(tx: &mut Tx<'_>, app: AppId, name: &str) -> Result<Option<String>, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.row(
        sql!(
            "SELECT body FROM kept_answer WHERE workspace_id = $1 AND app_id = $2 AND name = $3 AND until_at > $4"
        ),
        params![workspace, app, name, now],
        |row| row.get(0),
    )
}

/// Keeps a provider's answer for `span`.
pub fn keep_answer_of_app(
    tx: &mut Tx<'_>,
    app: AppId,
    name: &str,
    body: &str,
    span: Span,
) -> Result<(), StoreError> {
    let (workspace, until) = (tx.workspace()?, tx.now() + span);
    tx.run(
        sql!(
            "INSERT INTO kept_answer (workspace_id, app_id, name, body, until_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace_id, app_id, name) DO UPDATE SET body = excluded.body, until_at = excluded.until_at"
        ),
        params![workspace, app, name, body, until],
    )
}

/// Becomes the one holder of `name` for `span`, or goes on being it. False while somebody else is.
pub fn hold(tx: &mut Tx<'_>, name: &str, holder: &str, span: Span) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    let changed = tx.changed(
        sql!(
            "INSERT INTO holding (workspace_id, name, holder, until_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at
             WHERE holding.holder = excluded.holder OR holding.until_at <= $5"
        ),
        params![workspace, name, holder, now + span, now],
    )?;
    Ok(changed == 1)
}

/// Lets go of `name`.
pub fn let_go(tx: &mut Tx<'_>, name: &str, holder: &str) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM holding WHERE workspace_id = $1 AND name = $2 AND holder = $3"),
        params![workspace, name, holder],
    )
}

/// Whoever holds `name` holds it no more: for a start that knows that nobody else is at work.
pub fn set_free(tx: &mut Tx<'_>, name: &str) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM holding WHERE workspace_id = $1 AND name = $2"),
        params![workspace, name],
    )
}

/// What the nodes counted of an inbox from `hour` on, by hour; of one node when it is named.
pub fn channel_hours(
    tx: &mut Tx<'_>,
    inbox: InboxId,
    hour: i64,
    node: Option<&str>,
) -> Result<Vec<(i64, String)>, StoreError> {
    let workspace = tx.workspace()?;
    tx.rows(
        sql!(
            "SELECT hour, body FROM channel_hour
             WHERE workspace_id = $1 AND inbox_id = $2 AND ($4 = '' AND hour >= $3 OR hour = $3 AND node = $4)
             ORDER BY hour"
        ),
        params![workspace, inbox, hour, node.unwrap_or_default()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Keeps what a node counted of an inbox within an hour.
pub fn keep_channel_hour(
    tx: &mut Tx<'_>,
    inbox: InboxId,
    hour: i64,
    node: &str,
    body: &str,
) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO channel_hour (workspace_id, inbox_id, hour, node, body) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace_id, inbox_id, hour, node) DO UPDATE SET body = excluded.body"
        ),
        params![workspace, inbox, hour, node, body],
    )
}
