//! An inbox in which agents can write first, and of which nothing leaves the house.

use std::time::{Duration, Instant};

use yingke_store::{Inbox, StoreError, insert_inbox, waiting_for};
use yingke_words::{InboxId, WorkspaceId};

use super::{Desk, Person};

/// An inbox for mail whose app is gone: what is said there is given up at once.
#[derive(Clone, Copy)]
pub struct MailRoom {
    pub inbox: InboxId,
    workspace: WorkspaceId,
}

impl MailRoom {
    /// One in the workspace of `owner`.
    pub async fn of(desk: &Desk, owner: &Person) -> Self {
        let own = owner.get("/api/v1/workspace").await.good();
        let workspace: WorkspaceId = own["id"].as_str().expect("an id").parse().expect("an id");
        let id: InboxId = desk.app.id();
        let mut inbox = Inbox::new(id, "email", "邮箱".into(), id.to_string(), desk.app.now());
        inbox.app = Some(desk.app.id());
        let made = desk.app.db.write(workspace, move |tx| insert_inbox(tx, &inbox));
        made.await.unwrap_or_else(|error: StoreError| panic!("{error}"));
        desk.app.hub.people_changed(workspace);
        Self { inbox: id, workspace }
    }

    /// Waits until nothing is on its way out.
    pub async fn quiet(&self, desk: &Desk) {
        let (inbox, begun) = (self.inbox, Instant::now());
        loop {
            let waiting = desk.app.db.read(self.workspace, move |tx| waiting_for(tx, inbox));
            let (count, _) = waiting
                .await
                .unwrap_or_else(|error: StoreError| panic!("{error}"));
            if count == 0 {
                return;
            }
            assert!(begun.elapsed().as_secs() < 20, "{count} wait");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
