//! A message to try whether messages go out.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_store::{Inbox, StoreError, conversation};
use yingke_words::{AppId, ConversationId, Language};

use super::{asked, connect::ProviderError, opened};
use crate::{
    api::{
        body::{Body, Id},
        fields::check_line,
        problem::{Code, Problem},
        signed_in::Manager,
    },
    app::App,
    channels::account::Account,
};

/// To whom: one of both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TestTo {
    /// The provider's id of a customer who wrote lately.
    to: Option<String>,
    /// A conversation of the app's inboxes, for whoever writes in it.
    conversation_id: Option<ConversationId>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestAnswer {
    /// Whether the provider took it.
    ok: bool,
    /// Why it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProviderError>,
}

const fn words(language: Language) -> &'static str {
    match language {
        Language::Chinese => "这是一条测试消息，收到说明消息能正常发出。",
        Language::English => "This is a test message. That it reached you means that messages go out.",
    }
}

/// By which inbox, and to whom.
async fn recipient(app: &App, account: &Account, asked: TestTo) -> Result<(Inbox, String), Problem> {
    let Some(id) = asked.conversation_id.filter(|_| asked.to.is_none()) else {
        let to = check_line("to", &asked.to.unwrap_or_default(), 500)?;
        if to.is_empty() {
            return Err(Problem::field("to", "somebody"));
        }
        let inbox = account.inboxes.first().ok_or(Code::InUse)?;
        return Ok((inbox.clone(), to));
    };
    let found = app
        .db
        .read(account.workspace, move |tx| conversation(tx, id))
        .await;
    let found = found
        .map_err(|error: StoreError| Problem::from(error))?
        .ok_or(Code::NotFound)?;
    let inbox = account
        .inboxes
        .iter()
        .find(|inbox| inbox.id == found.row.inbox_id);
    Ok((inbox.ok_or(Code::NotFound)?.clone(), found.running.external_id))
}

/// Sends a short text at once, past the outbox. It stands in no conversation.
#[utoipa::path(post, path = "/api/v1/apps/{id}/test", operation_id = "appsSendTest",
    tag = "apps", params(("id" = AppId, Path)), request_body = TestTo,
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = TestAnswer), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<AppId>,
    Body(asked_for): Body<TestTo>,
) -> Result<Json<TestAnswer>, Problem> {
    let account = opened(&app, by.tenant(), id).await?;
    let (inbox, to) = recipient(&app, &account, asked_for).await?;
    let of = (id.uuid(), account.app.name.clone());
    asked(&app, &by, origin, "apps.send_test", of).await?;
    let sent = app
        .say_at_once(&account, &inbox, to, words(by.workspace.language))
        .await?;
    Ok(Json(TestAnswer {
        ok: sent.is_ok(),
        error: sent.err().map(Into::into),
    }))
}
