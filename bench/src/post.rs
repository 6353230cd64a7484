//! A desk with channels, and the fakes of their providers on the driver's core.

use std::{collections::HashMap, path::Path, sync::Arc};

use anyhow::Context;
use yingke_server::{config::Config, serve};
use yingke_store::{App, AppHealth, Inbox, InboxSettings, StoreError, insert_app, insert_inbox};
use yingke_words::{AppId, InboxId, Time};

use crate::desk::Desk;

/// An app to be, with the accounts of its inboxes.
pub struct Wanted<'a> {
    /// The channel.
    pub channel: &'static str,
    /// The form's values.
    pub settings: Vec<(&'a str, String)>,
    /// The accounts; a single empty one where the provider names none.
    pub accounts: Vec<String>,
}

/// Connects the channels on the data in `folder`; the keys of their callbacks.
pub async fn connect(folder: &Path, desk: &Desk, wanted: Vec<Wanted<'_>>) -> anyhow::Result<Vec<String>> {
    let config = Config {
        data: folder.to_owned(),
        ..Config::default()
    };
    let app = serve::wire(config).await?;
    let mut keys = Vec::new();
    for one in wanted {
        let id: AppId = app.id();
        let values: HashMap<_, _> = one
            .settings
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let sealed = app.sealed(id, &values);
        let inboxes: Vec<(InboxId, String)> = one
            .accounts
            .into_iter()
            .map(|account| (app.id(), account))
            .collect();
        let channel = one.channel;
        app.db
            .write(desk.workspace, move |tx| {
                let stored = stored(id, channel, sealed.clone(), tx.now());
                insert_app(tx, &stored)?;
                inboxes.iter().try_for_each(|(inbox, account)| {
                    insert_inbox(tx, &inbox_of(id, channel, (*inbox, account.clone()), tx.now()))
                })?;
                Ok::<_, StoreError>(())
            })
            .await?;
        keys.push(id.to_string());
    }
    let db = Arc::clone(&app.db);
    tokio::task::spawn_blocking(move || db.close())
        .await
        .context("the store closes")?;
    Ok(keys)
}

fn stored(id: AppId, channel: &str, settings: Vec<u8>, now: Time) -> App {
    App {
        id,
        channel: channel.into(),
        name: channel.into(),
        key: id.to_string(),
        settings,
        tee_url: String::new(),
        health: AppHealth {
            state: "new".into(),
            code: String::new(),
            detail: String::new(),
            at: now,
        },
        created_at: now,
        version: 1,
    }
}

fn inbox_of(app: AppId, channel: &str, (id, account): (InboxId, String), now: Time) -> Inbox {
    Inbox {
        id,
        channel: channel.into(),
        name: channel.into(),
        key: id.to_string(),
        settings: InboxSettings::default(),
        identity_secret: None,
        created_at: now,
        version: 1,
        teams: Vec::new(),
        app: Some(app),
        account,
    }
}
