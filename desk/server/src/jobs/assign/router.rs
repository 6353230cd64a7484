//! One workspace's router: the floor, what it hears, what it has made true.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;
use tokio::sync::{mpsc, watch};
use yingke_conversation::{Returned, Routed, Row, Status, is_waited_for};
use yingke_routing::Decision;
use yingke_store::{
    Command, CommandError, Db, DecisionBody, Done, Logged, ROUTING, Route, StoreError, events_after,
    head_seq, hold, let_go, rows_of, served, served_by, set_free, teams, waiting,
};
use yingke_words::{AgentId, ConversationId, WorkspaceId};

use super::{
    LEASE, RENEW, book,
    cases::cases,
    memory::{Memory, Overdue},
    people::staff,
};
use crate::{app::App, live::hub::Heard};

/// At most so many are read when a floor begins.
const MOST: i64 = 200_000;
/// So many cases are read at once.
const AT_ONCE: usize = 200;
/// How long it rests after a failure.
const REST: Duration = Duration::from_millis(500);

/// A workspace's router.
pub struct Router {
    app: App,
    workspace: WorkspaceId,
    holder: String,
}

/// Why a router begins anew.
enum Anew {
    /// The settings or the people changed.
    Changed,
    /// It gives nothing any more, or the server stops.
    Over,
    /// Another node has the lease.
    Lost,
}

impl Router {
    /// The router of a workspace.
    pub fn new(app: App, workspace: WorkspaceId, holder: String) -> Self {
        Self {
            app,
            workspace,
            holder,
        }
    }

