//! Who is free for one group, in the order in which its policy would choose them.

use std::collections::BTreeSet;

use yingke_words::Time;

use crate::{
    Choosing, Policy,
    body::{Bodies, Seatling, Sits},
    policy::FULL,
};

/// Where somebody stands on a bench: the level of their load, what decides within it, who.
pub(crate) type Key = (u8, i64, Seatling);

/// The free people of a group.
#[derive(Debug)]
pub(crate) enum Bench {
    /// In an order.
    Ordered(BTreeSet<Key>),
    /// In none: one is drawn. Each knows their place in the list by their key.
    Drawn(Vec<Seatling>),
}

/// Of what a choice depends besides the bench.
pub(crate) struct Choice<'a> {
    pub(crate) choosing: Choosing,
    pub(crate) now: Time,
    pub(crate) bodies: &'a Bodies,
    pub(crate) barred: &'a [Seatling],
    /// Where whom the customer knows stands on this bench.
    pub(crate) known: Option<Key>,
    /// A number that is drawn once for the conversation.
    pub(crate) draw: u64,
}

impl Bench {
    pub(crate) fn of(policy: Policy) -> Self {
        match policy {
            Policy::Random => Self::Drawn(Vec::new()),
            _ => Self::Ordered(BTreeSet::new()),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Ordered(set) => set.len(),
            Self::Drawn(list) => list.len(),
        }
    }

    /// Sits somebody down; where.
    pub(crate) fn insert(&mut self, own: Seatling, sits: Sits) -> Sits {
        match self {
            Self::Ordered(set) => {
                set.insert(sits.key(own));
                sits
            }
            Self::Drawn(list) => {
                list.push(own);
                let tie = i64::try_from(list.len() - 1).unwrap_or(i64::MAX);
                Sits { level: 0, tie }
            }
        }
    }

    /// Takes somebody off; who sits where they sat by that.
    pub(crate) fn remove(&mut self, own: Seatling, sits: Sits) -> Option<Seatling> {
        match self {
            Self::Ordered(set) => {
                set.remove(&sits.key(own));
                None
            }
            Self::Drawn(list) => {
                let at = usize::try_from(sits.tie).ok()?;
                list.swap_remove(at);
                list.get(at).copied()
            }
        }
    }

    /// Whether somebody may stay where they sit; where nothing is ordered, every place is as good.
    pub(crate) fn keeps(&self, held: Sits, wanted: Sits) -> bool {
        matches!(self, Self::Drawn(_)) || held == wanted
    }

    /// The best `most` of those who are not barred, the best first.
    pub(crate) fn best(&self, choice: &Choice<'_>, most: usize, found: &mut Vec<Seatling>) {
        found.clear();
        match self {
            Self::Drawn(list) => {
                let count = list.len().max(1) as u64;
                let from = usize::try_from(choice.draw % count).unwrap_or(0);
                let around = list[from..].iter().chain(&list[..from]);
                found.extend(around.filter(|one| choice.may(**one)).take(most));
            }
            Self::Ordered(set) if by_points(choice.choosing.policy) => choice.by_points(set, most, found),
            Self::Ordered(set) => {
                let ordered = set.iter().map(|key| key.2);
                found.extend(ordered.filter(|one| choice.may(*one)).take(most));
            }
        }
    }
}

/// Whether points decide: where a policy gives nothing by itself, they do once it has to be given after all.
fn by_points(policy: Policy) -> bool {
    matches!(policy, Policy::Scores | Policy::Claim | Policy::ByHand)
}

impl Choice<'_> {
    fn may(&self, one: Seatling) -> bool {
        !self.barred.contains(&one)
    }

    fn total(&self, key: Key) -> u32 {
        let idle = self.bodies.get(key.2).idle(self.now);
        let known = self.known.is_some_and(|known| known.2 == key.2);
        self.choosing.scores.points(key.0, idle, known).total()
    }

    /// Within a level the longest idle is best. So the heads of the levels are enough, as long as a level can still win.
    fn by_points(&self, set: &BTreeSet<Key>, most: usize, found: &mut Vec<Seatling>) {
        let mut leading: Vec<(u32, Key)> = Vec::with_capacity(2 * most);
        if let Some(known) = self.known.filter(|known| self.may(known.2)) {
            leading.push((self.total(known), known));
        }
        let idle_most = u32::from(self.choosing.scores.idle) * 100;
        let mut level = 0;
        loop {
            let mut of_level = set.range((level, i64::MIN, 0)..).take_while({
                let mut first = None;
                move |key| *first.get_or_insert(key.0) == key.0
            });
            let Some(head) = of_level.next() else { break };
            let reachable = u32::from(
                self.choosing
                    .scores
                    .points(head.0, yingke_words::Span::millis(0), false)
                    .load,
            );
            if leading.len() >= most && leading[most - 1].0 > reachable + idle_most {
                break;
            }
            let others = std::iter::once(head).chain(of_level);
            let fresh = others.filter(|key| self.may(key.2) && Some(**key) != self.known);
            leading.extend(fresh.take(most).map(|key| (self.total(*key), *key)));
            leading.sort_unstable_by(|(a, ka), (b, kb)| b.cmp(a).then(ka.cmp(kb)));
            leading.truncate(most);
            if head.0 >= FULL {
                break;
            }
            level = head.0 + 1;
        }
        found.extend(leading.into_iter().map(|(_, key)| key.2).take(most));
    }
}
