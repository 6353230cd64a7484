//! People come, go, stand differently, take in hand and let go.

use yingke_staff::Capacity;
use yingke_words::{AgentId, ConversationId, TeamId, Time};

use super::{Due, Floor, Held, Thread, grouping::index, waiting::Waiting};
use crate::{
    Kind, Person, Rank, Standing,
    body::{Body, Seatling, Sits},
    group::Waiter,
};

impl Floor {
    /// Somebody is on the floor from now on, or is somebody else than before: other teams, skills, limits.
    pub fn seat(&mut self, person: Person, now: Time) {
        let seat = match self.seats.get(&person.agent) {
            Some(seat) => {
                let seat = *seat;
                self.stand_up(seat);
                self.bodies.get_mut(seat).becomes(person);
                seat
            }
            None => self.new_seat(person),
        };
        self.count(seat, 1);
        let spots = self.spots_of(seat);
        self.bodies.get_mut(seat).spots = spots;
        self.after_standing(seat, now);
    }

    fn new_seat(&mut self, person: Person) -> Seatling {
        let seat = index(self.bodies.0.len());
        self.seats.insert(person.agent, seat);
        let mut body = Body::new(person);
        // Nobody makes up for the time before they came.
        body.pass = self.least_pass();
        self.turn = self.turn.max(body.turn);
        self.bodies.0.push(body);
        seat
    }

    fn least_pass(&self) -> i64 {
        let here = self.bodies.0.iter().filter(|body| body.is_here());
        here.map(|body| body.pass).min().unwrap_or(0)
    }

    /// Somebody is not on the floor any more. What they have in hand stays theirs until it is released.
    pub fn leave(&mut self, agent: AgentId, now: Time) {
        let Some(seat) = self.seats.get(&agent).copied() else {
            return;
        };
        self.stand_up(seat);
        let body = self.bodies.get_mut(seat);
        body.gone = true;
        body.standing = Standing::Offline;
        self.after_standing(seat, now);
    }

    /// Takes somebody out of all counts and off all benches.
    fn stand_up(&mut self, seat: Seatling) {
        if !self.bodies.get(seat).gone {
            self.count(seat, -1);
        }
        let spots = std::mem::take(&mut self.bodies.get_mut(seat).spots);
        for spot in spots {
            if let Some(sits) = spot.sits {
                self.off_bench(seat, spot.group, sits);
            }
        }
    }

    /// Somebody stands differently from now on.
    pub fn stand(&mut self, agent: AgentId, standing: Standing, now: Time) {
        let Some(seat) = self.seats.get(&agent).copied() else {
            return;
        };
        let body = self.bodies.get(seat);
        if body.standing == standing || body.gone {
            return;
        }
        let comes = standing == Standing::Here;
        let least = if comes { self.least_pass() } else { 0 };
        self.changing(seat, |body| {
            body.standing = standing;
            if comes {
                body.idle_since = body.idle_since.max(now);
                body.pass = body.pass.max(least);
            }
        });
        self.after_standing(seat, now);
    }

    /// Changes how somebody stands: counted out as they stood, in as they stand.
    pub(super) fn changing(&mut self, seat: Seatling, change: impl FnOnce(&mut Body)) {
        let counted = !self.bodies.get(seat).gone;
        if counted {
            self.count(seat, -1);
        }
        change(self.bodies.get_mut(seat));
        if counted {
            self.count(seat, 1);
        }
    }

    /// Whoever waits for somebody who does not come back, or may not have it any more, goes on; what they can take now they
    /// get.
    fn after_standing(&mut self, seat: Seatling, now: Time) {
        let body = self.bodies.get(seat);
        let comes = !body.gone && body.standing.comes_back();
        let vain = |(_, waiter): &&(Rank, Waiter)| {
            let own = self.at(*waiter).and_then(Waiting::own);
            !comes || own.is_none_or(|own| !own.admits(&body.person))
        };
        let line: Vec<(Rank, Waiter)> = body.line.iter().filter(vain).copied().collect();
        for (_, waiter) in line {
            self.leave_line(waiter);
            let rank = self.at(waiter).map(|waiting| (waiting.rank, waiter));
            self.settle_before(seat, rank, now);
            self.next_own(waiter, now);
        }
        self.settle(seat, now);
    }

