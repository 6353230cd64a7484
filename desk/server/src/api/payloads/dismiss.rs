//! A payload's problems are left at that.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::dismiss_payload;
use yingke_words::PayloadId;

use super::{changed, known};
use crate::{
    api::{body::Id, problem::Problem, settings::record, signed_in::Manager},
    app::App,
};

/// Leaves a payload's problems at that: it is no longer listed, and goes when its time is over.
#[utoipa::path(post, path = "/api/v1/payloads/{id}/dismiss", operation_id = "payloadsDismiss",
    tag = "apps", params(("id" = PayloadId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<PayloadId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            known(tx, id)?;
            if dismiss_payload(tx, id)? {
                let changed = changed("payloads.dismiss", id);
                record(tx, &by, &origin, &changed, (None::<&()>, None::<&()>))?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
