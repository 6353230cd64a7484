//! The gateway, as a state machine over its text frames: hello, who we are, heartbeats, events, and going on where we were
//! cut off (<https://discord.com/developers/docs/events/gateway>).

use serde_json::{Value, json};
use yingke_channel_contract::{Answer, Ctx, Dial, Do, Frame, Health, Heard, Inbound, Problem, Turned, What, Wrong};
use yingke_words::Span;

use super::{
    GATEWAY, close,
    dispatch::{self, Read},
    missed, noted, place,
    protocol::{Payload, Ready, intent, op},
    state::{Asking, Line, Phase, Session, State},
};

/// The time of the next heartbeat.
const HEARTBEAT: &str = "heartbeat";

/// The time by which the gateway has to have said what is due.
const PATIENCE: &str = "patience";

/// The time to ask again for what was missed.
const AGAIN: &str = "again";

/// How long the gateway may take to say hello, and then to say that events come.
const PATIENT: Span = Span::seconds(30);

/// Between two heartbeats, where hello does not say it; what it says is held within a second and ten minutes.
const USUAL_INTERVAL: i64 = 41_250;

/// After so many connections that did not last, the account's page says so.
const WORRYING: u32 = 3;

/// After so many, a session's own address is given up for the usual one.
const HOPELESS: u32 = 6;

/// Where to connect: where the session goes on, or where every one begins.
pub fn dial(ctx: &Ctx<'_>, kept: &Value) -> Dial {
    if super::api::token(ctx).is_empty() {
        return Dial::Not(Health::Broken {
            code: "not_set_up",
            detail: String::new(),
        });
    }
    let state = State::of(kept);
    let usual = ctx.settings.get("gateway_url").unwrap_or(GATEWAY);
    let session = state.session.as_ref().filter(|_| state.line.tries < HOPELESS);
    let base = session.map_or(usual, |session| session.url.as_str());
    Dial::Socket {
        url: format!("{}/?v=10&encoding=json", base.trim_end_matches('/')),
    }
}

/// Hears something.
pub fn step(ctx: &Ctx<'_>, kept: &Value, heard: &Heard) -> Turned {
    let mut turn = Turn {
        ctx,
        state: State::of(kept),
        keep: false,
        events: Vec::new(),
        problems: Vec::new(),
        acts: Vec::new(),
    };
    match heard {
        Heard::Opened => turn.opened(),
        Heard::Frame(Frame::Text(text)) => turn.frame(text),
        Heard::Frame(_) => turn.problem("", "a frame that is no text, though none was asked for"),
        Heard::Answered(answer) => turn.answered(answer),
        Heard::Timer(HEARTBEAT) => turn.beat(),
        Heard::Timer(AGAIN) => turn.rested(),
        Heard::Timer(_) => turn.lost_patience(),
        Heard::Closed { code, reason } => turn.closed(*code, reason),
    }
    turn.done()
}

struct Turn<'a> {
    ctx: &'a Ctx<'a>,
    state: State,
    keep: bool,
    events: Vec<Inbound>,
    problems: Vec<Problem>,
    acts: Vec<Do>,
}

