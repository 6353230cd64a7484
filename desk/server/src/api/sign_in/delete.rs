//! Sign out.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use yingke_conversation::{Event, EventKind, Moment};
use yingke_store::delete_sign_in;

use crate::{
    api::{
        problem::Problem,
        signed_in::{Anybody, set_cookie},
    },
    app::App,
};

/// Ends the sign-in and its sockets.
#[utoipa::path(delete, path = "/api/v1/sign-in", operation_id = "signInDelete",
    tag = "sign-in", responses((status = 204), (status = 401)))]
pub async fn handler(
    State(app): State<App>,
    Anybody(signed_in): Anybody,
) -> Result<impl IntoResponse, Problem> {
    let (agent, id, actor) = (
        signed_in.seat.agent,
        signed_in.sign_in,
        Moment::actor(&signed_in.seat),
    );
    app.db
        .write(signed_in.tenant(), move |tx| {
            delete_sign_in(tx, agent, id)?;
            let mut event = Event::of_workspace(EventKind::SettingsChanged, tx.now(), actor.clone());
            event.what = Some("signIns".to_owned());
            tx.emit(event)?;
            Ok::<_, Problem>(())
        })
        .await?;
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, set_cookie(&app, ""))],
    ))
}
