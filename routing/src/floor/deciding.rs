//! Who gets it.

use std::hash::{DefaultHasher, Hash, Hasher};

use yingke_words::{ConversationId, TeamId, Time};

use super::{Floor, Held, waiting::Waiting};
use crate::{
    Candidate, Decision, LeftOut, OwnLine, Policy, Rank, Stage, Standing, Why,
    bench::{Choice, Key},
    body::Seatling,
    group::Waiter,
};

/// How many of the best a decision tells of.
const TOLD: usize = 5;

impl Floor {
    /// Gives it to the best of a group, if anybody of it is free.
    pub(super) fn try_group(&mut self, waiter: Waiter, group: u32, step: usize, now: Time) -> bool {
        let team = self.groups[group as usize].team();
        if team.is_some_and(|team| self.team_state(team).is_full()) {
            return false;
        }
        self.choose(waiter, group, now);
        let Some(winner) = self.chosen.first().copied() else {
            return false;
        };
        let why = self
            .rules
            .explains
            .then(|| Box::new(self.explain(waiter, (group, step), 0, now)));
        self.give(waiter, winner, (team, Stage::Match, why), now);
        self.refresh(winner);
        true
    }

    /// Leaves whom a conversation does not go to in `barred`.
    fn bar(&mut self, waiter: Waiter) {
        let mut barred = std::mem::take(&mut self.barred);
        barred.clear();
        let asked = self.at(waiter).map_or(&[][..], Waiting::barred);
        barred.extend(asked.iter().filter_map(|agent| self.seats.get(agent)));
        self.barred = barred;
    }

    /// Leaves the best of a group's bench for a conversation in `chosen`.
    fn choose(&mut self, waiter: Waiter, group: u32, now: Time) {
        self.bar(waiter);
        let mut chosen = std::mem::take(&mut self.chosen);
        chosen.clear();
        if let Some(waiting) = self.at(waiter) {
            let of = &self.groups[group as usize];
            let choice = Choice {
                choosing: of.choosing,
                now,
                bodies: &self.bodies,
                barred: &self.barred,
                known: self.known_on(waiting, group),
                draw: if of.choosing.policy == Policy::Random {
                    draw(waiting)
                } else {
                    0
                },
            };
            let most = if self.rules.explains { TOLD } else { 1 };
            of.bench.best(&choice, most, &mut chosen);
        }
        self.chosen = chosen;
    }

    fn known_on(&self, waiting: &Waiting, group: u32) -> Option<Key> {
        let seat = self.seats.get(&waiting.more.as_ref()?.known?)?;
        let spots = &self.bodies.get(*seat).spots;
        let spot = spots.iter().find(|spot| spot.group == group)?;
        Some(spot.sits?.key(*seat))
    }

    pub(super) fn give_own(&mut self, waiter: Waiter, seat: Seatling, own: OwnLine, now: Time) {
        let Some(waiting) = self.at(waiter) else { return };
        let team = waiting.more.as_ref().and_then(|more| more.team);
        let why = self.rules.explains.then(|| {
            Box::new(Why {
                team_id: team,
                looked_at: 1,
                could: 1,
                best: vec![self.candidate(seat, waiting, None, now)],
                left_out: LeftOut::default(),
                step: 0,
            })
        });
        self.give(waiter, seat, (team, own.stage, why), now);
    }

    fn give(
        &mut self,
        waiter: Waiter,
        seat: Seatling,
        (team, stage, why): (Option<TeamId>, Stage, Option<Box<Why>>),
        now: Time,
    ) {
        let Some(waiting) = self.remove(waiter) else {
            return;
        };
        let held = Held {
            by: seat,
            kind: waiting.kind,
            team,
        };
        self.take_in_hand(waiting.conversation, held);
        self.chosen_now(seat, now);
        self.decided.push(Decision {
            conversation: waiting.conversation,
            agent: self.bodies.get(seat).agent,
            team,
            stage,
            at: now,
            waited: now.since(waiting.since),
            why,
        });
    }

    /// Gives somebody what they can take of what waits, then puts them where they belong. Nobody else is free for what waits,
    /// but those who are barred from it: so there is nobody to choose among. Teams with a limit of their own are apart: what
    /// they could not take waits although people of theirs are free.
    pub(super) fn settle(&mut self, seat: Seatling, now: Time) {
        self.settle_before(seat, None, now);
    }

