//! Extractors whose refusals are problem details.

use axum::{
    extract::{FromRequest, FromRequestParts, Request, rejection::JsonRejection},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};

use super::problem::{Code, Problem};

/// A JSON body; what is wrong with it is said by field.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(refuse(&rejection)),
        }
    }
}

fn refuse(rejection: &JsonRejection) -> Problem {
    let text = rejection.body_text();
    match rejection {
        JsonRejection::MissingJsonContentType(_) => Problem::new(Code::WrongMediaType),
        JsonRejection::JsonDataError(_) => {
            // "Failed to deserialize the JSON body into the target type: FIELD: WHY at line 1 column 2"
            let said = text
                .split_once("target type: ")
                .map_or(text.as_str(), |(_, said)| said);
            match said.split_once(": ") {
                Some((field, why)) if !field.contains(' ') => {
                    Problem::new(Code::MalformedBody).on(field).detail(why)
                }
                _ => Problem::new(Code::MalformedBody).detail(said),
            }
        }
        other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge),
        _ => Problem::new(Code::MalformedBody).detail(text),
    }
}

/// The id in the address.
pub struct Id<T>(pub T);

impl<T: std::str::FromStr + Send, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        let axum::extract::Path(text) = path.map_err(|_| Problem::new(Code::MalformedId))?;
        text.parse()
            .map(Self)
            .map_err(|_| Problem::new(Code::MalformedId))
    }
}

/// The query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(Problem::new(Code::MalformedQuery).detail(rejection.body_text())),
        }
    }
}

/// The version named by If-Match.
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let header = parts.headers.get("if-match").ok_or(Code::IfMatchMissing)?;
        let version = header
            .to_str()
            .ok()
            .and_then(|text| text.trim_matches('"').parse().ok());
        version.map(Self).ok_or_else(|| Problem::new(Code::Changed))
    }
}

/// An edit: the version it starts from, and the JSON body.
pub struct Edit<T>(pub i64, pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Edit<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let IfMatch(version) = IfMatch::from_request_parts(&mut parts, state).await?;
        let Body(change) = Body::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self(version, change))
    }
}

/// An answer with its version, the `ETag` of the next edit.
pub struct Versioned<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let tag = format!("\"{}\"", self.0);
        ([(header::ETAG, tag)], axum::Json(self.1)).into_response()
    }
}

/// Refuses an edit that starts from another version than the stored one.
pub fn check_version(stored: i64, edited: i64) -> Result<(), Problem> {
    if stored == edited {
        Ok(())
    } else {
        Err(Code::Changed.into())
    }
}

/// The key against doubles of a create.
pub struct IdempotencyKey(pub String);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let header = parts.headers.get("idempotency-key").ok_or(Code::KeyMissing)?;
        let key = header.to_str().ok().filter(|key| (1..=128).contains(&key.len()));
        key.map(|key| Self(key.to_owned()))
            .ok_or_else(|| Problem::new(Code::KeyMissing))
    }
}

/// From where a request comes, for rate limits and the audit trail.
pub struct Caller(pub yingke_store::Origin);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(origin(parts)))
    }
}

/// From where the request of `parts` comes.
pub fn origin(parts: &Parts) -> yingke_store::Origin {
    let address = parts
        .extensions
        .get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
    let agent = parts
        .headers
        .get("user-agent")
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    yingke_store::Origin {
        address: address
            .map(|address| address.0.ip().to_string())
            .unwrap_or_default(),
        user_agent: agent.chars().filter(|c| !c.is_control()).take(300).collect(),
        trace_id: super::trace::current().unwrap_or_default(),
    }
}
