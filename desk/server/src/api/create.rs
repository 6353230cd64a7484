//! Creates: the same `Idempotency-Key` within 24 hours gets the same answer; another body under it is refused.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use yingke_store::{Answered, Tx, answered, keep_answer};

use super::{
    problem::{Code, Problem},
    signed_in::SignedIn,
};
use crate::app::App;

/// Carries out `create` once per key and answers 201 with what it made.
pub async fn once<T, R, F>(
    app: &App,
    by: &SignedIn,
    key: String,
    request: &R,
    create: F,
) -> Result<Response, Problem>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    R: Serialize + Sync,
    F: Fn(&mut Tx<'_>) -> Result<T, Problem> + Send + 'static,
{
    let made = made_once(app, by, key, request, create).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Carries out `create` once per key; answers what it made then. What it answers is kept for a day in plain text: no
/// secrets.
pub async fn made_once<T, R, F>(
    app: &App,
    by: &SignedIn,
    key: String,
    request: &R,
    create: F,
) -> Result<T, Problem>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    R: Serialize + Sync,
    F: Fn(&mut Tx<'_>) -> Result<T, Problem> + Send + 'static,
{
    let body = serde_json::to_vec(request).expect("requests are plain data");
    // The kind of request is part of it: one key for two creates with equal bodies is a mistake too.
    let hash = Sha256::new()
        .chain_update(std::any::type_name::<R>())
        .chain_update(&body)
        .finalize()
        .to_vec();
    let agent = by.seat.agent;
    let body = app
        .db
        .write(by.tenant(), move |tx| {
            if let Some(before) = answered(tx, agent, &key)? {
                return if before.request_hash == hash {
                    Ok(before.body)
                } else {
                    Err(Code::KeyReused.into())
                };
            }
            let made = create(tx)?;
            let body = serde_json::to_string(&made).expect("answers are plain data");
            let status = i64::from(StatusCode::CREATED.as_u16());
            keep_answer(
                tx,
                agent,
                &key,
                &Answered {
                    request_hash: hash.clone(),
                    status,
                    body: body.clone(),
                },
            )?;
            Ok::<_, Problem>(body)
        })
        .await?;
    serde_json::from_str(&body).map_err(|error| {
        tracing::error!(%error, "a kept answer cannot be read");
        Problem::new(Code::Internal)
    })
}
