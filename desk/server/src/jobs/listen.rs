//! Connections that are kept open: one holder for each app, the channel's machine decides what is said, and what it hears is
//! kept before anything is said to it.

mod line;

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use serde_json::Value;
use tokio::{sync::watch, task::JoinHandle, time::Instant};
use yingke_channel_contract::{Dial, Do, Frame, Health, Heard};
use yingke_store::{ChannelState, StoreError, apps, channel_state, hold, let_go, workspaces};
use yingke_words::{AppId, Span, WorkspaceId};

use crate::{
    app::App,
    channels::{account::Account, take::Batch, token::Held},
};
use line::Line;

/// How long a node that vanished goes on holding a connection.
const LEASE: Span = Span::seconds(30);
/// How often the lease is renewed.
const RENEW: Duration = Duration::from_secs(10);
/// How often apps without a connection are looked for.
const LOOK: Duration = Duration::from_secs(2);
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
    loop {
        let (asked, by) = (name.clone(), holder.clone());
        match app
            .db
            .write(workspace, move |tx| hold(tx, &asked, &by, LEASE))
            .await
        {
            Ok(true) => break,
            Ok(false) => {}
            Err(error) => tracing::debug!(%error, "a connection waits for the database"),
        }
        tokio::time::sleep(RENEW).await;
    }
    let _given_back = GiveBack {
        app: app.clone(),
        workspace,
        name: name.clone(),
        holder: holder.clone(),
    };
    let mut lost = Duration::from_secs(1);
    loop {
        let Ok(account) = app.account(workspace, id).await else {
            return;
        };
        let mut listening = Listening {
            app: &app,
            account,
            name: &name,
            holder: &holder,
        };
        let begun = Instant::now();
        match listening.once().await {
            Ok(Next::After(span)) => {
                tokio::time::sleep(Duration::from_millis(span.as_millis().unsigned_abs())).await;
            }
            Ok(Next::Never) => return futures_util::future::pending().await,
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
    /// Not until somebody changes the settings.
    Never,
}

struct Listening<'a> {
    app: &'a App,
    account: Arc<Account>,
    name: &'a str,
    holder: &'a str,
}

impl Listening<'_> {
    /// One connection, from dialling to its end.
    async fn once(&mut self) -> Result<Next, StoreError> {
        let (app, id) = (self.app, self.account.app.id);
        let Some(listener) = self.account.channel.listener() else {
            return Ok(Next::Never);
        };
        let kept = app
            .db
            .read(self.account.workspace, move |tx| channel_state(tx, id, STATE))
            .await?;
        let mut state: Value = kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or(Value::Null);
        let mut held = Held::new();
        let dialled = loop {
            match self
                .account
                .within(app, "", &held, |ctx| listener.dial(ctx, &state))
            {
                Dial::NeedToken { kind } => match app.token(&self.account, kind, None).await {
                    Ok(token) => held.insert(kind.to_owned(), token),
                    Err(error) => {
                        let detail = if error.detail.is_empty() {
                            error.kind.key().to_owned()
                        } else {
                            error.detail
                        };
                        self.is(&Health::Broken {
                            code: "unauthorised",
                            detail,
                        })
                        .await;
                        return Ok(Next::After(Span::minutes(1)));
                    }
                },
                Dial::Not(health) => {
                    self.is(&health).await;
                    return Ok(Next::Never);
                }
                dial => break dial,
            };
        };
        let mut line = match Line::open(app, dialled).await {
            Ok(line) => line,
            Err(closed) => {
                let turned = self
                    .account
                    .within(app, "", &held, |ctx| listener.step(ctx, &state, &closed));
                self.is(&Health::Degraded {
                    code: "unreachable",
                    detail: line::words(&closed),
                })
                .await;
                return Ok(self.after(turned.acts).await);
            }
        };
        let mut timers: HashMap<&'static str, Instant> = HashMap::new();
        let mut waiting = VecDeque::from([Heard::Opened]);
        let mut renewed = Instant::now();
        loop {
            let heard = match waiting.pop_front() {
                Some(heard) => heard,
                None => next(&mut line, &mut timers, renewed + RENEW)
                    .await
                    .unwrap_or(Heard::Timer("")),
            };
            if renewed.elapsed() >= RENEW {
                renewed = Instant::now();
                if !self.still_holds().await? {
                    return Ok(Next::After(LEASE));
                }
            }
            // A wake-up for the lease alone.
            if heard == Heard::Timer("") {
                continue;
            }
            let gone = matches!(heard, Heard::Closed { .. });
            let turned = self
                .account
                .within(app, "", &held, |ctx| listener.step(ctx, &state, &heard));
            state = turned.state;
            let told = !turned.events.is_empty() || !turned.problems.is_empty();
            if told || turned.keep {
                let kept = ChannelState {
                    app: id,
                    name: STATE.to_owned(),
                    body: state.to_string(),
                };
                let batch = Batch {
                    payload: None,
                    events: turned.events,
                    problems: turned.problems,
                    state: Some(kept),
                };
                app.take_in(&self.account, batch).await?;
            }
            if gone {
                return Ok(self.after(turned.acts).await);
            }
            for act in turned.acts {
                match act {
                    Do::Say(frame) => line.say(frame).await,
                    Do::Timer(name, span) => {
                        let due = Instant::now() + Duration::from_millis(span.as_millis().unsigned_abs());
                        timers.insert(name, due);
                    }
                    Do::Health(health) => self.is(&health).await,
                    Do::Reconnect(span) => {
                        // Dropped, not closed: some providers end a session whose connection was closed in order.
                        drop(line);
                        return Ok(Next::After(span));
                    }
                    Do::Stop(health) => {
                        line.close().await;
                        self.is(&health).await;
                        return Ok(Next::Never);
                    }
                }
            }
        }
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
                    return Next::Never;
                }
                Do::Say(_) | Do::Timer(..) => {}
            }
        }
        next
    }
}

/// The next thing that is heard: a frame, or a span that is over. None at `latest`.
async fn next(
    line: &mut Line,
    timers: &mut HashMap<&'static str, Instant>,
    latest: Instant,
) -> Option<Heard> {
    let due = timers
        .iter()
        .min_by_key(|(_, at)| **at)
        .map(|(name, at)| (*name, *at));
    let until = due.map_or(latest, |(_, at)| at.min(latest));
    tokio::select! {
        heard = line.hear() => Some(heard),
        () = tokio::time::sleep_until(until) => {
            let (name, at) = due?;
            (at <= Instant::now()).then(|| {
                timers.remove(name);
                Heard::Timer(name)
            })
        }
    }
}

/// A frame that was heard.
fn framed(frame: Frame) -> Heard {
    Heard::Frame(frame)
}
