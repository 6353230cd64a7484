//! Inbox rows and their settings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{Clocks, Text};
use yingke_staff::Hours;
use yingke_words::{AppId, InboxId, Language, Span, TeamId, Time, WorkspaceId};

use crate::{Record, StoreError, Tx, conversations::json, params, sql};

/// One field of the form before a chat.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreChatField {
    /// The customer field or attribute it fills: name, email, phone, company, or a key of one's own.
    pub key: String,
    /// What the visitor reads.
    pub label: String,
    /// What is asked for: decides how the field looks and what its keyboard offers.
    #[serde(default)]
    pub kind: FieldKind,
    /// Whether it must be filled.
    pub required: bool,
}

/// What a field of the form asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// One line.
    #[default]
    Text,
    /// A mail address.
    Email,
    /// A number.
    Phone,
    /// Several lines.
    LongText,
}

/// Whether the widget is light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Appearance {
    /// Light, as most sites are.
    #[default]
    Light,
    /// Dark.
    Dark,
    /// As the visitor's machine has it.
    Auto,
}

/// What the launcher shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum LauncherKind {
    /// A round button with an icon.
    #[default]
    Icon,
    /// The icon with words beside it, in the visitor's language.
    Label,
}

/// What an administrator sets on an inbox.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct InboxSettings {
    /// The first thing a visitor reads for whose language `greetings` has none.
    pub greeting: String,
    /// The first thing a visitor of a language reads; languages without one are absent.
    pub greetings: BTreeMap<Language, String>,
    /// The accent colour, `#RRGGBB`.
    pub color: String,
    /// Which side the launcher stands on: `left` or `right`.
    pub position: String,
    /// Whether the widget is light or dark.
    pub appearance: Appearance,
    /// What the launcher shows.
    pub launcher: LauncherKind,
    /// Whether the form before a chat is shown.
    pub pre_chat_enabled: bool,
    /// Its fields.
    pub pre_chat: Vec<PreChatField>,
    /// Whether the working hours count; otherwise it is always open.
    pub hours_enabled: bool,
    /// Working hours.
    pub hours: Option<Hours>,
    /// What the visitor reads outside them.
    pub closed_notice: String,
    /// The largest file, in bytes.
    pub attachment_max_bytes: i64,
    /// Media types a visitor may send, `image/*` or exact.
    pub attachment_types: Vec<String>,
    /// Minutes within which a message after the end continues the old consultation.
    pub continue_minutes: i64,
    /// Minutes of silence after which a consultation ends; 0 = never.
    pub auto_end_minutes: i64,
}

impl Default for InboxSettings {
    fn default() -> Self {
        Self {
            greeting: String::new(),
            greetings: BTreeMap::new(),
            color: "#1B7F5C".into(),
            position: "right".into(),
            appearance: Appearance::default(),
            launcher: LauncherKind::default(),
            pre_chat_enabled: false,
            pre_chat: Vec::new(),
            hours_enabled: false,
            hours: None,
            closed_notice: String::new(),
            attachment_max_bytes: 20 << 20,
            attachment_types: [
                "image/*",
                "audio/*",
                "video/*",
                "application/pdf",
                "text/plain",
                "application/zip",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
            ]
            .map(str::to_owned)
            .to_vec(),
            continue_minutes: 0,
            auto_end_minutes: 24 * 60,
        }
    }
}

impl InboxSettings {
    /// The first thing a visitor of `language` reads.
    pub fn greeting_in(&self, language: Language) -> &str {
        self.greetings.get(&language).unwrap_or(&self.greeting)
    }

    /// The hours that count; none = always open.
    pub fn open_hours(&self) -> Option<&Hours> {
        self.hours.as_ref().filter(|_| self.hours_enabled)
    }

    /// The clocks decisions need.
    pub fn clocks(self) -> Clocks {
        Clocks {
            continue_for: Span::minutes(self.continue_minutes),
            auto_end_after: (self.auto_end_minutes > 0).then(|| Span::minutes(self.auto_end_minutes)),
            hours: self.hours.filter(|_| self.hours_enabled),
            closed_notice: Text::try_from(self.closed_notice)
                .ok()
                .filter(|text| !text.is_empty()),
        }
    }
}

/// A configured account of a channel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inbox {
    /// Its id.
    pub id: InboxId,
    /// The kind of channel.
    pub channel: String,
    /// Its name.
    pub name: String,
    /// The public key of its widget.
    pub key: String,
    /// What is set on it.
    pub settings: InboxSettings,
    /// The secret with which the site proves who its visitors are.
    pub identity_secret: Option<String>,
    /// When it was made.
    pub created_at: Time,
    /// Its version, for edits.
    pub version: i64,
    /// The teams that serve it; none = everyone.
    pub teams: Vec<TeamId>,
    /// The app its words go through; none for our own widget.
    pub app: Option<AppId>,
    /// The provider's id of the account behind it; empty where its app has a single one.
    pub account: String,
}

impl Inbox {
    /// An inbox of `channel` with the usual settings, served by everyone.
    pub fn new(id: InboxId, channel: &str, name: String, key: String, created_at: Time) -> Self {
        Self {
            id,
            channel: channel.to_owned(),
            name,
            key,
            settings: InboxSettings::default(),
            identity_secret: None,
            created_at,
            version: 1,
            teams: Vec::new(),
            app: None,
            account: String::new(),
        }
    }
}

