//! Function switches: what the workspace has turned on.

mod show;
mod update;

use std::collections::BTreeMap;

use utoipa_axum::{router::OpenApiRouter, routes};
use yingke_staff::{Switch, Switches};

use crate::app::App;

/// The operations.
pub fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show::handler, update::handler))
}

/// Every switch and whether it is on.
fn all(switches: &Switches) -> BTreeMap<Switch, bool> {
    Switch::ALL
        .iter()
        .map(|switch| (*switch, switches.on(*switch)))
        .collect()
}
