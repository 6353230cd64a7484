//! A new app.

use std::collections::BTreeMap;

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_channel_contract::form;
use yingke_staff::Permission;
use yingke_store::{App as StoredApp, AppHealth, Inbox, InboxSettings, insert_app, insert_inbox};
use yingke_words::AppId;

use super::{AppView, Shape, done, refused};
use crate::{
    api::{
        body::{Body, IdempotencyKey},
        create::once,
        problem::Problem,
        signed_in::Manager,
    },
    app::App,
    found::{check_name, inbox_key},
};

/// An app to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApp {
    /// The kind of channel.
    channel: String,
    /// Its name.
    name: String,
    /// What the channel's form asks for.
    #[serde(default)]
    settings: BTreeMap<String, String>,
}

/// Makes an app and an inbox of the same name behind it. Takes an `Idempotency-Key`. What we make for it is not in the
/// answer, which is kept for a day: see `GET /api/v1/apps/{id}/made`.
#[utoipa::path(post, path = "/api/v1/apps", operation_id = "appsCreate",
    tag = "apps", request_body = NewApp,
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 201, body = AppView), (status = 403), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<NewApp>,
) -> Result<Response, Problem> {
    let made = made(&app, &asked)?;
    let inbox = inbox(&app, &made, String::new(), made.name.clone());
    let (who, shape) = (by.clone(), Shape::of(&app));
    once(&app, &by, key, &asked, move |tx| {
        insert_app(tx, &made)?;
        insert_inbox(tx, &inbox)?;
        let view = shape.view(made.clone(), std::slice::from_ref(&inbox));
        done(tx, &who, &origin, "apps.create", (None, Some(&view)))?;
        Ok(view)
    })
    .await
}

/// The app of a request, with the secrets that we make.
fn made(app: &App, asked: &NewApp) -> Result<StoredApp, Problem> {
    let name = check_name("name", &asked.name)?;
    let channel = app.channels.get(&asked.channel);
    let channel = channel.ok_or_else(|| Problem::field("channel", "there is no such channel"))?;
    let given = asked.settings.iter();
    let given = given.map(|(key, value)| (key.clone(), Some(value.clone())));
    let fields = channel.manifest().form;
    let mut values =
        form::check(fields, &given.collect(), &form::Values::new()).map_err(|wrong| refused(&wrong))?;
    form::make(fields, &mut values, app.chance.as_ref());
    let (id, now) = (app.id::<AppId>(), app.now());
    Ok(StoredApp {
        id,
        channel: asked.channel.clone(),
        name,
        key: inbox_key(app),
        settings: app.sealed(id, &values),
        tee_url: String::new(),
        health: AppHealth {
            state: "new".to_owned(),
            code: String::new(),
            detail: String::new(),
            at: now,
        },
        created_at: now,
        version: 1,
    })
}

/// An inbox behind an app, with the usual settings.
pub fn inbox(app: &App, of: &StoredApp, account: String, name: String) -> Inbox {
    Inbox {
        id: app.id(),
        channel: of.channel.clone(),
        name,
        key: inbox_key(app),
        settings: InboxSettings::default(),
        identity_secret: None,
        created_at: app.now(),
        version: 1,
        teams: Vec::new(),
        app: Some(of.id),
        account,
    }
}
