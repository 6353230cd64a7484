//! Apps: a provider's credentials and callback, with the inboxes behind them.

mod connect;
mod consent;
mod create;
mod delete;
mod health;
mod list;
mod made;
mod make_inbox;
mod payloads;
mod send_test;
mod show;
mod templates;
mod try_payload;
mod update;
mod view;

use std::sync::Arc;

use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yingke_channel_contract::form::FieldWrong;
use yingke_conversation::Moment;
use yingke_store::{App as StoredApp, Inbox, Origin, StoreError, Tx, app, inboxes};
use yingke_words::{AppId, WorkspaceId};

pub use view::{AppView, Shape};

use super::{
    problem::{Code, Problem},
    settings::{Changed, announce, record},
    signed_in::SignedIn,
};
use crate::{
    app::App,
    channels::account::{Account, Unusable},
};

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::handler, create::handler))
        .routes(routes!(show::handler, update::handler, delete::handler))
        .routes(routes!(made::handler))
        .routes(routes!(connect::handler))
        .routes(routes!(consent::ask))
        .routes(routes!(consent::redeem))
        .routes(routes!(make_inbox::handler))
        .routes(routes!(health::handler))
        .routes(routes!(try_payload::handler))
        .routes(routes!(templates::handler))
        .routes(routes!(send_test::handler))
        .routes(routes!(payloads::handler))
}

/// The app, if it is in service here, with its inboxes.
fn known(tx: &mut Tx<'_>, id: AppId) -> Result<(StoredApp, Vec<Inbox>), Problem> {
    let found = app(tx, id)?.ok_or(Code::NotFound)?;
    Ok((found, behind(tx, id)?))
}

/// The inboxes behind an app.
fn behind(tx: &mut Tx<'_>, id: AppId) -> Result<Vec<Inbox>, StoreError> {
    let mut all = inboxes(tx)?;
    all.retain(|inbox| inbox.app == Some(id));
    Ok(all)
}

/// The app, opened.
pub async fn opened(app: &App, workspace: WorkspaceId, id: AppId) -> Result<Arc<Account>, Problem> {
    app.account(workspace, id)
        .await
        .map_err(|unusable| match unusable {
            Unusable::Gone => Code::NotFound.into(),
            Unusable::ChannelUnknown | Unusable::Sealed => {
                Problem::new(Code::AppUnusable).detail(unusable.to_string())
            }
            Unusable::Store(error) => error.into(),
        })
}

/// The first field that is wrong, by its place in the body.
fn refused(wrong: &[FieldWrong]) -> Problem {
    match wrong.first() {
        Some(wrong) => Problem::field(&format!("settings.{}", wrong.key), wrong),
        None => Code::FieldWrong.into(),
    }
}

/// Records what was done to an app, and has everybody fetch it and its inboxes again.
fn done(
    tx: &mut Tx<'_>,
    by: &SignedIn,
    origin: &Origin,
    act: &'static str,
    (before, after): (Option<&AppView>, Option<&AppView>),
) -> Result<(), Problem> {
    let either = after.or(before);
    let changed = Changed {
        act,
        kind: "app",
        id: either.map(|view| view.id.uuid()),
        name: either.map_or("", |view| &view.name),
        what: Some("apps"),
    };
    record(tx, by, origin, &changed, (before, after))?;
    announce(tx, Moment::actor(&by.seat), "inboxes")
}

/// Records that something was asked of an app which changes nothing that anybody shows.
async fn asked(
    app: &App,
    by: &Arc<SignedIn>,
    origin: Origin,
    act: &'static str,
    of: (Uuid, String),
) -> Result<(), Problem> {
    let who = Arc::clone(by);
    app.db
        .write(by.tenant(), move |tx| {
            let changed = Changed {
                act,
                kind: "app",
                id: Some(of.0),
                name: &of.1,
                what: None,
            };
            record(tx, &who, &origin, &changed, (None::<&()>, None::<&()>))
        })
        .await
}
