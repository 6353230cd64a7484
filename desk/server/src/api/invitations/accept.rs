//! Somebody takes their seat.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_conversation::{Actor, ActorKind, EventKind};
use yingke_staff::AgentStatus;
use yingke_store::{
    Account, Agent, Audit, Invitation, Origin, Tx, account_of, agents, auditor_of, close_invitation,
    insert_account, insert_agent, invitation_of, roles, set_teams_of, teams, workspace,
};
use yingke_words::{AgentId, Language, Secret, WorkspaceId};

use crate::{
    api::{
        body::{Body, Caller},
        limits::{SIGN_IN_ACCOUNT, TOKEN_ADDRESS},
        problem::{Code, Problem},
        settings::{announce, show_agent},
        sign_in::{Place, check_new_password, enter},
        signed_in::{check_origin, open_cookie},
    },
    app::App,
    found::check_name,
};

/// Who accepts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// What stands behind the `#` of the link.
    #[schema(value_type = String)]
    token: Secret<String>,
    /// Their name, as colleagues and customers see it.
    name: String,
    /// A new password; for an address that has an account already, that account's.
    #[schema(value_type = String)]
    password: Secret<String>,
    /// The language of their workbench; the workspace's unless told.
    language: Option<Language>,
}

/// The seat taken.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    workspace_id: WorkspaceId,
    agent_id: AgentId,
}

/// Everything the new seat is made of.
struct Taking {
    token_hash: [u8; 32],
    account: Account,
    /// Whether the account was there before.
    known: bool,
    agent: AgentId,
    name: String,
    language: Option<Language>,
    origin: Origin,
}

/// Accepts an invitation and signs in. An address that has an account gets the seat only with its password.
#[utoipa::path(post, path = "/api/v1/invitations/accept", operation_id = "invitationsAccept",
    tag = "agents", security(()), request_body = Acceptance,
    responses((status = 201, body = Accepted), (status = 401), (status = 404), (status = 409), (status = 422), (status = 429)))]
pub async fn handler(
    State(app): State<App>,
    Caller(origin): Caller,
    headers: HeaderMap,
    Body(asked): Body<Acceptance>,
) -> Result<Response, Problem> {
    check_origin(&app, &headers)?;
    app.limits.take_from(TOKEN_ADDRESS, &origin.address, app.now())?;
    let (tenant, token_hash) = open_cookie(asked.token.expose()).ok_or(Code::InvitationVoid)?;
    let name = check_name("name", &asked.name)?;
    let (invitation, known) = look_up(&app, tenant, token_hash).await?;
    let account = match known.clone() {
        Some(account) => proven(&app, account, &asked.password).await?,
        None => fresh(&app, &invitation, &name, &asked.password).await?,
    };
    let (account_id, agent) = (account.id, app.id());
    let taking = Taking {
        token_hash,
        account,
        known: known.is_some(),
        agent,
        name,
        language: asked.language,
        origin: origin.clone(),
    };
    app.db.write(tenant, move |tx| take(tx, &taking)).await?;
    let seat = Place {
        workspace: tenant,
        account: account_id,
        agent,
    };
    let cookie = enter(&app, &headers, seat, origin).await?;
    let accepted = Accepted {
        workspace_id: tenant,
        agent_id: agent,
    };
    Ok((
        StatusCode::CREATED,
        [(header::SET_COOKIE, cookie)],
        Json(accepted),
    )
        .into_response())
}

async fn look_up(
    app: &App,
    tenant: WorkspaceId,
    token_hash: [u8; 32],
) -> Result<(Invitation, Option<Account>), Problem> {
    app.db
        .read(tenant, move |tx| {
            let invitation = invitation_of(tx, &token_hash)?.ok_or(Code::InvitationVoid)?;
            let known = account_of(tx, &invitation.email)?;
            Ok::<_, Problem>((invitation, known))
        })
        .await
}

/// The account, if the password is its own: the link alone opens no account that exists.
async fn proven(app: &App, account: Account, password: &Secret<String>) -> Result<Account, Problem> {
    app.limits.take(SIGN_IN_ACCOUNT, &account.email, app.now())?;
    let typed: String = password.expose().chars().take(129).collect();
    let hash = account.password_hash.clone();
    if !app.passwords.verify(typed, Some(hash)).await? {
        return Err(Code::SignInRefused.into());
    }
    app.limits.forgive(SIGN_IN_ACCOUNT, &account.email);
    Ok(account)
}

async fn fresh(
    app: &App,
    invitation: &Invitation,
    name: &str,
    password: &Secret<String>,
) -> Result<Account, Problem> {
    check_new_password(password, &[name, &invitation.email])?;
    Ok(Account {
        id: app.id(),
        email: invitation.email.clone(),
        name: name.to_owned(),
        password_hash: app.passwords.hash(password.expose().clone()).await?,
    })
}

fn take(tx: &mut Tx<'_>, taking: &Taking) -> Result<(), Problem> {
    let Taking { account, known, .. } = taking;
    let invitation = invitation_of(tx, &taking.token_hash)?.ok_or(Code::InvitationVoid)?;
    let role = roles(tx)?.into_iter().find(|role| role.id == invitation.role);
    let role = role.ok_or(Code::InvitationVoid)?;
    let own = workspace(tx)?.ok_or(Code::InvitationVoid)?;
    if account_of(tx, &account.email)?.is_some() != *known {
        // The account came into being meanwhile: it now takes its password.
        return Err(Code::SignInRefused.into());
    }
    if agents(tx)?.iter().any(|agent| agent.account == account.id) {
        return Err(Code::EmailTaken.into());
    }
    let mut groups = invitation.teams;
    let there = teams(tx)?;
    groups.retain(|id| there.iter().any(|team| team.id == *id));
    if !known {
        insert_account(tx, account)?;
    }
    let agent = Agent {
        id: taking.agent,
        account: account.id,
        name: taking.name.clone(),
        email: account.email.clone(),
        role: role.id,
        status: AgentStatus::Online,
        status_reason: None,
        status_at: tx.now(),
        language: taking.language.unwrap_or(own.language).tag().to_owned(),
        theme: "system".to_owned(),
        status_until: None,
        disabled_at: None,
        version: 1,
    };
    insert_agent(tx, &agent)?;
    set_teams_of(tx, agent.id, &groups)?;
    close_invitation(tx, invitation.id)?;
    tell(tx, &agent, taking.origin.clone())
}

fn tell(tx: &mut Tx<'_>, agent: &Agent, origin: Origin) -> Result<(), Problem> {
    let by = auditor_of(tx, agent)?;
    tx.audit(&Audit {
        by,
        act: "invitations.accept",
        object_kind: "agent",
        object_id: Some(agent.id.uuid()),
        object_name: agent.name.clone(),
        before: None,
        after: None,
        origin,
    })?;
    let actor = Actor {
        kind: ActorKind::Agent,
        id: Some(agent.id.to_string()),
        name: agent.name.clone(),
    };
    show_agent(tx, actor.clone(), EventKind::AgentStatus, agent)?;
    announce(tx, actor, "agents")
}
