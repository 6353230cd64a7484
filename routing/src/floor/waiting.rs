//! Conversations come to wait, go on from step to step, and leave.

use smallvec::SmallVec;
use yingke_words::{AgentId, ConversationId, TeamId, Time};

use super::{Due, Floor, Thread, Whereabouts, grouping::index};
use crate::{
    Ask, Kind, OwnLine, Rank, Rung,
    body::Seatling,
    group::{Entry, Waiter},
};

/// Something that waits. What every look at a queue needs stands together; what few have, elsewhere.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) conversation: ConversationId,
    pub(super) rank: Rank,
    pub(super) since: Time,
    pub(super) kind: Kind,
    /// In the queues of these groups, each with the step of its way.
    pub(super) groups: SmallVec<[(u32, u16); 1]>,
    /// In whose line it stands.
    line: Option<Seatling>,
    due: Option<Time>,
    pub(super) more: Option<Box<More>>,
}

/// What is left of its way, and who in particular.
#[derive(Debug)]
pub(super) struct More {
    own: Vec<OwnLine>,
    /// Whom in particular it is at.
    at: usize,
    rungs: Vec<Rung>,
    /// The next rung.
    rung: usize,
    pub(super) barred: Vec<AgentId>,
    pub(super) known: Option<AgentId>,
    /// For which team somebody in particular serves it.
    pub(super) team: Option<TeamId>,
}

impl Waiting {
    fn new(ask: Ask) -> Self {
        let team = ask.rungs.first().and_then(|rung| rung.need.team);
        Self {
            conversation: ask.conversation,
            rank: ask.rank,
            since: ask.since,
            kind: ask.kind,
            groups: SmallVec::new(),
            line: None,
            due: None,
            more: Some(Box::new(More {
                own: ask.own,
                at: 0,
                rungs: ask.rungs,
                rung: 0,
                barred: ask.barred,
                known: ask.known,
                team,
            })),
        }
    }

    pub(super) fn barred(&self) -> &[AgentId] {
        self.more.as_ref().map_or(&[], |more| &more.barred)
    }

    /// For whom in particular it waits now.
    pub(super) fn own(&self) -> Option<OwnLine> {
        let more = self.more.as_ref()?;
        more.own.get(more.at).copied()
    }

    /// Not for this one any longer.
    fn pass_own(&mut self) {
        if let Some(more) = &mut self.more {
            more.at += 1;
        }
    }

    /// The next step of its way, and which one that is.
    fn next_rung(&self) -> Option<(&Rung, usize)> {
        let more = self.more.as_ref()?;
        Some((more.rungs.get(more.rung)?, more.rung))
    }

    fn entry(&self, waiter: Waiter) -> Entry {
        (self.rank, waiter, !self.barred().is_empty())
    }
}

/// The one step of a conversation that asks for nobody in particular, and bars nobody.
fn plain(ask: &Ask) -> Option<&Rung> {
    let simple = ask.own.is_empty() && ask.barred.is_empty() && ask.known.is_none();
    let [rung] = &ask.rungs[..] else { return None };
    (simple && rung.after.as_millis() == 0).then_some(rung)
}

impl Floor {
    /// A conversation wants a person. One that waits already is asked for anew.
    pub fn ask(&mut self, ask: Ask, now: Time) {
        let conversation = ask.conversation;
        if self.threads.contains_key(&conversation) {
            self.withdraw(conversation);
            self.release(conversation, now);
        }
        let vacant = self.vacant.pop();
        let waiter = vacant.unwrap_or_else(|| {
            self.waiting.push(None);
            index(self.waiting.len() - 1)
        });
        self.threads.insert(conversation, Thread::Waits(waiter));
        self.waits += 1;
        let only = plain(&ask)
            .filter(|_| ask.since <= now)
            .map(|rung| self.group_of(&rung.need));
        let mut waiting = Waiting::new(ask);
        if only.is_some() {
            waiting.more = None;
        }
        self.waiting[waiter as usize] = Some(waiting);
        match only {
            Some(group) if self.try_group(waiter, group, 0, now) => {}
            Some(group) => self.queue_in(waiter, group, 0),
            None => self.go_on(waiter, now),
        }
    }

    /// A conversation does not wait any more.
    pub fn withdraw(&mut self, conversation: ConversationId) {
        if let Some(waiter) = self.waiter(conversation) {
            self.remove(waiter);
            self.threads.remove(&conversation);
        }
    }

    /// Takes it out of every line and queue; the caller says what becomes of the thread.
    pub(super) fn remove(&mut self, waiter: Waiter) -> Option<Waiting> {
        self.leave_line(waiter);
        let waiting = self.waiting.get_mut(waiter as usize)?.take()?;
        for (group, _) in &waiting.groups {
            self.groups[*group as usize].queue.remove(&waiting.entry(waiter));
        }
        if let Some(due) = waiting.due {
            self.due.remove(&(due, Due::Step(waiting.rank, waiter)));
        }
        self.waits -= 1;
        self.vacant.push(waiter);
        Some(waiting)
    }

