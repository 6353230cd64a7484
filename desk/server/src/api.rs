//! The HTTP API: one endpoint a file, its permission declared in its signature, its shape in the `OpenAPI` document.

pub mod agents;
pub mod apps;
pub mod attachments;
pub mod audit;
pub mod body;
pub mod channels;
pub mod conversations;
pub mod create;
pub mod customers;
pub mod deliveries;
pub mod demo;
mod doorway;
pub mod fields;
pub mod holidays;
pub mod hooks;
pub mod identity;
pub mod inboxes;
pub mod invitations;
pub mod limits;
pub mod live;
pub mod me;
pub mod page;
pub mod parameters;
pub mod passwords;
pub mod payloads;
pub mod permissions;
pub mod problem;
pub mod roles;
pub mod routing;
pub mod search;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod signed_in;
pub mod skills;
mod switched;
pub mod switches;
pub mod tags;
pub mod teams;
pub mod trace;
mod unread;
pub mod visitor;
pub mod visitor_token;
pub mod workspace;

use axum::{Router, middleware, routing::get};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yingke",
        description = "Self-hosted customer service.",
        license(name = "Apache-2.0")
    ),
    components(schemas(
        // A query parameter's type is not collected with its operation.
        conversations::Tab,
        crate::live::frame::FromAgent,
        crate::live::frame::FromVisitor,
        crate::live::frame::AgentEvent,
        crate::live::frame::ToAgent,
        crate::live::frame::ToVisitor,
        problem::ProblemBody
    ))
)]
struct Document;

/// Every operation, with the document made from the code.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(setup::operations())
        .merge(sign_in::operations())
        .merge(me::operations())
        .merge(conversations::operations())
        .merge(customers::operations())
        .merge(demo::operations())
        .merge(search::operations())
        .merge(agents::operations())
        .merge(invitations::operations())
        .merge(teams::operations())
        .merge(routing::operations())
        .merge(skills::operations())
        .merge(holidays::operations())
        .merge(roles::operations())
        .merge(permissions::operations())
        .merge(inboxes::operations())
        .merge(channels::operations())
        .merge(apps::operations())
        .merge(payloads::operations())
        .merge(deliveries::operations())
        .merge(tags::operations())
        .merge(workspace::operations())
        .merge(switches::operations())
        .merge(audit::operations())
        .merge(attachments::operations())
        .merge(visitor::operations())
}

/// The `OpenAPI` document.
pub fn document() -> utoipa::openapi::OpenApi {
    operations().split_for_parts().1
}

/// The `OpenAPI` document as it is committed for the front-ends: the same text for the same code.
pub fn document_text() -> String {
    text_of(&document())
}

fn text_of(document: &utoipa::openapi::OpenApi) -> String {
    let document = serde_json::to_value(document).expect("the document is plain data");
    let text = serde_json::to_string_pretty(&sorted(document)).expect("the document is plain data");
    format!("{text}\n")
}

/// Extensions come in the order of a hasher's chance; here everything stands in the order of its keys.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> = fields.into_iter().collect();
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            fields
                .into_iter()
                .map(|(key, value)| (key, sorted(value)))
                .collect()
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

/// The router of the API.
pub fn router(app: &App) -> Router {
    let (router, document) = operations().split_for_parts();
    let door = doorway::Doorway::of(app, &document);
    let document = bytes::Bytes::from(text_of(&document));
    router
        .route(
            "/api/openapi.json",
            get(move || async move { ([("content-type", "application/json")], document) }),
        )
        .route("/api/v1/live", get(live::agent))
        .route("/api/v1/visitor/live", get(live::visitor))
        .merge(hooks::router())
        .route(
            "/api/{*rest}",
            axum::routing::any(|| async { problem::Problem::new(problem::Code::NotFound) }),
        )
        .layer(middleware::from_fn_with_state(door, doorway::layer))
        .with_state(app.clone())
}
