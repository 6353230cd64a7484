//! That an agent types is shown to the customer where their channel can show it: at once, not often, and never a second time.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{
    sync::{Semaphore, watch},
    time::Instant,
};
use yingke_channel_contract::{Ability, Answer, Ctx, Outbound, Recipient};
use yingke_store::{StoreError, conversation, inbox};
use yingke_words::ConversationId;

use crate::{
    app::App,
    channels::{steps::Ended, token::Held},
    live::passing::Passing,
};

/// It is said again after this span at the earliest: providers let it lapse after five seconds and more.
const AGAIN: Duration = Duration::from_secs(4);
/// Later it would be no news.
const PATIENCE: Duration = Duration::from_secs(4);
/// So many are said at once.
const AT_ONCE: usize = 32;

/// What was last said in a conversation.
struct Said {
    at: Instant,
    on: bool,
}

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let mut heard = app.hub.hear_typing();
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut said: HashMap<ConversationId, Said> = HashMap::new();
    loop {
        let passing = tokio::select! {
            passing = heard.recv() => passing,
            _ = stopped.changed() => None,
        };
        let Some(passing) = passing else { return };
        let now = Instant::now();
        if !is_due(said.get(&passing.conversation), passing.on, now) {
            continue;
        }
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
            continue;
        };
        if said.len() > 10_000 {
            said.retain(|_, one| now - one.at < AGAIN);
        }
        let (at, on) = match said.get(&passing.conversation) {
            Some(before) if !passing.on => (before.at, false),
            _ => (now, passing.on),
        };
        said.insert(passing.conversation, Said { at, on });
        let app = app.clone();
        tokio::spawn(async move {
            if tokio::time::timeout(PATIENCE, show(&app, &passing))
                .await
                .is_err()
            {
                tracing::debug!(conversation = %passing.conversation, "that somebody types was not said in time");
            }
            drop(place);
        });
    }
}

/// Whether it is to be said now: that somebody types every so often, that nobody does any more once.
fn is_due(before: Option<&Said>, on: bool, now: Instant) -> bool {
    match before {
        Some(before) if on => now - before.at >= AGAIN,
        Some(before) => before.on,
        None => on,
    }
}

async fn show(app: &App, passing: &Passing) {
    let id = passing.conversation;
    let read = app.db.read(passing.workspace, move |tx| {
        let Some(found) = conversation(tx, id)? else {
            return Ok::<_, StoreError>(None);
        };
        let by = inbox(tx, found.row.inbox_id)?;
        Ok(by.map(|inbox| (found, inbox)))
    });
    let Ok(Some((found, inbox))) = read.await else {
        return;
    };
    let Some(of) = inbox.app.filter(|_| found.row.held_by.is_none()) else {
        return;
    };
    let Ok(account) = app.account(passing.workspace, of).await else {
        return;
    };
    if !account.channel.manifest().sends(Ability::Typing) {
        return;
    }
    let out = Outbound::Typing {
        to: Recipient {
            id: found.running.external_id,
            conversation: Some(id),
            context: found.running.context,
        },
        on: passing.on,
    };
    let step = |ctx: &Ctx<'_>, answers: &[Answer]| account.channel.render(ctx, &out, answers);
    if let Ended::Stopped(error) = app.walk(&account, &inbox.account, Held::new(), step).await {
        tracing::debug!(?error, "that somebody types was not taken");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_is_said_seldom_and_its_end_once() {
        let begun = Instant::now();
        let said = |on| Said { at: begun, on };
        let after = |millis| begun + Duration::from_millis(millis);
        assert!(is_due(None, true, begun));
        assert!(!is_due(None, false, begun));
        assert!(!is_due(Some(&said(true)), true, after(3_900)));
        assert!(is_due(Some(&said(true)), true, after(4_000)));
        assert!(is_due(Some(&said(true)), false, after(100)));
        assert!(!is_due(Some(&said(false)), false, after(100)));
        assert!(!is_due(Some(&said(false)), true, after(100)));
    }
}
