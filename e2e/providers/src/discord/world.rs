//! What Discord holds.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::{BOT, CHANNEL, GUILD};

/// 2015-01-01, in milliseconds.
const EPOCH: u64 = 1_420_070_400_000;

/// A call that was carried out.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Call {
    /// `POST`.
    pub method: String,
    /// `/channels/1/messages`.
    pub path: String,
    /// Its JSON, also where it came as `payload_json`.
    pub body: Value,
    /// Its files.
    pub files: Vec<Upload>,
}

/// A file that was sent.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    #[serde(skip)]
    pub bytes: bytes::Bytes,
}

pub struct World {
    pub token: String,
    pub revoked: bool,
    pub address: String,
    pub people: BTreeMap<String, Person>,
    pub channels: BTreeMap<String, Channel>,
    pub sessions: Vec<Session>,
    pub nonces: Vec<(String, String)>,
    pub files: BTreeMap<String, Upload>,
    pub calls: Vec<Call>,
    pub refusals: VecDeque<(u16, u64, String)>,
    pub endpoint: Option<String>,
    pub interval: Duration,
    pub limit: Option<(usize, Duration)>,
    pub content_allowed: bool,
    pub links_last: i64,
    pub identified: usize,
    pub resumed: usize,
    /// How often a list of messages was asked for.
    pub listed: usize,
    /// How the next lists are refused.
    pub unlisted: VecDeque<(u16, u64, String)>,
    last_id: u64,
}

pub struct Person {
    pub name: String,
    pub bot: bool,
    /// Messages to them are refused: 50007.
    pub blocks: bool,
    /// They share no server with the bot: 50278.
    pub apart: bool,
}

#[derive(Default)]
pub struct Channel {
    /// The person of a direct channel.
    pub with: Option<String>,
    pub messages: Vec<Held>,
    pub written: VecDeque<Instant>,
}

pub struct Held {
    pub id: String,
    pub by: String,
    /// As it is shown, but for what changes.
    pub value: Value,
    pub files: Vec<Stored>,
    pub reactions: Vec<(String, String)>,
}

pub struct Stored {
    pub id: String,
    pub name: String,
    pub media_type: String,
    pub size: usize,
}

pub struct Session {
    pub id: String,
    pub intents: u64,
    pub seq: u64,
    pub log: Vec<(u64, String)>,
    pub line: Option<Line>,
}

#[derive(Clone)]
pub struct Line {
    pub out: UnboundedSender<Act>,
    /// Dead, and not closed.
    pub silent: Arc<AtomicBool>,
}

/// What a connection is told to do.
pub enum Act {
    Say(String),
    Close(u16, String),
}

impl World {
    pub fn new(token: &str) -> Self {
        let me = Person {
            name: "shanye".to_owned(),
            bot: true,
            blocks: false,
            apart: false,
        };
        Self {
            token: token.to_owned(),
            revoked: false,
            address: String::new(),
            people: BTreeMap::from([(BOT.to_owned(), me)]),
            channels: BTreeMap::from([(CHANNEL.to_owned(), Channel::default())]),
            sessions: Vec::new(),
            nonces: Vec::new(),
            files: BTreeMap::new(),
            calls: Vec::new(),
            refusals: VecDeque::new(),
            endpoint: None,
            interval: Duration::from_millis(41_250),
            limit: None,
            content_allowed: true,
            links_last: 24 * 60 * 60,
            identified: 0,
            resumed: 0,
            listed: 0,
            unlisted: VecDeque::new(),
            last_id: 0,
        }
    }

    /// A new snowflake: of now, and larger than all before.
    pub fn id(&mut self) -> String {
        let millis = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(EPOCH, |since| u64::try_from(since.as_millis()).unwrap_or(EPOCH));
        self.last_id = (millis.saturating_sub(EPOCH) << 22).max(self.last_id + 1);
        self.last_id.to_string()
    }

    /// Somebody of this name, known from now on.
    pub fn person(&mut self, id: &str) -> &mut Person {
        self.people.entry(id.to_owned()).or_insert_with(|| Person {
            name: format!("user{id}"),
            bot: false,
            blocks: false,
            apart: false,
        })
    }

    pub fn user(&self, id: &str) -> Value {
        let person = self.people.get(id);
        json!({
            "id": id, "username": person.map_or("", |person| person.name.as_str()), "global_name": null,
            "discriminator": "0", "avatar": null, "bot": person.is_some_and(|person| person.bot),
            "public_flags": 0,
        })
    }

    /// The direct channel with somebody: always the same.
    pub fn direct(&mut self, person: &str) -> String {
        let found = self
            .channels
            .iter()
            .find(|(_, one)| one.with.as_deref() == Some(person));
        if let Some((id, _)) = found {
            return id.clone();
        }
        let id = self.id();
        let channel = Channel {
            with: Some(person.to_owned()),
            ..Channel::default()
        };
        self.channels.insert(id.clone(), channel);
        id
    }

