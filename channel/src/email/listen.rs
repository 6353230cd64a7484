//! The mailbox, as a state machine: open the folder, fetch what is new from the last UID on, look into Sent, wait, again.
//!
//! Where it stands is kept with the events of each mail. UIDs hold as long as the folder's UIDVALIDITY does; when that
//! changes everything is read again, and what is known already ends by its Message-ID. A crash repeats a mail,
//! and never loses one.

use serde_json::Value;
use yingke_channel_contract::{
    Ctx, Dial, Do, Fault, Frame, Health, Heard, Listener, Mailbox, Mailed, Problem, Request, Turned,
};
use yingke_words::{Span, Time};

use super::{
    inbound::{self, Place, Seen},
    mailbox::{self, Asked, Folder, State, print},
    settings::{self, Account, Policy},
};

/// Mails asked for at once.
const BATCH: u32 = 50;

/// So many of the last mails are looked at when a folder is opened for the first time: those of the last minutes are meant
/// for us, the others are left alone.
const LOOK_BACK: u32 = 20;

/// Looks for something new where a server cannot wait.
const POLL: &str = "poll";

/// The mailbox of an account.
pub struct Watch;

impl Listener for Watch {
    fn dial(&self, ctx: &Ctx<'_>, state: &Value) -> Dial {
        mailbox::dial(ctx, state)
    }

    /// What was missed stands in the mailbox.
    fn asks(&self, _: &Ctx<'_>, _: &Value) -> Option<Request> {
        None
    }

    fn step(&self, ctx: &Ctx<'_>, state: &Value, heard: &Heard) -> Turned {
        let mut turn = Turn::of(ctx, state);
        match heard {
            Heard::Opened => turn.opened(),
            Heard::Frame(Frame::Mailed(mailed)) => turn.mailed(mailed),
            Heard::Frame(_) | Heard::Answered(_) => {}
            Heard::Timer(_) => turn.fetch(),
            Heard::Closed { code, reason } => turn.closed(*code, reason),
        }
        turn.done()
    }
}

/// What hearing something comes to, while it is worked out.
struct Turn<'a, 'c> {
    ctx: &'a Ctx<'c>,
    state: State,
    turned: Turned,
}

impl<'a, 'c> Turn<'a, 'c> {
    fn of(ctx: &'a Ctx<'c>, state: &Value) -> Self {
        let mut turned = Turned {
            state: Value::Null,
            keep: false,
            events: Vec::new(),
            problems: Vec::new(),
            acts: Vec::new(),
        };
        let read = if state.is_null() {
            Ok(State::default())
        } else {
            serde_json::from_value(state.clone())
        };
        let state = read.unwrap_or_else(|error| {
            turned
                .problems
                .push(Problem::at("state", format!("read anew: {error}")));
            State::default()
        });
        Self { ctx, state, turned }
    }

    fn done(mut self) -> Turned {
        self.turned.state = serde_json::to_value(&self.state).expect("a state is JSON");
        self.turned
    }

    fn folder(&self) -> String {
        let key = match self.state.open {
            Place::Inbox => "folder",
            Place::Sent => "sent_folder",
        };
        self.ctx.settings.get(key).unwrap_or("INBOX").to_owned()
    }

    fn ask(&mut self, what: Asked, mailbox: Mailbox) {
        self.state.asked.push_back(what);
        self.turned.acts.push(Do::Say(Frame::Mailbox(mailbox)));
    }

    fn select(&mut self, place: Place) {
        self.state.open = place;
        let read_only = place == Place::Sent || settings::policy(self.ctx) == Policy::Leave;
        let folder = self.folder();
        self.ask(Asked::Select, Mailbox::Select { folder, read_only });
    }

    fn fetch(&mut self) {
        let folder = self.state.folders.get(&self.folder());
        let from = folder.map_or(1, |folder| folder.next);
        self.state.came = 0;
        self.ask(Asked::Fetch, Mailbox::Fetch { from, most: BATCH });
    }

    fn opened(&mut self) {
        self.state.asked.clear();
        self.state.looked = false;
        self.state.no_sent = false;
        self.state.refused.clear();
        self.select(Place::Inbox);
    }

    fn mailed(&mut self, mailed: &Mailed) {
        match mailed {
            Mailed::Selected {
                uid_validity,
                uid_next,
            } => self.selected(*uid_validity, *uid_next),
            Mailed::Mail {
                uid,
                received_ms,
                bytes,
            } => self.mail(*uid, Time::from_millis(*received_ms), bytes),
            Mailed::Oversized {
                uid,
                received_ms,
                size,
                head,
            } => self.oversized((*uid, *size), Time::from_millis(*received_ms), head),
            Mailed::Fetched => {
                self.state.asked.pop_front();
                if self.state.came >= BATCH {
                    self.fetch();
                } else {
                    self.goes_on();
                }
            }
            Mailed::Woken => {
                self.state.asked.pop_front();
                self.state.looked = false;
                self.fetch();
            }
            Mailed::Done => {
                self.state.asked.pop_front();
            }
            Mailed::No(words) => self.refused(words),
        }
    }

    fn selected(&mut self, validity: u32, next: u32) {
        self.state.asked.pop_front();
        if self.state.open == Place::Inbox && !self.state.looked {
            self.turned.acts.push(Do::Health(Health::Connected));
        }
        self.state.failures = 0;
        self.turned.keep = true;
        self.state.since.get_or_insert(self.ctx.now.millis());
        let imports = settings::imports_from(self.ctx).is_some();
        let known = self.state.folders.get(&self.folder()).copied();
        // 0: the server does not say.
        let live = if next == 0 { u32::MAX } else { next };
        let folder = match known {
            // Whoever sets it up writes a mail to see it work, maybe a moment before we are there.
            None => Folder {
                validity,
                next: if imports { 1 } else { next.saturating_sub(LOOK_BACK).max(1) },
                live,
            },
            // A folder that shrank below what we read was brought back from a backup.
            Some(folder) if folder.validity != validity || (next != 0 && next < folder.next) => Folder {
                validity,
                next: 1,
                live,
            },
            Some(folder) => folder,
        };
        let name = self.folder();
        self.state.folders.insert(name, folder);
        if next == 0 || folder.next < next {
            self.fetch();
        } else {
            self.goes_on();
        }
    }

