//! An app gets another name, other credentials, another second address.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_channel_contract::form;
use yingke_staff::Permission;
use yingke_store::{App as StoredApp, AppHealth, forget_app_tokens, set_app_health, update_app};
use yingke_words::AppId;

use super::{AppView, Shape, done, known, refused};
use crate::{
    api::{
        body::{Edit, Id, Versioned, check_version},
        problem::{Code, Problem},
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// What to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppChange {
    /// Its name.
    name: Option<String>,
    /// What to fill in; null empties a field, and makes one anew that we make. What is left out stays.
    settings: Option<BTreeMap<String, Option<String>>>,
    /// Where its calls are forwarded as they came; empty for nowhere.
    tee_url: Option<String>,
}

/// Changes an app. With other settings it starts anew: its tokens are forgotten, and nobody knows yet how it is.
#[utoipa::path(patch, path = "/api/v1/apps/{id}", operation_id = "appsUpdate",
    tag = "apps", request_body = AppChange,
    params(("id" = AppId, Path), ("If-Match" = String, Header)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = AppView), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
    Edit(version, change): Edit<AppChange>,
) -> Result<Versioned<AppView>, Problem> {
    let change = checked(change)?;
    let (desk, shape) = (app.clone(), Shape::of(&app));
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let (mut one, own) = known(tx, id)?;
            check_version(one.version, version)?;
            let before = shape.view(one.clone(), &own);
            let stay = apply(&desk, &change, &mut one)?;
            if !update_app(tx, &one)? {
                return Err(Code::Changed.into());
            }
            if let Some(stay) = stay {
                forget_app_tokens(tx, id, &stay)?;
                set_app_health(tx, id, &one.health)?;
            }
            one.version += 1;
            let after = shape.view(one, &own);
            done(tx, &by, &origin, "apps.update", (Some(&before), Some(&after)))?;
            Ok::<_, Problem>(after)
        })
        .await?;
    app.tokens.forget(id);
    Ok(Versioned(after.version, after))
}

/// The change, when each field by itself holds what it may.
fn checked(change: AppChange) -> Result<AppChange, Problem> {
    let tee_url = match change.tee_url.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(String::new()),
        Some(address) => Some(form::address(address).map_err(|wrong| Problem::field("teeUrl", wrong))?),
    };
    Ok(AppChange {
        name: change.name.map(|name| check_name("name", &name)).transpose()?,
        tee_url,
        ..change
    })
}

/// Applies the change. With other settings: the fields that stay as they are, whose tokens are kept.
fn apply(app: &App, change: &AppChange, one: &mut StoredApp) -> Result<Option<Vec<&'static str>>, Problem> {
    one.name = change.name.clone().unwrap_or_else(|| one.name.clone());
    one.tee_url = change.tee_url.clone().unwrap_or_else(|| one.tee_url.clone());
    let Some(given) = change.settings.as_ref().filter(|given| !given.is_empty()) else {
        return Ok(None);
    };
    let channel = app.channels.get(&one.channel).ok_or(Code::AppUnusable)?;
    let fields = channel.manifest().form;
    // What was sealed under another key is lost: everything is filled in again.
    let held = app.unseal(one.id, &one.settings).unwrap_or_default();
    let mut values = form::check(fields, given, &held).map_err(|wrong| refused(&wrong))?;
    form::make(fields, &mut values, app.chance.as_ref());
    let stay = fields.iter().map(|field| field.key);
    let stay = stay.filter(|key| held.get(*key) == values.get(*key)).collect();
    one.settings = app.sealed(one.id, &values);
    one.health = AppHealth {
        state: "new".to_owned(),
        code: String::new(),
        detail: String::new(),
        at: app.now(),
    };
    Ok(Some(stay))
}
