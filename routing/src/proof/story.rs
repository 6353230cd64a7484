//! Stories made of bytes.

use std::collections::HashMap;

use uuid::Uuid;
use yingke_conversation::Priority;
use yingke_staff::{Capacity, Pool, Weight};
use yingke_words::{AgentId, ConversationId, InboxId, SkillId, Span, TeamId, Time};

use crate::{
    Ageing, Ask, Choosing, FloorRules, Kind, Level, Near, Need, OwnLine, Person, Place, Policy, Rank, Rung,
    Scores, Stage, Standing, Want,
};

/// What happens.
#[derive(Debug)]
pub(super) enum Act {
    Seat(Box<Person>),
    Leave(AgentId),
    Stand(AgentId, Standing),
    Ask(Box<Ask>),
    Withdraw(ConversationId),
    Release(ConversationId),
    Hold(ConversationId, AgentId, Kind, Option<TeamId>),
}

/// A story, read byte by byte.
pub(super) struct Story<'a> {
    bytes: std::slice::Iter<'a, u8>,
    ageing: Ageing,
    asked: i64,
    told: u32,
    at: Time,
}

const POLICIES: [Policy; 7] = [
    Policy::Scores,
    Policy::RoundRobin,
    Policy::LeastLoaded,
    Policy::LongestIdle,
    Policy::FastestResponder,
    Policy::Weighted,
    Policy::Random,
];
const AGENTS: u8 = 6;
const CONVERSATIONS: u8 = 24;

fn id<T: From<Uuid>>(kind: u128, number: u8) -> T {
    T::from(Uuid::from_u128(kind << 64 | u128::from(number)))
}

