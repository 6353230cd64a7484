//! Groups come into being with the first conversation that needs their people.

use smallvec::SmallVec;
use yingke_words::{InboxId, TeamId};

use super::Floor;
use crate::{
    Choosing, Standing, Want,
    bench::Bench,
    body::{Seatling, Spot},
    group::{Group, Scope, TeamState},
};

impl Floor {
    /// The group of a need.
    pub(super) fn group_of(&mut self, need: &Want) -> u32 {
        if let Some(group) = self.by_need.get(need) {
            return *group;
        }
        let number = index(self.groups.len());
        let choosing = self.choosing_of(need.team);
        let scope = self.scope_of(need.team, need.inbox);
        let mut group = Group {
            need: need.clone(),
            choosing,
            bench: Bench::of(choosing.policy),
            queue: std::collections::BTreeSet::new(),
            scope,
            skilled: 0,
            fitting: 0,
        };
        for (seat, body) in self.bodies.0.iter_mut().enumerate() {
            if body.gone || !need.concerns(&body.person) {
                continue;
            }
            let (known, near) = (need.is_known_to(&body.person), need.is_near(&body.person));
            let here = body.is_here();
            group.skilled += u32::from(here && known);
            group.fitting += u32::from(here && known && near);
            if known && near {
                let free = here && body.has_room(need.kind, 0);
                let sits = body.sits(choosing.policy, need.kind);
                let sits = free.then(|| group.bench.insert(index(seat), sits));
                body.spots.push(Spot { group: number, sits });
            }
        }
        self.groups.push(group);
        self.by_need.insert(need.clone(), number);
        if let Some(team) = need.team {
            self.team_state(team).groups.push(number);
        }
        number
    }

    fn choosing_of(&self, team: Option<TeamId>) -> Choosing {
        let own = team.and_then(|team| self.rules.teams.get(&team));
        own.copied().unwrap_or(self.rules.choosing)
    }

    pub(super) fn team_state(&mut self, team: TeamId) -> &mut TeamState {
        let cap = self.rules.caps.get(&team).copied();
        self.teams.entry(team).or_insert_with(|| TeamState {
            cap,
            ..TeamState::default()
        })
    }

    fn scope_of(&mut self, team: Option<TeamId>, inbox: Option<InboxId>) -> u32 {
        if let Some(scope) = self.by_scope.get(&(team, inbox)) {
            return *scope;
        }
        let number = index(self.scopes.len());
        let mut scope = Scope::default();
        for body in self.bodies.0.iter().filter(|body| !body.gone) {
            let person = &body.person;
            let concerned = team.is_none_or(|team| person.teams.contains(&team))
                && inbox.is_none_or(|inbox| person.inboxes.contains(&inbox));
            if concerned {
                scope.standing[body.standing() as usize] += 1;
            }
        }
        self.scopes.push(scope);
        self.by_scope.insert((team, inbox), number);
        number
    }

    /// Counts somebody in (or out) everywhere they belong: with how they stand now.
    pub(super) fn count(&mut self, seat: Seatling, by: i32) {
        let body = self.bodies.get(seat);
        let (standing, person) = (body.standing(), &body.person);
        let here = standing == Standing::Here;
        for ((team, inbox), scope) in &self.by_scope {
            let concerned = team.is_none_or(|team| person.teams.contains(&team))
                && inbox.is_none_or(|inbox| person.inboxes.contains(&inbox));
            if concerned {
                let counted = &mut self.scopes[*scope as usize].standing[standing as usize];
                *counted = counted.saturating_add_signed(by);
            }
        }
        if !here {
            return;
        }
        for group in &mut self.groups {
            if group.need.concerns(person) && group.need.is_known_to(person) {
                group.skilled = group.skilled.saturating_add_signed(by);
                if group.need.is_near(person) {
                    group.fitting = group.fitting.saturating_add_signed(by);
                }
            }
        }
    }

    /// The spots of somebody new, or somebody who changed: on no bench yet.
    pub(super) fn spots_of(&self, seat: Seatling) -> SmallVec<[Spot; 4]> {
        let person = &self.bodies.get(seat).person;
        let fits = |group: &&Group| {
            group.need.concerns(person) && group.need.is_known_to(person) && group.need.is_near(person)
        };
        let numbered = (0u32..).zip(&self.groups);
        numbered
            .filter(|(_, group)| fits(group))
            .map(|(group, _)| Spot { group, sits: None })
            .collect()
    }
}

pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).expect("a floor holds fewer than four thousand million of anything")
}
