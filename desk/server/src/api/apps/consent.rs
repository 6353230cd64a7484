//! A person grants access at the provider's, in their browser: where to go, and what came back.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_channel_contract::{Consent, DeliveryError};
use yingke_staff::Permission;
use yingke_words::AppId;

use super::{asked, connect::ProviderError, opened};
use crate::{
    api::{
        body::{Body, Id},
        problem::{Code, Problem},
        signed_in::Manager,
    },
    app::App,
    channels::account::Account,
};

/// The longest that providers send back.
const LONGEST: usize = 4_096;

/// Where to agree.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentPage {
    /// The provider's page; none when something is missing first.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// What is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProviderError>,
}

/// What came back with the person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentBack {
    /// What we had sent along.
    state: String,
    /// What the provider gave.
    code: String,
}

/// What it came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentAnswer {
    /// Whether access was granted.
    ok: bool,
    /// Why it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProviderError>,
}

/// Where to go to grant an app access. Good for a quarter of an hour, for this sign-in, once.
#[utoipa::path(post, path = "/api/v1/apps/{id}/consent", operation_id = "appsAskConsent",
    tag = "apps", params(("id" = AppId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = ConsentPage), (status = 403), (status = 404), (status = 409)))]
pub async fn ask(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
) -> Result<Json<ConsentPage>, Problem> {
    let account = opened(&app, by.tenant(), id).await?;
    let consent = of(&account)?;
    let of = (id.uuid(), account.app.name.clone());
    asked(&app, &by, origin, "apps.ask_consent", of).await?;
    let page = app.ask_consent(&account, consent, by.sign_in).await?;
    let (url, error) = match page {
        Ok(url) => (Some(url), None),
        Err(error) => (None, Some(error.into())),
    };
    Ok(Json(ConsentPage { url, error }))
}

/// Takes what came back with the person who agreed, and buys the app's tokens with it.
#[utoipa::path(post, path = "/api/v1/apps/{id}/consent/redeem", operation_id = "appsRedeemConsent",
    tag = "apps", params(("id" = AppId, Path)), request_body = ConsentBack,
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = ConsentAnswer), (status = 400), (status = 403), (status = 404),
        (status = 409), (status = 422)))]
pub async fn redeem(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
    Body(back): Body<ConsentBack>,
) -> Result<Json<ConsentAnswer>, Problem> {
    let account = opened(&app, by.tenant(), id).await?;
    let consent = of(&account)?;
    for (field, value) in [("state", &back.state), ("code", &back.code)] {
        if value.is_empty() || value.len() > LONGEST {
            return Err(Problem::field(field, "what the provider sent back"));
        }
    }
    let verifier = app.consent_came(&account, &back.state, by.sign_in).await?;
    let verifier = verifier.ok_or(Code::ConsentVoid)?;
    let of = (id.uuid(), account.app.name.clone());
    asked(&app, &by, origin, "apps.redeem_consent", of).await?;
    let redeemed: Result<(), DeliveryError> = app
        .redeem_consent(&account, consent, (&back.code, &verifier))
        .await;
    Ok(Json(ConsentAnswer {
        ok: redeemed.is_ok(),
        error: redeemed.err().map(Into::into),
    }))
}

fn of(account: &Arc<Account>) -> Result<&'static dyn Consent, Problem> {
    let channel = account.channel;
    Ok(channel.consent().ok_or(Code::NotCarried)?)
}
