//! The credentials are tried, and the provider is told our address where it takes it.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_channel_contract::{Connected, DeliveryError};
use yingke_staff::Permission;
use yingke_store::{Inbox, Origin, set_inbox_account};
use yingke_words::{AppId, InboxId};

use super::{Shape, done, known, opened};
use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        signed_in::{Manager, SignedIn},
    },
    app::App,
    channels::connect::seated,
};

/// What connecting came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectAnswer {
    /// Whether the provider took it.
    ok: bool,
    /// The accounts that the credentials reach.
    accounts: Vec<ReachedAccount>,
    /// Why it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProviderError>,
}

/// An account that the credentials reach.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReachedAccount {
    /// The provider's id of it.
    account: String,
    /// What it is called there.
    name: String,
    /// The inbox it comes to; none while it has none.
    inbox_id: Option<InboxId>,
}

/// What a provider said.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderError {
    /// The stable key of the reason.
    pub kind: String,
    /// The provider's code; empty for none.
    pub code: String,
    /// The provider's words; empty for none.
    pub detail: String,
}

impl From<DeliveryError> for ProviderError {
    fn from(error: DeliveryError) -> Self {
        Self {
            kind: error.kind.key().to_owned(),
            code: error.code,
            detail: error.detail,
        }
    }
}

/// Tries an app's credentials. A single account is put on the inbox that has none yet.
#[utoipa::path(post, path = "/api/v1/apps/{id}/connect", operation_id = "appsConnect",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = ConnectAnswer), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
) -> Result<Json<ConnectAnswer>, Problem> {
    let account = opened(&app, by.tenant(), id).await?;
    let ended = app.connect(&account).await.ok_or(Code::NotCarried)?;
    let (reached, error) = match ended {
        Ok(connected) => (connected, None),
        Err(error) => (Connected { accounts: Vec::new() }, Some(error.into())),
    };
    let inboxes = seat(&app, &by, origin, id, &reached).await?;
    let accounts = reached
        .accounts
        .into_iter()
        .map(|(account, name)| ReachedAccount {
            inbox_id: inboxes
                .iter()
                .find(|inbox| inbox.account == account)
                .map(|inbox| inbox.id),
            account,
            name,
        });
    Ok(Json(ConnectAnswer {
        ok: error.is_none(),
        accounts: accounts.collect(),
        error,
    }))
}

/// Records the try, and puts a single account on the inbox that has none yet; the inboxes after it.
async fn seat(
    app: &App,
    by: &Arc<SignedIn>,
    origin: Origin,
    id: AppId,
    reached: &Connected,
) -> Result<Vec<Inbox>, Problem> {
    let (who, shape, accounts) = (Arc::clone(by), Shape::of(app), reached.accounts.clone());
    app.db
        .write(by.tenant(), move |tx| {
            let (one, mut own) = known(tx, id)?;
            let before = shape.view(one.clone(), &own);
            if let Some((inbox, account)) = seated(&mut own, &accounts) {
                set_inbox_account(tx, inbox, &account)?;
            }
            let after = shape.view(one, &own);
            done(tx, &who, &origin, "apps.connect", (Some(&before), Some(&after)))?;
            Ok::<_, Problem>(own)
        })
        .await
}
