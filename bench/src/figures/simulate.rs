//! A working day, twice with the same customers: routed by skills, and in turn among whoever is there.

use std::{cmp::Reverse, collections::BinaryHeap};

use serde_json::json;
use uuid::Uuid;
use yingke_conversation::Priority;
use yingke_routing::{
    Ageing, Ask, Choosing, Floor, FloorRules, Kind, Level, Need, Person, Policy, Rank, Rung, Standing, Want,
};
use yingke_staff::{Capacity, Weight};
use yingke_words::{AgentId, ConversationId, SkillId, Span, Time};

use super::routing::Dice;
use crate::report::{Figure, round};

const AGENTS: u64 = 50;
const SKILLS: u64 = 6;
/// Of which each agent has so many.
const KNOWN: usize = 2;
/// Conversations an agent has at a time.
const PLACES: u16 = 1;
/// Of what they could do, so much comes.
const LOAD: f64 = 0.85;
/// Milliseconds: the day, how long a conversation takes (median, spread of its logarithm), how long somebody waits, how long
/// whoever lacks the skill needs to see that.
const DAY: f64 = 9.0 * 3_600_000.0;
const SERVICE: (f64, f64) = (420_000.0, 0.6);
const PATIENCE: f64 = 600_000.0;
const MISTAKE: f64 = 30_000.0;
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];
const BEGIN: i64 = 1_795_168_200_000;

/// A customer of the day.
struct Customer {
    comes: f64,
    skill: u64,
    takes: f64,
    patience: f64,
}

/// What came of a day.
#[derive(Default)]
struct Day {
    served: u64,
    abandoned: u64,
    waited: f64,
    wrong: u64,
    transfers: u64,
}

impl Day {
    fn add(&mut self, other: &Self) {
        self.served += other.served;
        self.abandoned += other.abandoned;
        self.waited += other.waited;
        self.wrong += other.wrong;
        self.transfers += other.transfers;
    }

    /// Seconds from coming to whoever can help.
    fn mean_wait(&self) -> f64 {
        self.waited / 1_000.0 / as_float(self.served.max(1))
    }

    /// Of these, so many were spent in the queue and not with somebody who could not help.
    fn mean_queue(&self) -> f64 {
        self.mean_wait() - self.share(self.transfers) * MISTAKE / 1_000.0
    }

    fn share(&self, of: u64) -> f64 {
        as_float(of) / as_float(self.served.max(1))
    }
}