impl Turn<'_> {
    fn done(self) -> Turned {
        // Typing is lost with the connection, and nothing is lost with it.
        let lasting = |event: &Inbound| !matches!(event.what, What::Typing { .. });
        Turned {
            state: self.state.kept(),
            keep: self.keep || self.events.iter().any(lasting),
            events: self.events,
            problems: self.problems,
            acts: self.acts,
        }
    }

    fn problem(&mut self, at: &str, wrong: impl Into<Wrong>) {
        self.problems.push(Problem::at(at, wrong));
    }

    fn opened(&mut self) {
        self.state.line = Line {
            phase: Phase::Opened,
            tries: self.state.line.tries,
            ..Line::default()
        };
        self.acts.push(Do::Timer(PATIENCE, PATIENT));
    }

    fn frame(&mut self, text: &str) {
        let payload: Payload = match serde_json::from_str(text) {
            Ok(payload) => payload,
            Err(error) => return self.problem("", error),
        };
        match payload.op {
            op::HELLO => self.hello(&payload.d),
            op::HEARTBEAT => self.say_heartbeat(),
            op::HEARTBEAT_ACK => {
                // It has stood for a heartbeat: whatever ends it now is another trouble.
                self.state.line.tries = 0;
                self.state.line.unanswered = false;
            }
            op::RECONNECT => self.reconnect(),
            op::INVALID_SESSION => self.invalid_session(&payload.d),
            op::DISPATCH => self.dispatch(payload),
            // Opcodes that are only ours to say, or that came after this was written: nothing is said in them.
            _ => {}
        }
    }

    fn hello(&mut self, d: &Value) {
        let interval = d["heartbeat_interval"].as_i64().unwrap_or(USUAL_INTERVAL);
        self.state.line.interval = interval.clamp(1_000, 600_000);
        self.state.line.phase = Phase::Greeted;
        // All bots of a machine that comes back would beat at once without it.
        let first = self.share(self.state.line.interval);
        self.acts.push(Do::Timer(HEARTBEAT, Span::millis(first)));
        self.acts.push(Do::Timer(PATIENCE, PATIENT));
        let token = super::api::token(self.ctx);
        let hello = match &self.state.session {
            Some(session) => json!({ "op": op::RESUME, "d": {
                "token": token, "session_id": session.id, "seq": session.seq,
            } }),
            None => json!({ "op": op::IDENTIFY, "d": {
                "token": token,
                "intents": intents(self.ctx),
                "properties": { "os": "linux", "browser": "yingke", "device": "yingke" },
            } }),
        };
        self.say(&hello);
    }

    fn beat(&mut self) {
        match self.state.line.phase {
            Phase::Gone | Phase::Opened => {}
            // The other side is gone without a word: what it sends after this is lost, so we come back and ask for it.
            _ if self.state.line.unanswered => self.reconnect(),
            _ => {
                self.state.line.unanswered = true;
                self.say_heartbeat();
                let interval = Span::millis(self.state.line.interval);
                self.acts.push(Do::Timer(HEARTBEAT, interval));
            }
        }
    }

    fn lost_patience(&mut self) {
        if matches!(self.state.line.phase, Phase::Opened | Phase::Greeted) {
            self.reconnect();
        }
    }

    fn say_heartbeat(&mut self) {
        let seq = self.state.session.as_ref().map(|session| session.seq);
        self.say(&json!({ "op": op::HEARTBEAT, "d": seq }));
    }

    fn say(&mut self, payload: &Value) {
        self.acts.push(Do::Say(Frame::Text(payload.to_string())));
    }

    /// Whether the session lives is said by `d`.
    fn invalid_session(&mut self, d: &Value) {
        if d != &Value::Bool(true) {
            self.forget_session();
        }
        // Between one and five seconds, as the gateway asks; longer when it goes on.
        let rest = 1_000 + self.share(4_000);
        let span = self.wait().as_millis().max(rest);
        self.go(Span::millis(span));
    }

    fn dispatch(&mut self, payload: Payload) {
        let name = payload.t.clone().unwrap_or_default();
        if name == "READY" {
            return self.ready(&payload.d, payload.s);
        }
        let seq = payload.s.unwrap_or_default();
        if let Some(session) = &mut self.state.session {
            session.seq = session.seq.max(seq);
        }
        if name == "RESUMED" {
            return self.live();
        }
        if name == "INTERACTION_CREATE" && noted::waits(&mut self.state.line.waiting, &payload.d) {
            self.ask();
        }
        if missed::holds(self.ctx, &mut self.state, &payload) {
            self.keep = true;
            return;
        }
        let read = dispatch::read(self.ctx, &mut self.state, &name, seq, &payload.d);
        self.took(read);
    }

    fn took(&mut self, read: Read) {
        self.keep |= !read.problems.is_empty();
        self.events.extend(read.events);
        self.problems.extend(read.problems);
    }

    /// Asks for one thing, if nothing is asked yet: whoever waits for our word is told that it failed after three seconds,
    /// and what was said while nobody listened can wait.
    fn ask(&mut self) {
        let line = &mut self.state.line;
        if line.phase != Phase::Live || line.asking.is_some() {
            return;
        }
        if !line.waiting.is_empty() {
            line.asking = Some(Asking::Word);
        } else if !line.resting && !self.state.missed.is_empty() {
            line.asking = Some(Asking::Missed);
        }
        if line.asking.is_some() {
            self.acts.push(Do::Ask);
        }
    }

    fn rested(&mut self) {
        self.state.line.resting = false;
        self.ask();
    }

    fn answered(&mut self, answer: &Answer) {
        if self.state.line.asking.take() == Some(Asking::Word) {
            // Whatever came of it: nobody waits any more.
            self.state.line.waiting.pop_front();
            return self.ask();
        }
        let mut read = Read::default();
        let rest = missed::answered(self.ctx, &mut self.state, answer, &mut read);
        self.took(read);
        self.keep = true;
        if let Some(span) = rest {
            self.state.line.resting = true;
            self.acts.push(Do::Timer(AGAIN, span));
        }
        self.ask();
    }

    fn ready(&mut self, d: &Value, seq: Option<u64>) {
        let ready: Ready = match serde_json::from_value(d.clone()) {
            Ok(ready) => ready,
            Err(error) => {
                self.problem("READY", error);
                return self.reconnect();
            }
        };
        self.state.is(&ready.user.id);
        self.state.session = Some(Session {
            id: ready.session_id,
            url: ready.resume_gateway_url,
            seq: seq.unwrap_or_default(),
        });
        missed::begin(self.ctx, &mut self.state);
        self.keep = true;
        self.live();
    }

    fn live(&mut self) {
        self.state.line.phase = Phase::Live;
        self.acts.push(Do::Health(Health::Connected));
        self.ask();
    }

    fn closed(&mut self, code: u16, reason: &str) {
        match close::meaning(code, reason) {
            close::Meaning::Stop(health) => {
                self.keep = true;
                self.state.session = None;
                self.state.line = Line::default();
                self.acts.push(Do::Stop(health));
            }
            close::Meaning::Anew => {
                self.forget_session();
                self.reconnect();
            }
            close::Meaning::GoOn => self.reconnect(),
        }
    }

    /// A session that ended takes with it what happened since its last event: what was said is fetched, the rest is lost.
    fn forget_session(&mut self) {
        if self.state.session.take().is_some() {
            self.keep = true;
            self.acts.push(Do::Health(Health::Degraded {
                code: "session_lost",
                detail: "what was said while the connection was down is fetched as soon as it stands".to_owned(),
            }));
        }
    }

    fn reconnect(&mut self) {
        let wait = self.wait();
        self.go(wait);
    }

    fn go(&mut self, span: Span) {
        let tries = self.state.line.tries.saturating_add(1);
        self.state.line = Line {
            tries,
            ..Line::default()
        };
        if tries == WORRYING {
            self.acts.push(Do::Health(Health::Degraded {
                code: "no_connection",
                detail: "connections to the gateway do not last".to_owned(),
            }));
        }
        self.acts.push(Do::Reconnect(span));
    }

    /// Half to all of a second, doubled with each try up to a minute: a bot that says who it is a thousand times a day
    /// loses its token.
    fn wait(&self) -> Span {
        let most = (1_000_i64 << self.state.line.tries.min(6)).min(60_000);
        Span::millis(most / 2 + self.share(most / 2))
    }

    /// A random share of `millis`.
    fn share(&self, millis: i64) -> i64 {
        let drawn = i64::from(u32::from_le_bytes(self.ctx.random()));
        millis * drawn / i64::from(u32::MAX)
    }
}

/// What the gateway shall tell us: direct messages; with channels of servers also theirs, and what they hold.
fn intents(ctx: &Ctx<'_>) -> u64 {
    let direct = intent::DIRECT_MESSAGES | intent::DIRECT_MESSAGE_REACTIONS | intent::DIRECT_MESSAGE_TYPING;
    if place::answered(ctx).next().is_none() {
        return direct;
    }
    direct
        | intent::GUILD_MESSAGES
        | intent::GUILD_MESSAGE_REACTIONS
        | intent::GUILD_MESSAGE_TYPING
        | intent::MESSAGE_CONTENT
}
