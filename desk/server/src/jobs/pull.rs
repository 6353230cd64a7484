//! Fetching messages: at a provider's hint at once, and every so often besides. One at a time for each account; a page and
//! where to go on are kept in one transaction.

use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;
use tokio::sync::watch;
use yingke_channel_contract::{Answer, Ctx, DeliveryError, Health, Page, PullHint, Step};
use yingke_store::{ChannelState, StoreError, apps, channel_state, hold, let_go, workspaces};
use yingke_words::Span;

use crate::{
    app::App,
    channels::{account::Account, steps::Ended, take::Batch, token::Held},
};

/// How often is looked without a hint.
const LOOK: Duration = Duration::from_secs(30);
/// How long one may pull before another node takes over.
const LEASE: Span = Span::minutes(2);
/// More pages than a pull takes in one go.
const PAGES: usize = 1_000;

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = round(&app).await {
            tracing::debug!(%error, "accounts cannot be listed; trying again");
        }
        let _ = tokio::time::timeout(app.pull_every(LOOK), stopped.changed()).await;
    }
}

async fn round(app: &App) -> Result<(), StoreError> {
    for workspace in app.db.read_global(workspaces).await? {
        for one in app.db.read(workspace.id, apps).await? {
            let Ok(account) = app.account(workspace.id, one.id).await else {
                continue;
            };
            if account.channel.puller().is_none() {
                continue;
            }
            for inbox in &account.inboxes {
                let hint = PullHint {
                    account: inbox.account.clone(),
                    token: String::new(),
                };
                pull(app, &account, hint).await;
            }
        }
    }
    Ok(())
}

/// Fetches now, beside whatever else goes on.
pub fn now(app: &App, account: &Arc<Account>, hint: PullHint) {
    let (app, account) = (app.clone(), Arc::clone(account));
    tokio::spawn(async move { pull(&app, &account, hint).await });
}

async fn pull(app: &App, account: &Arc<Account>, hint: PullHint) {
    if account.channel.puller().is_none() || account.inbox(&hint.account).is_none() {
        return;
    }
    let name = format!("pull {} {}", account.app.id, hint.account);
    // A hint that comes while somebody pulls means one more look: the page under way may not hold what it is about.
    let turn = app.pulls.turn(&name);
    let Some(_turn) = turn.take().await else { return };
    let holder = app.id::<uuid::Uuid>().to_string();
    let (asked, by) = (name.clone(), holder.clone());
    match app
        .db
        .write(account.workspace, move |tx| hold(tx, &asked, &by, LEASE))
        .await
    {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => return tracing::debug!(%error, "a pull waits for the database"),
    }
    pages(app, account, &hint).await;
    let freed = app
        .db
        .write(account.workspace, move |tx| let_go(tx, &name, &holder))
        .await;
    if let Err(error) = freed {
        tracing::debug!(%error, "a pull's lease was not given back; it runs out");
    }
}

async fn pages(app: &App, account: &Arc<Account>, hint: &PullHint) {
    for _ in 0..PAGES {
        match page(app, account, hint).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                return tracing::warn!(%error, app = %account.app.id, "messages could not be fetched; trying again");
            }
        }
    }
}

/// Fetches and keeps one page; tells whether there is more.
async fn page(app: &App, account: &Arc<Account>, hint: &PullHint) -> Result<bool, StoreError> {
    let Some(puller) = account.channel.puller() else {
        return Ok(false);
    };
    let (id, name) = (account.app.id, format!("pull {}", hint.account));
    let asked = name.clone();
    let cursor = app
        .db
        .read(account.workspace, move |tx| channel_state(tx, id, &asked))
        .await?;
    let last = Mutex::new(String::new());
    let step = |ctx: &Ctx<'_>, answers: &[Answer]| {
        let step = puller.pull(ctx, cursor.as_deref(), hint, answers);
        if let (Step::Done(page), Some(answer)) = (&step, answers.last())
            && !page.problems.is_empty()
        {
            last.lock().clone_from(&answer.body);
        }
        step
    };
    let page: Page = match app.walk(account, &hint.account, Held::new(), step).await {
        Ended::Done(page) => page,
        Ended::Later(_) => return Ok(false),
        Ended::Stopped(error) => {
            app.account_is(account.workspace, id, &unwell(&error)).await;
            return Ok(false);
        }
    };
    let moved = cursor.as_deref() != Some(page.next.as_str());
    let quiet = page.events.is_empty() && page.problems.is_empty();
    if moved || !quiet {
        let state = ChannelState {
            app: id,
            name,
            body: page.next,
        };
        let batch = Batch {
            payload: None,
            came: last.into_inner().into(),
            events: page.events,
            problems: page.problems,
            state: Some(state),
        };
        app.take_in(account, batch).await?;
    }
    if account.app.health.state != "connected" {
        app.account_is(account.workspace, id, &Health::Connected).await;
    }
    // A page that did not move and says that there is more would be fetched for ever.
    Ok(page.more && (moved || !quiet))
}

/// How an account is of which nothing can be fetched.
fn unwell(error: &DeliveryError) -> Health {
    let said = [error.detail.as_str(), error.kind.key()];
    let detail = said.into_iter().find(|words| !words.is_empty());
    let detail = detail.unwrap_or_default().to_owned();
    if error.breaks_the_account() {
        let code = "unauthorised";
        return Health::Broken { code, detail };
    }
    let code = "pull_failed";
    Health::Degraded { code, detail }
}
