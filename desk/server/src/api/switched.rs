//! Function switches, enforced in one place: an operation that declares `x-switch` answers 404 while it is off.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use utoipa::openapi::OpenApi;
use yingke_staff::{Switch, Switches};
use yingke_store::workspace;

use super::{
    problem::{Code, Problem},
    signed_in::cookie_of,
    visitor_token::Visitor,
};
use crate::app::App;

/// Which operations belong to a switch: by method and path, as the document has them.
pub struct Switched(HashMap<(String, String), Switch>);

impl Switched {
    /// Reads the declarations of `document`.
    pub fn of(document: &OpenApi) -> Arc<Self> {
        let document = serde_json::to_value(document).expect("the document is plain data");
        let paths = document["paths"].as_object().into_iter().flatten();
        let declared = paths.flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.filter_map(move |(method, operation)| {
                let key = operation.get("x-switch")?.clone();
                let switch = serde_json::from_value(key).expect("x-switch names a switch");
                Some(((method.to_uppercase(), path.clone()), switch))
            })
        });
        Arc::new(Self(declared.collect()))
    }

    fn needed(&self, request: &Request) -> Option<Switch> {
        let path = request.extensions().get::<MatchedPath>()?.as_str().to_owned();
        self.0.get(&(request.method().to_string(), path)).copied()
    }
}

/// Lets a request through unless its operation is switched off for the workspace of whoever asks. Nobody's requests
/// pass: the operation itself refuses them.
pub async fn layer(
    State((app, switched)): State<(App, Arc<Switched>)>,
    request: Request,
    next: Next,
) -> Response {
    let Some(switch) = switched.needed(&request) else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    match switches_of(&app, &mut parts).await {
        Ok(Some(switches)) if let Err(refused) = check(&switches, switch) => refused.into_response(),
        Ok(_) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
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
async fn switches_of(app: &App, parts: &mut axum::http::request::Parts) -> Result<Option<Switches>, Problem> {
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
