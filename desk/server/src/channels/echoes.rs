//! What we send comes back from some providers as something that was said: it is known again by the id of its line, which
//! is not there before the provider has answered.

use std::time::Duration;

use yingke_channel_contract::{Inbound, What};
use yingke_store::{StoreError, conversation_of_identity, identity_key, is_under_way, line_of_external};

use super::account::Account;
use crate::app::App;

/// What comes back waits so long for the answer to what was sent.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often is looked.
const LOOK: Duration = Duration::from_millis(50);

impl App {
    /// Waits while one of `events` may be what is being sent at this moment.
    pub async fn wait_for_own_words(&self, account: &Account, events: &[Inbound]) {
        let until = tokio::time::Instant::now() + PATIENCE;
        for event in events {
            while matches!(event.what, What::Echo(_))
                && self.may_be_ours(account, event).await.unwrap_or(false)
                && tokio::time::Instant::now() < until
            {
                tokio::time::sleep(LOOK).await;
            }
        }
    }

    /// Whether it is no line yet, and something of its conversation is on its way out.
    async fn may_be_ours(&self, account: &Account, event: &Inbound) -> Result<bool, StoreError> {
        let Some(inbox) = account.inbox(&event.account) else {
            return Ok(false);
        };
        let (inbox, id) = (inbox.id, event.id.clone());
        let key = identity_key(inbox, &event.from.id);
        self.db
            .read(account.workspace, move |tx| {
                if line_of_external(tx, inbox, &id)?.is_some() {
                    return Ok(false);
                }
                match conversation_of_identity(tx, key)? {
                    Some(found) => is_under_way(tx, found.row.id),
                    None => Ok(false),
                }
            })
            .await
    }
}