fn as_float(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Evenly between 0 and 1, never 0.
fn unit(dice: &mut Dice) -> f64 {
    (as_float(dice.roll(1 << 30)) + 1.0) / f64::from(1 << 30)
}

fn exponential(dice: &mut Dice, mean: f64) -> f64 {
    -mean * unit(dice).ln()
}

fn log_normal(dice: &mut Dice, (median, spread): (f64, f64)) -> f64 {
    let normal = (-2.0 * unit(dice).ln()).sqrt() * (std::f64::consts::TAU * unit(dice)).cos();
    median * (spread * normal).exp()
}

fn customers(seed: u64) -> Vec<Customer> {
    let mut dice = Dice(seed);
    let mean = SERVICE.0 * (SERVICE.1 * SERVICE.1 / 2.0).exp();
    let places = as_float(AGENTS) * f64::from(PLACES);
    let every = mean / (places * LOAD);
    let (mut now, mut all) = (0.0, Vec::new());
    loop {
        now += exponential(&mut dice, every);
        if now > DAY {
            return all;
        }
        all.push(Customer {
            comes: now,
            skill: dice.roll(SKILLS),
            takes: log_normal(&mut dice, SERVICE),
            patience: exponential(&mut dice, PATIENCE),
        });
    }
}

/// Which skills each agent has: every pair of neighbours about equally often.
fn skills_of(agent: u64) -> [u64; KNOWN] {
    [
        agent % SKILLS,
        (agent + 1 + agent / SKILLS % (SKILLS - 1)) % SKILLS,
    ]
}

fn id<T: From<Uuid>>(kind: u128, number: u64) -> T {
    T::from(Uuid::from_u128(kind << 64 | u128::from(number)))
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// They come.
    Comes(usize),
    /// They wait no longer.
    Leaves(usize),
    /// Somebody is done with them.
    Ends(usize, u64),
    /// Somebody sees that they cannot help.
    Sees(usize, u64),
}

/// What happens next: microseconds of the day, and what.
#[derive(Default)]
struct Diary(BinaryHeap<Reverse<(u64, What)>>);

impl Diary {
    fn note(&mut self, at: f64, what: What) {
        self.0.push(Reverse((micros(at), what)));
    }

    fn next(&mut self) -> Option<(f64, What)> {
        let Reverse((at, what)) = self.0.pop()?;
        Some((millis(at), what))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a moment of a day"
)]
fn micros(at: f64) -> u64 {
    (at * 1_000.0) as u64
}

#[expect(clippy::cast_precision_loss, reason = "a moment of a day")]
fn millis(at: u64) -> f64 {
    at as f64 / 1_000.0
}

#[expect(clippy::cast_possible_truncation, reason = "a moment of a day")]
fn time(at: f64) -> Time {
    Time::from_millis(BEGIN + at as i64)
}

fn diary(all: &[Customer]) -> Diary {
    let mut diary = Diary::default();
    for (number, customer) in all.iter().enumerate() {
        diary.note(customer.comes, What::Comes(number));
    }
    diary
}

fn kind() -> Kind {
    Kind {
        weight: Weight::default(),
        limited: None,
    }
}

fn person(agent: u64) -> Person {
    Person {
        agent: id::<AgentId>(1, agent),
        teams: Vec::new(),
        inboxes: Vec::new(),
        skills: skills_of(agent).map(|skill| (id(4, skill), Level(3))).to_vec(),
        places: Vec::new(),
        capacity: Capacity {
            chat: PLACES,
            ..Capacity::default()
        },
        limits: Vec::new(),
        weight: 1,
        response: None,
        standing: Standing::Here,
        idle_since: Time::from_millis(BEGIN),
        assigned_at: Time::from_millis(BEGIN),
    }
}

/// The day as the floor routes it.
fn by_skill(all: &[Customer]) -> Day {
    let (mut day, mut diary) = (Day::default(), diary(all));
    let mut floor = Floor::new(FloorRules {
        choosing: Choosing {
            policy: Policy::Scores,
            ..Choosing::default()
        },
        ..FloorRules::default()
    });
    (0..AGENTS).for_each(|agent| floor.seat(person(agent), Time::from_millis(BEGIN)));
    let needs: Vec<Want> = (0..SKILLS)
        .map(|skill| {
            let mut need = Need::anybody(kind());
            need.skills = vec![(id::<SkillId>(4, skill), Level(1))];
            Want::from(need)
        })
        .collect();
    while let Some((now, what)) = diary.next() {
        match what {
            What::Comes(number) => {
                let customer = &all[number];
                diary.note(now + customer.patience, What::Leaves(number));
                let since = time(now);
                let order = i64::try_from(number).unwrap_or(i64::MAX);
                floor.ask(
                    Ask {
                        conversation: conversation(number),
                        rank: Rank::new(Priority::Normal, since, Ageing::default(), order),
                        since,
                        kind: kind(),
                        own: Vec::new(),
                        rungs: vec![Rung {
                            after: Span::millis(0),
                            need: needs[usize::try_from(customer.skill).unwrap_or(0)].clone(),
                        }],
                        barred: Vec::new(),
                        known: None,
                    },
                    since,
                );
            }
            What::Leaves(number) if floor.waits(conversation(number)) => {
                floor.withdraw(conversation(number));
                day.abandoned += 1;
            }
            What::Ends(number, _) => floor.release(conversation(number), time(now)),
            What::Leaves(_) | What::Sees(..) => {}
        }
        for decision in floor.take() {
            let number = usize::try_from(decision.conversation.uuid().as_u128() & 0xFFFF_FFFF).unwrap_or(0);
            let customer = &all[number];
            day.served += 1;
            day.waited += now - customer.comes;
            let agent = u64::try_from(decision.agent.uuid().as_u128() & 0xFFFF_FFFF).unwrap_or(0);
            day.wrong += u64::from(!skills_of(agent).contains(&customer.skill));
            diary.note(now + customer.takes, What::Ends(number, agent));
        }
    }
    day
}

fn conversation(number: usize) -> ConversationId {
    id(3, number as u64)
}

/// Everybody's turn.
struct InTurn<'a> {
    all: &'a [Customer],
    diary: Diary,
    day: Day,
    free: Vec<u16>,
    next: u64,
    /// Who waits, the longest first; and whom they have been to.
    queue: Vec<usize>,
    been: Vec<Vec<u64>>,
    helped: Vec<bool>,
}

