//! Connections that are kept open: one holder for each app, the channel's machine decides what is said, and what it hears is
//! kept before anything is said to it.

mod wire;

use std::{collections::HashMap, sync::Arc, time::Duration};

use futures_util::{FutureExt as _, future::BoxFuture};
use serde_json::Value;
use tokio::{sync::watch, task::JoinHandle, time::Instant};
use yingke_channel_contract::{Answer, Ctx, Dial, Do, Frame, Health, Heard, Listener};
use yingke_store::{ChannelState, StoreError, apps, channel_state, hold, let_go, workspaces};
use yingke_words::{AppId, Span, WorkspaceId};

use crate::{
    app::App,
    channels::{account::Account, take::Batch, token::Held},
};
use wire::Wire;

/// How long a node that vanished goes on holding a connection.
const LEASE: Span = Span::seconds(30);
/// How often the lease is renewed.
const RENEW: Duration = Duration::from_secs(10);
/// How often apps without a connection are looked for.
const LOOK: Duration = Duration::from_secs(2);
/// How an account is whose connection does not come about.
pub const UNREACHABLE: &str = "unreachable";
/// The name of what a listener keeps.
const STATE: &str = "listen";

/// Runs until `stopped`.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let holder = app.id::<uuid::Uuid>().to_string();
    let mut running: HashMap<AppId, (i64, JoinHandle<()>)> = HashMap::new();
    while !*stopped.borrow() {
        running.retain(|_, (_, task)| !task.is_finished());
        match listeners(&app).await {
            Ok(found) => {
                // Removed, or set up differently: the connection of before ends.
                running.retain(|id, (version, task)| {
                    let same = found.iter().any(|(_, one, now)| one == id && now == version);
                    if !same {
                        task.abort();
                    }
                    same
                });
                for (workspace, id, version) in found {
                    running.entry(id).or_insert_with(|| {
                        let keeping = keep(app.clone(), holder.clone(), workspace, id);
                        (version, tokio::spawn(keeping))
                    });
                }
            }
            Err(error) => tracing::debug!(%error, "apps cannot be listed; trying again"),
        }
        let _ = tokio::time::timeout(LOOK, stopped.changed()).await;
    }
    for (id, (_, task)) in running {
        task.abort();
        tracing::debug!(app = %id, "a connection ends with the server");
    }
}

/// The apps whose channel keeps a connection open, with the version of their settings.
async fn listeners(app: &App) -> Result<Vec<(WorkspaceId, AppId, i64)>, StoreError> {
    let mut found = Vec::new();
    for workspace in app.db.read_global(workspaces).await? {
        for one in app.db.read(workspace.id, apps).await? {
            let listens = app
                .channels
                .get(&one.channel)
                .is_some_and(|channel| channel.listener().is_some());
            if listens {
                found.push((workspace.id, one.id, one.version));
            }
        }
    }
    Ok(found)
}

