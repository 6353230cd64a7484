//! Query parameters, checked in one place: one that an operation does not declare is refused, as its body's fields are.
//! A typing error is no request for everything, and a second tenant named there is no matter to pass over (T20).

use axum::{extract::Query, http::Uri};

use super::problem::{Code, Problem};

/// Refuses a query parameter that is not among the `known` ones of the operation.
pub fn check(known: &[String], asked: &Uri) -> Result<(), Problem> {
    if asked.query().is_none() {
        return Ok(());
    }
    let Ok(Query(asked)) = Query::<Vec<(String, String)>>::try_from_uri(asked) else {
        return Ok(());
    };
    let mut names = asked.into_iter().map(|(name, _)| name);
    let Some(name) = names.find(|name| !known.contains(name)) else {
        return Ok(());
    };
    let lower = name.to_ascii_lowercase();
    let code = if lower.contains("workspace") || lower.contains("tenant") {
        Code::SecondTenant
    } else {
        Code::MalformedQuery
    };
    Err(Problem::new(code)
        .on(&name)
        .detail("this operation has no such parameter"))
}
