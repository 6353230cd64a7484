//! Change one's own password.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::{Actor, ActorKind};
use yingke_store::{Account, Origin, Tx, account_of, agent, delete_sign_ins, seats_of, set_password};
use yingke_words::{AgentId, Secret, WorkspaceId};

use crate::{
    api::{
        body::{Body, Caller},
        limits::{SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS},
        problem::{Code, Problem},
        settings::{Changed, announce, record},
        sign_in::check_new_password,
        signed_in::{Anybody, SignedIn},
    },
    app::App,
};

/// The old password and the new one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordChange {
    /// The one that holds now: an unlocked screen is not enough.
    #[schema(value_type = String)]
    current_password: Secret<String>,
    /// The new one, 12 to 128 characters.
    #[schema(value_type = String)]
    password: Secret<String>,
}

/// Changes one's own password. Every other sign-in of the account ends, in all its workspaces.
#[utoipa::path(put, path = "/api/v1/me/password", operation_id = "meChangePassword", tag = "me", request_body = PasswordChange,
    responses((status = 204), (status = 401), (status = 422), (status = 429)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
    Caller(origin): Caller,
    Body(asked): Body<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let (account, seats) = proven(&app, &signed_in, &origin, &asked.current_password).await?;
    let words = [&signed_in.agent.name, &account.email, &signed_in.workspace.name];
    check_new_password(&asked.password, &words.map(String::as_str))?;
    let hash = app.passwords.hash(asked.password.expose().clone()).await?;
    let by = Arc::clone(&signed_in);
    app.db
        .write(signed_in.tenant(), move |tx| {
            replace(tx, &by, &origin, (&account, &hash))
        })
        .await?;
    for (workspace, seat) in seats {
        if workspace != signed_in.tenant() {
            end_elsewhere(&app, workspace, seat).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The account, if `password` is its own, and its seats. Tries count as tries to sign in.
async fn proven(
    app: &App,
    signed_in: &SignedIn,
    origin: &Origin,
    password: &Secret<String>,
) -> Result<(Account, Vec<(WorkspaceId, AgentId)>), Problem> {
    let (email, now) = (signed_in.agent.email.clone(), app.now());
    app.limits.take_from(SIGN_IN_ADDRESS, &origin.address, now)?;
    app.limits.take(SIGN_IN_ACCOUNT, &email, now)?;
    let wanted = email.clone();
    let found = app
        .db
        .read_global(move |tx| {
            let Some(account) = account_of(tx, &wanted)? else {
                return Ok(None);
            };
            let seats = seats_of(tx, account.id)?;
            Ok::<_, Problem>(Some((account, seats)))
        })
        .await?;
    let (account, seats) = found.ok_or(Code::NotSignedIn)?;
    // A longer one cannot be right; it is refused like a wrong one, without hashing it.
    let typed: String = password.expose().chars().take(129).collect();
    let hash = account.password_hash.clone();
    if !app.passwords.verify(typed, Some(hash)).await? {
        return Err(wrong());
    }
    app.limits.forgive(SIGN_IN_ACCOUNT, &email);
    Ok((account, seats))
}

fn wrong() -> Problem {
    Problem::new(Code::PasswordWrong).on("currentPassword")
}

/// Replaces the password that was proven, and ends the seat's other sign-ins.
fn replace(
    tx: &mut Tx<'_>,
    by: &SignedIn,
    origin: &Origin,
    (account, hash): (&Account, &str),
) -> Result<(), Problem> {
    let now = account_of(tx, &account.email)?.ok_or(Code::NotSignedIn)?;
    if now.password_hash != account.password_hash {
        // Somebody changed it between the proof and here.
        return Err(wrong());
    }
    set_password(tx, account.id, hash)?;
    delete_sign_ins(tx, by.seat.agent, Some(by.sign_in))?;
    let changed = Changed {
        act: "me.change_password",
        kind: "agent",
        id: Some(by.seat.agent.uuid()),
        name: &by.agent.name,
        what: Some("signIns"),
    };
    record(tx, by, origin, &changed, (None::<&()>, None::<&()>))
}

/// Ends the sign-ins of the account's seat in another workspace; their sockets are cut.
async fn end_elsewhere(app: &App, workspace: WorkspaceId, seat: AgentId) -> Result<(), Problem> {
    app.db
        .write(workspace, move |tx| {
            delete_sign_ins(tx, seat, None)?;
            let Some(own) = agent(tx, seat)? else {
                return Ok(());
            };
            let actor = Actor {
                kind: ActorKind::Agent,
                id: Some(seat.to_string()),
                name: own.name,
            };
            announce(tx, actor, "signIns")
        })
        .await
}
