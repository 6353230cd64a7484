//! Signing in and out.

mod create;
mod delete;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_staff::check_password;
use yingke_store::{Origin, SignIn, insert_sign_in};
use yingke_words::{AccountId, AgentId, Secret, WorkspaceId};

use super::{
    problem::{Code, Problem},
    signed_in::{IDLE, seal_cookie},
};
use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create::handler, delete::handler))
}

/// Begins a sign-in; answers the cookie's value. Always a fresh secret: a preset cookie is never taken over (T05).
pub async fn begin(
    app: &App,
    workspace: WorkspaceId,
    (account, agent): (AccountId, AgentId),
    origin: &Origin,
) -> Result<String, Problem> {
    let secret: [u8; 32] = app.secret();
    let now = app.now();
    let sign_in = SignIn {
        id: app.id(),
        token_hash: Sha256::digest(secret).to_vec(),
        account,
        agent,
        created_at: now,
        seen_at: now,
        expires_at: now + IDLE,
        address: origin.address.clone(),
        user_agent: origin.user_agent.clone(),
    };
    app.db
        .write(workspace, move |tx| {
            Ok::<_, Problem>(insert_sign_in(tx, &sign_in)?)
        })
        .await?;
    Ok(seal_cookie(workspace, &secret))
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
