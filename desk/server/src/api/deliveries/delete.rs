//! A dead letter is let go.

use axum::{extract::State, http::StatusCode};
use yingke_staff::Permission;
use yingke_store::remove_dead_letter;
use yingke_words::DeliveryId;

use super::changed;
use crate::{
    api::{
        body::Id,
        problem::{Code, Problem},
        settings::record,
        signed_in::Manager,
    },
    app::App,
};

/// Takes a dead letter out of the list. The message stays in its thread, as not delivered.
#[utoipa::path(delete, path = "/api/v1/deliveries/{id}", operation_id = "deliveriesDelete",
    tag = "deliveries", params(("id" = DeliveryId, Path)),
    extensions(("x-permission" = json!("inboxes.manage"))),
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageInboxes as u8 }>,
    Id(id): Id<DeliveryId>,
) -> Result<StatusCode, Problem> {
    app.db
        .write(by.tenant(), move |tx| {
            if !remove_dead_letter(tx, id)? {
                return Err(Code::NotFound.into());
            }
            let changed = changed("deliveries.delete", Some(id.uuid()));
            record(tx, &by, &origin, &changed, (None::<&()>, None::<&()>))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
