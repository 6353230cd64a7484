//! Inboxes: configured accounts of a channel.

mod create;
mod delete;
mod delete_identity_secret;
mod list;
mod make_identity_secret;
mod setup;
mod show;
mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_store::{Inbox, Tx, inbox};
use yingke_words::{AppId, InboxId, Time};

pub use setup::InboxSetup;

use super::{
    problem::{Code, Problem},
    settings::Changed,
};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler, create::handler))
        .routes(routes!(show::handler, update::handler, delete::handler))
        .routes(routes!(
            make_identity_secret::handler,
            delete_identity_secret::handler
        ))
}

/// Keeps what a page asks of the widget until it has come.
const QUEUE: &str =
    "<script>window.yingke=window.yingke||function(){(yingke.q=yingke.q||[]).push(arguments)}</script>";

fn loader_tag(base_url: &str, key: &str) -> String {
    format!(r#"<script async src="{base_url}/widget.js" data-key="{key}"></script>"#)
}

/// A configured account of a channel.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Inbox)]
pub struct InboxView {
    /// Its id.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// The kind of channel.
    pub channel: String,
    /// The public key of its widget.
    pub key: String,
    /// What to paste into the site's pages; empty where there is an app.
    pub snippet: String,
    /// What is set on it.
    pub settings: InboxSetup,
    /// Whether the site proves who its visitors are.
    pub identity_secret_set: bool,
    /// The app its words go through; none for our own widget.
    #[serde(default)]
    pub app_id: Option<AppId>,
    /// The provider's id of the account behind it; empty where its app has a single one.
    #[serde(default)]
    pub account: String,
    /// When it was made.
    pub created_at: Time,
    /// Its version, the `ETag` of edits.
    pub version: i64,
}

impl InboxView {
    /// The inbox as administrators see it; `zone` is where working hours begin to be set.
    pub fn of(inbox: Inbox, base_url: &str, zone: &str) -> Self {
        Self {
            id: inbox.id,
            snippet: match inbox.app {
                Some(_) => String::new(),
                None => format!("{QUEUE}\n{}", loader_tag(base_url, &inbox.key)),
            },
            name: inbox.name,
            channel: inbox.channel,
            key: inbox.key,
            settings: InboxSetup::of(inbox.settings, inbox.teams, zone),
            identity_secret_set: inbox.identity_secret.is_some(),
            app_id: inbox.app,
            account: inbox.account,
            created_at: inbox.created_at,
            version: inbox.version,
        }
    }
}

/// The inbox, if it is in service here.
fn known(tx: &mut Tx<'_>, id: InboxId) -> Result<Inbox, Problem> {
    inbox(tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// What was done to an inbox.
pub fn changed<'a>(act: &'static str, id: InboxId, name: &'a str) -> Changed<'a> {
    Changed {
        act,
        kind: "inbox",
        id: Some(id.uuid()),
        name,
        what: Some("inboxes"),
    }
}