    /// Somebody has a conversation in hand: given by us, by hand, or taken. Whoever had it before has it no more.
    pub fn hold(
        &mut self,
        conversation: ConversationId,
        agent: AgentId,
        what: (Kind, Option<TeamId>),
        now: Time,
    ) {
        let Some(seat) = self.seats.get(&agent).copied() else {
            self.withdraw(conversation);
            self.release(conversation, now);
            return;
        };
        let wanted = Held {
            by: seat,
            kind: what.0,
            team: what.1,
        };
        if self.held(conversation) == Some(wanted) {
            return;
        }
        self.withdraw(conversation);
        let before = self.held(conversation).map(|held| held.by);
        self.let_go(conversation, now);
        self.take_in_hand(conversation, wanted);
        if before != Some(seat) {
            self.chosen_now(seat, now);
        }
        self.refresh(seat);
        for seat in before.into_iter().chain([seat]) {
            self.settle(seat, now);
        }
    }

    /// What was in hand when the floor opened: it changes nobody's turn.
    pub fn holds(
        &mut self,
        conversation: ConversationId,
        agent: AgentId,
        what: (Kind, Option<TeamId>),
        now: Time,
    ) {
        let Some(seat) = self.seats.get(&agent).copied() else {
            return;
        };
        self.let_go(conversation, now);
        let (kind, team) = what;
        self.take_in_hand(conversation, Held { by: seat, kind, team });
        self.refresh(seat);
    }

    pub(super) fn take_in_hand(&mut self, conversation: ConversationId, held: Held) {
        self.bodies.get_mut(held.by).take(held.kind);
        if let Some(team) = held.team {
            self.team_state(team).held += 1;
        }
        self.threads.insert(conversation, Thread::Held(held));
    }

    pub(super) fn chosen_now(&mut self, seat: Seatling, now: Time) {
        self.turn = (self.turn + 1).max(now.millis());
        let turn = self.turn;
        self.bodies.get_mut(seat).was_chosen(turn, now);
        if self.rules.pace.as_millis() > 0 {
            let until = now + self.rules.pace;
            if let Some(before) = self.bodies.get(seat).paced_until {
                self.due.remove(&(before, Due::Pace(seat)));
            }
            self.due.insert((until, Due::Pace(seat)));
            self.changing(seat, |body| body.paced_until = Some(until));
        }
    }

    /// A conversation is in nobody's hands any more: ended, hidden, or back in a queue.
    pub fn release(&mut self, conversation: ConversationId, now: Time) {
        if let Some(seat) = self.let_go(conversation, now) {
            self.settle(seat, now);
        }
    }

    fn let_go(&mut self, conversation: ConversationId, now: Time) -> Option<Seatling> {
        let held = self.held(conversation)?;
        self.threads.remove(&conversation);
        let body = self.bodies.get_mut(held.by);
        body.give_back(held.kind);
        body.idle_since = body.idle_since.max(now);
        if let Some(team) = held.team {
            let state = self.team_state(team);
            state.held = state.held.saturating_sub(1);
        }
        Some(held.by)
    }

    /// Puts somebody where they belong on every bench.
    pub(super) fn refresh(&mut self, seat: Seatling) {
        let here = self.bodies.get(seat).is_here();
        for at in 0..self.bodies.get(seat).spots.len() {
            let body = self.bodies.get(seat);
            let spot = body.spots[at];
            let group = &mut self.groups[spot.group as usize];
            let kind = group.need.kind;
            let wanted = (here && body.has_room(kind, 0)).then(|| body.sits(group.choosing.policy, kind));
            let sits = match (spot.sits, wanted) {
                (Some(held), Some(wanted)) if group.bench.keeps(held, wanted) => continue,
                (None, None) => continue,
                (Some(held), wanted) => {
                    self.off_bench(seat, spot.group, held);
                    wanted.map(|sits| self.groups[spot.group as usize].bench.insert(seat, sits))
                }
                (None, Some(sits)) => Some(group.bench.insert(seat, sits)),
            };
            self.bodies.get_mut(seat).spots[at].sits = sits;
        }
    }

    fn off_bench(&mut self, seat: Seatling, group: u32, sits: Sits) {
        let moved = self.groups[group as usize].bench.remove(seat, sits);
        if let Some(moved) = moved {
            let spots = &mut self.bodies.get_mut(moved).spots;
            if let Some(spot) = spots.iter_mut().find(|spot| spot.group == group) {
                spot.sits = Some(sits);
            }
        }
    }

    /// How much somebody takes.
    pub fn capacity(&self, agent: AgentId) -> Option<&Capacity> {
        let seat = self.seats.get(&agent)?;
        Some(&self.bodies.get(*seat).person.capacity)
    }
}
