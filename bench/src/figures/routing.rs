//! How fast who gets what is decided, and whether it is decided right.

use std::{hint::black_box, time::Instant};

use serde_json::json;
use uuid::Uuid;
use yingke_conversation::Priority;
use yingke_routing::{
    Ageing, Ask, Choosing, Decision, Floor, FloorRules, Kind, Level, Need, Person, Policy, Rank, Rung,
    Standing, Want, proof,
};
use yingke_staff::{Capacity, Weight};
use yingke_words::{AgentId, ConversationId, SkillId, Span, Time};

use crate::report::{Figure, median, progress, round};

const AGENTS: u64 = 10_000;
const QUEUED: u64 = 100_000;
const SKILLS: u64 = 40;
/// Decisions a round, and rounds: ours and the bare heap's in turn.
const DECISIONS: u64 = 200_000;
const ROUNDS: usize = 5;
const AT_ONCE: u64 = 64;
const BEGIN: Time = Time::from_millis(1_795_168_200_000);

/// Numbers that look like chance, the same every time.
pub struct Dice(pub u64);

impl Dice {
    /// A whole number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }
}

fn id<T: From<Uuid>>(kind: u128, number: u64) -> T {
    T::from(Uuid::from_u128(kind << 64 | u128::from(number)))
}

fn kind() -> Kind {
    Kind {
        weight: Weight::default(),
        limited: None,
    }
}

/// Conversations of all skills, with a way of one step.
struct Customers {
    dice: Dice,
    needs: Vec<Want>,
    came: u64,
}

impl Customers {
    fn new() -> Self {
        let need = |skill| {
            let mut need = Need::anybody(kind());
            need.skills = vec![(id::<SkillId>(4, skill), Level(1))];
            Want::from(need)
        };
        Self {
            dice: Dice(1),
            needs: (0..SKILLS).map(need).collect(),
            came: 0,
        }
    }

    fn next(&mut self) -> Ask {
        self.came += 1;
        let since = BEGIN + Span::millis(i64::try_from(self.came).unwrap_or(0));
        let priority = Priority::ALL[usize::try_from(self.dice.roll(5)).unwrap_or(0)];
        let skill = usize::try_from(self.dice.roll(SKILLS)).unwrap_or(0);
        let rung = Rung {
            after: Span::millis(0),
            need: self.needs[skill].clone(),
        };
        Ask {
            conversation: id(3, self.came),
            rank: Rank::new(
                priority,
                since,
                Ageing::default(),
                i64::try_from(self.came).unwrap_or(0),
            ),
            since,
            kind: kind(),
            own: Vec::new(),
            rungs: vec![rung],
            barred: Vec::new(),
            known: None,
        }
    }

    fn several(&mut self, count: u64) -> Vec<Ask> {
        (0..count).map(|_| self.next()).collect()
    }

    fn now(&self) -> Time {
        BEGIN + Span::millis(i64::try_from(self.came).unwrap_or(0))
    }
}

fn person(dice: &mut Dice, number: u64) -> Person {
    let mut skills: Vec<(SkillId, Level)> = Vec::new();
    while skills.len() < 3 {
        let skill = id(4, dice.roll(SKILLS));
        if skills.iter().all(|(own, _)| *own != skill) {
            skills.push((skill, Level(1 + u8::try_from(dice.roll(5)).unwrap_or(0))));
        }
    }
    Person {
        agent: id::<AgentId>(1, number),
        teams: Vec::new(),
        inboxes: Vec::new(),
        skills,
        places: Vec::new(),
        capacity: Capacity {
            chat: 5 + u16::try_from(dice.roll(6)).unwrap_or(0),
            ..Capacity::default()
        },
        limits: Vec::new(),
        weight: 1,
        response: None,
        standing: Standing::Here,
        idle_since: BEGIN,
        assigned_at: BEGIN,
    }
}

/// A floor with everybody here, and what they have in hand.
struct Busy {
    floor: Floor,
    customers: Customers,
    held: Vec<ConversationId>,
    dice: Dice,
}

impl Busy {
    /// Everybody's places are filled, and `queued` wait.
    fn full(explains: bool, queued: u64) -> Self {
        let mut busy = Self::empty(explains);
        while busy.floor.waiting() < usize::try_from(queued).unwrap_or(0) {
            let ask = busy.customers.next();
            busy.ask(ask);
        }
        busy
    }

