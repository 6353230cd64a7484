//! Saying something at once, past the outbox: for whoever sets a channel up and wants to see it work.

use yingke_channel_contract::{Answer, Ctx, DeliveryError, Draft, Outbound, Recipient};
use yingke_store::{Inbox, StoreError, conversation_of_identity, identity_key};

use super::{account::Account, connect::done, token::Held};
use crate::app::App;

impl App {
    /// Says `text` to whom the provider calls `to`. It stands in no conversation.
    pub async fn say_at_once(
        &self,
        account: &Account,
        inbox: &Inbox,
        to: String,
        text: &str,
    ) -> Result<Result<(), DeliveryError>, StoreError> {
        let key = identity_key(inbox.id, &to);
        let found = self
            .db
            .read(account.workspace, move |tx| conversation_of_identity(tx, key))
            .await?;
        let draft = Draft {
            id: self.id(),
            to: Recipient {
                id: to,
                conversation: found.as_ref().map(|found| found.row.id),
                context: found.map(|found| found.running.context).unwrap_or_default(),
            },
            text: text.to_owned(),
            content: None,
            files: Vec::new(),
            replies_to: String::new(),
            author: String::new(),
            automatic: true,
        };
        let out = Outbound::Draft(Box::new(draft));
        let step = |ctx: &Ctx<'_>, answers: &[Answer]| account.channel.render(ctx, &out, answers);
        Ok(done(self.walk(account, &inbox.account, Held::new(), step).await).map(|_| ()))
    }
}
