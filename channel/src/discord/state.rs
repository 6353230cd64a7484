//! What a connection knows: what has to survive a restart, and what is of this connection alone.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{missed::Missed, noted::Waiting};

/// Direct channels whose person is remembered: some events name the channel only, and what was said while nobody listened is
/// looked for in these.
const DIRECTS: usize = 64;

/// Reactions that are remembered: Discord tells what changed, and the house shows what there is.
const REACTIONS: usize = 32;

/// What a connection knows.
#[derive(Clone, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct State {
    /// What lets us go on where we were cut off.
    pub session: Option<Session>,
    /// Our own user's id.
    pub bot: String,
    directs: Vec<(String, String)>,
    reactions: Vec<Reacted>,
    /// The newest message that came: all before it are here.
    pub seen: String,
    /// The server's channels that were answered before.
    pub joined: Vec<String>,
    /// What was said while nobody listened.
    pub missed: Missed,
    /// Of this connection alone.
    pub line: Line,
}

/// A session of the gateway: it outlives connections by some minutes.
#[derive(Clone, Serialize, Deserialize, Default)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Where it goes on.
    pub url: String,
    /// The last event we have.
    pub seq: u64,
}

/// One connection.
#[derive(Clone, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Line {
    /// How far it has come.
    pub phase: Phase,
    /// Between two heartbeats, in milliseconds.
    pub interval: i64,
    /// A heartbeat was sent and not answered.
    pub unanswered: bool,
    /// Connections that ended before they had stood for a heartbeat.
    pub tries: u32,
    /// Whoever pressed something and waits for our word.
    pub waiting: VecDeque<Waiting>,
    /// What is asked and not answered yet: one thing at a time.
    pub asking: Option<Asking>,
    /// What was said while nobody listened is asked for again later.
    pub resting: bool,
}

/// What is asked of the API beside the connection.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub enum Asking {
    /// Our word to whoever waits longest.
    Word,
    /// What was said while nobody listened.
    Missed,
}

/// How far a connection has come.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum Phase {
    /// There is none.
    #[default]
    Gone,
    /// It stands, and the gateway has not said hello.
    Opened,
    /// We have said who we are.
    Greeted,
    /// Events come.
    Live,
}

#[derive(Clone, Serialize, Deserialize, Default)]
struct Reacted {
    message: String,
    user: String,
    emoji: Vec<String>,
}

impl State {
    /// The state kept; a fresh one where there is none, or one of another shape.
    pub fn of(kept: &Value) -> Self {
        serde_json::from_value(kept.clone()).unwrap_or_default()
    }

    /// As it is kept.
    pub fn kept(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// We are `bot`. What was remembered for another bot is forgotten.
    pub fn is(&mut self, bot: &str) {
        if self.bot != bot {
            bot.clone_into(&mut self.bot);
            self.directs.clear();
            self.reactions.clear();
            self.seen.clear();
            self.joined.clear();
            self.missed = Missed::default();
        }
    }

    /// `channel` is the direct channel with `user`.
    pub fn meet(&mut self, channel: &str, user: &str) {
        self.directs.retain(|(one, _)| one != channel);
        self.directs.push((channel.to_owned(), user.to_owned()));
        let over = self.directs.len().saturating_sub(DIRECTS);
        self.directs.drain(..over);
    }

    /// With whom the direct channel is; empty when we do not know any more.
    pub fn met(&self, channel: &str) -> &str {
        let found = self.directs.iter().find(|(one, _)| one == channel);
        found.map_or("", |(_, user)| user)
    }

    /// The direct channels that are remembered.
    pub fn direct_channels(&self) -> Vec<String> {
        self.directs.iter().map(|(channel, _)| channel.clone()).collect()
    }

    /// A message came.
    pub fn saw(&mut self, message: &str) {
        let number = |id: &str| id.parse::<u64>().unwrap_or_default();
        if number(message) > number(&self.seen) {
            message.clone_into(&mut self.seen);
        }
    }

    /// `user` added or took away `emoji`; what there is now.
    pub fn react(&mut self, message: &str, user: &str, change: Change<'_>) -> Vec<String> {
        let at = |one: &Reacted| one.message == message && one.user == user;
        let held = self.reactions.iter().find(|one| at(one)).cloned();
        let mut now = held.map(|one| one.emoji).unwrap_or_default();
        let (Change::Add(emoji) | Change::Remove(emoji)) = change;
        now.retain(|one| one != emoji);
        if let Change::Add(emoji) = change {
            now.push(emoji.to_owned());
        }
        self.reactions.retain(|one| !at(one));
        self.reactions.push(Reacted {
            message: message.to_owned(),
            user: user.to_owned(),
            emoji: now.clone(),
        });
        let over = self.reactions.len().saturating_sub(REACTIONS);
        self.reactions.drain(..over);
        now
    }
}

/// What happened to a reaction.
#[derive(Clone, Copy)]
pub enum Change<'a> {
    /// It is new.
    Add(&'a str),
    /// It is gone.
    Remove(&'a str),
}
