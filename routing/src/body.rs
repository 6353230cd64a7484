//! One person with what they have in hand, and where they stand.

use std::collections::BTreeSet;

use smallvec::SmallVec;
use yingke_staff::{Places, Pools};
use yingke_words::{AgentId, Span, Time};

use crate::{Kind, Person, Policy, Rank, Standing, bench::Key, policy::FULL};

/// The number of a person on the floor.
pub(crate) type Seatling = u32;

/// A person on the floor: what is looked at all the time stands together, the rest elsewhere.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) agent: AgentId,
    pub(crate) pools: Pools,
    pub(crate) places: Places,
    pub(crate) standing: Standing,
    /// No longer on the floor.
    pub(crate) gone: bool,
    /// Until then the workspace leaves them alone.
    pub(crate) paced_until: Option<Time>,
    pub(crate) idle_since: Time,
    /// Whose turn it was: the smaller, the longer ago.
    pub(crate) turn: i64,
    /// What they have had, divided by their weight.
    pub(crate) pass: i64,
    /// The groups they fit.
    pub(crate) spots: SmallVec<[Spot; 4]>,
    /// Who waits for them in particular.
    pub(crate) line: BTreeSet<(Rank, u32)>,
    /// Conversations in hand of the channels that somebody has a limit for.
    limited: Vec<(u8, u16)>,
    pub(crate) person: Box<Person>,
}

/// A group that somebody fits, and where they stand on its bench while they are free for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) group: u32,
    pub(crate) sits: Option<Sits>,
}

/// A place on a bench.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Sits {
    pub(crate) level: u8,
    pub(crate) tie: i64,
}

impl Sits {
    pub(crate) fn key(self, own: Seatling) -> Key {
        (self.level, self.tie, own)
    }
}

/// Everybody on the floor.
#[derive(Debug, Default)]
pub(crate) struct Bodies(pub(crate) Vec<Body>);

/// How much one conversation costs somebody of weight 1 under the weighted policy.
const STRIDE: i64 = 1 << 20;

impl Bodies {
    pub(crate) fn get(&self, one: Seatling) -> &Body {
        &self.0[one as usize]
    }

    pub(crate) fn get_mut(&mut self, one: Seatling) -> &mut Body {
        &mut self.0[one as usize]
    }
}

impl Body {
    pub(crate) fn new(person: Person) -> Self {
        let mut body = Self {
            agent: person.agent,
            pools: Pools::default(),
            places: Places::default(),
            standing: person.standing,
            gone: false,
            paced_until: None,
            idle_since: person.idle_since,
            turn: person.assigned_at.millis(),
            pass: 0,
            spots: SmallVec::new(),
            line: BTreeSet::new(),
            limited: Vec::new(),
            person: Box::new(person.clone()),
        };
        body.becomes(person);
        body
    }

    /// Other teams, skills, limits from now on. What happened here is newer than what the desk has read.
    pub(crate) fn becomes(&mut self, person: Person) {
        self.places = person.capacity.places();
        self.standing = person.standing;
        self.idle_since = self.idle_since.max(person.idle_since);
        self.turn = self.turn.max(person.assigned_at.millis());
        self.gone = false;
        *self.person = person;
    }

    /// How they stand now.
    pub(crate) fn standing(&self) -> Standing {
        match self.standing {
            Standing::Here if self.paced_until.is_some() => Standing::Paced,
            other => other,
        }
    }

    pub(crate) fn is_here(&self) -> bool {
        self.standing() == Standing::Here && !self.gone
    }

    /// Whether one more of `kind` fits, `beyond` places above the limit.
    pub(crate) fn has_room(&self, kind: Kind, beyond: u16) -> bool {
        self.pools.fits(self.places, kind.weight, beyond) && self.channel_has_room(kind, beyond)
    }

    fn channel_has_room(&self, kind: Kind, beyond: u16) -> bool {
        let Some(channel) = kind.limited else { return true };
        let limit = self.person.limits.iter().find(|(of, _)| *of == channel);
        limit.is_none_or(|(_, limit)| self.of_channel(channel) < limit.saturating_add(beyond))
    }

    fn of_channel(&self, channel: u8) -> u16 {
        let held = self.limited.iter().find(|(of, _)| *of == channel);
        held.map_or(0, |(_, count)| *count)
    }

    pub(crate) fn take(&mut self, kind: Kind) {
        self.pools.take(kind.weight);
        self.count(kind, |count| count + 1);
    }

    pub(crate) fn give_back(&mut self, kind: Kind) {
        self.pools.give_back(kind.weight);
        self.count(kind, |count| count.saturating_sub(1));
    }

    fn count(&mut self, kind: Kind, change: impl Fn(u16) -> u16) {
        let Some(channel) = kind.limited else { return };
        match self.limited.iter_mut().find(|(of, _)| *of == channel) {
            Some((_, count)) => *count = change(*count),
            None => self.limited.push((channel, change(0))),
        }
    }

    /// It was their turn.
    pub(crate) fn was_chosen(&mut self, turn: i64, now: Time) {
        self.turn = turn;
        self.pass += STRIDE / i64::from(self.person.weight.max(1));
        self.idle_since = now;
    }

    /// Idle for so long.
    pub(crate) fn idle(&self, now: Time) -> Span {
        now.since(self.idle_since)
    }

    /// Of 64 parts of their places for `kind`, so many are in use.
    pub(crate) fn level(&self, kind: Kind) -> u8 {
        let (used, limit) = (self.used(kind), self.places(kind));
        let parts = u32::from(used) * u32::from(FULL) / u32::from(limit.max(1));
        u8::try_from(parts).unwrap_or(FULL).min(FULL)
    }

    pub(crate) fn used(&self, kind: Kind) -> u16 {
        self.pools.used(kind.weight.pool)
    }

    pub(crate) fn places(&self, kind: Kind) -> u16 {
        self.places.of(kind.weight.pool)
    }

    /// Where they would stand on a bench with this policy.
    pub(crate) fn sits(&self, policy: Policy, kind: Kind) -> Sits {
        let idle = self.idle_since.millis();
        let (level, tie) = match policy {
            Policy::Scores | Policy::Claim | Policy::ByHand => (self.level(kind), idle),
            Policy::LeastLoaded => (self.level(kind), self.turn),
            Policy::RoundRobin => (0, self.turn),
            Policy::LongestIdle => (0, idle),
            // Who has not been measured yet comes first, and is; several of them in turn.
            Policy::FastestResponder => {
                let unmeasured = i64::MIN / 2 + self.turn;
                (0, self.person.response.map_or(unmeasured, Span::as_millis))
            }
            Policy::Weighted => (0, self.pass),
            Policy::Random => (0, 0),
        };
        Sits { level, tie }
    }
}
