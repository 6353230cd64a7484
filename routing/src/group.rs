//! Conversations that compete for the same people, and those people.

use std::collections::BTreeSet;

use yingke_words::TeamId;

use crate::{Choosing, Rank, Standing, Want, bench::Bench};

/// The number of something that waits.
pub(crate) type Waiter = u32;

/// What stands in a queue: its rank, its number, and whether somebody is barred from it.
pub(crate) type Entry = (Rank, Waiter, bool);

/// One group.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) need: Want,
    pub(crate) choosing: Choosing,
    pub(crate) bench: Bench,
    pub(crate) queue: BTreeSet<Entry>,
    /// Which scope's people it looks at.
    pub(crate) scope: u32,
    /// Of those who are here: who have the skills; who also look after the place.
    pub(crate) skilled: u32,
    pub(crate) fitting: u32,
}

/// The people of a team that serve an inbox: groups that differ in skills share them.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// How they stand, in the order of [`Standing::ALL`].
    pub(crate) standing: [u32; Standing::ALL.len()],
}

/// A team with its own limit.
#[derive(Debug, Default)]
pub(crate) struct TeamState {
    pub(crate) cap: Option<u32>,
    pub(crate) held: u32,
    pub(crate) groups: Vec<u32>,
}

impl Group {
    pub(crate) fn team(&self) -> Option<TeamId> {
        self.need.team
    }
}

impl Scope {
    pub(crate) fn of(&self, standing: Standing) -> u32 {
        self.standing[standing as usize]
    }

    /// How many are told of as standing like this: who is invisible is offline to others.
    pub(crate) fn told(&self, standing: Standing) -> u32 {
        match standing {
            Standing::Invisible => 0,
            Standing::Offline => self.of(standing) + self.of(Standing::Invisible),
            other => self.of(other),
        }
    }

    pub(crate) fn all(&self) -> u32 {
        self.standing.iter().sum()
    }
}

impl TeamState {
    pub(crate) fn is_full(&self) -> bool {
        self.cap.is_some_and(|cap| self.held >= cap)
    }
}
