//! An inbox for another account of an app.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::insert_inbox;
use yingke_words::AppId;

use super::{create, known};
use crate::{
    api::{
        body::{Body, Id, IdempotencyKey},
        create::once,
        fields::check_line,
        inboxes::{self, InboxView},
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
    found::check_name,
};

/// An inbox to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppInbox {
    /// Its name.
    name: String,
    /// The provider's id of its account, as connecting tells it.
    account: String,
}

/// Makes an inbox for another account of the app. Takes an `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/apps/{id}/inboxes", operation_id = "appsMakeInbox",
    tag = "apps", params(("id" = AppId, Path)), request_body = NewAppInbox,
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 201, body = InboxView), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(asked): Body<NewAppInbox>,
) -> Result<Response, Problem> {
    let name = check_name("name", &asked.name)?;
    let account = check_line("account", &asked.account, 200)?;
    let (who, desk, base) = (by.clone(), app.clone(), app.config.base_url());
    once(&app, &by, key, &(id, &asked), move |tx| {
        let (of, own) = known(tx, id)?;
        if own.iter().any(|inbox| inbox.account == account) {
            return Err(Problem::new(Code::InUse).on("account"));
        }
        let inbox = create::inbox(&desk, &of, account.clone(), name.clone());
        insert_inbox(tx, &inbox)?;
        let made = InboxView::of(inbox, &base, &who.workspace.time_zone);
        let changed = inboxes::changed("inboxes.create", made.id, &made.name);
        record(tx, &who, &origin, &changed, (None::<&()>, Some(&made)))?;
        Ok(made)
    })
    .await
}
