//! The second telling: lists, and a look at all of them for every question.

use std::collections::BTreeMap;

use yingke_staff::Pools;
use yingke_words::{AgentId, ConversationId, TeamId, Time};

use super::story::Act;
use crate::{
    Ask, Choosing, Decision, Floor, FloorRules, Kind, Need, Person, Policy, Rank, Stage, Standing,
    Whereabouts,
};

pub(super) struct Ledger {
    rules: FloorRules,
    people: BTreeMap<AgentId, Soul>,
    held: BTreeMap<ConversationId, (AgentId, Kind, Option<TeamId>)>,
    waiting: BTreeMap<ConversationId, Waiting>,
    turn: i64,
    now: Time,
    /// Several come back in this millisecond: the floor takes them one after the other.
    blurred: bool,
}

struct Soul {
    person: Person,
    paced_until: Time,
    turn: i64,
    gone: bool,
}

struct Waiting {
    ask: Ask,
    own: usize,
}

fn sure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

impl Ledger {
    pub(super) fn new(rules: FloorRules) -> Self {
        Self {
            rules,
            people: BTreeMap::new(),
            held: BTreeMap::new(),
            waiting: BTreeMap::new(),
            turn: 0,
            now: Time::from_millis(0),
            blurred: false,
        }
    }

    pub(super) fn tick(&mut self, now: Time) {
        self.now = now;
        let back = self.people.values().filter(|soul| soul.paced_until == now);
        self.blurred = back.count() > 1;
        self.go_on();
    }

    pub(super) fn tell(&mut self, act: Act, now: Time) {
        self.now = now;
        self.blurred = false;
        match act {
            Act::Seat(person) => self.seat(*person),
            Act::Leave(agent) => {
                if let Some(soul) = self.people.get_mut(&agent) {
                    soul.gone = true;
                    soul.person.standing = Standing::Offline;
                }
            }
            Act::Stand(agent, standing) => {
                let soul = self.people.get_mut(&agent).filter(|soul| !soul.gone);
                if let Some(soul) = soul.filter(|soul| soul.person.standing != standing) {
                    soul.person.standing = standing;
                    if standing == Standing::Here {
                        soul.person.idle_since = soul.person.idle_since.max(now);
                    }
                }
            }
            Act::Ask(ask) => {
                self.waiting
                    .insert(ask.conversation, Waiting { ask: *ask, own: 0 });
            }
            Act::Withdraw(conversation) => {
                self.waiting.remove(&conversation);
            }
            Act::Release(conversation) => self.release(conversation),
            Act::Hold(conversation, agent, kind, team) => self.hold(conversation, agent, kind, team),
        }
        self.go_on();
    }

    fn seat(&mut self, mut person: Person) {
        let turn = person.assigned_at.millis();
        if let Some(soul) = self.people.get_mut(&person.agent) {
            person.idle_since = person.idle_since.max(soul.person.idle_since);
            person.assigned_at = person.assigned_at.max(soul.person.assigned_at);
            soul.person = person;
            soul.gone = false;
        } else {
            let soul = Soul {
                paced_until: Time::from_millis(0),
                turn,
                gone: false,
                person,
            };
            self.people.insert(soul.person.agent, soul);
        }
    }

    fn hold(&mut self, conversation: ConversationId, agent: AgentId, kind: Kind, team: Option<TeamId>) {
        if !self.people.contains_key(&agent) {
            self.waiting.remove(&conversation);
            return self.release(conversation);
        }
        if self.held.get(&conversation) == Some(&(agent, kind, team)) {
            return;
        }
        self.waiting.remove(&conversation);
        let before = self.held.get(&conversation).map(|(by, _, _)| *by);
        self.release(conversation);
        self.held.insert(conversation, (agent, kind, team));
        if before != Some(agent) {
            self.chosen(agent);
        }
    }

    fn release(&mut self, conversation: ConversationId) {
        if let Some((agent, _, _)) = self.held.remove(&conversation) {
            let now = self.now;
            let soul = self.soul_mut(agent);
            soul.person.idle_since = soul.person.idle_since.max(now);
        }
    }

