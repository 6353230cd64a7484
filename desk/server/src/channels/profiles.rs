//! What providers know of customers: their names and pictures, asked for in the background where a message says none of it,
//! and taken over when a provider says that it changed. A name that a person typed stays.

use std::sync::Arc;

use yingke_channel_contract::{Answer, Ctx, Peer};
use yingke_conversation::{Actor, Direction};
use yingke_store::{
    Customer, Outcomes, StoreError, Tx, conversation, conversation_of_identity, customer, keep_answer_of_app,
    kept_answer_of_app, update_customer,
};
use yingke_words::{AppId, ConversationId, Email, Span};

use super::{account::Account, steps::Ended, token::Held};
use crate::{
    api::{customers::tell, problem::Problem, sign_in::hash_hex},
    app::App,
};

/// So often a provider is asked about somebody.
const AGAIN: Span = Span::days(1);
/// So long is known that a name is the provider's.
const LONG: Span = Span::days(3_650);

impl App {
    /// Asks the provider, beside whatever else goes on, about those who just wrote and have no name.
    pub fn ask_names(&self, account: &Arc<Account>, outcomes: &Outcomes) {
        if account.channel.directory().is_none() {
            return;
        }
        let done = outcomes.iter().filter_map(|one| one.as_ref().ok()?.as_ref());
        let nameless = done.filter(|done| {
            let wrote = done
                .message
                .as_ref()
                .is_some_and(|line| line.direction == Direction::Inbound);
            wrote && !done.repeated && done.conversation.customer_name.is_empty()
        });
        let mut who: Vec<_> = nameless.map(|done| done.conversation.id).collect();
        who.sort_unstable();
        who.dedup();
        if who.is_empty() {
            return;
        }
        let (app, account) = (self.clone(), Arc::clone(account));
        tokio::spawn(async move {
            for id in who {
                if let Err(error) = app.ask_name(&account, id).await {
                    tracing::debug!(%error, "what a provider knows of somebody was not kept");
                }
            }
        });
    }

    /// A provider says what it knows of somebody now; what it does not say it is asked.
    pub async fn came_to_know(
        &self,
        account: &Arc<Account>,
        key: uuid::Uuid,
        peer: Peer,
    ) -> Result<(), StoreError> {
        let read = move |tx: &mut Tx<'_>| conversation_of_identity(tx, key);
        let Some(found) = self.db.read(account.workspace, read).await? else {
            return Ok(());
        };
        let id = found.row.id;
        let asked = peer.name.is_empty();
        self.fill(account, id, peer).await?;
        if asked {
            let (app, account) = (self.clone(), Arc::clone(account));
            tokio::spawn(async move {
                if let Err(error) = app.ask_name(&account, id).await {
                    tracing::debug!(%error, "what a provider knows of somebody was not kept");
                }
            });
        }
        Ok(())
    }

    async fn ask_name(&self, account: &Arc<Account>, id: ConversationId) -> Result<(), StoreError> {
        let Some(directory) = account.channel.directory() else {
            return Ok(());
        };
        let of = account.app.id;
        let asked = move |tx: &mut Tx<'_>| {
            let name = format!("profile {id}");
            let Some(found) = conversation(tx, id)? else {
                return Ok::<_, StoreError>(None);
            };
            if kept_answer_of_app(tx, of, &name)?.is_some() {
                return Ok(None);
            }
            keep_answer_of_app(tx, of, &name, "", AGAIN)?;
            Ok(Some(found))
        };
        let Some(found) = self.db.write(account.workspace, asked).await? else {
            return Ok(());
        };
        let (who, inbox) = (found.running.external_id, found.row.inbox_id);
        let Some(inbox) = account.inboxes.iter().find(|one| one.id == inbox) else {
            return Ok(());
        };
        let step = |ctx: &Ctx<'_>, answers: &[Answer]| directory.profile(ctx, &who, answers);
        match self.walk(account, &inbox.account, Held::new(), step).await {
            Ended::Done(peer) => self.fill(account, id, peer).await,
            Ended::Stopped(error) => {
                tracing::debug!(?error, "a provider tells nothing of somebody");
                Ok(())
            }
            Ended::Later(_) => Ok(()),
        }
    }

    /// Keeps what a provider knows of a conversation's customer; whoever sees them is told.
    async fn fill(&self, account: &Account, id: ConversationId, peer: Peer) -> Result<(), StoreError> {
        let app = account.app.id;
        let kept = self.db.write(account.workspace, move |tx| {
            let Some(found) = conversation(tx, id)? else {
                return Ok(());
            };
            let of = found.row.customer_id;
            let Some(before) = customer(tx, of)? else {
                return Ok(());
            };
            let after = with(tx, app, &before, &peer)?;
            if after != before && update_customer(tx, &after)? {
                tell(tx, of, &Actor::system())?;
            }
            Ok::<_, Problem>(())
        });
        kept.await
            .map_err(|problem| StoreError::Driver(format!("{problem:?}")))
    }
}

/// A customer with what a provider knows of them.
fn with(tx: &mut Tx<'_>, app: AppId, before: &Customer, peer: &Peer) -> Result<Customer, StoreError> {
    let mut one = before.clone();
    let name = cut(&peer.name, 80);
    if !name.is_empty() && name != one.name {
        // That a name is the provider's is known by its hash; any other is a person's and stays.
        let (mark, hash) = (format!("name {}", one.id), |name: &str| {
            hash_hex(&format!("{} {name}", before.id))
        });
        let theirs = one.name.is_empty() || kept_answer_of_app(tx, app, &mark)? == Some(hash(&one.name));
        if theirs {
            keep_answer_of_app(tx, app, &mark, &hash(&name), LONG)?;
            one.name = name;
        }
    }
    if one.email.is_empty() {
        let email = Email::try_from(peer.email.clone());
        one.email = email.map(|email| email.to_string()).unwrap_or_default();
    }
    if one.phone.is_empty() {
        one.phone = cut(&peer.phone, 40);
    }
    for (key, value) in peer.attributes.iter().take(50) {
        one.attributes.insert(cut(key, 60), cut(value, 500).into());
    }
    Ok(one)
}

/// A line of at most `most` characters, as profiles have them.
pub fn cut(text: &str, most: usize) -> String {
    let shown = text.chars().filter(|c| !c.is_control());
    shown.take(most).collect::<String>().trim().to_owned()
}
