//! A new inbox.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{Inbox, insert_inbox};

use super::{InboxView, changed};
use crate::{
    api::{
        body::{Body, IdempotencyKey},
        create::once,
        problem::Problem,
        settings::record,
        signed_in::Manager,
    },
    app::App,
    channels::WEBSITE,
    found::{check_name, inbox_key},
};

/// An inbox to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInbox {
    /// The kind of channel.
    channel: String,
    /// Its name.
    name: String,
}

/// Makes an inbox with the usual settings. Takes an `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/inboxes", operation_id = "inboxesCreate",
    tag = "inboxes", request_body = NewInbox,
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 201, body = InboxView), (status = 403), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<NewInbox>,
) -> Result<Response, Problem> {
    if asked.channel != WEBSITE {
        return Err(Problem::field("channel", "there is no such channel"));
    }
    let name = check_name("name", &asked.name)?;
    let inbox = Inbox::new(app.id(), &asked.channel, name, inbox_key(&app), app.now());
    let (who, base) = (by.clone(), app.config.base_url());
    once(&app, &by, key, &asked, move |tx| {
        insert_inbox(tx, &inbox)?;
        let made = InboxView::of(inbox.clone(), &base, &who.workspace.time_zone);
        let changed = changed("inboxes.create", made.id, &made.name);
        record(tx, &who, &origin, &changed, (None::<&()>, Some(&made)))?;
        Ok(made)
    })
    .await
}