    fn chosen(&mut self, agent: AgentId) {
        self.turn = (self.turn + 1).max(self.now.millis());
        let (turn, now, pace) = (self.turn, self.now, self.rules.pace);
        let soul = self.soul_mut(agent);
        soul.turn = turn;
        soul.person.idle_since = now;
        soul.person.assigned_at = now;
        soul.paced_until = now + pace;
    }

    fn soul(&self, agent: AgentId) -> &Soul {
        &self.people[&agent]
    }

    fn soul_mut(&mut self, agent: AgentId) -> &mut Soul {
        self.people
            .get_mut(&agent)
            .expect("who holds something was seated")
    }

    fn standing(&self, soul: &Soul) -> Standing {
        match soul.person.standing {
            Standing::Here if soul.paced_until > self.now => Standing::Paced,
            other => other,
        }
    }

    fn is_here(&self, soul: &Soul) -> bool {
        !soul.gone && self.standing(soul) == Standing::Here
    }

    fn pools(&self, agent: AgentId) -> Pools {
        let mut pools = Pools::default();
        for (_, kind, _) in self.held.values().filter(|(by, _, _)| *by == agent) {
            pools.take(kind.weight);
        }
        pools
    }

    fn has_room(&self, soul: &Soul, kind: Kind, beyond: u16) -> bool {
        let agent = soul.person.agent;
        let of_channel = self
            .held
            .values()
            .filter(|(by, one, _)| *by == agent && one.limited.is_some() && one.limited == kind.limited)
            .count();
        let limit = kind.limited.and_then(|channel| {
            let found = soul.person.limits.iter().find(|(of, _)| *of == channel);
            found.map(|(_, limit)| usize::from(limit + beyond))
        });
        limit.is_none_or(|limit| of_channel < limit)
            && self
                .pools(agent)
                .fits(soul.person.capacity.places(), kind.weight, beyond)
    }

    fn level(&self, soul: &Soul, kind: Kind) -> u8 {
        let used = u32::from(self.pools(soul.person.agent).used(kind.weight.pool));
        let places = u32::from(soul.person.capacity.places().of(kind.weight.pool)).max(1);
        u8::try_from((used * 64 / places).min(64)).unwrap_or(64)
    }

    fn fits(need: &Need, soul: &Soul) -> bool {
        need.concerns(&soul.person) && need.is_known_to(&soul.person) && need.is_near(&soul.person)
    }

    fn is_full(&self, team: Option<TeamId>) -> bool {
        let cap = team.and_then(|team| self.rules.caps.get(&team));
        let held = self
            .held
            .values()
            .filter(|(_, _, of)| of.is_some() && *of == team)
            .count();
        cap.is_some_and(|cap| held >= *cap as usize)
    }

