//! An app with its channel, opened: what every job and call-back about it needs. Kept in memory while nothing changed.

use std::{sync::Arc, time::Duration};

use moka::sync::Cache;
use yingke_channel_contract::{Channel, Ctx, Settings, form::Values};
use yingke_store::{Inbox, StoreError, app, app_of_key, inboxes};
use yingke_words::{AppId, Time, WorkspaceId};

use super::token::Held;
use crate::app::App;

/// How long another node's change may go unnoticed.
const STALE: Duration = Duration::from_secs(5);

/// How long a list of approved messages is good enough to say whether there are any.
const LISTED: Duration = Duration::from_mins(1);

/// An app, opened.
pub struct Account {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The app, its settings still sealed.
    pub app: yingke_store::App,
    /// Its channel.
    pub channel: &'static dyn Channel,
    /// The inboxes behind it.
    pub inboxes: Vec<Inbox>,
    settings: Settings,
    callback: String,
}

/// Why an app cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Unusable {
    /// There is none, or it was removed.
    #[error("there is no such app")]
    Gone,
    /// Its channel is not part of this program.
    #[error("its channel is not part of this program")]
    ChannelUnknown,
    /// Its settings do not open.
    #[error("its settings were sealed under another key")]
    Sealed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opened apps.
pub struct Accounts {
    opened: Cache<AppId, (u64, Arc<Account>)>,
    keys: Cache<String, (WorkspaceId, AppId)>,
    pub(super) approved: Cache<AppId, usize>,
}

impl Accounts {
    /// None opened.
    pub fn new() -> Self {
        Self {
            opened: Cache::builder().max_capacity(4_096).time_to_live(STALE).build(),
            keys: Cache::builder().max_capacity(4_096).time_to_live(STALE).build(),
            approved: Cache::builder().max_capacity(4_096).time_to_live(LISTED).build(),
        }
    }
}

impl Default for Accounts {
    fn default() -> Self {
        Self::new()
    }
}

impl App {
    /// Whose callback ends in `key`.
    pub async fn account_of_key(&self, key: &str) -> Result<Arc<Account>, Unusable> {
        let whose = if let Some(whose) = self.accounts.keys.get(key) {
            whose
        } else {
            let asked = key.to_owned();
            let found = self.db.read_global(move |tx| app_of_key(tx, &asked)).await?;
            let whose = found.ok_or(Unusable::Gone)?;
            self.accounts.keys.insert(key.to_owned(), whose);
            whose
        };
        self.account(whose.0, whose.1).await
    }

    /// The app `id`, opened.
    pub async fn account(&self, workspace: WorkspaceId, id: AppId) -> Result<Arc<Account>, Unusable> {
        let generation = self.hub.generation(workspace);
        if let Some((of, account)) = self.accounts.opened.get(&id)
            && of == generation
            && account.workspace == workspace
        {
            return Ok(account);
        }
        let (stored, mine) = self
            .db
            .read(workspace, move |tx| {
                let stored = app(tx, id)?;
                let mine = inboxes(tx)?.into_iter().filter(|inbox| inbox.app == Some(id));
                Ok::<_, StoreError>((stored, mine.collect::<Vec<_>>()))
            })
            .await?;
        let account = Arc::new(self.opened(workspace, stored.ok_or(Unusable::Gone)?, mine)?);
        self.accounts
            .opened
            .insert(id, (generation, Arc::clone(&account)));
        Ok(account)
    }

    fn opened(
        &self,
        workspace: WorkspaceId,
        app: yingke_store::App,
        inboxes: Vec<Inbox>,
    ) -> Result<Account, Unusable> {
        let channel = self.channels.get(&app.channel).ok_or(Unusable::ChannelUnknown)?;
        let pairs = self.unseal(app.id, &app.settings).ok_or(Unusable::Sealed)?;
        let usual = channel
            .manifest()
            .form
            .iter()
            .filter(|field| !field.usual.is_empty());
        let usual = Settings::new(usual.map(|field| (field.key.to_owned(), field.usual.to_owned())));
        Ok(Account {
            workspace,
            callback: callback(&self.config.base_url(), &app.key),
            settings: usual.with(&Settings::new(
                pairs.into_iter().filter(|(_, value)| !value.is_empty()),
            )),
            app,
            channel,
            inboxes,
        })
    }

    /// The form's values of an app.
    pub fn unseal(&self, id: AppId, sealed: &[u8]) -> Option<Values> {
        let plain = self.seal.reveal(sealed, id.uuid().as_bytes()).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// The form's values, sealed.
    pub fn sealed<V: serde::Serialize>(&self, id: AppId, values: &V) -> Vec<u8> {
        let plain = serde_json::to_vec(values).expect("texts are plain data");
        self.seal
            .close(&plain, id.uuid().as_bytes(), self.chance.as_ref())
    }
}

/// The address that a provider calls.
pub fn callback(base: &str, key: &str) -> String {
    format!("{base}/api/v1/hooks/{key}")
}

impl Account {
    /// The inbox of an account the provider names; the only one where it names none.
    pub fn inbox(&self, account: &str) -> Option<&Inbox> {
        match self.inboxes.as_slice() {
            [only] if account.is_empty() || only.account.is_empty() => Some(only),
            several => several.iter().find(|inbox| inbox.account == account),
        }
    }

    /// A setting, empty when it is not filled in.
    pub fn setting(&self, key: &str) -> &str {
        self.settings.text(key)
    }

    /// The address the provider calls.
    pub fn callback(&self) -> &str {
        &self.callback
    }

    /// What a channel's methods are given, for one of the provider's accounts.
    pub fn within<T>(&self, on: &App, account: &str, held: &Held, run: impl FnOnce(&Ctx<'_>) -> T) -> T {
        run(&self.context(on, account, held))
    }

    fn context<'a>(&'a self, on: &'a App, account: &'a str, held: &'a Held) -> Ctx<'a> {
        Ctx {
            settings: &self.settings,
            tokens: held,
            callback: &self.callback,
            account,
            now: on.now(),
            chance: on.chance.as_ref(),
        }
    }

    /// What a channel's methods are given while something is tried, under settings that are not filled in yet.
    pub fn trying<T>(&self, on: &App, over: &Settings, run: impl FnOnce(&Ctx<'_>) -> T) -> T {
        let held = Held::new();
        run(&Ctx {
            settings: &self.settings.clone().with(over),
            ..self.context(on, "", &held)
        })
    }

    /// What they are given for a call that came in at `then`: what is read again is read as it was.
    pub fn at<T>(&self, then: Time, on: &App, run: impl FnOnce(&Ctx<'_>) -> T) -> T {
        let held = Held::new();
        run(&Ctx {
            now: then,
            ..self.context(on, "", &held)
        })
    }
}
