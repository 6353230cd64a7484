//! The demo goes: its doors close, its rows and files go, and the installation waits for its first administrator again.

use anyhow::Context;
use yingke_store::{
    SearchProjection, StoreError, Tx, clear, close_doors, installation, remove_workspace, set_installation,
};
use yingke_words::WorkspaceId;

use super::MARK;
use crate::{app::App, files::Refused};

/// Under which name the installation keeps which workspace is on its way out.
const LEAVING: &str = "leaving";
/// How many rows go in one transaction.
const CHUNK: i64 = 200;

/// Removes the demo; on an error it is taken up again at the next start.
pub async fn leave(app: &App, workspace: WorkspaceId) -> anyhow::Result<()> {
    if app.files.remote() {
        // Better refused than half done.
        app.files
            .check(app.chance.as_ref())
            .await
            .map_err(|unfit| Refused::Away(unfit.to_string()))?;
    }
    let id = workspace.to_string();
    app.db
        .write(workspace, move |tx| {
            set_installation(tx, LEAVING, Some(&id))?;
            set_installation(tx, MARK, None)
        })
        .await?;
    go(app, workspace).await
}

/// Until it is complete, a demo that is being made is on its way out: what a crash leaves of it is removed.
pub(super) fn begin(tx: &mut Tx<'_>, workspace: WorkspaceId) -> Result<(), StoreError> {
    set_installation(tx, LEAVING, Some(&workspace.to_string()))
}

/// Nothing is on its way out any more.
pub(super) fn stay(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    set_installation(tx, LEAVING, None)
}

/// Goes on where a crash left off. Before anything is served.
pub async fn take_up(app: &App) -> anyhow::Result<()> {
    let left = app.db.read_global(|tx| installation(tx, LEAVING)).await?;
    match left {
        Some(id) => {
            go(
                app,
                id.parse().ok().context("the installation names a workspace")?,
            )
            .await
        }
        None => Ok(()),
    }
}

async fn go(app: &App, workspace: WorkspaceId) -> anyhow::Result<()> {
    // A half-made demo has its doors open still.
    app.db.write(workspace, close_doors).await?;
    app.hub.sign_out(workspace);
    // A line that is not in the index cannot be taken out of it.
    while SearchProjection::step(&app.db, workspace).await?.lag() > 0 {}
    loop {
        let cleared = app.db.write_bulk(workspace, |tx| clear(tx, CHUNK)).await?;
        app.files.delete(&cleared.objects).await;
        if cleared.rows == 0 {
            break;
        }
    }
    // Nothing lists the objects of a workspace that is no more: they go before it does.
    app.files
        .empty(workspace)
        .await
        .context("the demo's files cannot be removed yet; it is taken up again at the next start")?;
    app.db
        .write(workspace, |tx| {
            remove_workspace(tx)?;
            stay(tx)
        })
        .await
        .map_err(|error: StoreError| error.into())
}