    /// The folder is read: Sent is next, then INBOX again, then waiting.
    fn goes_on(&mut self) {
        let has_sent = self.ctx.settings.get("sent_folder").is_some() && !self.state.no_sent;
        match self.state.open {
            Place::Inbox if has_sent && !self.state.looked => self.select(Place::Sent),
            Place::Inbox => self.ask(Asked::Idle, Mailbox::Idle(settings::poll(self.ctx))),
            Place::Sent => {
                self.state.looked = true;
                self.select(Place::Inbox);
            }
        }
    }

    fn mail(&mut self, uid: u32, received: Time, bytes: &[u8]) {
        let name = self.folder();
        let Some(folder) = self.state.folders.get_mut(&name) else {
            return;
        };
        // `n:*` has the last mail even when its UID is below n.
        if uid < folder.next {
            return;
        }
        folder.next = uid.saturating_add(1);
        let live = folder.live;
        self.state.came += 1;
        self.turned.keep = true;
        let Some(history) = self.is_history(uid >= live, received, bytes) else {
            return;
        };
        let seen = Seen {
            received: Some(received),
            history,
            place: self.state.open,
        };
        let read = inbound::read(&Account::of(self.ctx), bytes, seen);
        let place = format!("{name};uid={uid}");
        // What could not be taken in stays as it lay.
        let taken = read.problems.is_empty();
        self.turned.events.extend(read.events);
        self.turned
            .problems
            .extend(read.problems.into_iter().map(|problem| Problem {
                at: place.clone(),
                ..problem
            }));
        if taken && !history && self.state.open == Place::Inbox {
            self.apply_policy(uid);
        }
    }

    /// Its head is shown, and that there was more.
    fn oversized(&mut self, (uid, size): (u32, u32), received: Time, head: &[u8]) {
        let before = self.turned.events.len();
        self.mail(uid, received, head);
        if self.turned.events.len() > before {
            let place = format!("{};uid={uid}", self.folder());
            let what = format!("{size} bytes are too many: only its head was read");
            self.turned.problems.push(Problem::at(place, Fault::TooLong.said(what)));
        }
    }

    /// Whether a mail is of the time before us; none when it is not to be imported at all.
    fn is_history(&self, live: bool, received: Time, bytes: &[u8]) -> Option<bool> {
        if live {
            return Some(false);
        }
        // Moving to another server may give every mail the day of the move: its own date counts when it is older.
        let at = inbound::dated(bytes).map_or(received, |written| written.min(received));
        let since = Time::from_millis(self.state.since.unwrap_or_default());
        if at + Span::minutes(5) >= since {
            return Some(false);
        }
        let from = settings::imports_from(self.ctx)?;
        (at >= from).then_some(true)
    }

    fn apply_policy(&mut self, uid: u32) {
        let act = match settings::policy(self.ctx) {
            Policy::Leave => return,
            Policy::Seen => Mailbox::Flag {
                uid,
                flag: "\\Seen".to_owned(),
            },
            Policy::Move(folder) => Mailbox::Move { uid, folder },
        };
        self.ask(Asked::Policy, act);
    }

    fn refused(&mut self, words: &str) {
        let degraded = |code| {
            Do::Health(Health::Degraded {
                code,
                detail: words.to_owned(),
            })
        };
        match self.state.asked.pop_front() {
            // Nothing was asked: what the other side means is not known.
            None => {
                self.turned.acts.push(degraded("not_understood"));
                self.turned.acts.push(Do::Reconnect(Span::minutes(1)));
            }
            Some(Asked::Select) if self.state.open == Place::Sent => {
                self.state.no_sent = true;
                self.state.looked = true;
                self.turned.acts.push(degraded("no_sent_folder"));
                self.select(Place::Inbox);
            }
            Some(Asked::Select) => {
                self.turned.acts.push(Do::Health(Health::Broken {
                    code: "no_folder",
                    detail: words.to_owned(),
                }));
                self.turned.acts.push(Do::Reconnect(Span::minutes(5)));
            }
            Some(Asked::Policy) => self.turned.acts.push(degraded("not_moved")),
            Some(Asked::Fetch) => {
                self.turned.acts.push(degraded("not_fetched"));
                self.turned.acts.push(Do::Reconnect(Span::minutes(1)));
            }
            // A server that cannot wait is asked again and again.
            Some(Asked::Idle) => self.turned.acts.push(Do::Timer(POLL, settings::poll(self.ctx))),
        }
    }

    fn closed(&mut self, code: u16, reason: &str) {
        self.state.asked.clear();
        if code == Heard::SIGN_IN_REFUSED {
            let health = Health::Broken {
                code: "sign_in_refused",
                detail: reason.to_owned(),
            };
            // A wrong password tried again and again gets the account locked.
            if !settings::by_token(self.ctx) {
                self.turned.acts.push(Do::Stop(health));
                return;
            }
            self.state.refused = print(self.ctx);
            if self.state.failures > 0 {
                self.turned.acts.push(Do::Health(health));
            }
        }
        let wait = Span::seconds((5 << self.state.failures.min(6)).min(300));
        self.state.failures = self.state.failures.saturating_add(1);
        self.turned.acts.push(Do::Reconnect(wait));
    }
}
