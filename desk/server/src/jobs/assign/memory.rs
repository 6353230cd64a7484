//! What a router holds in memory: the floor, the plans of what waits, and what becomes due.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use futures_util::{future::BoxFuture, stream::FuturesUnordered};
use yingke_conversation::{EventKind, InHand, Row, Status};
use yingke_routing::{Book, Case, Floor, Plan, Standing};
use yingke_store::{CommandError, Done, Logged, Placing};
use yingke_words::{AgentId, ConversationId, Span, TeamId, Time};

use super::{
    cases::kind,
    people::{Staff, floor_rules},
};

/// A command under way, and what it is about.
pub type UnderWay = BoxFuture<'static, (ConversationId, Result<Done, CommandError>)>;

/// Which settings decide who gets what.
const DECIDE: [&str; 6] = ["agents", "teams", "roles", "inboxes", "routing", "skills"];

/// What is in memory while the lease is held.
pub struct Memory {
    /// Who is here, what waits.
    pub floor: Floor,
    /// The settings.
    pub book: Arc<Book>,
    /// Their version.
    pub version: i64,
    /// The people.
    pub staff: Arc<Staff>,
    /// How far the log was followed.
    pub seq: i64,
    /// Plans of what waits.
    pub plans: HashMap<ConversationId, (Case, Plan)>,
    /// What a decision is on its way for.
    pub deciding: HashSet<ConversationId>,
    /// How things went on with what a decision is on its way for.
    pub meanwhile: HashMap<ConversationId, Row>,
    /// What is to stand in another queue, or more urgently.
    pub placings: Vec<Placing>,
    /// Commands on their way.
    pub under_way: FuturesUnordered<UnderWay>,
    teams: HashMap<TeamId, String>,
    due: BTreeSet<(Time, Due)>,
    quiet: HashMap<ConversationId, Time>,
    unanswered: HashMap<ConversationId, (Time, AgentId)>,
    gone: HashMap<AgentId, Time>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// It takes no place any more.
    Quiet(ConversationId),
    /// Whoever has it said nothing.
    Answer(ConversationId),
    /// They have been away for long.
    Gone(AgentId),
}

/// What is to be taken back.
pub enum Overdue {
    /// They said nothing on it.
    Silent(ConversationId, AgentId),
    /// They are gone.
    Gone(AgentId),
}

impl Memory {
    /// With everybody seated, and nobody taking anything yet.
    pub fn begin(
        book: Book,
        (version, seq): (i64, i64),
        (staff, teams): (Staff, HashMap<TeamId, String>),
        now: Time,
    ) -> Self {
        let mut floor = Floor::new(floor_rules(&book));
        for mut person in staff.people.clone() {
            person.standing = Standing::Offline;
            floor.seat(person, now);
        }
        Self {
            floor,
            book: Arc::new(book),
            version,
            staff: Arc::new(staff),
            teams,
            seq,
            plans: HashMap::new(),
            deciding: HashSet::new(),
            meanwhile: HashMap::new(),
            placings: Vec::new(),
            under_way: FuturesUnordered::new(),
            due: BTreeSet::new(),
            quiet: HashMap::new(),
            unanswered: HashMap::new(),
            gone: HashMap::new(),
        }
    }

    /// What is in hand is known: everybody stands as they do.
    pub fn open(&mut self, hands: &[Row], now: Time) {
        for row in hands {
            self.see(row, now, true);
        }
        let staff = Arc::clone(&self.staff);
        for person in &staff.people {
            self.floor.stand(person.agent, person.standing, now);
            self.note_absence(person.agent, person.standing, now);
        }
    }

    /// When anything is due next.
    pub fn next_due(&self) -> Option<Time> {
        let own = self.due.first().map(|(at, _)| *at);
        self.floor.next_due().into_iter().chain(own).min()
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Time) -> Vec<Overdue> {
        let mut overdue = Vec::new();
        while let Some((at, what)) = self.due.first().copied().filter(|(at, _)| *at <= now) {
            self.due.remove(&(at, what));
            match what {
                Due::Quiet(conversation) => {
                    self.quiet.remove(&conversation);
                    self.floor.release(conversation, now);
                }
                Due::Answer(conversation) => {
                    let whose = self.unanswered.remove(&conversation);
                    overdue.extend(whose.map(|(_, agent)| Overdue::Silent(conversation, agent)));
                }
                Due::Gone(agent) => {
                    self.gone.remove(&agent);
                    overdue.push(Overdue::Gone(agent));
                }
            }
        }
        self.floor.tick(now);
        overdue
    }

