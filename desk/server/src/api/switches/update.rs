//! Functions are turned on and off.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use yingke_staff::{Permission, Switch};
use yingke_store::{update_workspace, workspace};

use super::all;
use crate::{
    api::{
        body::Body,
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
};

/// Turns functions on and off; those not named stay. What is off is hidden, and nothing of it is deleted.
#[utoipa::path(patch, path = "/api/v1/switches", operation_id = "switchesUpdate",
    tag = "workspace", request_body = BTreeMap<String, bool>,
    extensions(("x-permission" = json!("workspace.manage"))),
    responses((status = 200, body = BTreeMap<String, bool>), (status = 400), (status = 403)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageWorkspace as u8 }>,
    Body(asked): Body<BTreeMap<Switch, bool>>,
) -> Result<Json<BTreeMap<Switch, bool>>, Problem> {
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let mut own = workspace(tx)?.ok_or(Code::NotFound)?;
            let before = all(&own.switches);
            for (switch, on) in &asked {
                own.switches.set(*switch, *on);
            }
            update_workspace(tx, &own)?;
            let after = all(&own.switches);
            let changed = Changed {
                act: "switches.update",
                kind: "workspace",
                id: Some(own.id.uuid()),
                name: &own.name,
                what: Some("workspace"),
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&after)))?;
            Ok::<_, Problem>(after)
        })
        .await?;
    Ok(Json(after))
}
