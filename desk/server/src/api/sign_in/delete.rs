//! Sign out.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use yingke_conversation::Moment;
use yingke_store::delete_sign_in;

use super::note;
use crate::{
    api::{
        body::Caller,
        problem::Problem,
        settings::announce,
        signed_in::{Anybody, set_cookie},
    },
    app::App,
};

/// Ends the sign-in and its sockets.
#[utoipa::path(delete, path = "/api/v1/sign-in", operation_id = "signInDelete",
    tag = "sign-in", responses((status = 204), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(by): Anybody,
    Caller(origin): Caller,
) -> Result<impl IntoResponse, Problem> {
    let former = by.clone();
    app.db
        .write(by.tenant(), move |tx| {
            delete_sign_in(tx, former.seat.agent, former.sign_in)?;
            note(tx, former.auditor(), "sign_out", &former.agent, &origin)?;
            announce(tx, Moment::actor(&former.seat), "signIns")
        })
        .await?;
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, set_cookie(&app, ""))],
    ))
}
