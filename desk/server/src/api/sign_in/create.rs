//! Sign in: the same answer and effort for known and unknown accounts.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_store::account_of;
use yingke_words::{Email, Secret, WorkspaceId};

use super::{OpenWorkspace, enter, note_refusal, open_workspaces};
use crate::{
    api::{
        body::{Body, Caller},
        limits::{SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS},
        problem::{Code, Problem},
        signed_in::check_origin,
    },
    app::App,
};

/// Who wants in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credentials {
    email: String,
    #[schema(value_type = String)]
    password: Secret<String>,
    /// Into which workspace; must be told when the account has seats in several.
    workspace_id: Option<WorkspaceId>,
}

/// How far the sign-in has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Signed in.
    Ok,
    /// The password was right and the account has seats in several workspaces: the same again with `workspaceId`.
    ChooseWorkspace,
    /// The password was right; a second factor is asked for.
    #[expect(
        dead_code,
        reason = "part of the API from day one; whoever enrols a second factor will be answered it"
    )]
    NeedsSecondFactor,
}

/// The answer to a sign-in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    result: Outcome,
    /// Among which to choose; empty unless that is asked.
    workspaces: Vec<OpenWorkspace>,
}

impl Answer {
    fn of(result: Outcome) -> Self {
        Self {
            result,
            workspaces: Vec::new(),
        }
    }
}

/// Signs in with mail address and password.
#[utoipa::path(post, path = "/api/v1/sign-in", operation_id = "signInCreate",
    tag = "sign-in", security(()), request_body = Credentials,
    responses((status = 200, body = Answer), (status = 401), (status = 429)))]
pub async fn handler(
    State(app): State<App>,
    Caller(origin): Caller,
    headers: HeaderMap,
    Body(asked): Body<Credentials>,
) -> Result<Response, Problem> {
    check_origin(&app, &headers)?;
    let now = app.now();
    app.limits.take_from(SIGN_IN_ADDRESS, &origin.address, now)?;
    let email = asked.email.trim().to_lowercase();
    app.limits.take(SIGN_IN_ACCOUNT, &email, now)?;
    // A longer one cannot be right; it is refused like a wrong one, and no more of it is hashed.
    let password: String = asked.password.expose().chars().take(129).collect();
    let known = match Email::try_from(email.clone()) {
        Ok(email) => {
            app.db
                .read_global(move |tx| Ok::<_, Problem>(account_of(tx, email.as_str())?))
                .await?
        }
        Err(_) => None,
    };
    let hash = known.as_ref().map(|account| account.password_hash.clone());
    let right = app.passwords.verify(password, hash).await?;
    let Some(account) = known.as_ref().filter(|_| right).map(|account| account.id) else {
        if let Some(account) = known {
            note_refusal(&app, account.id, origin);
        }
        return Err(Code::SignInRefused.into());
    };
    app.limits.forgive(SIGN_IN_ACCOUNT, &email);
    let mut open = open_workspaces(&app, account).await?;
    open.retain(|one| asked.workspace_id.is_none_or(|wanted| one.id == wanted));
    match open.as_slice() {
        [] => Err(Code::SignInRefused.into()),
        [one] => {
            let cookie = enter(&app, &headers, one.place(account), origin).await?;
            let done = Json(Answer::of(Outcome::Ok));
            Ok(([(header::SET_COOKIE, cookie)], done).into_response())
        }
        _ => {
            let mut choice = Answer::of(Outcome::ChooseWorkspace);
            choice.workspaces = open;
            Ok(Json(choice).into_response())
        }
    }
}
