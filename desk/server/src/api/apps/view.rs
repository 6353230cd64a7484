//! An app as administrators see it.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_channel_contract::Field;
use yingke_store::{App as StoredApp, AppHealth, Inbox};
use yingke_words::{AppId, InboxId, Time};

use crate::{
    app::App,
    channels::{account::callback, consent::back},
};

/// A provider's credentials and callback. No secret stands in it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = App)]
pub struct AppView {
    /// Its id.
    pub id: AppId,
    /// The kind of channel.
    pub channel: String,
    /// Its name.
    pub name: String,
    /// The address the provider calls.
    pub callback_url: String,
    /// The address that the provider sends people back to who granted access.
    pub consent_url: String,
    /// What is filled in, without secrets.
    pub settings: BTreeMap<String, String>,
    /// Which secrets are filled in or made.
    pub secrets_set: Vec<String>,
    /// Where its calls are forwarded as they came; empty for nowhere.
    pub tee_url: String,
    /// How it is.
    pub health: HealthView,
    /// The inboxes behind it.
    pub inboxes: Vec<AppInbox>,
    /// When it was made.
    pub created_at: Time,
    /// Its version, the `ETag` of edits.
    pub version: i64,
}

/// How an app is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = AppHealth)]
pub struct HealthView {
    /// Whether it works.
    pub state: HealthState,
    /// The stable code of the reason; empty for none.
    pub code: String,
    /// The provider's words; empty for none.
    pub detail: String,
    /// Since when.
    pub at: Time,
}

/// Whether an app works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HealthState {
    /// Nobody knows yet.
    New,
    /// It does.
    Connected,
    /// It does in part, or did not just now.
    Degraded,
    /// It does not until somebody does something.
    Broken,
}

/// An inbox behind an app.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AppInbox {
    /// Its id.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// The provider's id of its account; empty where there is a single one.
    pub account: String,
}

/// What the view of an app takes besides its row: what of its form is secret, and our address.
#[derive(Clone)]
pub struct Shape {
    app: App,
    base: Arc<str>,
}

impl Shape {
    /// For the apps of this desk.
    pub fn of(app: &App) -> Self {
        Self {
            app: app.clone(),
            base: app.config.base_url().into(),
        }
    }

    fn form(&self, channel: &str) -> &'static [Field] {
        self.app
            .channels
            .get(channel)
            .map_or(&[], |channel| channel.manifest().form)
    }

    /// The app as administrators see it. Settings that were sealed under another key are shown as not filled in.
    pub fn view(&self, one: StoredApp, inboxes: &[Inbox]) -> AppView {
        let values = self.app.unseal(one.id, &one.settings).unwrap_or_default();
        let form = self.form(&one.channel);
        let mut settings = BTreeMap::new();
        let mut secrets_set = Vec::new();
        for field in form {
            match values.get(field.key) {
                Some(_) if field.is_secret() => secrets_set.push(field.key.to_owned()),
                Some(value) => {
                    settings.insert(field.key.to_owned(), value.clone());
                }
                None => {}
            }
        }
        AppView {
            id: one.id,
            callback_url: callback(&self.base, &one.key),
            consent_url: back(&self.base),
            channel: one.channel,
            name: one.name,
            settings,
            secrets_set,
            tee_url: one.tee_url,
            health: one.health.into(),
            inboxes: inboxes.iter().map(AppInbox::of).collect(),
            created_at: one.created_at,
            version: one.version,
        }
    }
}

impl AppInbox {
    /// The inbox by its name and account.
    pub fn of(inbox: &Inbox) -> Self {
        Self {
            id: inbox.id,
            name: inbox.name.clone(),
            account: inbox.account.clone(),
        }
    }
}

impl From<AppHealth> for HealthView {
    fn from(health: AppHealth) -> Self {
        Self {
            state: match health.state.as_str() {
                "connected" => HealthState::Connected,
                "degraded" => HealthState::Degraded,
                "broken" => HealthState::Broken,
                _ => HealthState::New,
            },
            code: health.code,
            detail: health.detail,
            at: health.at,
        }
    }
}
