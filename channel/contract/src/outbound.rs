//! What goes out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yingke_conversation::Content;
use yingke_words::{AttachmentId, ConversationId, MessageId};

use crate::FileKind;

/// One thing to be done at the provider's.
#[derive(Clone, PartialEq, Debug)]
pub enum Outbound {
    /// Say something.
    Draft(Box<Draft>),
    /// Change what was said.
    Edit {
        /// To whom it was said.
        to: Recipient,
        /// The provider's ids of its parts, in their order.
        message: Vec<String>,
        /// What it says from now on.
        text: String,
    },
    /// Take back what was said.
    Recall {
        /// To whom it was said.
        to: Recipient,
        /// The provider's ids of its parts.
        message: Vec<String>,
    },
    /// React to a message.
    Reaction {
        /// In whose thread.
        to: Recipient,
        /// The message.
        message: String,
        /// Our reaction from now on; none = taken away.
        emoji: Option<String>,
    },
    /// Show that somebody types.
    Typing {
        /// To whom.
        to: Recipient,
        /// Whether they do.
        on: bool,
    },
    /// Show that somebody has read.
    ReadMark {
        /// To whom.
        to: Recipient,
        /// The last message read.
        message: String,
    },
    /// Tell the provider who answers from now on.
    Service {
        /// Whose thread.
        to: Recipient,
        /// Who.
        state: crate::Service,
    },
}

/// To whom.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Recipient {
    /// The provider's id of them: [`crate::Peer::id`].
    pub id: String,
    /// Our thread with them.
    pub conversation: Option<ConversationId>,
    /// What the thread's last events said is needed for an answer. In a thread that we began and nobody has answered yet:
    /// `began`, the id of the message it began with, and `subject`, where that was a mail.
    pub context: BTreeMap<String, Value>,
}

/// Something to be said.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// The message's id: the same for every try, so that a provider with idempotency keys takes it once.
    pub id: MessageId,
    /// To whom.
    pub to: Recipient,
    /// The words.
    pub text: String,
    /// What it holds besides.
    pub content: Option<Content>,
    /// Files.
    pub files: Vec<OutFile>,
    /// The provider's id of the message it answers; empty for none.
    pub replies_to: String,
    /// Who says it, where the channel shows names.
    pub author: String,
    /// No person wrote it.
    pub automatic: bool,
}

/// A file to be sent. Its bytes are named, not held: `desk/egress` streams them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutFile {
    /// Which.
    pub id: AttachmentId,
    /// What kind, after the bytes were changed into what the manifest asks for.
    pub kind: FileKind,
    /// Its name, with the ending its bytes have.
    pub name: String,
    /// Its media type, by its bytes.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// How long it plays, in milliseconds, where that is known.
    pub lasts_ms: Option<u64>,
}

/// One message at the provider's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// The provider's id of it: receipts, edits and answers name it. Empty when it gives none.
    pub id: String,
}

/// How far it came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Sent {
    /// The provider has it.
    Sent(Vec<Part>),
    /// It reached the customer's device.
    Delivered,
    /// They have seen it.
    Read,
}

impl Outbound {
    /// To whom.
    pub fn to(&self) -> &Recipient {
        match self {
            Self::Draft(draft) => &draft.to,
            Self::Edit { to, .. }
            | Self::Recall { to, .. }
            | Self::Reaction { to, .. }
            | Self::Typing { to, .. }
            | Self::ReadMark { to, .. }
            | Self::Service { to, .. } => to,
        }
    }
}

impl Recipient {
    /// A text of the thread's context; empty when it has none.
    pub fn context(&self, key: &str) -> &str {
        self.context.get(key).and_then(Value::as_str).unwrap_or_default()
    }
}

impl Sent {
    /// Sent as these.
    pub fn as_parts(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::Sent(ids.into_iter().map(|id| Part { id: id.into() }).collect())
    }
}