    /// Routes until the server stops or the workspace gives nothing by itself any more.
    pub async fn run(self, mut stopped: watch::Receiver<bool>) {
        self.take_over().await;
        while !*stopped.borrow() {
            let end = match self.renew().await {
                Ok(true) => self.route(&mut stopped).await,
                Ok(false) => Ok(Anew::Lost),
                Err(error) => Err(error),
            };
            match end {
                Ok(Anew::Changed) => {}
                Ok(Anew::Over) => break,
                Ok(Anew::Lost) => drop(tokio::time::timeout(RENEW, stopped.changed()).await),
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::warn!(%error, "a router begins anew");
                    let _ = tokio::time::timeout(REST, stopped.changed()).await;
                }
            }
        }
        let holder = self.holder.clone();
        let given = self
            .app
            .db
            .write(self.workspace, move |tx| let_go(tx, ROUTING, &holder));
        if let Err(error) = given.await {
            tracing::debug!(%error, "the lease of routing runs out by itself");
        }
    }

    /// A file is served by one server: what an earlier start of it held is nobody's any more.
    async fn take_over(&self) {
        if self.app.config.database_url.is_some() {
            return;
        }
        let freed = self.app.db.write(self.workspace, |tx| set_free(tx, ROUTING));
        if let Err(error) = freed.await {
            tracing::warn!(%error, "routing begins when the lease of an earlier start has run out");
        }
    }

    async fn renew(&self) -> Result<bool, StoreError> {
        let holder = self.holder.clone();
        self.app
            .db
            .write(self.workspace, move |tx| hold(tx, ROUTING, &holder, LEASE))
            .await
    }

    /// Holds a floor until something asks for another one.
    async fn route(&self, stopped: &mut watch::Receiver<bool>) -> Result<Anew, StoreError> {
        let (ear, mut heard) = mpsc::unbounded_channel();
        self.app.hub.follow(self.workspace, ear);
        let Some(mut held) = self.begin().await? else {
            return Ok(Anew::Over);
        };
        let mut renew = tokio::time::interval(RENEW);
        renew.tick().await;
        loop {
            self.perform(&mut held);
            let due = self.until_due(&held);
            tokio::select! {
                biased;
                _ = stopped.changed() => return Ok(Anew::Over),
                Some((conversation, result)) = held.under_way.next(), if !held.under_way.is_empty() => {
                    self.ended(&mut held, conversation, result).await?;
                }
                Some(word) = heard.recv() => {
                    if self.hear(&mut held, word).await? {
                        return Ok(Anew::Changed);
                    }
                }
                () = tokio::time::sleep(due) => self.tick(&mut held),
                _ = renew.tick() => {
                    if !self.renew().await? {
                        return Ok(Anew::Lost);
                    }
                }
            }
        }
    }

    /// Reads everything; none when nothing is given to anybody by itself.
    async fn begin(&self) -> Result<Option<Memory>, StoreError> {
        let workspace = self.workspace;
        let read = self.app.db.read(workspace, move |tx| {
            let (book, version) = book(tx)?;
            let staff = staff(tx, &book)?;
            let teams = teams(tx)?.into_iter().map(|team| (team.id, team.name)).collect();
            let (seq, queue, hands) = (head_seq(tx, workspace)?, waiting(tx, MOST)?, served(tx, MOST)?);
            Ok::<_, StoreError>((book, version, staff, teams, seq, queue, hands))
        });
        let (book, version, staff, teams, seq, queue, hands) = read.await?;
        if !book.gives() {
            return Ok(None);
        }
        let mut held = Memory::begin(book, (version, seq), (staff, teams), self.app.now());
        held.open(&hands, self.app.now());
        self.ask_all(&mut held, queue).await?;
        Ok(Some(held))
    }

    /// Asks for what waits.
    async fn ask_all(&self, held: &mut Memory, rows: Vec<Row>) -> Result<(), StoreError> {
        let rows: Vec<Row> = rows
            .into_iter()
            .filter(|row| row.status == Status::Queued && !held.deciding.contains(&row.id))
            .collect();
        for some in rows.chunks(AT_ONCE) {
            let (some, book, staff) = (some.to_vec(), held.book.clone(), held.staff.clone());
            let read = self
                .app
                .db
                .read(self.workspace, move |tx| cases(tx, some, &book, &staff));
            for (row, case) in read.await? {
                held.ask(&row, case, self.app.now());
            }
        }
        Ok(())
    }

    fn until_due(&self, held: &Memory) -> Duration {
        let Some(due) = held.next_due() else { return RENEW };
        let millis = due.since(self.app.now()).as_millis().max(1);
        Duration::from_millis(u64::try_from(millis).unwrap_or(1)).min(RENEW)
    }

    fn tick(&self, held: &mut Memory) {
        let now = self.app.now();
        for overdue in held.tick(now) {
            let (db, workspace) = (self.app.db.clone(), self.workspace);
            match overdue {
                Overdue::Silent(conversation, agent) => {
                    let take_back = Command::TakeBack {
                        conversation,
                        agent,
                        why: Returned::Silent,
                    };
                    held.under_way.push(Box::pin(async move {
                        (conversation, db.command(workspace, take_back).await)
                    }));
                }
                Overdue::Gone(agent) => {
                    tokio::spawn(take_back_all(db, workspace, agent));
                }
            }
        }
    }

    /// Whether everything is to be read anew.
    async fn hear(&self, held: &mut Memory, word: Heard) -> Result<bool, StoreError> {
        let events = match word {
            Heard::Events(events) if events.first().is_none_or(|first| first.seq <= held.seq + 1) => events,
            Heard::Events(events) => {
                let last = events.last().map_or(held.seq, |last| last.seq);
                self.catch_up(held.seq, last).await?
            }
            Heard::Seq(seq) => self.catch_up(held.seq, seq).await?,
        };
        let mut queue = Vec::new();
        for logged in events
            .into_iter()
            .filter(|logged| logged.seq > held.seq)
            .collect::<Vec<_>>()
        {
            held.seq = logged.seq;
            if held.take(&logged, self.app.now(), &mut queue) {
                return Ok(true);
            }
        }
        self.ask_all(held, queue).await?;
        Ok(false)
    }

    async fn catch_up(&self, mut from: i64, to: i64) -> Result<Vec<Logged>, StoreError> {
        let (workspace, mut found) = (self.workspace, Vec::new());
        while from < to {
            let read = self
                .app
                .db
                .read(workspace, move |tx| events_after(tx, workspace, from, 500));
            let events = read.await?;
            let Some(last) = events.last() else { break };
            from = last.seq;
            found.extend(events);
        }
        Ok(found)
    }

    /// Sends what was decided on its way.
    fn perform(&self, held: &mut Memory) {
        for placing in held.placings.drain(..) {
            let (db, workspace) = (self.app.db.clone(), self.workspace);
            tokio::spawn(async move {
                if let Err(error) = db.command(workspace, Command::Place(Box::new(placing))).await {
                    tracing::debug!(%error, "it waits elsewhere by now");
                }
            });
        }
        for decision in held.floor.take() {
            let conversation = decision.conversation;
            let Some(route) = self.command(held, decision) else {
                held.floor.release(conversation, self.app.now());
                continue;
            };
            held.deciding.insert(conversation);
            let (db, workspace) = (self.app.db.clone(), self.workspace);
            held.under_way.push(Box::pin(async move {
                let done = db.command(workspace, Command::Route(Box::new(route))).await;
                (conversation, done)
            }));
        }
    }

    fn command(&self, held: &mut Memory, decision: Decision) -> Option<Route> {
        let (case, plan) = held.plans.remove(&decision.conversation)?;
        let capacity = held.floor.capacity(decision.agent)?.clone();
        let own = plan
            .ask
            .own
            .iter()
            .find(|own| own.agent == decision.agent && own.stage == decision.stage);
        let team = decision.team.or(plan.team);
        Some(Route {
            conversation: decision.conversation,
            routed: Routed {
                number: case.number,
                agent: decision.agent,
                name: held.staff.names.get(&decision.agent)?.clone(),
                team,
                priority: plan.priority,
                accept_within: held.book.accept_within(team),
                capacity,
                weights: held.book.settings.weights.clone(),
                silent_after: held.book.settings.silent_after(),
                beyond: own.map_or(0, |own| own.beyond),
            },
            holder: self.holder.clone(),
            body: DecisionBody {
                stage: decision.stage,
                team_id: team,
                waited_ms: decision.waited.as_millis(),
                rules: plan.rules,
                why: decision.why.map(|why| *why),
                settings_version: held.version,
                known_seq: held.seq,
            },
        })
    }

    /// A command has come to its end: what it says is how things are.
    async fn ended(
        &self,
        held: &mut Memory,
        conversation: ConversationId,
        result: Result<Done, CommandError>,
    ) -> Result<(), StoreError> {
        held.deciding.remove(&conversation);
        let meanwhile = held.meanwhile.remove(&conversation);
        match result {
            Ok(done) => {
                let row = meanwhile.filter(|row| row.version > done.conversation.version);
                let row = row.unwrap_or(done.conversation);
                held.see(&row, self.app.now(), false);
                self.ask_all(held, vec![row]).await
            }
            Err(CommandError::Store(error)) => Err(error),
            Err(error) => {
                tracing::debug!(%error, %conversation, "a decision was not made true");
                let read = self
                    .app
                    .db
                    .read(self.workspace, move |tx| rows_of(tx, &[conversation]));
                let rows = read.await?;
                held.floor.release(conversation, self.app.now());
                for row in &rows {
                    held.see(row, self.app.now(), false);
                }
                self.ask_all(held, rows).await
            }
        }
    }
}

/// Whatever customers wait for from somebody who is gone goes back into the queue; so does what was only offered to them.
async fn take_back_all(db: Arc<Db>, workspace: WorkspaceId, agent: AgentId) {
    let read = db.read(workspace, move |tx| {
        // Who is only not seen still serves what they have.
        let serves = yingke_store::agent(tx, agent)?.is_some_and(|agent| agent.status.serves());
        if serves {
            return Ok::<_, StoreError>(Vec::new());
        }
        served_by(tx, agent, tx.now())
    });
    let rows = match read.await {
        Ok(rows) => rows,
        Err(error) => {
            tracing::warn!(%error, %agent, "what somebody who is gone has in hand cannot be read");
            return;
        }
    };
    for row in rows.into_iter().filter(is_waited_for) {
        let command = Command::TakeBack {
            conversation: row.id,
            agent,
            why: Returned::AgentGone,
        };
        if let Err(error) = db.command(workspace, command).await {
            tracing::debug!(%error, conversation = %row.id, "it is somebody else's by now");
        }
    }
}
