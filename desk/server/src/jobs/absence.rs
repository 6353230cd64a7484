//! Who has left without a word is away, and who is at the desk is not.

use std::time::Duration;

use tokio::sync::watch;
use yingke_store::{StoreError, workspaces};

use crate::{app::App, presence};

/// How often everybody is looked at.
const LOOK: Duration = Duration::from_secs(10);
/// How many looks lie between two notes of who has a socket here: well within the grace.
const NOTE: u64 = 6;

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let mut looks = 0_u64;
    while !*stopped.borrow() {
        if let Err(error) = all(&app, looks.is_multiple_of(NOTE)).await {
            tracing::warn!(%error, "who is at the desk was not looked at; trying again");
        }
        looks += 1;
        let _ = tokio::time::timeout(LOOK, stopped.changed()).await;
    }
}

async fn all(app: &App, note: bool) -> Result<(), StoreError> {
    for workspace in app.db.read_global(workspaces).await? {
        if note {
            presence::see(app, workspace.id).await?;
        }
        presence::look(app, workspace.id).await?;
    }
    Ok(())
}