    fn empty(explains: bool) -> Self {
        let choosing = Choosing {
            policy: Policy::Scores,
            ..Choosing::default()
        };
        let mut floor = Floor::new(FloorRules {
            choosing,
            explains,
            ..FloorRules::default()
        });
        let mut dice = Dice(2);
        for number in 0..AGENTS {
            floor.seat(person(&mut dice, number), BEGIN);
        }
        Self {
            floor,
            customers: Customers::new(),
            held: Vec::new(),
            dice,
        }
    }

    fn ask(&mut self, ask: Ask) -> usize {
        let now = self.customers.now();
        self.floor.ask(ask, now);
        self.note()
    }

    fn note(&mut self) -> usize {
        let before = self.held.len();
        let decided = self.floor.drain().map(|decision: Decision| decision.conversation);
        self.held.extend(decided);
        self.held.len() - before
    }

    /// Somebody ends a conversation: they get the next.
    fn end_one(&mut self) -> usize {
        let at = self.dice.roll(self.held.len() as u64);
        let ended = self.held.swap_remove(usize::try_from(at).unwrap_or(0));
        let now = self.customers.now();
        self.floor.release(ended, now);
        self.note()
    }

    /// So many come while as many end: decisions a second. They are made a few at a time, as they would come.
    fn decide(&mut self, count: u64) -> f64 {
        let (mut decided, mut spent) = (0_usize, 0.0);
        for _ in 0..count / AT_ONCE {
            let asks = self.customers.several(AT_ONCE);
            let begin = Instant::now();
            for ask in asks {
                decided += self.ask(ask) + self.end_one();
            }
            spent += begin.elapsed().as_secs_f64();
        }
        f64::from(u32::try_from(decided).unwrap_or(u32::MAX)) / spent
    }
}

fn per_second(count: usize, begin: Instant) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / begin.elapsed().as_secs_f64()
}

/// A heap in an array that knows where each of its entries stands: what any queue with removal stands on at least.
struct BareHeap {
    order: Vec<(i64, u32)>,
    places: Vec<u32>,
}

impl BareHeap {
    fn with(entries: u64, dice: &mut Dice) -> Self {
        let mut heap = Self {
            order: Vec::new(),
            places: vec![0; usize::try_from(entries).unwrap_or(0)],
        };
        for entry in 0..u32::try_from(entries).unwrap_or(0) {
            heap.push(i64::try_from(dice.roll(1 << 40)).unwrap_or(0), entry);
        }
        heap
    }

    fn push(&mut self, key: i64, entry: u32) {
        self.order.push((key, entry));
        self.up(self.order.len() - 1);
    }

    fn pop(&mut self) -> Option<(i64, u32)> {
        let last = self.order.len().checked_sub(1)?;
        self.order.swap(0, last);
        let popped = self.order.pop();
        self.down(0);
        popped
    }

    fn set(&mut self, at: usize, entry: (i64, u32)) {
        self.order[at] = entry;
        self.places[entry.1 as usize] = u32::try_from(at).unwrap_or(0);
    }

    fn up(&mut self, mut at: usize) {
        let moving = self.order[at];
        while at > 0 {
            let parent = (at - 1) / 2;
            if self.order[parent] <= moving {
                break;
            }
            self.set(at, self.order[parent]);
            at = parent;
        }
        self.set(at, moving);
    }

    fn down(&mut self, mut at: usize) {
        let Some(moving) = self.order.get(at).copied() else {
            return;
        };
        loop {
            let left = 2 * at + 1;
            let Some(mut least) = self.order.get(left).copied() else {
                break;
            };
            let mut child = left;
            if let Some(right) = self.order.get(left + 1).filter(|right| **right < least) {
                least = *right;
                child = left + 1;
            }
            if moving <= least {
                break;
            }
            self.set(at, least);
            at = child;
        }
        self.set(at, moving);
    }

    /// As many pops and pushes: pairs a second.
    fn turn(&mut self, pairs: u64, dice: &mut Dice) -> f64 {
        let keys: Vec<i64> = (0..pairs)
            .map(|_| i64::try_from(dice.roll(1 << 40)).unwrap_or(0))
            .collect();
        let begin = Instant::now();
        for key in keys {
            if let Some((_, entry)) = self.pop() {
                self.push(black_box(key), entry);
            }
        }
        per_second(usize::try_from(pairs).unwrap_or(0), begin)
    }
}