    /// Everybody who could take it on a step of its way.
    fn could<'a>(&'a self, ask: &'a Ask, need: &'a Need) -> impl Iterator<Item = &'a Soul> {
        let open = !self.is_full(need.team);
        self.people.values().filter(move |soul| {
            let barred = ask.barred.contains(&soul.person.agent);
            open && !barred
                && self.is_here(soul)
                && Self::fits(need, soul)
                && self.has_room(soul, need.kind, 0)
        })
    }

    fn steps<'a>(&self, ask: &'a Ask) -> &'a [crate::Rung] {
        let now = self.now;
        let open = ask
            .rungs
            .iter()
            .take_while(|rung| ask.since + rung.after <= now)
            .count();
        &ask.rungs[..open]
    }

    /// Who is not waited for any longer.
    fn go_on(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        for one in waiting.values_mut() {
            while let Some(own) = one.ask.own.get(one.own) {
                let soul = self.people.get(&own.agent).filter(|soul| {
                    let comes = !soul.gone && soul.person.standing.comes_back();
                    let at_once = self.is_here(soul) && self.has_room(soul, one.ask.kind, own.beyond);
                    let until = one.ask.since + own.wait;
                    let admitted = own.admits(&soul.person) && !one.ask.barred.contains(&own.agent);
                    admitted && (at_once || (comes && until > self.now))
                });
                if soul.is_some() {
                    break;
                }
                one.own += 1;
            }
        }
        self.waiting = waiting;
    }

    /// What `soul` could take, by rank: their own line, and what everybody may take.
    fn choices(&self, soul: &Soul) -> impl Iterator<Item = (Rank, ConversationId)> {
        self.waiting.values().filter_map(move |one| {
            let ask = &one.ask;
            if let Some(own) = ask.own.get(one.own) {
                let theirs = own.agent == soul.person.agent && self.has_room(soul, ask.kind, own.beyond);
                return theirs.then(|| (ask.rank.raised(self.rules.ageing), ask.conversation));
            }
            let mut steps = self.steps(ask).iter();
            let agent = soul.person.agent;
            let any = steps.any(|rung| self.could(ask, &rung.need).any(|one| one.person.agent == agent));
            any.then_some((ask.rank, ask.conversation))
        })
    }

    /// Holds a decision against what was known when it was taken, and makes it true.
    pub(super) fn decided(&mut self, decision: &Decision) -> Result<(), String> {
        let waiting = self.waiting.get(&decision.conversation);
        let ask = &waiting.ok_or("what did not wait was given")?.ask;
        let soul = self.people.get(&decision.agent).ok_or("nobody got it")?;
        sure(self.is_here(soul), || format!("{} was not here", decision.agent))?;
        let first = self.choices(soul).min().map(|(_, conversation)| conversation);
        sure(first == Some(decision.conversation), || {
            format!("{first:?} came before {}", decision.conversation)
        })?;
        if decision.stage == Stage::Match {
            self.matched(ask, soul, decision)?;
        } else {
            let own = ask
                .own
                .iter()
                .find(|own| own.agent == decision.agent && own.stage == decision.stage);
            let own = own.ok_or("they were not meant in particular")?;
            sure(self.has_room(soul, ask.kind, own.beyond), || {
                "above what was allowed".to_owned()
            })?;
        }
        let (kind, conversation) = (ask.kind, decision.conversation);
        self.waiting.remove(&conversation);
        self.held
            .insert(conversation, (decision.agent, kind, decision.team));
        self.chosen(decision.agent);
        self.go_on();
        Ok(())
    }

    fn matched(&self, ask: &Ask, soul: &Soul, decision: &Decision) -> Result<(), String> {
        let why = decision.why.as_ref().ok_or("no reasons")?;
        let steps = self.steps(ask);
        let step = usize::from(why.step);
        let need = &steps.get(step).ok_or("on a step that has not come")?.need;
        let agent = soul.person.agent;
        for earlier in &steps[..step] {
            let mut could = self.could(ask, &earlier.need);
            sure(could.all(|one| one.person.agent != agent), || {
                "an earlier step had them".to_owned()
            })?;
        }
        sure(decision.team == need.team, || "for another team".to_owned())?;
        let could: Vec<&Soul> = self.could(ask, need).collect();
        sure(could.iter().any(|one| one.person.agent == agent), || {
            format!("{agent} could not take it")
        })?;
        if self.blurred {
            return Ok(());
        }
        let own = need.team.and_then(|team| self.rules.teams.get(&team));
        let choosing = own.copied().unwrap_or(self.rules.choosing);
        let worth = |soul: &Soul| self.worth(soul, ask, choosing);
        let best = could.iter().map(|soul| worth(soul)).max();
        sure(Some(worth(soul)) == best, || {
            format!("{agent} was not the best by {:?}", choosing.policy)
        })?;
        self.reasons(ask, need, decision)
    }

    /// The greater, the better; where a policy does not tell people apart, equal.
    fn worth(&self, soul: &Soul, ask: &Ask, choosing: Choosing) -> i64 {
        match choosing.policy {
            Policy::Scores | Policy::Claim | Policy::ByHand => {
                let idle = self.now.since(soul.person.idle_since);
                let known = ask.known == Some(soul.person.agent);
                i64::from(
                    choosing
                        .scores
                        .points(self.level(soul, ask.kind), idle, known)
                        .total(),
                )
            }
            Policy::RoundRobin => -soul.turn,
            Policy::LeastLoaded => -i64::from(self.level(soul, ask.kind)),
            Policy::LongestIdle => -soul.person.idle_since.millis(),
            Policy::FastestResponder => -soul.person.response.map_or(0, yingke_words::Span::as_millis),
            Policy::Weighted | Policy::Random => 0,
        }
    }

    /// Everybody of the team is counted once.
    fn reasons(&self, ask: &Ask, need: &Need, decision: &Decision) -> Result<(), String> {
        let why = decision.why.as_ref().ok_or("no reasons")?;
        let concerned: Vec<&Soul> = self
            .people
            .values()
            .filter(|soul| !soul.gone && need.concerns(&soul.person))
            .collect();
        let here: Vec<&&Soul> = concerned.iter().filter(|soul| self.is_here(soul)).collect();
        let skilled: Vec<&&&Soul> = here
            .iter()
            .filter(|soul| need.is_known_to(&soul.person))
            .collect();
        let near = skilled.iter().filter(|soul| need.is_near(&soul.person));
        let full = near.filter(|soul| !self.has_room(soul, need.kind, 0)).count();
        let near = skilled.iter().filter(|soul| need.is_near(&soul.person)).count();
        let out = &why.left_out;
        let away: u32 = out.standing.iter().map(|(_, count)| count).sum();
        let could = self.could(ask, need).count();
        let counted = [why.looked_at, why.could, away, out.skill, out.place, out.full];
        let expected = [
            concerned.len(),
            could,
            concerned.len() - here.len(),
            here.len() - skilled.len(),
            skilled.len() - near,
            full,
        ];
        let equal = counted
            .iter()
            .zip(expected)
            .all(|(counted, expected)| *counted as usize == expected);
        sure(equal, || format!("reasons {counted:?}, but {expected:?}"))?;
        let sum = why.could + away + out.skill + out.place + out.full + out.barred;
        sure(sum == why.looked_at, || {
            format!("{sum} are told of {}", why.looked_at)
        })?;
        let first = why.best.first().map(|one| one.agent_id);
        sure(first == Some(decision.agent), || {
            "the winner does not stand first".to_owned()
        })?;
        sure(why.best.len() == could.min(5), || "not the best five".to_owned())
    }

    /// Holds the floor against what it should be when nothing more is to be decided.
    pub(super) fn agrees(&self, floor: &Floor) -> Result<(), String> {
        sure(self.waiting.len() == floor.waiting(), || {
            "another number waits".to_owned()
        })?;
        for agent in self.people.keys() {
            let pools = self.pools(*agent);
            let held = pools.chat + pools.mail + pools.calls * yingke_staff::PLACE;
            sure(floor.load(*agent) == held, || format!("{agent} has another load"))?;
        }
        for one in self.waiting.values() {
            let ask = &one.ask;
            match floor.whereabouts(ask.conversation).ok_or("it is lost")? {
                Whereabouts::Line(agent) => {
                    let own = ask.own.get(one.own).filter(|own| own.agent == agent);
                    let own = own.ok_or("it waits for somebody it should not")?;
                    let soul = self.soul(agent);
                    let could = self.is_here(soul) && self.has_room(soul, ask.kind, own.beyond);
                    sure(!could, || format!("{agent} is free for who waits for them"))?;
                }
                Whereabouts::Queue(steps) => {
                    sure(one.own == ask.own.len(), || {
                        "it should wait for somebody".to_owned()
                    })?;
                    let open = self.steps(ask);
                    sure(open.len() == steps, || "a step was not taken".to_owned())?;
                    for rung in open {
                        let idle = self.could(ask, &rung.need).next();
                        sure(idle.is_none(), || "somebody is free and it waits".to_owned())?;
                    }
                }
            }
        }
        Ok(())
    }
}