impl<'a> Story<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut story = Self {
            bytes: bytes.iter(),
            ageing: Ageing::default(),
            asked: 0,
            told: 0,
            at: Time::from_millis(1_795_168_200_000),
        };
        story.ageing = Ageing(Span::minutes(i64::from(story.below(20))));
        story
    }

    pub(super) fn begin(&self) -> Time {
        self.at
    }

    fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or(0)
    }

    fn below(&mut self, end: u8) -> u8 {
        self.byte() % end
    }

    /// True once in `of` times.
    fn once_in(&mut self, of: u8) -> bool {
        self.below(of) == of - 1
    }

    fn choosing(&mut self) -> Choosing {
        Choosing {
            policy: POLICIES[usize::from(self.below(7))],
            scores: Scores {
                load: u16::from(self.below(50)),
                idle: u16::from(self.below(20)),
                idle_minutes: 1 + u16::from(self.below(10)),
                known: u16::from(self.below(40)),
            },
        }
    }

    pub(super) fn rules(&mut self) -> FloorRules {
        let teams: HashMap<TeamId, Choosing> = (0..2).map(|team| (id(2, team), self.choosing())).collect();
        let mut caps = HashMap::new();
        if self.once_in(3) {
            caps.insert(id(2, 0), u32::from(self.below(4)));
        }
        let pace = if self.once_in(3) { self.below(90) } else { 0 };
        FloorRules {
            ageing: self.ageing,
            // No pace ends in the millisecond of a step: which of two things of one moment came first is nobody's promise.
            pace: Span::millis(i64::from(pace) * 1_007),
            choosing: self.choosing(),
            teams,
            caps,
            explains: true,
        }
    }

    /// What happens next, and how much later.
    pub(super) fn next(&mut self) -> Option<(Span, Act)> {
        self.bytes.as_slice().first()?;
        let passed = Span::seconds(i64::from(self.below(25)));
        self.at = self.at + passed;
        self.told += 1;
        let act = match self.below(16) {
            _ if self.told <= 4 => Act::Seat(Box::new(self.person())),
            0..=1 => Act::Seat(Box::new(self.person())),
            2 => Act::Leave(self.agent()),
            3..=5 => Act::Stand(self.agent(), self.standing()),
            6..=11 => Act::Ask(Box::new(self.ask())),
            12 => Act::Withdraw(self.conversation()),
            13..=14 => Act::Release(self.conversation()),
            _ => {
                let (conversation, agent, kind) = (self.conversation(), self.agent(), self.kind());
                let team = self.once_in(2).then(|| id(2, 0));
                Act::Hold(conversation, agent, kind, team)
            }
        };
        Some((passed, act))
    }

    fn agent(&mut self) -> AgentId {
        id(1, self.below(AGENTS))
    }

    fn conversation(&mut self) -> ConversationId {
        id(3, self.below(CONVERSATIONS))
    }

    fn standing(&mut self) -> Standing {
        // Two times in three somebody is here.
        let one = self.below(18);
        *Standing::ALL.get(usize::from(one)).unwrap_or(&Standing::Here)
    }

    fn kind(&mut self) -> Kind {
        let pool = [Pool::Chat, Pool::Chat, Pool::Mail, Pool::Call][usize::from(self.below(4))];
        let tenths = [10, 5, 15][usize::from(self.below(3))];
        let weight = Weight { pool, tenths };
        Kind {
            weight,
            limited: self.once_in(3).then_some(0),
        }
    }

    fn some_of<T>(&mut self, kind: u128, of: u8) -> Vec<T>
    where
        T: From<Uuid>,
    {
        let bits = self.byte();
        (0..of)
            .filter(|one| bits >> one & 1 == 1)
            .map(|one| id(kind, one))
            .collect()
    }

    fn skills(&mut self) -> Vec<(SkillId, Level)> {
        let skills: Vec<SkillId> = self.some_of(4, 3);
        skills
            .into_iter()
            .map(|skill| (skill, Level(1 + self.below(2))))
            .collect()
    }

    fn place(&mut self) -> Place {
        Place {
            province: ["浙江", "广东"][usize::from(self.below(2))].to_owned(),
            city: self.once_in(2).then(|| "杭州".to_owned()),
        }
    }

    fn person(&mut self) -> Person {
        let (agent, teams, inboxes, skills) = (
            self.agent(),
            self.some_of(2, 2),
            self.some_of(5, 1),
            self.skills(),
        );
        let response = self.once_in(2).then(|| Span::seconds(i64::from(self.below(60))));
        Person {
            agent,
            teams,
            inboxes,
            skills,
            places: if self.once_in(2) {
                vec![self.place()]
            } else {
                Vec::new()
            },
            capacity: Capacity {
                chat: [3, 2, 1, 0][usize::from(self.below(4))],
                mail: [2, 1, 0][usize::from(self.below(3))],
                ..Capacity::default()
            },
            limits: if self.once_in(3) {
                vec![(0, u16::from(self.below(3)))]
            } else {
                Vec::new()
            },
            weight: 1 + u16::from(self.below(3)),
            response,
            standing: self.standing(),
            idle_since: self.at,
            assigned_at: Time::from_millis(0),
        }
    }

    fn need(&mut self, kind: Kind) -> Need {
        let few = self.once_in(3);
        if self.once_in(2) {
            return Need::anybody(kind);
        }
        Need {
            team: [None, Some(id::<TeamId>(2, 0)), Some(id(2, 1))][usize::from(self.below(3))],
            inbox: self.once_in(4).then(|| id::<InboxId>(5, 0)),
            skills: if few { self.skills() } else { Vec::new() },
            near: match self.below(6) {
                4 => Some(Near::City(self.place())),
                5 => Some(Near::Province(self.place().province)),
                _ => None,
            },
            kind,
        }
    }

    fn own(&mut self, stage: Stage) -> OwnLine {
        OwnLine {
            agent: self.agent(),
            stage,
            wait: Span::seconds(i64::from(self.below(3)) * 30),
            beyond: u16::from(self.below(3)),
            team: self.once_in(4).then(|| id(2, 0)),
            inbox: self.once_in(8).then(|| id(5, 0)),
        }
    }

    fn ask(&mut self) -> Ask {
        self.asked += 1;
        let (kind, since) = (
            self.kind(),
            self.at - Span::seconds(i64::from(self.below(4)) * 20),
        );
        let priority = Priority::ALL[usize::from(self.below(5))];
        let mut own = Vec::new();
        for stage in [Stage::Manager, Stage::LastAgent] {
            if self.once_in(4) {
                let line = self.own(stage);
                // Nobody is asked twice: plans see to it.
                if own.iter().all(|one: &OwnLine| one.agent != line.agent) {
                    own.push(line);
                }
            }
        }
        let mut after = 0;
        let rungs = (0..=self.below(3))
            .map(|_| {
                after += i64::from(self.below(3)) * 30;
                let after = Span::seconds(after);
                Rung {
                    after,
                    need: Want::from(self.need(kind)),
                }
            })
            .collect();
        Ask {
            conversation: self.conversation(),
            rank: Rank::new(priority, since, self.ageing, self.asked),
            since,
            kind,
            own,
            rungs,
            barred: if self.once_in(4) {
                vec![self.agent()]
            } else {
                Vec::new()
            },
            known: self.once_in(3).then(|| self.agent()),
        }
    }
}