/// The longest of every kind of step, in µs: somebody comes, leaves, goes on a break; a need nobody had before.
fn longest() -> f64 {
    let mut busy = Busy::full(true, QUEUED);
    let mut dice = Dice(9);
    let mut longest = 0_f64;
    let mut time = |busy: &mut Busy, act: &mut dyn FnMut(&mut Busy)| {
        let begin = Instant::now();
        act(busy);
        longest = longest.max(begin.elapsed().as_secs_f64() * 1e6);
    };
    for ask in busy.customers.several(50_000) {
        let mut ask = Some(ask);
        time(&mut busy, &mut |busy| {
            ask.take().map(|ask| busy.ask(ask));
        });
        time(&mut busy, &mut |busy| {
            busy.end_one();
        });
    }
    for _ in 0..2_000 {
        let number = dice.roll(AGENTS);
        let agent = id::<AgentId>(1, number);
        let now = busy.customers.now();
        time(&mut busy, &mut |busy| {
            busy.floor.stand(agent, Standing::Break, now);
        });
        time(&mut busy, &mut |busy| {
            busy.floor.stand(agent, Standing::Here, now);
        });
        time(&mut busy, &mut |busy| {
            busy.floor.seat(person(&mut Dice(number), number), now);
        });
        busy.note();
    }
    for skill in 0..200 {
        let mut ask = busy.customers.next();
        let mut need = Need::anybody(kind());
        need.skills = vec![
            (id(4, skill % SKILLS), Level(2)),
            (id(4, (skill / 5 + 1) % SKILLS), Level(3)),
        ];
        ask.rungs[0].need = Want::from(need);
        let mut ask = Some(ask);
        time(&mut busy, &mut |busy| {
            ask.take().map(|ask| busy.ask(ask));
        });
    }
    longest
}

/// Decisions a second with everybody busy and 100,000 waiting.
pub fn measure() -> Figure {
    let mut dice = Dice(5);
    let mut heap = BareHeap::with(QUEUED, &mut dice);
    let (mut plain, mut told) = (Busy::full(false, QUEUED), Busy::full(true, QUEUED));
    let (mut bare, mut ours, mut explained, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(heap.turn(DECISIONS, &mut dice));
        ours.push(plain.decide(DECISIONS));
        explained.push(told.decide(DECISIONS));
        ratios.push(ours.last().unwrap_or(&0.0) / bare.last().unwrap_or(&1.0));
    }
    // Not full: who comes is given at once, to the best of those who have places.
    let mut half = Busy::empty(true);
    let asks = half.customers.several(QUEUED * 4 / 10);
    for ask in asks {
        half.ask(ask);
    }
    let choosing = half.decide(DECISIONS);
    let longest = longest();
    let spread = |values: &[f64]| {
        let bound = |f: fn(f64, f64) -> f64| values.iter().copied().reduce(f).unwrap_or(f64::NAN);
        json!([
            round(bound(f64::min), 3),
            round(median(values), 3),
            round(bound(f64::max), 3)
        ])
    };
    Figure {
        name: "routing",
        value: json!([
            round(median(&ratios), 3),
            median(&ours).round(),
            median(&explained).round(),
            round(longest / 1e3, 3)
        ]),
        unit: "of a bare heap; decisions/s; decisions/s explained; ms",
        goal: ">= 0.3; >= 500000; >= 150000; <= 1",
        detail: json!({
            "agents": AGENTS, "queued": QUEUED, "skills": SKILLS,
            "bare": spread(&bare), "ours": spread(&ours), "explained": spread(&explained), "ratio": spread(&ratios),
            "explained, half of the places free": choosing.round(),
            "longest step µs": longest.round(),
        }),
    }
}

/// So many stories are told.
const STORIES: u64 = 1_000_000;

/// Stories told to the floor and held against a second telling.
pub fn fair() -> Figure {
    let mut dice = Dice(11);
    let (mut decided, mut failed, mut first) = (0_usize, 0_u64, None);
    let begin = Instant::now();
    for story in 0..STORIES {
        if story % 100_000 == 0 {
            progress(&format!("fair: {story} stories"));
        }
        let length = 40 + dice.roll(360);
        let bytes: Vec<u8> = (0..length)
            .map(|_| u8::try_from(dice.roll(256)).unwrap_or(0))
            .collect();
        match proof::check(&bytes) {
            Ok(count) => decided += count,
            Err(wrong) => {
                failed += 1;
                first.get_or_insert(wrong);
            }
        }
    }
    Figure {
        name: "fair",
        value: json!([STORIES, failed]),
        unit: "stories; failures",
        goal: ">= 1000000; <= 0",
        detail: json!({"decisions": decided, "first": first, "seconds": begin.elapsed().as_secs()}),
    }
}
