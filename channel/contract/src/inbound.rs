//! Canonical events: what a provider told us, in the house's words.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Response;
use serde_json::Value;
use yingke_conversation::{Content, Trigger};
use yingke_words::Time;

use crate::{Fault, Wrong};

/// Everything a request, a page or a frame held.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Its events, in their order.
    pub events: Vec<Inbound>,
    /// What could not be read: kept, shown to the administrator, and read again after a fix.
    pub problems: Vec<Problem>,
    /// What the provider is answered once all is kept.
    pub answer: Response<Bytes>,
    /// What is to be fetched now.
    pub pulls: Vec<PullHint>,
}

/// Something that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where: `entry[0].messaging[2]`; empty for the whole.
    pub at: String,
    /// What is wrong with it, in English, with every detail.
    pub what: String,
    /// The same as a code, for words in other languages.
    pub fault: Fault,
}

/// Why a [`crate::Puller`] is called: what the provider's call said.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct PullHint {
    /// The account to fetch for; empty where there is one.
    pub account: String,
    /// The provider's one-time permission, where it gives one.
    pub token: String,
}

/// One event of a provider.
#[derive(Clone, PartialEq, Debug)]
pub struct Inbound {
    /// The provider's id of the account it came to; empty where the app has a single inbox.
    pub account: String,
    /// The provider's id of the event, unique in the inbox for ever: the same event twice is one. For a message it is the
    /// id that receipts, edits and replies name.
    pub id: String,
    /// When it happened, by the provider's clock; none when it does not say.
    pub at: Option<Time>,
    /// Whose thread.
    pub from: Peer,
    /// What it lets us do.
    pub opens: Option<Trigger>,
    /// What an answer will need (a reply token, references): replaces what was kept of the thread, key by key.
    pub context: BTreeMap<String, Value>,
    /// What happened.
    pub what: What,
}

/// The other side of a thread.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Peer {
    /// The provider's id of the person, or of the group in a group chat. Empty when only `What` names a message of ours.
    pub id: String,
    /// What the provider says of them. Never believed to be proof of who they are.
    pub name: String,
    /// Their mail address, where the channel has it.
    pub email: String,
    /// Their number, where the channel has it.
    pub phone: String,
    /// What else it says of them.
    pub attributes: BTreeMap<String, String>,
    /// Several people write there.
    pub group: bool,
}

/// Who wrote in a group, or in another's thread.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Author {
    /// The provider's id of them.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum What {
    /// The customer said something.
    Message(Message),
    /// The customer changed what they had said. `Inbound::id` is the edit's own.
    Edit {
        /// The message.
        message: String,
        /// What it says now.
        text: String,
    },
    /// The customer took back what they had said.
    Delete {
        /// The message.
        message: String,
    },
    /// The customer reacted to a message, ours or theirs.
    Reaction {
        /// The message.
        message: String,
        /// Their reactions from now on: emoji, or the provider's word. Empty = taken away.
        emoji: Vec<String>,
    },
    /// A message of ours came further.
    Receipt {
        /// Which.
        of: Mark,
        /// How far, or why it failed. `Failed` is never taken back.
        state: Result<crate::Sent, crate::DeliveryError>,
    },
    /// The customer types.
    Typing {
        /// Whether they do.
        on: bool,
    },
    /// The customer pressed something.
    Pressed {
        /// The choice's id.
        id: String,
        /// What stood on it; empty when the provider does not say.
        label: String,
        /// The message it stood on; empty when the provider does not say.
        message: String,
    },
    /// We said something, but not from here: the provider's own app, another system.
    Echo(Message),
    /// What is known of the customer changed: [`Peer`] has it all.
    ContactUpdate,
    /// The customer entered the chat or began to follow. Says nothing by itself.
    Entered {
        /// From where: a code, a link, a page.
        source: String,
    },
    /// The customer blocked us, or no longer does.
    Block {
        /// Whether we are.
        blocked: bool,
    },
    /// Who answers this customer on the provider's side.
    Service(Service),
    /// The account's own state changed.
    Health(Health),
    /// A call.
    Call(Call),
}

