//! Objects without a row: what a process that was killed between an upload's bytes and its row left behind.

use std::time::{Duration, Instant};

use anyhow::Context;
use futures_util::{StreamExt, TryStreamExt};
use tokio::sync::watch;
use yingke_store::{objects_without_row, workspaces};
use yingke_words::{Span, WorkspaceId};

use crate::app::App;

/// How often they are looked for. A listing goes over every object, and there is rarely one too many.
const LOOK: Duration = Duration::from_secs(24 * 3_600);
/// An object this young may still get its row.
const GRACE: Span = Span::hours(24);
/// How many names are looked up at a time.
const CHUNK: usize = 500;
/// How many objects of one workspace are removed at a time: a mistake of ours must not empty a store at once.
const MOST: usize = 1_000;
/// After a failure it is tried again this soon.
const AGAIN: Duration = Duration::from_secs(600);

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let begun = Instant::now();
        let pause = match all(&app).await {
            Ok(()) => LOOK.saturating_sub(begun.elapsed()),
            Err(error) => {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "objects without rows were not removed"
                );
                AGAIN
            }
        };
        let _ = tokio::time::timeout(pause, stopped.changed()).await;
    }
}

async fn all(app: &App) -> anyhow::Result<()> {
    for workspace in app.db.read_global(workspaces).await? {
        let removed = one(app, workspace.id).await?;
        if removed > 0 {
            tracing::info!(workspace = %workspace.id, removed, "objects without rows were removed");
        }
    }
    Ok(())
}

/// Removes those of one workspace; tells how many.
async fn one(app: &App, workspace: WorkspaceId) -> anyhow::Result<usize> {
    let old = app.files.older_than(workspace, app.now() - GRACE);
    let mut chunks = old.try_chunks(CHUNK);
    let mut removed = 0;
    while let Some(names) = chunks.next().await {
        let names = names.map_err(|error| error.1).context("listing objects")?;
        let loose = app
            .db
            .read(workspace, move |tx| objects_without_row(tx, names))
            .await?;
        for name in loose.into_iter().take(MOST - removed) {
            removed += usize::from(app.files.remove(&name).await);
        }
        if removed == MOST {
            tracing::warn!(%workspace, "there may be more objects without rows; they go next time");
            break;
        }
    }
    Ok(removed)
}