    /// Plans a case and asks for it.
    pub fn ask(&mut self, row: &Row, case: Case, now: Time) {
        let plan = self.book.plan(&case, now);
        let placing = Placing {
            conversation: row.id,
            number: case.number,
            team: plan
                .team
                .and_then(|team| Some((team, self.teams.get(&team)?.clone()))),
            priority: plan.priority,
        };
        let elsewhere = plan.team.is_some() && plan.team != row.team_id;
        let differs = elsewhere || plan.priority != row.priority;
        if plan.ask.rungs.is_empty() && plan.ask.own.is_empty() {
            self.floor.withdraw(row.id);
        } else {
            let ask = plan.ask.clone();
            self.plans.insert(row.id, (case, plan));
            self.floor.ask(ask, now);
        }
        // What is given at once stands nowhere before.
        let given = self.floor.holder(row.id).is_some();
        self.placings.extend(Some(placing).filter(|_| differs && !given));
    }

    /// Takes an event in; whether everything is to be read anew. What has to be planned goes into `queue`.
    pub fn take(&mut self, logged: &Logged, now: Time, queue: &mut Vec<Row>) -> bool {
        let event = &logged.event;
        let what = event.what.as_deref().unwrap_or_default();
        let changed = event.kind == EventKind::SettingsChanged && DECIDE.contains(&what);
        if changed || event.kind == EventKind::AgentLeft {
            return true;
        }
        if let Some(agent) = &event.agent {
            if !self.staff.names.contains_key(&agent.id) {
                return true;
            }
            // Who answers nobody is not on the floor.
            let known = self.staff.people.iter().find(|one| one.agent == agent.id);
            if let Some(automatic) = known.map(|person| person.standing != Standing::Excluded) {
                let standing = Standing::of(agent.status, automatic);
                self.floor.stand(agent.id, standing, now);
                self.note_absence(agent.id, standing, now);
            }
        }
        let Some(row) = event.conversation.as_ref() else {
            return false;
        };
        if self.deciding.contains(&row.id) {
            self.meanwhile.insert(row.id, row.clone());
            return false;
        }
        self.see(row, now, false);
        queue.retain(|other| other.id != row.id);
        if row.status == Status::Queued && self.is_news(row, event.kind) {
            queue.push(row.clone());
        }
        false
    }

    /// Whether what waits has to be planned anew: not for every word that is said meanwhile.
    fn is_news(&self, row: &Row, kind: EventKind) -> bool {
        let said = matches!(
            kind,
            EventKind::MessageReceived
                | EventKind::NoteAdded
                | EventKind::ConversationRead
                | EventKind::ConversationSeen
        );
        !(said && self.plans.contains_key(&row.id))
    }

    /// Keeps up with how a conversation stands.
    pub fn see(&mut self, row: &Row, now: Time, at_first: bool) {
        let silent_after = self.book.settings.silent_after();
        let in_hand = InHand::of(row);
        let waited = self.forget(row.id);
        let agent = row.agent_id.filter(|_| in_hand.occupies(silent_after, now));
        let Some(agent) = agent else {
            if row.status != Status::Queued {
                self.plans.remove(&row.id);
                self.floor.withdraw(row.id);
                self.floor.release(row.id, now);
            }
            return;
        };
        let what = (kind(&row.channel, &self.book, &self.staff), row.team_id);
        self.plans.remove(&row.id);
        if at_first {
            self.floor.holds(row.id, agent, what, now);
        } else {
            self.floor.hold(row.id, agent, what, now);
        }
        if let Some(at) = in_hand.silent_at(silent_after) {
            self.quiet.insert(row.id, at);
            self.due.insert((at, Due::Quiet(row.id)));
        }
        let patience = self
            .book
            .settings
            .answer_seconds
            .map(|seconds| Span::seconds(i64::from(seconds)));
        let unheard =
            row.status == Status::Open && row.first_reply_at.is_none() && row.waiting_since.is_some();
        if let Some(span) = patience.filter(|_| unheard) {
            let since = waited.filter(|(_, of)| *of == agent);
            let at = since.map_or(now + span, |(at, _)| at);
            self.unanswered.insert(row.id, (at, agent));
            self.due.insert((at, Due::Answer(row.id)));
        }
    }

    /// Takes what is due of a conversation out; until when whoever had it should have answered.
    fn forget(&mut self, conversation: ConversationId) -> Option<(Time, AgentId)> {
        if let Some(at) = self.quiet.remove(&conversation) {
            self.due.remove(&(at, Due::Quiet(conversation)));
        }
        let waited = self.unanswered.remove(&conversation);
        if let Some((at, _)) = waited {
            self.due.remove(&(at, Due::Answer(conversation)));
        }
        waited
    }

    /// Who is gone is waited for a while.
    fn note_absence(&mut self, agent: AgentId, standing: Standing, now: Time) {
        if let Some(at) = self.gone.remove(&agent) {
            self.due.remove(&(at, Due::Gone(agent)));
        }
        let Some(minutes) = self.book.settings.gone_minutes else {
            return;
        };
        if standing.is_gone() {
            let at = now + Span::minutes(i64::from(minutes));
            self.gone.insert(agent, at);
            self.due.insert((at, Due::Gone(agent)));
        }
    }
}