impl InTurn<'_> {
    /// Whoever is next in turn and has a place.
    fn whose_turn(&self, been: &[u64]) -> Option<u64> {
        let around = (0..AGENTS).map(|step| (self.next + step) % AGENTS);
        around.into_iter().find(|agent| {
            let free = self.free[usize::try_from(*agent).unwrap_or(0)] > 0;
            free && !been.contains(agent)
        })
    }

    fn give(&mut self, now: f64) {
        let mut at = 0;
        while at < self.queue.len() {
            let number = self.queue[at];
            let Some(agent) = self.whose_turn(&self.been[number]) else {
                at += 1;
                continue;
            };
            self.queue.remove(at);
            self.next = (agent + 1) % AGENTS;
            self.free[usize::try_from(agent).unwrap_or(0)] -= 1;
            self.been[number].push(agent);
            let customer = &self.all[number];
            if skills_of(agent).contains(&customer.skill) {
                self.day.served += 1;
                self.day.waited += now - customer.comes;
                self.helped[number] = true;
                self.diary.note(now + customer.takes, What::Ends(number, agent));
            } else {
                self.day.wrong += u64::from(self.been[number].len() == 1);
                self.day.transfers += 1;
                self.diary.note(now + MISTAKE, What::Sees(number, agent));
            }
        }
    }
}

/// The day in turn among whoever is there and has a place: who lacks the skill sees it after a minute, and hands it on.
fn in_turn(all: &[Customer]) -> Day {
    let mut turns = InTurn {
        all,
        diary: diary(all),
        day: Day::default(),
        free: (0..AGENTS).map(|_| PLACES).collect(),
        next: 0,
        queue: Vec::new(),
        been: all.iter().map(|_| Vec::new()).collect(),
        helped: all.iter().map(|_| false).collect(),
    };
    while let Some((now, what)) = turns.diary.next() {
        match what {
            What::Comes(number) => {
                turns.diary.note(now + all[number].patience, What::Leaves(number));
                turns.queue.push(number);
            }
            What::Leaves(number) => {
                // Whoever is being talked to does not leave.
                if let Some(at) = turns.queue.iter().position(|one| *one == number) {
                    turns.queue.remove(at);
                    turns.day.abandoned += 1;
                }
            }
            What::Ends(_, agent) => turns.free[usize::try_from(agent).unwrap_or(0)] += 1,
            What::Sees(number, agent) => {
                turns.free[usize::try_from(agent).unwrap_or(0)] += 1;
                // It keeps its time: the longest waits first.
                let at = turns.queue.partition_point(|one| *one < number);
                turns.queue.insert(at, number);
            }
        }
        turns.give(now);
    }
    turns.day
}

/// The day of every seed, both ways.
pub fn measure() -> anyhow::Result<Figure> {
    let (mut ours, mut theirs) = (Day::default(), Day::default());
    for seed in SEEDS {
        let all = customers(seed);
        ours.add(&by_skill(&all));
        theirs.add(&in_turn(&all));
    }
    anyhow::ensure!(ours.served > 1_000, "{} customers are no day", ours.served);
    let told = |day: &Day| {
        json!({
            "served": day.served, "abandoned": day.abandoned, "mean wait s": round(day.mean_wait(), 2), "of it in the queue s": round(day.mean_queue(), 2),
            "wrong skill": round(day.share(day.wrong), 4), "transfers": round(day.share(day.transfers), 4),
        })
    };
    Ok(Figure {
        name: "simulate",
        value: json!([
            round(ours.mean_wait() / theirs.mean_wait(), 3),
            round(ours.share(ours.wrong), 4),
            round(ours.share(ours.transfers), 4)
        ]),
        unit: "mean wait to that of turns; share of wrong skill; share of transfers",
        goal: "<= 0.31; <= 0.02; <= 0.02",
        detail: json!({ "seeds": SEEDS, "by skill": told(&ours), "in turn": told(&theirs) }),
    })
}