pub(crate) fn read_settings(record: &Record<'_>, index: usize) -> Result<InboxSettings, StoreError> {
    record.document(index)
}

/// The inbox behind a widget's key: one of the look-ups without a tenant.
pub fn inbox_of_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<(WorkspaceId, InboxId)>, StoreError> {
    tx.row(
        sql!("SELECT workspace_id, inbox_id FROM inbox_key WHERE key = $1"),
        params![key],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The workspace's inboxes.
pub fn inboxes(tx: &mut Tx<'_>) -> Result<Vec<Inbox>, StoreError> {
    let workspace = tx.workspace()?;
    let teams = tx.rows(
        sql!("SELECT inbox_id, team_id FROM team_inbox WHERE workspace_id = $1 ORDER BY inbox_id, team_id"),
        params![workspace],
        |row| Ok((row.get::<InboxId>(0)?, row.get::<TeamId>(1)?)),
    )?;
    let mut found = tx.rows(
        sql!(
            "SELECT id, channel, name, key, settings, identity_secret, created_at, version, app_id, account FROM inbox
             WHERE workspace_id = $1 AND removed_at IS NULL ORDER BY id"
        ),
        params![workspace],
        |row| {
            Ok(Inbox {
                id: row.get(0)?,
                channel: row.get(1)?,
                name: row.get(2)?,
                key: row.get(3)?,
                settings: read_settings(row, 4)?,
                identity_secret: row.optional(5)?,
                created_at: row.get(6)?,
                version: row.get(7)?,
                teams: Vec::new(),
                app: row.optional(8)?,
                account: row.get(9)?,
            })
        },
    )?;
    for inbox in &mut found {
        inbox.teams = teams
            .iter()
            .filter(|(id, _)| *id == inbox.id)
            .map(|(_, team)| *team)
            .collect();
    }
    Ok(found)
}

/// One inbox.
pub fn inbox(tx: &mut Tx<'_>, id: InboxId) -> Result<Option<Inbox>, StoreError> {
    Ok(inboxes(tx)?.into_iter().find(|inbox| inbox.id == id))
}

/// Adds an inbox and its widget key.
pub fn insert_inbox(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!(
            "INSERT INTO inbox (workspace_id, id, channel, name, key, settings, identity_secret, created_at, app_id,
                account, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)"
        ),
        params![
            workspace,
            inbox.id,
            &inbox.channel,
            &inbox.name,
            &inbox.key,
            json(&inbox.settings)?,
            inbox.identity_secret.as_ref(),
            inbox.created_at,
            inbox.app,
            &inbox.account,
        ],
    )?;
    tx.run(
        sql!("INSERT INTO inbox_key (key, workspace_id, inbox_id) VALUES ($1, $2, $3)"),
        params![&inbox.key, workspace, inbox.id],
    )?;
    set_inbox_teams(tx, inbox.id, &inbox.teams)
}

/// Changes name and settings when `version` is still the stored one; tells whether it was.
pub fn update_inbox(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<bool, StoreError> {
    let workspace = tx.workspace()?;
    let changed = tx.changed(
        sql!(
            "UPDATE inbox SET name = $3, settings = $4, identity_secret = $5, version = version + 1
             WHERE workspace_id = $1 AND id = $2 AND version = $6 AND removed_at IS NULL"
        ),
        params![
            workspace,
            inbox.id,
            &inbox.name,
            json(&inbox.settings)?,
            inbox.identity_secret.as_ref(),
            inbox.version,
        ],
    )?;
    if changed == 1 {
        set_inbox_teams(tx, inbox.id, &inbox.teams)?;
    }
    Ok(changed == 1)
}

/// Says which of the provider's accounts an inbox is.
pub fn set_inbox_account(tx: &mut Tx<'_>, id: InboxId, account: &str) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("UPDATE inbox SET account = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2"),
        params![workspace, id, account],
    )
}

/// Takes an inbox out of service; its conversations stay.
pub fn remove_inbox(tx: &mut Tx<'_>, id: InboxId) -> Result<bool, StoreError> {
    let (workspace, now) = (tx.workspace()?, tx.now());
    tx.run(
        sql!("DELETE FROM inbox_key WHERE workspace_id = $1 AND inbox_id = $2"),
        params![workspace, id],
    )?;
    let changed = tx.changed(
        sql!("UPDATE inbox SET removed_at = $3 WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL"),
        params![workspace, id, now],
    )?;
    Ok(changed == 1)
}

fn set_inbox_teams(tx: &mut Tx<'_>, inbox: InboxId, teams: &[TeamId]) -> Result<(), StoreError> {
    let workspace = tx.workspace()?;
    tx.run(
        sql!("DELETE FROM team_inbox WHERE workspace_id = $1 AND inbox_id = $2"),
        params![workspace, inbox],
    )?;
    for team in teams {
        tx.run(
            sql!("INSERT INTO team_inbox (workspace_id, team_id, inbox_id) VALUES ($1, $2, $3)"),
            params![workspace, *team, inbox],
        )?;
    }
    Ok(())
}
