//! Query parameters, checked in one place: one that an operation does not declare is refused, as its body's fields are.
//! A typing error is no request for everything, and a second tenant named there is no matter to pass over (T20).

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use axum::{
    extract::{MatchedPath, Query, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use utoipa::openapi::OpenApi;

use super::problem::{Code, Problem};

/// The query parameters of each operation, by method and path, as the document has them.
pub struct Parameters(HashMap<(String, String), HashSet<String>>);

impl Parameters {
    /// Reads the declarations of `document`.
    pub fn of(document: &OpenApi) -> Arc<Self> {
        let document = serde_json::to_value(document).expect("the document is plain data");
        let paths = document["paths"].as_object().into_iter().flatten();
        let declared = paths.flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| {
                let all = operation["parameters"].as_array().into_iter().flatten();
                let query = all.filter(|one| one["in"] == "query");
                let names = query.filter_map(|one| one["name"].as_str().map(str::to_owned));
                ((method.to_uppercase(), path.clone()), names.collect())
            })
        });
        Arc::new(Self(declared.collect()))
    }

    /// The first parameter `asked` that is not one of the operation's.
    fn surplus(&self, method: &str, path: &str, asked: Vec<(String, String)>) -> Option<String> {
        let known = self.0.get(&(method.to_owned(), path.to_owned()))?;
        asked
            .into_iter()
            .map(|(name, _)| name)
            .find(|name| !known.contains(name))
    }
}

/// Refuses a request with a query parameter that its operation does not declare.
pub async fn layer(State(parameters): State<Arc<Parameters>>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let asked = Query::try_from_uri(request.uri());
    let surplus = path
        .zip(asked.ok())
        .and_then(|(path, Query(asked))| parameters.surplus(request.method().as_str(), path.as_str(), asked));
    let Some(name) = surplus else {
        return next.run(request).await;
    };
    let lower = name.to_ascii_lowercase();
    let code = if lower.contains("workspace") || lower.contains("tenant") {
        Code::SecondTenant
    } else {
        Code::MalformedQuery
    };
    Problem::new(code)
        .on(&name)
        .detail("this operation has no such parameter")
        .into_response()
}
