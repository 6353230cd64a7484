//! End one of one's own sign-ins.

use axum::{extract::State, http::StatusCode};
use yingke_store::delete_sign_in;
use yingke_words::SignInId;

use crate::{
    api::{
        body::{Caller, Id},
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Anybody,
    },
    app::App,
};

/// Ends a sign-in of one's own; its sockets are cut.
#[utoipa::path(delete, path = "/api/v1/me/sign-ins/{id}", operation_id = "meEndSignIn",
    tag = "me", params(("id" = SignInId, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
    Caller(origin): Caller,
    Id(id): Id<SignInId>,
) -> Result<StatusCode, Problem> {
    let by = signed_in.clone();
    app.db
        .write(signed_in.tenant(), move |tx| {
            let found = yingke_store::sign_ins_of(tx, by.seat.agent)?
                .into_iter()
                .any(|own| own.id == id);
            if !found {
                return Err(Problem::new(Code::NotFound));
            }
            delete_sign_in(tx, by.seat.agent, id)?;
            let changed = Changed {
                act: "me.end_sign_in",
                kind: "sign_in",
                id: Some(id.uuid()),
                name: "",
                what: Some("signIns"),
            };
            record(tx, &by, &origin, &changed, (None::<&()>, None::<&()>))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