    pub fn shown_channel(&self, id: &str) -> Option<Value> {
        let channel = self.channels.get(id)?;
        Some(match &channel.with {
            Some(person) => json!({
                "id": id, "type": 1, "last_message_id": null, "recipients": [self.user(person)],
            }),
            None => json!({
                "id": id, "type": 0, "guild_id": GUILD, "name": "service", "position": 0,
                "permission_overwrites": [], "nsfw": false, "parent_id": null, "topic": null,
            }),
        })
    }

    pub fn message(&self, channel: &str, id: &str) -> Option<&Held> {
        self.channels
            .get(channel)?
            .messages
            .iter()
            .find(|one| one.id == id)
    }

    pub fn message_mut(&mut self, channel: &str, id: &str) -> Option<&mut Held> {
        self.channels
            .get_mut(channel)?
            .messages
            .iter_mut()
            .find(|one| one.id == id)
    }

    /// A message as it stands now.
    pub fn shown(&self, channel: &str, held: &Held) -> Value {
        let mut value = held.value.clone();
        value["attachments"] = held
            .files
            .iter()
            .map(|file| self.shown_file(channel, file))
            .collect();
        let mut reactions: Vec<Value> = Vec::new();
        for (user, emoji) in &held.reactions {
            let shown = emoji_shown(emoji);
            if let Some(one) = reactions.iter_mut().find(|one| one["emoji"] == shown) {
                one["count"] = (one["count"].as_u64().unwrap_or_default() + 1).into();
                one["me"] = (one["me"] == true || user == BOT).into();
            } else {
                reactions.push(json!({
                    "count": 1, "count_details": { "burst": 0, "normal": 1 }, "me": user == BOT,
                    "me_burst": false, "emoji": shown, "burst_colors": [],
                }));
            }
        }
        if !reactions.is_empty() {
            value["reactions"] = reactions.into();
        }
        value
    }

    pub fn said_by(&self, person: &str) -> Vec<Value> {
        let all = self
            .channels
            .iter()
            .flat_map(|(id, channel)| channel.messages.iter().map(move |one| (id, one)));
        let mut said: Vec<_> = all
            .filter(|(_, one)| one.by == person)
            .map(|(channel, one)| {
                (
                    one.id.parse::<u64>().unwrap_or_default(),
                    self.shown(channel, one),
                )
            })
            .collect();
        said.sort_by_key(|(id, _)| *id);
        said.into_iter().map(|(_, shown)| shown).collect()
    }

    /// Tells every session that asked for it.
    pub fn dispatch(&mut self, channel: &str, (direct, guild): (u64, u64), name: &str, mut d: Value) {
        const MESSAGE_CONTENT: u64 = 1 << 15;
        let in_guild = self.channels.get(channel).is_some_and(|one| one.with.is_none());
        if in_guild {
            d["guild_id"] = GUILD.into();
        }
        let hidden = in_guild && name.starts_with("MESSAGE_") && d["author"]["id"] != BOT;
        for session in &mut self.sessions {
            if session.intents & if in_guild { guild } else { direct } == 0 {
                continue;
            }
            let mut d = d.clone();
            if hidden && session.intents & MESSAGE_CONTENT == 0 {
                for (key, nothing) in [
                    ("content", json!("")),
                    ("attachments", json!([])),
                    ("components", json!([])),
                ] {
                    if d.get(key).is_some() {
                        d[key] = nothing;
                    }
                }
            }
            session.dispatch(name, &d);
        }
    }

    pub fn say_all(&mut self, text: &str) {
        for line in self.sessions.iter().filter_map(|session| session.line.as_ref()) {
            let _ = line.out.send(Act::Say(text.to_owned()));
        }
    }

    pub fn close_all(&mut self, code: u16, reason: &str) {
        for session in &mut self.sessions {
            if let Some(line) = session.line.take() {
                let _ = line.out.send(Act::Close(code, reason.to_owned()));
            }
        }
    }

    pub fn go_silent(&mut self) {
        for session in &mut self.sessions {
            if let Some(line) = session.line.take() {
                line.silent.store(true, Ordering::Relaxed);
            }
        }
    }
}

/// A snowflake of a time that is over.
pub fn id_of(ago: Duration) -> String {
    let then = SystemTime::now() - ago;
    let since = then.duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = u64::try_from(since.as_millis()).unwrap_or(EPOCH);
    (millis.saturating_sub(EPOCH) << 22).to_string()
}

impl Session {
    /// The next event: kept for who comes back, and said to who is there.
    pub fn dispatch(&mut self, name: &str, d: &Value) {
        self.seq += 1;
        let text = json!({ "op": 0, "t": name, "s": self.seq, "d": d }).to_string();
        self.log.push((self.seq, text.clone()));
        if let Some(line) = &self.line {
            let _ = line.out.send(Act::Say(text));
        }
    }
}

/// An emoji, or `name:id`, as events and messages hold it.
pub fn emoji_shown(emoji: &str) -> Value {
    match emoji.split_once(':') {
        Some((name, id)) => json!({ "id": id, "name": name }),
        None => json!({ "id": null, "name": emoji }),
    }
}
