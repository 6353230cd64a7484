//! What the platform remembers.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;

use super::Sent;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const TOKEN_LASTS: u64 = 2 * HOUR;
const MEDIA_LASTS: u64 = 72 * HOUR;

/// Everything.
pub struct State {
    /// Our own address.
    pub base: String,
    /// The account's server.
    pub callback: Option<String>,
    /// How far our clock is ahead of the machine's.
    pub later: Duration,
    /// The platform does not let the server's address in.
    pub closed: bool,
    /// Calls left today, and in each minute.
    pub calls_today: u64,
    pub calls_a_minute: u64,
    minute: (u64, u64),
    tokens: BTreeMap<String, u64>,
    stable: Option<String>,
    customers: BTreeMap<String, Customer>,
    media: BTreeMap<String, Media>,
    /// Id, title, content.
    pub templates: Vec<(String, String, String)>,
    /// The ids given to template messages, by customer and `client_msg_id`.
    pub once: BTreeMap<(String, String), i64>,
    pub sent: Vec<Sent>,
    pub typing: BTreeSet<String>,
    counter: i64,
}

/// A customer of the account.
#[derive(Clone, Default)]
pub struct Customer {
    /// They wrote or followed at some time, so that the platform knows the openid.
    pub known: bool,
    pub follows: bool,
    pub refuses: bool,
    /// When they did something last.
    pub acted_at: u64,
    /// Until when, and how many: after a message, and after what lasts a minute.
    long: (u64, u32),
    short: (u64, u32),
}

#[derive(Clone)]
pub struct Media {
    pub kind: String,
    pub mime: String,
    pub bytes: Bytes,
    /// A customer sent it.
    pub from_customer: bool,
    until: u64,
}

impl State {
    pub fn new() -> Self {
        Self {
            base: String::new(),
            callback: None,
            later: Duration::ZERO,
            closed: false,
            calls_today: u64::MAX,
            calls_a_minute: u64::MAX,
            minute: (0, 0),
            tokens: BTreeMap::new(),
            stable: None,
            customers: BTreeMap::new(),
            media: BTreeMap::new(),
            templates: Vec::new(),
            once: BTreeMap::new(),
            sent: Vec::new(),
            typing: BTreeSet::new(),
            // Ids of the platform do not fit into 2^53.
            counter: 23_847_659_201_837_000,
        }
    }

    /// Milliseconds since the epoch.
    pub fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        u64::try_from((since + self.later).as_millis()).expect("a date of this era")
    }

    /// A number that was not given before.
    pub fn number(&mut self) -> i64 {
        self.counter += 1;
        self.counter
    }

    pub fn customer(&mut self, openid: &str) -> &mut Customer {
        self.customers.entry(openid.to_owned()).or_default()
    }

    /// Counts a call, and says the code it is refused with.
    pub fn count_call(&mut self) -> Result<(), i64> {
        if self.closed {
            return Err(40164);
        }
        self.calls_today = self.calls_today.checked_sub(1).ok_or(45009)?;
        let minute = self.now() / MINUTE;
        if self.minute.0 != minute {
            self.minute = (minute, 0);
        }
        self.minute.1 += 1;
        (self.minute.1 <= self.calls_a_minute).then_some(()).ok_or(45011)
    }

    /// What the customer did opens a window: `text` and other messages, and the events that do.
    pub fn acted(&mut self, openid: &str, what: &str) {
        let now = self.now();
        let customer = self.customer(openid);
        customer.known = true;
        customer.acted_at = now;
        match what {
            "message" => {
                customer.follows = true;
                customer.long = (now + 48 * HOUR, 5);
            }
            "unsubscribe" => customer.follows = false,
            "subscribe" | "SCAN" | "CLICK" | "scancode_push" | "scancode_waitmsg" => {
                customer.follows = true;
                customer.short = (now + MINUTE, 3);
            }
            _ => {}
        }
    }

    /// Takes one message of what the customer allows, or says the code it is refused with.
    pub fn spend(&mut self, openid: &str) -> Result<(), i64> {
        let now = self.now();
        let customer = self.customer(openid);
        if !customer.known {
            return Err(40003);
        }
        if !customer.follows {
            return Err(43004);
        }
        if customer.refuses {
            return Err(48002);
        }
        let open = |window: &(u64, u32)| window.0 > now;
        let windows = [&mut customer.long, &mut customer.short];
        let mut live = windows.into_iter().filter(|window| open(window)).peekable();
        if live.peek().is_none() {
            return Err(45015);
        }
        let window = live.find(|window| window.1 > 0).ok_or(45047)?;
        window.1 -= 1;
        Ok(())
    }

    /// A new token; `void` says how long the others are still good.
    pub fn give_token(&mut self, void: Option<u64>) -> (String, u64) {
        let now = self.now();
        if let Some(void) = void {
            for until in self.tokens.values_mut() {
                *until = (*until).min(now + void);
            }
        }
        let token = format!("{}_made_up_token", self.number());
        self.tokens.insert(token.clone(), now + TOKEN_LASTS);
        (token, TOKEN_LASTS / 1_000)
    }

    /// The token of `stable_token`: the same until five minutes before its end, unless by force.
    pub fn stable_token(&mut self, by_force: bool) -> (String, u64) {
        let now = self.now();
        let held = self
            .stable
            .clone()
            .and_then(|token| Some((self.tokens.get(&token)?.saturating_sub(now), token)));
        match held {
            Some((left, token)) if left > 5 * MINUTE && !by_force => (token, left / 1_000),
            held => {
                if let (true, Some((_, token))) = (by_force, held) {
                    self.tokens.remove(&token);
                }
                let (token, lasts) = self.give_token(None);
                self.stable = Some(token.clone());
                (token, lasts)
            }
        }
    }

    /// Whether a token is good, or the code that says it is not.
    pub fn check_token(&self, token: Option<&str>) -> Result<(), i64> {
        let token = token.filter(|token| !token.is_empty()).ok_or(41001)?;
        match self.tokens.get(token) {
            None => Err(40001),
            Some(until) if *until <= self.now() => Err(42001),
            Some(_) => Ok(()),
        }
    }

    pub fn revoke(&mut self) {
        self.tokens.clear();
        self.stable = None;
    }

    pub fn keep_media(&mut self, kind: &str, media_type: &str, bytes: Bytes, from_customer: bool) -> String {
        let id = format!("made-up-media_{}", self.number());
        let media = Media {
            kind: kind.to_owned(),
            mime: media_type.to_owned(),
            bytes,
            from_customer,
            until: self.now() + MEDIA_LASTS,
        };
        self.media.insert(id.clone(), media);
        id
    }

    pub fn media(&self, id: &str) -> Option<&Media> {
        self.media.get(id).filter(|media| media.until > self.now())
    }
}
