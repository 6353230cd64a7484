//! Function switches, enforced in one place: an operation that declares `x-switch` answers 404 while it is off.

use axum::{extract::FromRequestParts, http::request::Parts};
use yingke_staff::{Switch, Switches};
use yingke_store::workspace;

use super::{
    problem::{Code, Problem},
    signed_in::cookie_of,
    visitor_token::Visitor,
};
use crate::app::App;

/// Refuses a request whose operation is switched off for the workspace of whoever asks. Nobody's requests pass: the
/// operation itself refuses them.
pub async fn admit(app: &App, switch: Switch, parts: &mut Parts) -> Result<(), Problem> {
    match switches_of(app, parts).await? {
        Some(switches) => check(&switches, switch),
        None => Ok(()),
    }
}

/// Refuses what belongs to a function that is switched off; also for parts of an operation that is not.
pub fn check(switches: &Switches, switch: Switch) -> Result<(), Problem> {
    if switches.on(switch) {
        Ok(())
    } else {
        Err(Problem::new(Code::SwitchedOff).detail(switch.key()))
    }
}

/// The switches of the asker's workspace; none for nobody.
async fn switches_of(app: &App, parts: &mut Parts) -> Result<Option<Switches>, Problem> {
    if let Some(cookie) = cookie_of(&parts.headers, app.config.secure()) {
        return match app.sign_ins.look_up(app, cookie).await {
            Ok(signed_in) => Ok(Some(signed_in.workspace.switches.clone())),
            Err(problem) if problem.code() == Code::NotSignedIn => Ok(None),
            Err(problem) => Err(problem),
        };
    }
    let Ok(visitor) = Visitor::from_request_parts(parts, app).await else {
        return Ok(None);
    };
    app.db
        .read(visitor.workspace, |tx| {
            Ok::<_, Problem>(workspace(tx)?.map(|workspace| workspace.switches))
        })
        .await
}