    pub(super) fn at(&self, waiter: Waiter) -> Option<&Waiting> {
        self.waiting.get(waiter as usize)?.as_ref()
    }

    fn at_mut(&mut self, waiter: Waiter) -> Option<&mut Waiting> {
        self.waiting.get_mut(waiter as usize)?.as_mut()
    }

    /// Where a conversation waits.
    pub fn whereabouts(&self, conversation: ConversationId) -> Option<Whereabouts> {
        let waiting = self.at(self.waiter(conversation)?)?;
        Some(match waiting.line {
            Some(seat) => Whereabouts::Line(self.bodies.get(seat).agent),
            None => Whereabouts::Queue(waiting.more.as_ref().map_or(1, |more| more.rung)),
        })
    }

    /// Its time has come: it waited long enough for somebody, or more people are asked.
    pub(super) fn step(&mut self, waiter: Waiter, now: Time) {
        if let Some(waiting) = self.at_mut(waiter) {
            waiting.due = None;
            if waiting.line.is_some() {
                self.leave_line(waiter);
                self.next_own(waiter, now);
            } else {
                self.go_on(waiter, now);
            }
        }
    }

    /// It does not wait for this person any longer.
    pub(super) fn next_own(&mut self, waiter: Waiter, now: Time) {
        if let Some(waiting) = self.at_mut(waiter) {
            waiting.pass_own();
            self.go_on(waiter, now);
        }
    }

    /// The next that can be done for it: somebody in particular, then everybody its steps have come to.
    fn go_on(&mut self, waiter: Waiter, now: Time) {
        while let Some(own) = self.at(waiter).and_then(Waiting::own) {
            if self.try_own(waiter, own, now) {
                return;
            }
            if let Some(waiting) = self.at_mut(waiter) {
                waiting.pass_own();
            }
        }
        loop {
            let Some(waiting) = self.at(waiter) else { return };
            let Some((rung, step)) = waiting.next_rung() else {
                return;
            };
            let at = waiting.since + rung.after;
            if at > now {
                self.wake_at(waiter, at);
                return;
            }
            let need = rung.need.clone();
            let group = self.group_of(&need);
            if self.try_group(waiter, group, step, now) {
                return;
            }
            self.queue_in(waiter, group, step);
        }
    }

    /// Gives it to somebody in particular, or has it wait in their line; false when neither can be.
    fn try_own(&mut self, waiter: Waiter, own: OwnLine, now: Time) -> bool {
        let Some(waiting) = self.at(waiter) else {
            return true;
        };
        let Some(seat) = self.seats.get(&own.agent).copied() else {
            return false;
        };
        if waiting.barred().contains(&own.agent) {
            return false;
        }
        let (kind, rank, until) = (waiting.kind, waiting.rank, waiting.since + own.wait);
        let body = self.bodies.get(seat);
        if !own.admits(&body.person) {
            return false;
        }
        if body.is_here() && body.has_room(kind, own.beyond) {
            self.give_own(waiter, seat, own, now);
            self.refresh(seat);
            return true;
        }
        if until <= now || body.gone || !body.standing.comes_back() {
            return false;
        }
        let raised = rank.raised(self.rules.ageing);
        self.bodies.get_mut(seat).line.insert((raised, waiter));
        if let Some(waiting) = self.at_mut(waiter) {
            waiting.line = Some(seat);
        }
        self.wake_at(waiter, until);
        true
    }

    pub(super) fn leave_line(&mut self, waiter: Waiter) {
        let ageing = self.rules.ageing;
        let Some(waiting) = self.at_mut(waiter) else {
            return;
        };
        let rank = waiting.rank.raised(ageing);
        if let Some(seat) = waiting.line.take() {
            self.bodies.get_mut(seat).line.remove(&(rank, waiter));
        }
    }

    fn wake_at(&mut self, waiter: Waiter, at: Time) {
        let Some(waiting) = self.at_mut(waiter) else {
            return;
        };
        let (before, rank) = (waiting.due.replace(at), waiting.rank);
        if let Some(before) = before {
            self.due.remove(&(before, Due::Step(rank, waiter)));
        }
        self.due.insert((at, Due::Step(rank, waiter)));
    }

    fn queue_in(&mut self, waiter: Waiter, group: u32, step: usize) {
        let Some(waiting) = self.at_mut(waiter) else {
            return;
        };
        let entry = waiting.entry(waiter);
        if let Some(more) = &mut waiting.more {
            more.rung = step + 1;
        }
        if waiting.groups.iter().all(|(known, _)| *known != group) {
            waiting
                .groups
                .push((group, u16::try_from(step).unwrap_or(u16::MAX)));
            self.groups[group as usize].queue.insert(entry);
        }
    }
}
