//! Who gets what: for each workspace that routes, one node holds a floor in memory, follows the log with it, and has each
//! decision made true by a command, which the deciding room may refuse. A lease says which node.

mod cases;
mod memory;
pub mod people;
mod router;
pub mod trial;

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};
use yingke_routing::Book;
use yingke_store::{StoreError, Tx, routing, skills, team_routings, workspaces};
use yingke_words::{Span, WorkspaceId};

use crate::app::App;
use router::Router;

/// How long a lease holds: a node that vanished is taken over after it.
const LEASE: Span = Span::seconds(10);
/// How often it is renewed.
const RENEW: Duration = Duration::from_secs(3);
/// How often all workspaces are looked at: which of them route.
const LOOK: Duration = Duration::from_secs(20);

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let holder = app.id::<uuid::Uuid>().to_string();
    let (wake, mut woken) = mpsc::unbounded_channel();
    app.hub.tell_of_settings(wake);
    let mut running: HashMap<WorkspaceId, JoinHandle<()>> = HashMap::new();
    let mut open = everybody(&app).await;
    loop {
        for workspace in open.drain() {
            running.retain(|_, task| !task.is_finished());
            if running.contains_key(&workspace) || !routes(&app, workspace).await {
                continue;
            }
            let router = Router::new(app.clone(), workspace, holder.clone());
            running.insert(workspace, tokio::spawn(router.run(stopped.clone())));
        }
        tokio::select! {
            Some(workspace) = woken.recv() => { open.insert(workspace); }
            () = tokio::time::sleep(LOOK) => open = everybody(&app).await,
            _ = stopped.changed() => break,
        }
    }
    for (_, task) in running {
        let _ = tokio::time::timeout(Duration::from_secs(1), task).await;
    }
}

async fn everybody(app: &App) -> HashSet<WorkspaceId> {
    match app.db.read_global(workspaces).await {
        Ok(found) => found.into_iter().map(|workspace| workspace.id).collect(),
        Err(error) => {
            tracing::warn!(%error, "which workspaces route cannot be read; trying again");
            HashSet::new()
        }
    }
}

/// Whether a workspace gives anything to anybody by itself.
async fn routes(app: &App, workspace: WorkspaceId) -> bool {
    let read = app.db.read(workspace, book).await;
    read.is_ok_and(|(book, _)| book.gives())
}

/// What the workspace set, with the version of the settings.
pub fn book(tx: &mut Tx<'_>) -> Result<(Book, i64), StoreError> {
    let (settings, version) = routing(tx)?;
    let book = Book {
        settings,
        teams: team_routings(tx)?,
        skills: skills(tx)?.into_iter().map(|(skill, _)| skill).collect(),
    };
    Ok((book, version))
}
