//! Who is here, what waits, what is in hand: all in memory.

mod deciding;
mod grouping;
mod seating;
mod waiting;

use std::collections::{BTreeSet, HashMap};

use rustc_hash::FxHashMap;
use yingke_words::{AgentId, ConversationId, InboxId, Span, TeamId, Time};

use crate::{
    Ageing, Choosing, Decision, Kind, Rank, Standing, Want,
    body::{Bodies, Seatling},
    group::{Group, Scope, TeamState, Waiter},
};
use waiting::Waiting;

/// What the workspace set.
#[derive(Clone, Debug, Default)]
pub struct FloorRules {
    /// How much earlier a higher class counts.
    pub ageing: Ageing,
    /// The least time between two assignments to one person.
    pub pace: Span,
    /// How is chosen among everybody, and in teams that set nothing.
    pub choosing: Choosing,
    /// How teams choose.
    pub teams: HashMap<TeamId, Choosing>,
    /// How many conversations a team has in hand at most.
    pub caps: HashMap<TeamId, u32>,
    /// Whether decisions carry their reasons.
    pub explains: bool,
}

/// The floor of one workspace. Told what happens, it decides at once what can be decided; [`Floor::take`] hands it over.
/// What was decided counts as in hand until [`Floor::release`] or another word about the conversation.
#[derive(Debug, Default)]
pub struct Floor {
    rules: FloorRules,
    bodies: Bodies,
    seats: FxHashMap<AgentId, Seatling>,
    groups: Vec<Group>,
    by_need: FxHashMap<Want, u32>,
    scopes: Vec<Scope>,
    by_scope: HashMap<(Option<TeamId>, Option<InboxId>), u32>,
    teams: HashMap<TeamId, TeamState>,
    waiting: Vec<Option<Waiting>>,
    vacant: Vec<Waiter>,
    threads: FxHashMap<ConversationId, Thread>,
    waits: usize,
    due: BTreeSet<(Time, Due)>,
    decided: Vec<Decision>,
    turn: i64,
    /// Scratch space of choices.
    chosen: Vec<Seatling>,
    barred: Vec<Seatling>,
}

/// Where a conversation waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whereabouts {
    /// For somebody in particular.
    Line(AgentId),
    /// For the people of so many steps of its way.
    Queue(usize),
}

/// What is known of a conversation.
#[derive(Clone, Copy, Debug)]
enum Thread {
    Waits(Waiter),
    Held(Held),
}

/// A conversation in somebody's hands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Held {
    by: Seatling,
    kind: Kind,
    team: Option<TeamId>,
}

/// What happens when a time has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Due {
    /// The next step of what waits, the first in rank first.
    Step(Rank, Waiter),
    /// Somebody may be given something again.
    Pace(Seatling),
}

impl Floor {
    /// An empty floor.
    pub fn new(rules: FloorRules) -> Self {
        Self {
            rules,
            ..Self::default()
        }
    }

    /// What the workspace set.
    pub fn rules(&self) -> &FloorRules {
        &self.rules
    }

    /// What was decided since last asked, in order.
    pub fn take(&mut self) -> Vec<Decision> {
        std::mem::take(&mut self.decided)
    }

    /// What was decided, one by one and without another allocation.
    pub fn drain(&mut self) -> impl Iterator<Item = Decision> + '_ {
        self.decided.drain(..)
    }

    /// When time itself changes something next.
    pub fn next_due(&self) -> Option<Time> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Time has passed. A clock that jumps back changes nothing until it has caught up.
    pub fn tick(&mut self, now: Time) {
        while let Some((at, what)) = self.due.first().copied().filter(|(at, _)| *at <= now) {
            self.due.remove(&(at, what));
            match what {
                Due::Step(_, waiter) => self.step(waiter, now),
                Due::Pace(body) => {
                    self.changing(body, |one| one.paced_until = None);
                    self.settle(body, now);
                }
            }
        }
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.waits
    }

    /// Whether a conversation waits.
    pub fn waits(&self, conversation: ConversationId) -> bool {
        matches!(self.threads.get(&conversation), Some(Thread::Waits(_)))
    }

    /// Who has a conversation in hand.
    pub fn holder(&self, conversation: ConversationId) -> Option<AgentId> {
        let held = self.held(conversation)?;
        Some(self.bodies.get(held.by).agent)
    }

    fn held(&self, conversation: ConversationId) -> Option<Held> {
        match self.threads.get(&conversation)? {
            Thread::Held(held) => Some(*held),
            Thread::Waits(_) => None,
        }
    }

    fn waiter(&self, conversation: ConversationId) -> Option<Waiter> {
        match self.threads.get(&conversation)? {
            Thread::Waits(waiter) => Some(*waiter),
            Thread::Held(_) => None,
        }
    }

    /// Tenths of places in use, over all pools.
    pub fn load(&self, agent: AgentId) -> u16 {
        let Some(body) = self.seats.get(&agent).map(|seat| self.bodies.get(*seat)) else {
            return 0;
        };
        body.pools.chat + body.pools.mail + body.pools.calls * yingke_staff::PLACE
    }

    /// How somebody stands.
    pub fn standing(&self, agent: AgentId) -> Option<Standing> {
        let seat = self.seats.get(&agent)?;
        Some(self.bodies.get(*seat).standing())
    }
}
