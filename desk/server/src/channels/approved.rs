//! The messages a provider has approved: the list, and whether there are any.

use std::time::Duration;

use yingke_channel_contract::{Answer, Ctx, DeliveryError, TemplateInfo};
use yingke_conversation::Approved;

use super::{account::Account, connect::done, token::Held};
use crate::app::App;

/// Whoever asks which ways there are waits no longer for a provider.
const PATIENCE: Duration = Duration::from_secs(4);

impl App {
    /// The approved messages of an account; none where the channel has no such thing.
    pub async fn templates(&self, account: &Account) -> Result<Vec<TemplateInfo>, DeliveryError> {
        let Some(templates) = account.channel.templates() else {
            return Ok(Vec::new());
        };
        let step = |ctx: &Ctx<'_>, answers: &[Answer]| templates.list(ctx, answers);
        let of = account.inboxes.first().map_or("", |inbox| &inbox.account);
        let listed = done(self.walk(account, of, Held::new(), step).await)?;
        self.accounts.approved.insert(account.app.id, listed.len());
        Ok(listed)
    }

    /// How many there are, as far as the provider says so in time.
    pub async fn approved(&self, account: &Account) -> Approved {
        if let Some(count) = self.accounts.approved.get(&account.app.id) {
            return Approved::Count(count);
        }
        match tokio::time::timeout(PATIENCE, self.templates(account)).await {
            Ok(Ok(listed)) => Approved::Count(listed.len()),
            Ok(Err(error)) => {
                tracing::debug!(app = %account.app.id, ?error, "approved messages are not listed");
                Approved::Unknown
            }
            Err(_) => Approved::Unknown,
        }
    }
}