/// Keeps a connection while this node is the one that holds it.
async fn keep(app: App, holder: String, workspace: WorkspaceId, id: AppId) {
    let name = format!("listen {id}");
    wait_for(&app, workspace, &name, &holder).await;
    let _given_back = GiveBack {
        app: app.clone(),
        workspace,
        name: name.clone(),
        holder: holder.clone(),
    };
    let mut lost = Duration::from_secs(1);
    let mut refused = Held::new();
    loop {
        let Ok(account) = app.account(workspace, id).await else {
            return;
        };
        let Some(listener) = account.channel.listener() else {
            return;
        };
        let mut listening = Listening {
            app: &app,
            account,
            listener,
            name: &name,
            holder: &holder,
            state: Value::Null,
            held: Held::new(),
            refused: &mut refused,
        };
        let begun = Instant::now();
        match listening.once().await {
            Ok(Next::After(span)) => {
                tokio::time::sleep(Duration::from_millis(span.as_millis().unsigned_abs())).await;
            }
            Ok(Next::Well(most)) => {
                wait_until_well(&app, (workspace, id), most).await;
                wait_for(&app, workspace, &name, &holder).await;
            }
            Err(error) => {
                tracing::debug!(%error, "a connection waits for the database");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
        // Who is cut off at once, again and again, comes back ever more seldom.
        lost = if begun.elapsed() > Duration::from_mins(1) {
            Duration::from_secs(1)
        } else {
            (lost * 2).min(Duration::from_mins(5))
        };
        if begun.elapsed() < Duration::from_secs(1) {
            tokio::time::sleep(lost).await;
        }
    }
}

/// Waits until this node holds `name`.
async fn wait_for(app: &App, workspace: WorkspaceId, name: &str, holder: &str) {
    loop {
        let (asked, by) = (name.to_owned(), holder.to_owned());
        match app
            .db
            .write(workspace, move |tx| hold(tx, &asked, &by, LEASE))
            .await
        {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => tracing::debug!(%error, "a connection waits for the database"),
        }
        tokio::time::sleep(RENEW).await;
    }
}

/// Waits until somebody tried the account and found it well, at most this long: what refused us may have been put right on
/// the other side. With other settings the whole task ends.
async fn wait_until_well(app: &App, (workspace, id): (WorkspaceId, AppId), most: Option<Span>) {
    let begun = Instant::now();
    let most = most.map(|most| Duration::from_millis(most.as_millis().unsigned_abs()));
    while most.is_none_or(|most| begun.elapsed() < most) {
        tokio::time::sleep(LOOK).await;
        if let Ok(account) = app.account(workspace, id).await
            && account.app.health.state == "connected"
        {
            return;
        }
    }
}

/// Gives the lease back when the task ends, however it ends.
struct GiveBack {
    app: App,
    workspace: WorkspaceId,
    name: String,
    holder: String,
}

impl Drop for GiveBack {
    fn drop(&mut self) {
        let (app, workspace) = (self.app.clone(), self.workspace);
        let (name, holder) = (std::mem::take(&mut self.name), std::mem::take(&mut self.holder));
        tokio::spawn(async move {
            let freed = app
                .db
                .write(workspace, move |tx| let_go(tx, &name, &holder))
                .await;
            if let Err(error) = freed {
                tracing::debug!(%error, "a connection's lease was not given back; it runs out");
            }
        });
    }
}

/// When to connect again.
enum Next {
    After(Span),
    /// Once somebody changed the settings, or tried them and found them good; or after this span.
    Well(Option<Span>),
}

/// What may be heard besides what comes over the connection; gone with it.
#[derive(Default)]
struct Beside {
    timers: HashMap<&'static str, Instant>,
    /// What is asked of the provider, until it is answered.
    asked: Option<BoxFuture<'static, Answer>>,
}

struct Listening<'a> {
    app: &'a App,
    account: Arc<Account>,
    listener: &'static dyn Listener,
    name: &'a str,
    holder: &'a str,
    state: Value,
    /// The tokens it signs in with.
    held: Held,
    /// Those that the other side did not take.
    refused: &'a mut Held,
}

impl Listening<'_> {
    /// One connection, from dialling to its end.
    async fn once(&mut self) -> Result<Next, StoreError> {
        let id = self.account.app.id;
        let kept = self
            .app
            .db
            .read(self.account.workspace, move |tx| channel_state(tx, id, STATE))
            .await?;
        let kept = kept.and_then(|text| serde_json::from_str(&text).ok());
        self.state = kept.unwrap_or(Value::Null);
        let dial = match self.dial().await {
            Ok(dial) => dial,
            Err(next) => return Ok(next),
        };
        match Wire::open(self.app, dial).await {
            Ok(line) => self.listen(line).await,
            Err(closed) => {
                // Who refuses us was reached; what that means the channel says.
                if matches!(&closed, Heard::Closed { code, .. } if *code == Heard::SIGN_IN_REFUSED) {
                    *self.refused = std::mem::take(&mut self.held);
                } else {
                    self.is(&Health::Degraded {
                        code: UNREACHABLE,
                        detail: wire::words(&closed),
                    })
                    .await;
                }
                let acts = self.hear(&closed).await?;
                Ok(self.after(acts).await)
            }
        }
    }

    /// Where to connect, with the tokens that takes.
    async fn dial(&mut self) -> Result<Dial, Next> {
        loop {
            let (listener, state) = (self.listener, &self.state);
            let dial = self
                .account
                .within(self.app, "", &self.held, |ctx| listener.dial(ctx, state));
            match dial {
                Dial::NeedToken { kind } => {
                    let stale = self.refused.get(kind);
                    match self.app.token(&self.account, kind, stale).await {
                        Ok(token) => self.held.insert(kind.to_owned(), token),
                        Err(error) => {
                            let detail = format!("{} {}", error.kind.key(), error.detail);
                            let code = "unauthorised";
                            self.is(&Health::Broken { code, detail }).await;
                            return Err(Next::Well(Some(Span::minutes(1))));
                        }
                    };
                }
                Dial::Not(health) => {
                    self.is(&health).await;
                    return Err(Next::Well(None));
                }
                dial => return Ok(dial),
            }
        }
    }

    /// Listens until the connection is gone, or is to be.
    async fn listen(&mut self, mut line: Wire) -> Result<Next, StoreError> {
        let mut beside = Beside::default();
        let mut renewed = Instant::now();
        let mut heard = Some(Heard::Opened);
        loop {
            // Nothing is heard when only the lease has to be renewed.
            if let Some(one) = heard {
                let gone = matches!(one, Heard::Closed { .. });
                let acts = self.hear(&one).await?;
                if gone {
                    return Ok(self.after(acts).await);
                }
                if let Some(next) = self.act(&mut line, &mut beside, acts).await {
                    if matches!(next, Next::Well(_)) {
                        line.close().await;
                    }
                    // Else dropped, not closed: some providers end a session whose connection was closed in order.
                    return Ok(next);
                }
            }
            if renewed.elapsed() >= RENEW {
                renewed = Instant::now();
                if !self.still_holds().await? {
                    return Ok(Next::After(LEASE));
                }
            }
            heard = next(&mut line, &mut beside, renewed + RENEW).await;
        }
    }

    /// Hears something: what it tells is kept, with the state, before anything is said.
    async fn hear(&mut self, heard: &Heard) -> Result<Vec<Do>, StoreError> {
        let (listener, state) = (self.listener, &self.state);
        let turned = self
            .account
            .within(self.app, "", &self.held, |ctx| listener.step(ctx, state, heard));
        self.state = turned.state;
        if turned.keep || !turned.events.is_empty() || !turned.problems.is_empty() {
            let state = ChannelState {
                app: self.account.app.id,
                name: STATE.to_owned(),
                body: self.state.to_string(),
            };
            let batch = Batch {
                payload: None,
                came: wire::bytes(heard),
                events: turned.events,
                problems: turned.problems,
                state: Some(state),
            };
            self.app.take_in(&self.account, batch).await?;
        }
        Ok(turned.acts)
    }

    /// Does what the machine wants; when to connect again, if the connection is to end.
    async fn act(&self, line: &mut Wire, beside: &mut Beside, acts: Vec<Do>) -> Option<Next> {
        for act in acts {
            match act {
                Do::Say(frame) => line.say(frame).await,
                Do::Timer(name, span) => {
                    let due = Instant::now() + Duration::from_millis(span.as_millis().unsigned_abs());
                    beside.timers.insert(name, due);
                }
                Do::Ask => beside.asked = self.ask(),
                Do::Health(health) => self.is(&health).await,
                Do::Reconnect(span) => return Some(Next::After(span)),
                Do::Stop(health) => {
                    self.is(&health).await;
                    return Some(Next::Well(None));
                }
            }
        }
        None
    }

    /// What the machine asks of the provider, on its way: the connection goes on being heard meanwhile.
    fn ask(&self) -> Option<BoxFuture<'static, Answer>> {
        let (listener, state) = (self.listener, &self.state);
        let asks = |ctx: &Ctx<'_>| listener.asks(ctx, state);
        let request = self.account.within(self.app, "", &self.held, asks)?;
        let (app, workspace) = (self.app.clone(), self.account.workspace);
        Some(async move { app.carry(workspace, request).await }.boxed())
    }

    async fn still_holds(&self) -> Result<bool, StoreError> {
        let (name, holder) = (self.name.to_owned(), self.holder.to_owned());
        self.app
            .db
            .write(self.account.workspace, move |tx| hold(tx, &name, &holder, LEASE))
            .await
    }

    async fn is(&self, health: &Health) {
        self.app
            .account_is(self.account.workspace, self.account.app.id, health)
            .await;
    }

    /// What a machine wants once its connection is gone.
    async fn after(&self, acts: Vec<Do>) -> Next {
        let mut next = Next::After(Span::seconds(5));
        for act in acts {
            match act {
                Do::Reconnect(span) => next = Next::After(span),
                Do::Health(health) => self.is(&health).await,
                Do::Stop(health) => {
                    self.is(&health).await;
                    return Next::Well(None);
                }
                Do::Say(_) | Do::Timer(..) | Do::Ask => {}
            }
        }
        next
    }
}

/// The next thing that is heard: a frame, an answer, or a span that is over. None at `latest`.
async fn next(line: &mut Wire, beside: &mut Beside, latest: Instant) -> Option<Heard> {
    let Beside { timers, asked } = beside;
    let due = timers
        .iter()
        .min_by_key(|(_, at)| **at)
        .map(|(name, at)| (*name, *at));
    let until = due.map_or(latest, |(_, at)| at.min(latest));
    tokio::select! {
        heard = line.hear() => Some(heard),
        answer = answered(asked) => Some(Heard::Answered(answer)),
        () = tokio::time::sleep_until(until) => {
            let (name, at) = due?;
            (at <= Instant::now()).then(|| {
                timers.remove(name);
                Heard::Timer(name)
            })
        }
    }
}

/// The answer to what was asked; for ever where nothing was.
async fn answered(asked: &mut Option<BoxFuture<'static, Answer>>) -> Answer {
    match asked {
        Some(answer) => {
            let answer = answer.await;
            *asked = None;
            answer
        }
        None => std::future::pending().await,
    }
}

/// A frame that was heard.
fn framed(frame: Frame) -> Heard {
    Heard::Frame(frame)
}
