//! What is done to the installation as a whole, in the trail of every workspace it holds.

use std::sync::Arc;

use yingke_store::{Audit, Auditor, Committed, Db, Location, Logged, Origin, Ports, StoreError, workspaces};
use yingke_words::WorkspaceId;

use super::say;
use crate::machine::{SystemChance, SystemClock};

/// Nobody listens here.
struct Nobody;

impl Committed for Nobody {
    fn committed(&self, _: WorkspaceId, _: Vec<Logged>) {}
}

/// Writes `act` down in every workspace of `location`. It was done: where it cannot be written down, that is said.
pub async fn note(location: &Location, act: &'static str) -> anyhow::Result<()> {
    match write(location.clone(), act).await {
        Ok(()) => Ok(()),
        Err(error) => say(&format!("It could not be written into the audit log: {error}")),
    }
}

async fn write(location: Location, act: &'static str) -> Result<(), StoreError> {
    let ports = Ports {
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        committed: Arc::new(Nobody),
        rules: Arc::new(yingke_conversation::ChannelRules::default()),
    };
    let db = Db::open(&location, &ports)?;
    for workspace in db.read_global(workspaces).await? {
        db.write(workspace.id, move |tx| {
            tx.audit(&Audit {
                by: Auditor::system(),
                act,
                object_kind: "installation",
                object_id: None,
                object_name: String::new(),
                before: None,
                after: None,
                origin: Origin::default(),
            })
        })
        .await?;
    }
    db.close();
    Ok(())
}
