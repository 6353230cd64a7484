//! Sign in: the same answer and effort for known and unknown accounts.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{Actor, ActorKind};
use yingke_store::{Audit, Auditor, Origin, account_of, agent, delete_sign_in, seats_of, sign_in_of};
use yingke_words::{AccountId, AgentId, Email, Secret, WorkspaceId};

use super::begin;
use crate::{
    api::{
        body::{Body, Caller},
        limits::{SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS},
        problem::{Code, Problem},
        settings::announce,
        signed_in::{check_origin, cookie_of, open_cookie, set_cookie},
    },
    app::App,
    presence,
};

/// Who wants in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credentials {
    email: String,
    #[schema(value_type = String)]
    password: Secret<String>,
    /// Into which workspace, when the account has seats in several.
    workspace_id: Option<WorkspaceId>,
}

/// How far the sign-in has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Signed in.
    Ok,
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
    app.limits.take(SIGN_IN_ADDRESS, &origin.address, now)?;
    let email = asked.email.trim().to_lowercase();
    app.limits.take(SIGN_IN_ACCOUNT, &email, now)?;
    // A longer one cannot be right; it is refused like a wrong one, without hashing it.
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
    let account = known.filter(|_| right).ok_or(Code::SignInRefused)?.id;
    let (workspace, agent) = seat(&app, account, asked.workspace_id)
        .await?
        .ok_or(Code::SignInRefused)?;
    app.limits.forgive(SIGN_IN_ACCOUNT, &email);
    end_former(&app, &headers).await?;
    let cookie = begin(&app, workspace, (account, agent), &origin).await?;
    record(&app, workspace, agent, origin).await?;
    presence::returned(&app, workspace, agent).await;
    let answer = Json(Answer { result: Outcome::Ok });
    Ok(([(header::SET_COOKIE, set_cookie(&app, &cookie))], answer).into_response())
}

/// Ends the sign-in that the browser comes with: whoever knew its cookie has nothing of the new one (T05).
async fn end_former(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let cookie = cookie_of(headers, app.config.secure()).and_then(open_cookie);
    let Some((workspace, token_hash)) = cookie else {
        return Ok(());
    };
    let known = app
        .db
        .read(workspace, move |tx| sign_in_of(tx, &token_hash))
        .await?;
    let Some(former) = known else {
        return Ok(());
    };
    app.db
        .write(workspace, move |tx| {
            let Some(own) = agent(tx, former.agent)? else {
                return Ok(());
            };
            delete_sign_in(tx, former.agent, former.id)?;
            let actor = Actor {
                kind: ActorKind::Agent,
                id: Some(own.id.to_string()),
                name: own.name,
            };
            announce(tx, actor, "signIns")
        })
        .await
}

/// The first open seat of the account, or the one in `wanted`.
async fn seat(
    app: &App,
    account: AccountId,
    wanted: Option<WorkspaceId>,
) -> Result<Option<(WorkspaceId, AgentId)>, Problem> {
    let seats = app
        .db
        .read_global(move |tx| Ok::<_, Problem>(seats_of(tx, account)?))
        .await?;
    for (workspace, id) in seats {
        if wanted.is_some_and(|wanted| wanted != workspace) {
            continue;
        }
        let found = app
            .db
            .read(workspace, move |tx| Ok::<_, Problem>(agent(tx, id)?))
            .await?;
        if found.is_some_and(|agent| agent.disabled_at.is_none()) {
            return Ok(Some((workspace, id)));
        }
    }
    Ok(None)
}

async fn record(app: &App, workspace: WorkspaceId, id: AgentId, origin: Origin) -> Result<(), Problem> {
    app.db
        .write(workspace, move |tx| {
            let Some(agent) = agent(tx, id)? else {
                return Ok(());
            };
            Ok(tx.audit(&Audit {
                by: Auditor {
                    kind: "agent",
                    id: Some(id),
                    name: agent.name.clone(),
                    role: agent.role.to_string(),
                },
                act: "sign_in",
                object_kind: "agent",
                object_id: Some(id.uuid()),
                object_name: agent.name,
                before: None,
                after: None,
                origin: origin.clone(),
            })?)
        })
        .await
}
