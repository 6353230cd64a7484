//! Tells the agents who look at a conversation that its customer came, or has left.

use std::time::Duration;

use tokio::sync::watch;
use uuid::Uuid;
use yingke_store::conversation_of_identity;
use yingke_words::WorkspaceId;

use crate::{
    app::App,
    live::{attendance::Movement, passing::Presence},
};

/// How often is looked.
const LOOK: Duration = Duration::from_millis(500);

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        for workspace in app.hub.workspaces() {
            let Some(floor) = app.hub.existing_floor(workspace) else {
                continue;
            };
            let moved = floor.attendance.lock().look(app.now());
            for movement in moved {
                tell(&app, workspace, movement).await;
            }
        }
        let _ = tokio::time::timeout(LOOK, stopped.changed()).await;
    }
}

async fn tell(app: &App, workspace: WorkspaceId, movement: Movement) {
    let key: Uuid = movement.key;
    let found = app
        .db
        .read(workspace, move |tx| conversation_of_identity(tx, key))
        .await;
    match found {
        Ok(Some(found)) => app.hub.pass_presence(Presence {
            workspace,
            conversation: found.row.id,
            movement,
        }),
        // Whoever has not written yet is nobody's customer.
        Ok(None) => {}
        Err(error) => tracing::debug!(%error, "that a customer came or left is not told"),
    }
}
