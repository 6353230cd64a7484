//! Signing in and out.

mod create;
mod delete;

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_conversation::{Actor, ActorKind};
use yingke_staff::check_password;
use yingke_store::{
    Agent, Audit, Auditor, Origin, SignIn, Tx, agent, auditor_of, delete_sign_in, insert_sign_in, seats_of,
    sign_in_of, workspace,
};
use yingke_words::{AccountId, AgentId, Secret, WorkspaceId};

use super::{
    problem::{Code, Problem},
    settings::announce,
    signed_in::{IDLE, cookie_of, open_cookie, seal_cookie, set_cookie},
};
use crate::{app::App, presence};

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create::handler, delete::handler))
}

/// A seat to sign in to.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Where.
    pub workspace: WorkspaceId,
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub agent: AgentId,
}

/// A workspace in which an account has an open seat.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenWorkspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    #[serde(skip)]
    seat: AgentId,
}

impl OpenWorkspace {
    /// The seat that `account` has in it.
    pub fn place(&self, account: AccountId) -> Place {
        Place {
            workspace: self.id,
            account,
            agent: self.seat,
        }
    }
}

/// Where an account has a seat that is open to it, in the order the seats were given.
pub async fn open_workspaces(app: &App, account: AccountId) -> Result<Vec<OpenWorkspace>, Problem> {
    let seats = app
        .db
        .read_global(move |tx| Ok::<_, Problem>(seats_of(tx, account)?))
        .await?;
    let mut open = Vec::with_capacity(seats.len());
    for (id, seat) in seats {
        let found = app
            .db
            .read(id, move |tx| {
                Ok::<_, Problem>(agent(tx, seat)?.zip(workspace(tx)?))
            })
            .await?;
        if let Some((agent, workspace)) = found
            && agent.disabled_at.is_none()
        {
            open.push(OpenWorkspace {
                id,
                name: workspace.name,
                seat,
            });
        }
    }
    Ok(open)
}

/// Signs in to a seat and answers the cookie; what the browser came with ends.
pub async fn enter(
    app: &App,
    headers: &HeaderMap,
    place: Place,
    origin: Origin,
) -> Result<HeaderValue, Problem> {
    end_former(app, headers).await?;
    let cookie = begin(app, place, origin).await?;
    presence::returned(app, place.workspace, place.agent).await;
    Ok(set_cookie(app, &cookie))
}

/// Begins a sign-in; answers the cookie's value. Always a fresh secret: a preset cookie is never taken over (T05).
async fn begin(app: &App, place: Place, origin: Origin) -> Result<String, Problem> {
    let secret: [u8; 32] = app.secret();
    let now = app.now();
    let sign_in = SignIn {
        id: app.id(),
        token_hash: Sha256::digest(secret).to_vec(),
        account: place.account,
        agent: place.agent,
        created_at: now,
        seen_at: now,
        expires_at: now + IDLE,
        address: origin.address.clone(),
        user_agent: origin.user_agent.clone(),
    };
    app.db
        .write(place.workspace, move |tx| {
            let own = agent(tx, place.agent)?.ok_or(Code::SignInRefused)?;
            insert_sign_in(tx, &sign_in)?;
            let by = auditor_of(tx, &own)?;
            note(tx, by, "sign_in", &own, &origin)
        })
        .await?;
    Ok(seal_cookie(place.workspace, &secret))
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

/// Writes down that `agent` signed in or out, or was kept out.
fn note(
    tx: &mut Tx<'_>,
    by: Auditor,
    act: &'static str,
    agent: &Agent,
    origin: &Origin,
) -> Result<(), Problem> {
    Ok(tx.audit(&Audit {
        by,
        act,
        object_kind: "agent",
        object_id: Some(agent.id.uuid()),
        object_name: agent.name.clone(),
        before: None,
        after: None,
        origin: origin.clone(),
    })?)
}

/// Writes a wrong password down wherever the account has a seat. Behind the answer, which must not take longer for an
/// account that exists (T06).
fn note_refusal(app: &App, account: AccountId, origin: Origin) {
    let app = app.clone();
    tokio::spawn(async move {
        let told: Result<(), Problem> = async {
            for place in open_workspaces(&app, account).await? {
                let (seat, origin) = (place.seat, origin.clone());
                app.db
                    .write(place.id, move |tx| match agent(tx, seat)? {
                        Some(own) => note(tx, Auditor::system(), "sign_in.refuse", &own, &origin),
                        None => Ok(()),
                    })
                    .await?;
            }
            Ok(())
        }
        .await;
        if let Err(problem) = told {
            tracing::warn!(
                code = problem.code().as_str(),
                "a refused sign-in was not written down"
            );
        }
    });
}

/// Whether a new password will do.
pub fn check_new_password(password: &Secret<String>, words: &[&str]) -> Result<(), Problem> {
    check_password(password.expose(), words)
        .map_err(|error| Problem::new(Code::WeakPassword).on("password").detail(error))
}

/// SHA-256 as hexadecimal text.
pub fn hash_hex(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
