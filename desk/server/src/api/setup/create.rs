//! The first administrator, the workspace and its website inbox.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_store::{Tx, installation, set_installation, workspaces};
use yingke_words::{Email, InboxId, Language, Secret, WorkspaceId};

use crate::{
    api::{
        body::{Body, Caller},
        limits::TOKEN_ADDRESS,
        problem::{Code, Problem},
        sign_in::{Place, check_new_password, enter},
    },
    app::App,
    found::{Founding, Owner, found},
};

/// Under which name the hash of the printed token is kept.
pub const TOKEN: &str = "setup_token_hash";

/// What the set-up page asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetUp {
    #[schema(value_type = String)]
    token: Secret<String>,
    name: String,
    email: Email,
    #[schema(value_type = String)]
    password: Secret<String>,
    company: String,
    language: Language,
    time_zone: String,
}

/// What was founded.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Founded {
    workspace_id: WorkspaceId,
    inbox_id: InboxId,
    inbox_key: String,
}

/// Founds the workspace and signs its owner in.
#[utoipa::path(post, path = "/api/v1/setup", operation_id = "setupCreate",
    tag = "setup", security(()), request_body = SetUp,
    responses((status = 201, body = Founded), (status = 403), (status = 404), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Caller(origin): Caller,
    headers: HeaderMap,
    asked: Result<Body<SetUp>, Problem>,
) -> Result<Response, Problem> {
    // Once set up there is nothing here, whatever is sent.
    app.db.read_global(check_unfounded).await?;
    let Body(asked) = asked?;
    app.limits.take_from(TOKEN_ADDRESS, &origin.address, app.now())?;
    let token_hash = super::super::sign_in::hash_hex(asked.token.expose());
    let first = token_hash.clone();
    app.db.read_global(move |tx| check_token(tx, &first)).await?;
    check_new_password(
        &asked.password,
        &[&asked.name, asked.email.as_str(), &asked.company],
    )?;
    let password_hash = app.passwords.hash(asked.password.expose().clone()).await?;
    let owner = Owner {
        name: asked.name,
        email: asked.email,
        password_hash,
    };
    let founding = Founding::new(&app, owner, &asked.company, asked.language, asked.time_zone)?;
    let founded = Founded {
        workspace_id: founding.workspace,
        inbox_id: founding.inbox,
        inbox_key: founding.inbox_key.clone(),
    };
    let seat = Place {
        workspace: founding.workspace,
        account: founding.account,
        agent: founding.agent,
    };
    app.db
        .write_global(move |tx| {
            check_token(tx, &token_hash)?;
            set_installation(tx, TOKEN, None)?;
            found(tx, &founding)
        })
        .await?;
    let cookie = enter(&app, &headers, seat, origin).await?;
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(founded)).into_response())
}

fn check_unfounded(tx: &mut Tx<'_>) -> Result<(), Problem> {
    if workspaces(tx)?.is_empty() {
        Ok(())
    } else {
        Err(Code::SetupDone.into())
    }
}

fn check_token(tx: &mut Tx<'_>, token_hash: &str) -> Result<(), Problem> {
    check_unfounded(tx)?;
    let right = installation(tx, TOKEN)?.is_some_and(|kept| kept == token_hash);
    if right {
        Ok(())
    } else {
        Err(Code::SetupTokenWrong.into())
    }
}