    /// The same with what stands before a place in the order.
    pub(super) fn settle_before(&mut self, seat: Seatling, limit: Option<(Rank, Waiter)>, now: Time) {
        loop {
            let next = self.next_for(seat);
            let next = next.filter(|(rank, waiter, _)| limit.is_none_or(|limit| (*rank, *waiter) < limit));
            if !self.rules.caps.is_empty() {
                self.refresh(seat);
                let before = next.map(|(rank, waiter, from_line)| {
                    let step = self.first_group(waiter, seat).filter(|_| !from_line);
                    (rank, waiter, step.map_or(0, |(_, step)| step))
                });
                let before = before.or(limit.map(|(rank, waiter)| (rank, waiter, 0)));
                if self.serve_limited(before, now) {
                    continue;
                }
            }
            let Some((_, waiter, from_line)) = next else { break };
            match self.at(waiter).and_then(Waiting::own).filter(|_| from_line) {
                Some(own) => self.give_own(waiter, seat, own, now),
                None => self.give_queued(waiter, seat, now),
            }
        }
        self.refresh(seat);
    }

    fn give_queued(&mut self, waiter: Waiter, seat: Seatling, now: Time) {
        let Some((group, step)) = self.first_group(waiter, seat) else {
            debug_assert!(false, "what somebody takes next stands in a queue of theirs");
            return;
        };
        let team = self.groups[group as usize].team();
        let why = self.rules.explains.then(|| {
            self.chosen.clear();
            self.chosen.push(seat);
            let spots = &self.bodies.get(seat).spots;
            let sits = spots
                .iter()
                .any(|spot| spot.group == group && spot.sits.is_some());
            self.bar(waiter);
            Box::new(self.explain(waiter, (group, step), u32::from(!sits), now))
        });
        self.give(waiter, seat, (team, Stage::Match, why), now);
    }

    /// What somebody takes next: the first in rank of their own line and of the queues of the groups they fit. Also whether
    /// it comes from their line.
    fn next_for(&self, seat: Seatling) -> Option<(Rank, Waiter, bool)> {
        let body = self.bodies.get(seat);
        if !body.is_here() {
            return None;
        }
        let own = body.line.iter().find(|(_, waiter)| {
            self.at(*waiter).is_some_and(|waiting| {
                let beyond = waiting.own().map_or(0, |own| own.beyond);
                body.has_room(waiting.kind, beyond)
            })
        });
        let mut best = own.map(|(rank, waiter)| (*rank, *waiter, true));
        let agent = body.agent;
        let barred = |waiter: Waiter| {
            self.at(waiter)
                .is_none_or(|waiting| waiting.barred().contains(&agent))
        };
        for spot in &body.spots {
            let group = &self.groups[spot.group as usize];
            let Some(first) = group.queue.first().filter(|_| body.has_room(group.need.kind, 0)) else {
                continue;
            };
            if group
                .team()
                .is_some_and(|team| self.rules.caps.contains_key(&team))
            {
                continue;
            }
            let head = if first.2 {
                group
                    .queue
                    .iter()
                    .find(|(_, waiter, picky)| !picky || !barred(*waiter))
            } else {
                Some(first)
            };
            if let Some((rank, waiter, _)) = head {
                let better = best.is_none_or(|(least, number, _)| (*rank, *waiter) < (least, number));
                best = if better {
                    Some((*rank, *waiter, false))
                } else {
                    best
                };
            }
        }
        best
    }

    /// The earliest step of its way on which somebody fits, and its group.
    fn first_group(&self, waiter: Waiter, seat: Seatling) -> Option<(u32, usize)> {
        let spots = &self.bodies.get(seat).spots;
        let open = |(group, _): &&(u32, u16)| {
            let team = self.groups[*group as usize].team();
            let limited = team.is_some_and(|team| self.rules.caps.contains_key(&team));
            spots.iter().any(|spot| spot.group == *group) && !limited
        };
        let (group, step) = self.at(waiter)?.groups.iter().find(open)?;
        Some((*group, usize::from(*step)))
    }

    fn is_full(&self, team: TeamId) -> bool {
        self.teams.get(&team).is_some_and(super::TeamState::is_full)
    }

