//! The driver: one thread, one poll set, a fixed timetable; latency counts from the time a message was due.

mod faults;
mod frames;
mod ledger;
mod link;
mod outcome;
mod sockets;

use std::{
    collections::VecDeque,
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::bail;
use rustix::{event::epoll, fd::OwnedFd, time::Timespec};

use crate::{
    http::head_of,
    machine::{cpu_of_all, cpu_of_this_thread},
    texts::Texts,
};
use link::Link;
use sockets::AgentSocket;

pub use faults::Toll;
pub use ledger::Ledger;
pub use outcome::Outcome;

/// What is asked of the server.
#[derive(Clone, Debug)]
pub struct Load {
    /// Messages a second on a timetable; none: as many as it takes, with `window` under way.
    pub rate: Option<f64>,
    /// How many may be under way in a closed loop.
    pub window: usize,
    /// How many visitors write.
    pub visitors: usize,
    /// What is cut off at the beginning.
    pub warm_up: Duration,
    /// How long is measured after it.
    pub time: Duration,
}

struct Visitor {
    /// None while the connection is broken.
    link: Option<Link>,
    head: String,
    doing: Option<usize>,
    backlog: VecDeque<usize>,
    /// When what it is doing is to be said again.
    again: Option<Duration>,
}

/// Visitors and agents with open connections.
pub struct Driver {
    poll: OwnedFd,
    address: SocketAddr,
    begun: Instant,
    visitors: Vec<Visitor>,
    agents: Vec<AgentSocket>,
    scratch: Vec<u8>,
    events: Vec<epoll::Event>,
    texts: Texts,
    session: u32,
    runs: u32,
    /// Broken connections and refusals are part of the run.
    tolerant: bool,
}

/// What happens during one run.
struct Run {
    ledger: Ledger,
    prefix: String,
    needle: Vec<u8>,
    idle: VecDeque<usize>,
    visitors: usize,
    under_way: usize,
    refused: usize,
    most_behind: usize,
}

const AN_AGENT: u64 = 1 << 32;
/// After a refusal a tolerant driver says the same again.
const AGAIN: Duration = Duration::from_millis(100);
const DRAIN: Duration = Duration::from_secs(15);

impl Driver {
    /// A driver of the server at `address`, without anybody yet.
    pub fn new(address: SocketAddr) -> anyhow::Result<Self> {
        let mut seed = [0; 4];
        getrandom::fill(&mut seed)?;
        Ok(Self {
            poll: epoll::create(epoll::CreateFlags::CLOEXEC)?,
            address,
            begun: Instant::now(),
            visitors: Vec::new(),
            agents: Vec::new(),
            scratch: vec![0; 64 * 1_024],
            events: Vec::with_capacity(1_024),
            texts: Texts::new(11),
            session: u32::from_le_bytes(seed),
            runs: 0,
            tolerant: false,
        })
    }

    /// Adds visitors who hold these tokens.
    pub fn add_visitors(&mut self, tokens: &[String]) -> anyhow::Result<()> {
        for token in tokens {
            let number = self.visitors.len() as u64;
            self.visitors.push(Visitor {
                link: Some(Link::connect(self.address, None, (&self.poll, number))?),
                head: format!(
                    "POST /api/v1/visitor/messages HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
                     content-type: application/json\r\ncontent-length: "
                ),
                doing: None,
                backlog: VecDeque::new(),
                again: None,
            });
        }
        Ok(())
    }

    fn now(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Puts `load` on the server, then waits until everything acknowledged has been seen.
    pub fn run(&mut self, load: &Load, processes: &[u32]) -> anyhow::Result<Outcome> {
        let begin = self.now() + Duration::from_millis(5);
        let (warm, end) = (begin + load.warm_up, begin + load.warm_up + load.time);
        let mut run = self.new_run(load, warm);
        let mut at_warm = None;
        let mut at_end = None;
        loop {
            let now = self.now();
            if now >= warm && at_warm.is_none() {
                at_warm = Some(Reading::take(now, processes, &run.ledger));
            }
            if now < end {
                self.say_what_is_due(load, &mut run, begin)?;
            } else {
                at_end.get_or_insert_with(|| Reading::take(now, processes, &run.ledger));
                let quiet = run.under_way == 0 && run.ledger.waited_for == 0;
                if quiet || now > end + DRAIN {
                    break;
                }
            }
            let patience = Self::patience(load, &run, begin, (self.now(), warm, end));
            self.wait(&mut run, patience)?;
        }
        let (Some(from), Some(to)) = (at_warm, at_end) else {
            bail!("the run was shorter than its warm-up");
        };
        Ok(Outcome::of(&run.ledger, load, &from, &to).with_faults(
            run.refused,
            run.most_behind,
            self.agents.iter().map(|agent| agent.gaps).sum(),
        ))
    }

    fn new_run(&mut self, load: &Load, measured_from: Duration) -> Run {
        self.runs += 1;
        let prefix = format!("b{:08x}.{}-", self.session, self.runs);
        let visitors = load.visitors.min(self.visitors.len());
        Run {
            ledger: Ledger::new(visitors, measured_from),
            needle: format!("\"clientId\":\"{prefix}").into_bytes(),
            prefix,
            idle: (0..visitors).collect(),
            visitors,
            under_way: 0,
            refused: 0,
            most_behind: 0,
        }
    }

    fn patience(
        load: &Load,
        run: &Run,
        begin: Duration,
        (now, warm, end): (Duration, Duration, Duration),
    ) -> Duration {
        let due = load
            .rate
            .map(|rate| begin + due_after(run.ledger.due_in_all(), rate));
        [due, Some(warm), Some(end)]
            .into_iter()
            .flatten()
            .filter(|at| *at > now)
            .min()
            .map_or(Duration::from_millis(20), |at| at - now)
    }

    fn say_what_is_due(&mut self, load: &Load, run: &mut Run, begin: Duration) -> anyhow::Result<()> {
        if let Some(rate) = load.rate {
            loop {
                let due = begin + due_after(run.ledger.due_in_all(), rate);
                if due > self.now() {
                    return Ok(());
                }
                let visitor = run.ledger.due_in_all() % run.visitors;
                let number = run.ledger.due(due, visitor);
                run.under_way += 1;
                run.most_behind = run.most_behind.max(run.under_way);
                if self.visitors[visitor].doing.is_some() {
                    self.visitors[visitor].backlog.push_back(number);
                } else {
                    self.say(visitor, number, &run.prefix)?;
                }
            }
        } else {
            while run.under_way < load.window {
                let Some(visitor) = run.idle.pop_front() else {
                    break;
                };
                let number = run.ledger.due(self.now(), visitor);
                run.under_way += 1;
                self.say(visitor, number, &run.prefix)?;
            }
            Ok(())
        }
    }

    fn say(&mut self, visitor: usize, number: usize, prefix: &str) -> anyhow::Result<()> {
        let text = self.texts.sentence();
        let body = format!(r#"{{"clientId":"{prefix}{number}","text":"{text}"}}"#);
        let visitor = &mut self.visitors[visitor];
        visitor.doing = Some(number);
        let request = format!("{}{}\r\n\r\n{body}", visitor.head, body.len());
        let Some(link) = &mut visitor.link else {
            return Ok(());
        };
        let sent = link.send(request.as_bytes());
        if sent.is_err() && self.tolerant {
            visitor.link = None;
            return Ok(());
        }
        Ok(sent?)
    }

    fn wait(&mut self, run: &mut Run, most: Duration) -> anyhow::Result<()> {
        let most = Timespec {
            tv_sec: i64::try_from(most.as_secs())?,
            tv_nsec: i64::from(most.subsec_nanos()),
        };
        let mut events = std::mem::take(&mut self.events);
        events.clear();
        match epoll::wait(
            &self.poll,
            rustix::buffer::spare_capacity(&mut events),
            Some(&most),
        ) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        for event in &events {
            let number = event.data.u64();
            if number >= AN_AGENT {
                self.hear_agent(usize::try_from(number - AN_AGENT)?, run)?;
            } else {
                self.hear_visitor(usize::try_from(number)?, run)?;
            }
        }
        self.events = events;
        Ok(())
    }

    fn hear_visitor(&mut self, number: usize, run: &mut Run) -> anyhow::Result<()> {
        let now = self.now();
        let visitor = &mut self.visitors[number];
        let Some(link) = &mut visitor.link else {
            return Ok(());
        };
        if !link
            .receive(&mut self.scratch)
            .or_else(|error| if self.tolerant { Ok(false) } else { Err(error) })?
        {
            if self.tolerant {
                visitor.link = None;
                return Ok(());
            }
            bail!("the server hung up on visitor {number}");
        }
        while let Some(head) = head_of(&link.input)
            && link.input.len() >= head.bytes + head.body
        {
            link.done(head.bytes + head.body);
            let Some(said) = visitor.doing else { continue };
            match head.status {
                200 | 201 => run.ledger.answered(said, now),
                _ => {
                    run.refused += 1;
                    if self.tolerant {
                        visitor.again = Some(now + AGAIN);
                        continue;
                    }
                }
            }
            visitor.doing = None;
            run.under_way -= 1;
            run.idle.push_back(number);
        }
        if visitor.doing.is_none()
            && let Some(next) = visitor.backlog.pop_front()
        {
            self.say(number, next, &run.prefix)?;
        }
        Ok(())
    }

    fn hear_agent(&mut self, number: usize, run: &mut Run) -> anyhow::Result<()> {
        let now = self.now();
        let Self {
            agents,
            scratch,
            tolerant,
            ..
        } = self;
        let heard = agents[number].hear(scratch, |frame| {
            if let Some(at) = memchr::memmem::find(frame, &run.needle) {
                let digits = frame[at + run.needle.len()..].iter();
                let said = digits
                    .take_while(|byte| byte.is_ascii_digit())
                    .fold(0, |said, digit| said * 10 + usize::from(digit - b'0'));
                run.ledger.seen(said, now);
            }
        });
        if heard.is_err() && *tolerant {
            agents[number].link = None;
            return Ok(());
        }
        heard
    }
}

/// A reading of clocks and counts.
pub(crate) struct Reading {
    at: Duration,
    server: Duration,
    driver: Duration,
    delivered: usize,
    acknowledged: usize,
}

impl Reading {
    fn take(at: Duration, processes: &[u32], ledger: &Ledger) -> Self {
        Self {
            at,
            server: cpu_of_all(processes),
            driver: cpu_of_this_thread(),
            delivered: ledger.delivered,
            acknowledged: ledger.acknowledged,
        }
    }
}

/// When the one of this number is due, counted from the begin.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub fn due_after(number: usize, rate: f64) -> Duration {
    Duration::from_secs_f64(number as f64 / rate)
}
