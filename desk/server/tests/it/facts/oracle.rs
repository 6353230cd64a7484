//! What METRICS.md says that a thread comes to, worked out from its lines alone.

use std::collections::HashMap;

use serde_json::Value;
use yingke_words::Time;

/// What a thread comes to: name, begin, end, value, milliseconds within hours, who made it true, and of which agent.
pub type Told = (&'static str, i64, i64, i64, i64, String, Option<String>);

/// One agent's leg, still running.
struct Leg {
    agent: String,
    since: i64,
    replies: i64,
}

/// A thread that is read line by line.
pub struct Reading<'a> {
    /// The ids of agents by their names: an event line tells a name.
    pub agents: &'a HashMap<String, String>,
    /// Until which millisecond of each day (UTC) the desk is open; it opens at midnight.
    pub open_until: i64,
    facts: Vec<Told>,
    opened: Option<i64>,
    queued: Option<i64>,
    asked: Option<i64>,
    answered: bool,
    waiting: Option<i64>,
    handed: Option<i64>,
    leg: Option<Leg>,
}

const DAY: i64 = 24 * 3_600_000;

impl<'a> Reading<'a> {
    pub fn new(agents: &'a HashMap<String, String>, open_until: i64) -> Self {
        Self {
            agents,
            open_until,
            facts: Vec::new(),
            opened: None,
            queued: None,
            asked: None,
            answered: false,
            waiting: None,
            handed: None,
            leg: None,
        }
    }

    /// The facts of a thread's lines, in no order.
    pub fn of(mut self, lines: &[Value]) -> Vec<Told> {
        for line in lines {
            let at: Time = serde_json::from_value(line["at"].clone()).unwrap();
            let (at, by) = (at.millis(), line["author"]["kind"].as_str().unwrap());
            match (
                line["direction"].as_str().unwrap(),
                line["event"]["what"].as_str(),
            ) {
                ("inbound", _) => self.asks(at),
                ("outbound", _) => self.replies(at, line["author"]["id"].as_str().unwrap()),
                (_, Some("assigned")) => {
                    let to = self.agents[line["event"]["to"].as_str().unwrap()].clone();
                    let who = line["author"]["id"].as_str().unwrap_or_default();
                    self.accepts(at, (by, who), &to);
                }
                (_, Some("ended")) => self.ends(at, by),
                // A note is nobody's answer.
                _ => assert_eq!(line["kind"], "note", "{line}"),
            }
        }
        self.facts.sort();
        self.facts
    }

    fn fact(&mut self, name: &'static str, (start, end): (i64, i64), value: i64, by: &str) {
        let agent = self.leg.as_ref().map(|leg| leg.agent.clone());
        let within = (start / DAY..=end / DAY)
            .map(|day| {
                let (opens, closes) = (day * DAY, day * DAY + self.open_until);
                (end.min(closes) - start.max(opens)).max(0)
            })
            .sum();
        self.facts
            .push((name, start, end, value, within, by.to_owned(), agent));
    }

    fn asks(&mut self, at: i64) {
        if self.opened.is_none() {
            (self.opened, self.queued) = (Some(at), Some(at));
            self.fact("consultation.opened", (at, at), 1, "customer");
        }
        self.asked.get_or_insert(at);
        self.waiting.get_or_insert(at);
    }

    fn accepts(&mut self, at: i64, (by, who): (&str, &str), agent: &str) {
        if let Some(leg) = &self.leg {
            let (since, replies, gave) = (leg.since, leg.replies, leg.agent == who);
            self.fact("session.ended", (since, at), replies, by);
            self.fact("transfer.out", (at, at), if gave { 1 } else { 3 }, by);
            self.leg = None;
            if let Some(since) = self.round() {
                self.fact("round.handed", (since, at), 1, by);
            }
            self.handed = Some(at);
        }
        if let Some(since) = self.queued.take() {
            self.fact("queue.left", (since, at), 1, by);
        }
        self.leg = Some(Leg {
            agent: agent.to_owned(),
            since: at,
            replies: 0,
        });
        if self.handed == Some(at) {
            self.fact("transfer.in", (at, at), if agent == who { 2 } else { 3 }, by);
        }
    }

    /// Since when whoever answers now has had the open question.
    fn round(&self) -> Option<i64> {
        self.waiting.map(|since| since.max(self.handed.unwrap_or(since)))
    }

    fn replies(&mut self, at: i64, agent: &str) {
        if self.leg.is_none() {
            self.accepts(at, ("agent", agent), agent);
        }
        let asked = self.asked.expect("the customer spoke first");
        if !self.answered {
            self.answered = true;
            self.fact("first_reply.customer", (asked, at), 1, "agent");
        }
        if let Some(since) = self.round() {
            self.fact("round", (since, at), 1, "agent");
            self.waiting = None;
        }
        let leg = self.leg.as_mut().expect("accepted");
        leg.replies += 1;
        if leg.replies == 1 {
            let since = leg.since;
            self.fact("first_reply.session", (since, at), 1, "agent");
        }
    }

    fn ends(&mut self, at: i64, by: &str) {
        if let Some(since) = self.queued.take() {
            self.fact("queue.left", (since, at), 0, by);
        }
        if let Some(since) = self.round() {
            self.fact("round.unanswered", (since, at), 1, by);
        }
        let opened = self.opened.expect("it was opened");
        self.fact("consultation.ended", (opened, at), 1, by);
        if let Some(leg) = &self.leg {
            let (since, replies) = (leg.since, leg.replies);
            self.fact("session.ended", (since, at), replies, by);
        }
    }
}