    /// Gives the first that waits for a team with a limit and can be had, if it stands before `before`.
    fn serve_limited(&mut self, before: Option<(Rank, Waiter, usize)>, now: Time) -> bool {
        // Deeper only where everybody who is free is barred from the first ones.
        [TOLD, usize::MAX].into_iter().any(|deep| {
            let teams = self.rules.caps.keys().filter(|team| !self.is_full(**team));
            let heads = teams.flat_map(|team| self.heads_of(*team, deep));
            let stepped =
                heads.map(|(rank, waiter, group)| (rank, waiter, self.step_of(waiter, group), group));
            let mut heads: Vec<_> = stepped
                .filter(|(rank, waiter, step, _)| {
                    before.is_none_or(|before| (*rank, *waiter, *step) < before)
                })
                .collect();
            heads.sort_unstable();
            heads
                .into_iter()
                .any(|(_, waiter, step, group)| self.try_group(waiter, group, step, now))
        })
    }

    /// What stands first in the queues of a team's groups with somebody on their bench.
    fn heads_of(&self, team: TeamId, deep: usize) -> Vec<(Rank, Waiter, u32)> {
        let groups = self.teams.get(&team).map_or(&[][..], |state| &state.groups);
        let manned = groups
            .iter()
            .filter(|group| self.groups[**group as usize].bench.len() > 0);
        manned
            .flat_map(|group| {
                let queue = &self.groups[*group as usize].queue;
                queue
                    .iter()
                    .take(deep)
                    .map(|(rank, waiter, _)| (*rank, *waiter, *group))
            })
            .collect()
    }

    /// The step of its way on which it came into a group's queue.
    fn step_of(&self, waiter: Waiter, group: u32) -> usize {
        let groups = self.at(waiter).map_or(&[][..], |waiting| &waiting.groups);
        let found = groups.iter().find(|(of, _)| *of == group);
        found.map_or(0, |(_, step)| usize::from(*step))
    }

    fn candidate(&self, seat: Seatling, waiting: &Waiting, group: Option<u32>, now: Time) -> Candidate {
        let body = self.bodies.get(seat);
        let points = group.map(|group| {
            let of = &self.groups[group as usize];
            let known = waiting
                .more
                .as_ref()
                .is_some_and(|more| more.known == Some(body.agent));
            let level = body.level(waiting.kind);
            of.choosing.scores.points(level, body.idle(now), known)
        });
        Candidate {
            agent_id: body.agent,
            used: body.used(waiting.kind),
            places: body.places(waiting.kind),
            idle: body.idle(now),
            points: points.unwrap_or_default(),
        }
    }

    /// Why nobody of the people it has come to has it yet; none when it waits for somebody in particular, or not at all.
    pub fn why_it_waits(&mut self, conversation: ConversationId, now: Time) -> Option<Why> {
        let waiter = self.waiter(conversation)?;
        let (group, step) = self.at(waiter)?.groups.first().copied()?;
        self.chosen.clear();
        self.bar(waiter);
        Some(self.explain(waiter, (group, usize::from(step)), 0, now))
    }

    /// The reasons for `chosen`, while `more` who are free do not sit on the bench yet.
    fn explain(&self, waiter: Waiter, (group, step): (u32, usize), more: u32, now: Time) -> Why {
        let of = &self.groups[group as usize];
        let scope = &self.scopes[of.scope as usize];
        let free = u32::try_from(of.bench.len()).unwrap_or(u32::MAX) + more;
        let barred = self.barred.iter().filter(|one| {
            let spots = &self.bodies.get(**one).spots;
            spots
                .iter()
                .any(|spot| spot.group == group && spot.sits.is_some())
        });
        let barred = u32::try_from(barred.count()).unwrap_or(u32::MAX);
        let best = self.at(waiter).map_or_else(Vec::new, |waiting| {
            let told = self.chosen.iter();
            told.map(|one| self.candidate(*one, waiting, Some(group), now))
                .collect()
        });
        let standing = Standing::ALL.into_iter().filter(|one| *one != Standing::Here);
        Why {
            team_id: of.team(),
            looked_at: scope.all(),
            could: free.saturating_sub(barred),
            best,
            left_out: LeftOut {
                standing: standing
                    .map(|one| (one, scope.told(one)))
                    .filter(|(_, count)| *count > 0)
                    .collect(),
                skill: scope.of(Standing::Here).saturating_sub(of.skilled),
                place: of.skilled.saturating_sub(of.fitting),
                full: of.fitting.saturating_sub(free),
                barred,
            },
            step: u16::try_from(step).unwrap_or(u16::MAX),
        }
    }
}

/// What is drawn for a conversation: the same whenever the same is asked.
fn draw(waiting: &Waiting) -> u64 {
    let mut hash = DefaultHasher::new();
    (waiting.conversation, waiting.since).hash(&mut hash);
    hash.finish()
}