/// Something that was said.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Message {
    /// The words.
    pub text: String,
    /// What it holds besides.
    pub content: Option<Content>,
    /// Files, to be fetched.
    pub files: Vec<RemoteFile>,
    /// Who wrote it, when that is not the peer.
    pub author: Option<Author>,
    /// The message it answers.
    pub replies_to: String,
    /// Messages whose thread it belongs to, the surest first: it goes where the first known one is.
    pub thread: Vec<String>,
    /// The conversation it belongs to, proved by a token of ours.
    pub conversation: Option<yingke_words::ConversationId>,
    /// A machine wrote it (out of office, a list): nobody is waiting, and nothing automatic may answer.
    pub automatic: bool,
    /// It was said before we were connected: shown, without alarms or clocks.
    pub history: bool,
}

/// What kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum FileKind {
    /// A picture.
    Image,
    /// A voice note or other sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Anything else.
    File,
}

/// A file of a customer at the provider's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemoteFile {
    /// What kind.
    pub kind: FileKind,
    /// How [`crate::Media`] gets it: the provider's id or address. Empty when `held` has the bytes.
    pub reference: String,
    /// Its name; empty when it has none.
    pub name: String,
    /// Its media type, as the provider says. The bytes decide.
    pub media_type: String,
    /// Its bytes, where they came along.
    pub held: Option<Bytes>,
    /// What a text names it by (a mail's `cid`); empty for none.
    pub inline: String,
}

/// Which messages a receipt is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    /// This one.
    Message(String),
    /// Everything sent to the peer until this time.
    Until(Time),
}

/// Who answers a customer on the provider's side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Service {
    /// We do.
    Ours,
    /// Nobody any more: the next message begins anew.
    Ended,
    /// Somebody there: we cannot write.
    Theirs {
        /// Who: a name or id; empty while it waits there for somebody.
        by: String,
    },
}

/// The state of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Health {
    /// It works.
    Connected,
    /// It works in part.
    Degraded {
        /// The stable code of the reason.
        code: &'static str,
        /// The provider's words.
        detail: String,
    },
    /// It does not work until somebody does something.
    Broken {
        /// The stable code of the reason.
        code: &'static str,
        /// The provider's words.
        detail: String,
    },
}

impl Health {
    /// The codes that mean the same in every channel: the workbench has words for them. A channel brings the words of its
    /// own codes along (`Channel::troubles`).
    pub const EVERYWHERE: &[&str] = &[
        "unauthorised",
        "pull_failed",
        "loss_possible",
        "signed_out",
        "suspended",
        "limited",
        "unreachable",
        "account_removed",
        "verification_failed",
        "verification_due",
        "verification_expired",
        "reported",
    ];

    /// The code of the reason; none when all is well.
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Connected => None,
            Self::Degraded { code, .. } | Self::Broken { code, .. } => Some(code),
        }
    }
}

/// A call of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The provider's id of the call.
    pub id: String,
    /// Where it stands.
    pub state: CallState,
}

/// Where a call stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallState {
    /// It rings.
    Ringing,
    /// Somebody answered.
    Answered,
    /// It is over.
    Ended,
    /// Nobody answered.
    Missed,
}

impl Inbound {
    /// An event of `from`.
    pub fn new(id: impl Into<String>, from: Peer, what: What) -> Self {
        Self {
            account: String::new(),
            id: id.into(),
            at: None,
            from,
            opens: None,
            context: BTreeMap::new(),
            what,
        }
    }
}

impl Peer {
    /// Somebody of whom nothing but the id is known.
    pub fn of(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }
}

impl Problem {
    /// Something wrong at a place.
    pub fn at(at: impl Into<String>, wrong: impl Into<Wrong>) -> Self {
        let Wrong { what, fault } = wrong.into();
        Self {
            at: at.into(),
            what,
            fault,
        }
    }
}

impl RemoteFile {
    /// A file of which nothing but how to get it is known.
    pub fn of(kind: FileKind, reference: impl Into<String>) -> Self {
        Self {
            kind,
            reference: reference.into(),
            name: String::new(),
            media_type: String::new(),
            held: None,
            inline: String::new(),
        }
    }
}

impl Parsed {
    /// Nothing but an empty 200.
    pub fn empty() -> Self {
        Self::answered(Bytes::new())
    }

    /// Nothing but a 200 with this text.
    pub fn answered(body: impl Into<Bytes>) -> Self {
        Self {
            events: Vec::new(),
            problems: Vec::new(),
            answer: Response::new(body.into()),
            pulls: Vec::new(),
        }
    }

    /// An event more.
    pub fn event(&mut self, event: Inbound) {
        self.events.push(event);
    }

    /// A problem more.
    pub fn problem(&mut self, at: impl Into<String>, wrong: impl Into<Wrong>) {
        self.problems.push(Problem::at(at, wrong));
    }
}
