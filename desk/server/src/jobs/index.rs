//! The search index follows the log of every workspace that was written to.

use std::{collections::HashSet, time::Duration};

use tokio::sync::watch;
use yingke_store::{SearchProjection, StoreError, workspaces};
use yingke_words::WorkspaceId;

use crate::app::App;

/// How often what was written is indexed: what was said can be found within a second.
const LOOK: Duration = Duration::from_millis(250);
/// How often every workspace is looked at, also those that only other nodes write to.
const THOROUGH: u64 = 40;

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let mut looks = 0_u64;
    while !*stopped.borrow() {
        let mut behind: HashSet<WorkspaceId> = app.hub.take_written();
        if looks.is_multiple_of(THOROUGH) {
            match app.db.read_global(workspaces).await {
                Ok(all) => behind.extend(all.into_iter().map(|workspace| workspace.id)),
                Err(error) => tracing::warn!(%error, "the workspaces cannot be read; trying again"),
            }
        }
        looks += 1;
        for workspace in behind {
            if let Err(error) = catch_up(&app, workspace).await
                && is_here(&app, workspace).await
            {
                tracing::warn!(%error, %workspace, "the search index is behind; trying again");
                app.hub.mark_written(workspace);
            }
        }
        let _ = tokio::time::timeout(LOOK, stopped.changed()).await;
    }
}

/// Whether the workspace has not left meanwhile; when in doubt, it is here.
async fn is_here(app: &App, workspace: WorkspaceId) -> bool {
    let all = app.db.read_global(workspaces).await;
    all.map_or(true, |all: Vec<_>| all.iter().any(|one| one.id == workspace))
}

async fn catch_up(app: &App, workspace: WorkspaceId) -> Result<(), StoreError> {
    loop {
        let progress = SearchProjection::step(&app.db, workspace).await?;
        app.gauges.search_lag(workspace, progress.lag());
        if progress.lag() == 0 {
            return Ok(());
        }
    }
}
