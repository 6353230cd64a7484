//! Taking in what a channel tells: its events become the store's commands, in one commit with what was sent.

mod event;
mod said;

use std::sync::Arc;

use bytes::Bytes;
use yingke_channel_contract::{Fault, Inbound as Event, Peer, Problem};
use yingke_store::{
    ChannelState, Intake, Outcomes, Payload, PayloadProblem, StoreError, conversation_of_identity,
};

use super::account::Account;
use crate::{app::App, live::passing::Passing};
use event::Taking;
pub use event::came;
pub use said::{Reference, why_not};

/// More of what did not come by a call is not kept: it cannot be read again, only looked at.
const LOOKED_AT: usize = 256 << 10;

/// What is taken in.
pub struct Batch {
    /// What was sent, where it is kept in any case.
    pub payload: Option<Payload>,
    /// What was heard or fetched, as it came: kept only when something is wrong with it.
    pub came: Bytes,
    /// Its events.
    pub events: Vec<Event>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Where to go on.
    pub state: Option<ChannelState>,
}

impl App {
    /// Takes in a batch: durable when it answers.
    pub async fn take_in(&self, account: &Arc<Account>, batch: Batch) -> Result<Outcomes, StoreError> {
        self.wait_for_own_words(account, &batch.events).await;
        let mut commands = Vec::with_capacity(batch.events.len());
        let mut problems = batch.problems;
        let mut after = Vec::new();
        for (index, event) in batch.events.into_iter().enumerate() {
            let at = format!("event {}", index + 1);
            let Some(inbox) = account.inbox(&event.account) else {
                let account = event.account;
                let what = format!("no inbox is set up for the account {account}");
                problems.push(Problem::at(at, Fault::NoInbox { account }.said(what)));
                continue;
            };
            let mut taking = Taking {
                app: self,
                account,
                inbox,
                at,
                problems: &mut problems,
            };
            match taking.event(event, &mut commands).await {
                Some(later) => after.push(later),
                None => self.pulse.count(account.workspace, inbox.id, self.now(), |hour| {
                    hour.last_inbound_at = Some(self.now().millis());
                }),
            }
        }
        let problems: Vec<_> = problems
            .into_iter()
            .map(|problem| PayloadProblem {
                at: problem.at,
                what: problem.what,
                code: problem.fault.code().to_owned(),
                with: problem.fault.with(),
            })
            .collect();
        for problem in &problems {
            tracing::warn!(app = %account.app.id, at = problem.at, what = problem.what, "part of a payload was not understood");
        }
        let payload = match batch.payload {
            None if !problems.is_empty() => Some(self.as_it_came(account, &batch.came)),
            payload => payload,
        };
        let payload = payload.map(|payload| Payload { problems, ..payload });
        if payload.is_none() && commands.is_empty() && batch.state.is_none() {
            self.afterwards(account, after).await;
            return Ok(Vec::new());
        }
        let intake = Intake {
            payload,
            commands,
            state: batch.state,
        };
        let outcomes = self.db.take_in(account.workspace, intake).await?;
        self.ask_names(account, &outcomes);
        self.afterwards(account, after).await;
        Ok(outcomes)
    }

    /// What did not come by a call, to be looked at.
    fn as_it_came(&self, account: &Account, came: &Bytes) -> Payload {
        Payload {
            id: self.id(),
            app: account.app.id,
            head: "{}".to_owned(),
            body: came[..came.len().min(LOOKED_AT)].to_vec(),
            problems: Vec::new(),
        }
    }

    /// What passes and is never stored, and what is told of the account itself.
    async fn afterwards(&self, account: &Arc<Account>, later: Vec<Later>) {
        for one in later {
            match one {
                Later::Health(health) => self.account_is(account.workspace, account.app.id, &health).await,
                Later::Known { key, peer } => {
                    if let Err(error) = self.came_to_know(account, key, *peer).await {
                        tracing::warn!(%error, "what changed about a customer was not kept");
                    }
                }
                Later::Typing { key, on } => {
                    let found = self
                        .db
                        .read(account.workspace, move |tx| conversation_of_identity(tx, key))
                        .await;
                    let Ok(Some(found)) = found else { continue };
                    self.hub.pass(Passing {
                        workspace: account.workspace,
                        conversation: found.row.id,
                        by: found.customer(),
                        on,
                        text: String::new(),
                        audience: None,
                    });
                }
            }
        }
    }
}

enum Later {
    Health(yingke_channel_contract::Health),
    Typing { key: uuid::Uuid, on: bool },
    Known { key: uuid::Uuid, peer: Box<Peer> },
}
