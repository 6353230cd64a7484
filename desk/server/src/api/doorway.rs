//! What every request of the API passes, in one layer: each layer of its own would copy all that stands behind it, for
//! each request.

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc, time::Instant};

use axum::{
    extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt as _;
use serde_json::Value;
use std::net::SocketAddr;
use utoipa::openapi::OpenApi;
use yingke_staff::Switch;

use super::{
    parameters,
    problem::{Code, Problem},
    switched, trace,
    unread::Unread,
};
use crate::{app::App, gauges::Meter, proxies};

/// No body is read beyond this, unless an endpoint says otherwise.
const BODY: usize = 256 * 1024;

/// What an operation declares in the document, and what is measured of it.
struct Rule {
    method: Method,
    /// The function it belongs to.
    switch: Option<Switch>,
    /// Its query parameters.
    parameters: Vec<String>,
    meter: Meter,
}

/// The way into the API.
pub struct Doorway {
    app: App,
    /// By path, as the document has them.
    rules: HashMap<String, Vec<Rule>>,
    /// What is not in the document: sockets, the document itself, and what is not there at all.
    other: Meter,
}

impl Doorway {
    /// Reads the declarations of `document`.
    pub fn of(app: &App, document: &OpenApi) -> Arc<Self> {
        let document = serde_json::to_value(document).expect("the document is plain data");
        let paths = document["paths"].as_object().into_iter().flatten();
        let rules = paths.map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            let rules = methods.map(|(method, operation)| rule(app, path, method, operation));
            (path.clone(), rules.collect())
        });
        Arc::new(Self {
            app: app.clone(),
            rules: rules.collect(),
            other: app.gauges.meter("ANY", "other"),
        })
    }

    fn rule(&self, request: &Request) -> Option<&Rule> {
        let path = request.extensions().get::<MatchedPath>()?;
        let rules = self.rules.get(path.as_str())?;
        rules.iter().find(|rule| rule.method == request.method())
    }

    /// Looks at what comes in; lets it through, or says why not.
    async fn admit(&self, rule: &Rule, request: Request) -> Result<Request, Problem> {
        parameters::check(&rule.parameters, request.uri())?;
        let Some(switch) = rule.switch else {
            return Ok(request);
        };
        let (mut parts, body) = request.into_parts();
        switched::admit(&self.app, switch, &mut parts).await?;
        Ok(Request::from_parts(parts, body))
    }

    /// The operation's answer, whatever happens in it.
    async fn answer(&self, rule: Option<&Rule>, request: Request, next: Next) -> Response {
        let operation = async {
            let admitted = match rule {
                Some(rule) => self.admit(rule, request).await,
                None => Ok(request),
            };
            match admitted {
                Ok(request) => next.run(request).await,
                Err(problem) => problem.into_response(),
            }
        };
        match AssertUnwindSafe(operation).catch_unwind().await {
            Ok(response) => response,
            Err(panic) => panicked(panic.as_ref()),
        }
    }
}

fn rule(app: &App, path: &str, method: &str, operation: &Value) -> Rule {
    let method = method.to_uppercase();
    let switch = operation
        .get("x-switch")
        .map(|key| serde_json::from_value(key.clone()).expect("x-switch names a switch"));
    let all = operation["parameters"].as_array().into_iter().flatten();
    let query = all.filter(|one| one["in"] == "query");
    Rule {
        switch,
        parameters: query
            .filter_map(|one| one["name"].as_str().map(str::to_owned))
            .collect(),
        meter: app.gauges.meter(&method, path),
        method: method.parse().expect("the document names methods"),
    }
}

/// Gives a request its client's address and its trace id, holds it to what its operation declares, and counts it.
pub async fn layer(State(door): State<Arc<Doorway>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>()
        && let Some(from) = proxies::asked_through(peer.ip(), request.headers(), &door.app.config)
    {
        request.extensions_mut().insert(ConnectInfo(from));
    }
    DefaultBodyLimit::max(BODY).apply(&mut request);
    let rule = door.rule(&request);
    let (request, unread) = Unread::lend(request);
    let id = trace::fresh(&door.app);
    let header = HeaderValue::from_str(&id);
    let mut response = trace::scope(id, door.answer(rule, request, next)).await;
    unread.read().await;
    let headers = response.headers_mut();
    if let Ok(header) = header {
        headers.insert("x-trace-id", header);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    let meter = rule.map_or(&door.other, |rule| &rule.meter);
    meter.count(&door.app.gauges, response.status(), begun.elapsed());
    response
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("without a text"), "a request panicked");
    Problem::new(Code::Internal).into_response()
}
