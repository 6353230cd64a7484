//! What is kept no longer is removed, in chunks, behind everything else.

use std::time::Duration;

use tokio::sync::watch;
use yingke_store::{StoreError, sweep, workspaces};
use yingke_words::WorkspaceId;

use crate::app::App;

/// How often it is looked for.
const LOOK: Duration = Duration::from_secs(600);
/// How many rows go in one transaction.
const CHUNK: i64 = 500;

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = all(&app).await {
            tracing::warn!(%error, "old rows were not removed; trying again");
        }
        let _ = tokio::time::timeout(LOOK, stopped.changed()).await;
    }
}

async fn all(app: &App) -> Result<(), StoreError> {
    for workspace in app.db.read_global(workspaces).await? {
        while one(app, workspace.id).await? {}
    }
    Ok(())
}

/// Sweeps a chunk; whether there may be more.
async fn one(app: &App, workspace: WorkspaceId) -> Result<bool, StoreError> {
    let swept = app.db.write_bulk(workspace, |tx| sweep(tx, CHUNK)).await?;
    for parked in &swept.parked {
        tracing::error!(%workspace, name = parked.name, "a projection is more than 7 days behind and was parked");
    }
    app.files.delete(&swept.objects).await;
    Ok(swept.rows > 0)
}
