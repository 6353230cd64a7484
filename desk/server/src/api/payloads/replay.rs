//! A payload is read again, as it was received.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use yingke_staff::Permission;
use yingke_words::PayloadId;

use super::{PayloadFault, changed, known};
use crate::{
    api::{
        apps::opened,
        body::Id,
        hooks::{kept_request, take_again},
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
};

/// What is still wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct Replayed {
    /// What could not be read this time.
    problems: Vec<PayloadFault>,
}

/// Reads a payload again, as of the time it was received: after a fix, or with other settings. What had been taken in of
/// it is not taken in twice.
#[utoipa::path(post, path = "/api/v1/payloads/{id}/replay", operation_id = "payloadsReplay",
    tag = "apps", params(("id" = PayloadId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 200, body = Replayed), (status = 403), (status = 404), (status = 409)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<PayloadId>,
) -> Result<Json<Replayed>, Problem> {
    let workspace = by.tenant();
    let stored = app.db.read(workspace, move |tx| known(tx, id)).await?;
    let account = opened(&app, workspace, stored.payload.app).await?;
    let call = kept_request(&app, &account, &stored.payload).ok_or(Code::PayloadUnreadable)?;
    let believed = take_again(&app, &account, call, stored).await?;
    let after = app
        .db
        .write(workspace, move |tx| {
            let changed = changed("payloads.replay", id);
            record(tx, &by, &origin, &changed, (None::<&()>, None::<&()>))?;
            known(tx, id)
        })
        .await?;
    let problems = match believed {
        Ok(()) => after.payload.problems.into_iter().map(Into::into).collect(),
        Err(refusal) => vec![PayloadFault {
            at: String::new(),
            what: refusal.to_string(),
            code: Some("refused".to_owned()),
            with: BTreeMap::new(),
        }],
    };
    Ok(Json(Replayed { problems }))
}
