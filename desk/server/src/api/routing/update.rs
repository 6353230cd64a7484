//! The workspace's settings of routing are replaced.

use axum::extract::State;
use yingke_routing::Settings;
use yingke_staff::Permission;
use yingke_store::{routing, set_routing};

use super::{RoutingView, existing};
use crate::{
    api::{
        body::{Edit, Versioned, check_version},
        problem::{Code, Problem},
        settings::{Changed, record},
        signed_in::Manager,
    },
    app::App,
};

/// Replaces how conversations find their person; what waits is looked at anew by the new settings.
#[utoipa::path(put, path = "/api/v1/routing", operation_id = "routingUpdate", tag = "routing",
    request_body = Settings, params(("If-Match" = String, Header)),
    extensions(("x-permission" = json!("routing.manage"))),
    responses((status = 200, body = RoutingView), (status = 403), (status = 412), (status = 422)))]
pub async fn handler(
    State(app): State<App>,
    Manager(by, origin): Manager<{ Permission::ManageRouting as u8 }>,
    Edit(version, settings): Edit<Settings>,
) -> Result<Versioned<RoutingView>, Problem> {
    let after = app
        .db
        .write(by.tenant(), move |tx| {
            let (before, stored) = routing(tx)?;
            check_version(stored, version)?;
            settings.check(&existing(tx)?)?;
            if !set_routing(tx, &settings, version)? {
                return Err(Code::Changed.into());
            }
            let changed = Changed {
                act: "routing.update",
                kind: "routing",
                id: None,
                name: "",
                what: Some("routing"),
            };
            record(tx, &by, &origin, &changed, (Some(&before), Some(&settings)))?;
            Ok::<_, Problem>(RoutingView {
                settings: settings.clone(),
                version: version + 1,
            })
        })
        .await?;
    Ok(Versioned(after.version, after))
}
