//! What is said, noted, or happened, as one line of a thread.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_words::{AgentId, AttachmentId, ConsultationId, ConversationId, MessageId, Time};

use crate::{Content, Mention, status::keyed};

keyed! {
    /// Who a line is for.
    Direction {
        /// From the customer.
        Inbound = "inbound",
        /// To the customer.
        Outbound = "outbound",
        /// Never leaves the desk: notes and event lines.
        Internal = "internal",
    }
}

keyed! {
    /// What a line holds.
    MessageKind {
        /// Words, perhaps with attachments.
        Text = "text",
        /// Images only.
        Image = "image",
        /// Files only.
        File = "file",
        /// Neither words nor files: see its content.
        Rich = "rich",
        /// An internal note 内部备注.
        Note = "note",
        /// Something that happened: assigned, ended, …
        Event = "event",
    }
}

keyed! {
    /// The fate of an outbound message on its channel 送达.
    Delivery {
        /// Waits to be handed over.
        Pending = "pending",
        /// Handed over.
        Sent = "sent",
        /// Reached the customer's device.
        Delivered = "delivered",
        /// Seen.
        Read = "read",
        /// Given up; the reason stands beside it.
        Failed = "failed",
    }
}

keyed! {
    /// What kind of party acted.
    ActorKind {
        /// The customer.
        Customer = "customer",
        /// A human agent.
        Agent = "agent",
        /// Rules and clocks.
        System = "system",
    }
}

/// Who did it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// The kind of party.
    pub kind: ActorKind,
    /// Customer or agent id; none for the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    pub id: Option<String>,
    /// The name shown.
    pub name: String,
}

impl Actor {
    /// The system itself.
    pub const fn system() -> Self {
        Self {
            kind: ActorKind::System,
            id: None,
            name: String::new(),
        }
    }

    /// Is it this agent?
    pub fn is(&self, agent: AgentId) -> bool {
        self.kind == ActorKind::Agent && self.id.as_ref().is_some_and(|id| *id == agent.to_string())
    }
}

/// The sender's own id of a message, unique per conversation for ever; 1–128 printable ASCII characters.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, min_length = 1, max_length = 128)]
pub struct ClientId(String);

impl ClientId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ClientId {
    type Error = TextRefused;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits {
            Ok(Self(text))
        } else {
            Err(TextRefused::ClientId)
        }
    }
}

impl From<ClientId> for String {
    fn from(id: ClientId) -> Self {
        id.0
    }
}

/// The words of a message: at most 20,000 characters, no NUL, line ends as `\n`, trimmed at the end.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, max_length = 20000)]
pub struct Text(String);

/// Why a text is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TextRefused {
    /// Longer than 20,000 characters.
    #[error("longer than 20,000 characters")]
    TooLong,
    /// Holds a NUL character, which no database keeps.
    #[error("holds a NUL character")]
    Nul,
    /// A client id is not 1–128 printable ASCII characters.
    #[error("a client id is 1 to 128 printable ASCII characters")]
    ClientId,
}

impl Text {
    const MAX: usize = 20_000;

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first line's beginning, for lists: at most 120 characters.
    pub fn preview(&self) -> String {
        self.0
            .chars()
            .take(120)
            .map(|c| if c == '\n' { ' ' } else { c })
            .collect()
    }
}

impl TryFrom<String> for Text {
    type Error = TextRefused;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.contains('\0') {
            return Err(TextRefused::Nul);
        }
        if text.len() > Self::MAX && text.chars().count() > Self::MAX {
            return Err(TextRefused::TooLong);
        }
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        };
        let kept = text.trim_end().len();
        Ok(Self(if kept == text.len() {
            text
        } else {
            text[..kept].to_owned()
        }))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

/// A stored file as a message names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentRef {
    /// Its id.
    pub id: AttachmentId,
    /// The name its sender gave it; shown, never used as a path.
    pub name: String,
    /// Media type by its magic bytes.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels, for images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// Pixels, for images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
    /// Whether a thumbnail exists.
    #[serde(default)]
    pub thumbnail: bool,
}

/// What an event line tells.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventLine {
    /// assigned, queued, ended, snoozed, woken, reopened, wentOn, helpAsked, helpSeenTo, joined, whispers, left, uninvited.
    pub what: String,
    /// To whom (a name), until when (a time), by which cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why, if somebody said why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The conversation in which it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<ConversationId>,
}

/// What somebody says: words and files, at least one of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spoken {
    /// Made by the caller.
    pub id: MessageId,
    /// The sender's own id, against doubles.
    pub client_id: ClientId,
    /// The words.
    pub text: Text,
    /// The files.
    pub attachments: Vec<AttachmentRef>,
    /// What it holds besides.
    pub content: Option<Content>,
    /// Files that are still at the provider's.
    pub coming: Vec<Coming>,
    /// The line of the thread it answers, by its number.
    pub replies_to: Option<i64>,
    /// The provider's ids of it; empty while it has none.
    pub external: Vec<String>,
}

impl Spoken {
    /// Words and files, nothing else.
    pub fn new(id: MessageId, client_id: ClientId, text: Text, attachments: Vec<AttachmentRef>) -> Self {
        Self {
            id,
            client_id,
            text,
            attachments,
            content: None,
            coming: Vec::new(),
            replies_to: None,
            external: Vec::new(),
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
            && self.attachments.is_empty()
            && self.content.is_none()
            && self.coming.is_empty()
    }

    /// Words, images, files, or something else.
    pub fn kind(&self) -> MessageKind {
        let pictures = self.attachments.iter().all(is_picture)
            && self.coming.iter().all(|one| one.kind == ComingKind::Image);
        if !self.text.is_empty() {
            MessageKind::Text
        } else if self.attachments.is_empty() && self.coming.is_empty() {
            MessageKind::Rich
        } else if pictures {
            MessageKind::Image
        } else {
            MessageKind::File
        }
    }

    /// The attachment whose name stands for all: the first that is no picture, or else the first.
    pub fn namesake(&self) -> Option<&AttachmentRef> {
        let file = self.attachments.iter().find(|one| !is_picture(one));
        file.or(self.attachments.first())
    }
}

keyed! {
    /// What kind of file is on its way.
    ComingKind {
        /// A picture.
        Image = "image",
        /// A voice note or other sound.
        Audio = "audio",
        /// Moving pictures.
        Video = "video",
        /// Anything else.
        File = "file",
    }
}

/// A file that is still at the provider's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Coming {
    /// The attachment it will be.
    pub id: AttachmentId,
    /// What kind.
    pub kind: ComingKind,
    /// Its name; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Why it will not come, when it will not: a stable code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

/// Somebody's reaction to a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Reaction {
    /// Whose.
    pub by: ActorKind,
    /// An emoji, or the provider's word.
    pub emoji: String,
}

/// Why a message did not arrive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeliveryFailure {
    /// The stable key of the reason: the workbench says what happened, why, and what to do.
    pub kind: String,
    /// The provider's code; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The provider's words; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

fn is_picture(attachment: &AttachmentRef) -> bool {
    attachment.media_type.starts_with("image/")
}

impl Message {
    /// The words it is found by: none once it was taken back.
    pub fn words(&self) -> &str {
        match self.recalled_at {
            Some(_) => "",
            None => self.text.as_str(),
        }
    }

    /// What it says, to be said again.
    pub(crate) fn spoken(&self) -> Spoken {
        Spoken {
            id: self.id,
            client_id: self
                .client_id
                .clone()
                .unwrap_or_else(|| ClientId(self.id.to_string())),
            text: self.text.clone(),
            attachments: self.attachments.clone(),
            content: self.content.clone(),
            coming: Vec::new(),
            replies_to: self.replies_to,
            external: Vec::new(),
        }
    }
}

/// One line of a thread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The conversation it belongs to.
    pub conversation_id: ConversationId,
    /// The consultation it was said in.
    pub consultation_id: ConsultationId,
    /// The log's number of the event that brought it: the order of the thread.
    pub seq: i64,
    /// Its place among what the customer can see; none for internal lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// When.
    pub at: Time,
    /// For whom.
    pub direction: Direction,
    /// What it holds.
    pub kind: MessageKind,
    /// Who said it.
    pub author: Actor,
    /// The sender's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// The words.
    pub text: Text,
    /// The files.
    pub attachments: Vec<AttachmentRef>,
    /// Outbound only: its fate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// What happened: on event lines, and on what the system said because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventLine>,
    /// What it holds besides words and files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Files that are still at the provider's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coming: Vec<Coming>,
    /// The line of the thread it answers, by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replies_to: Option<i64>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Time>,
    /// When it was taken back: its words and files are no longer shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalled_at: Option<Time>,
    /// Reactions to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// Outbound only: why it did not arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<DeliveryFailure>,
    /// The provider's ids of its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external: Vec<String>,
    /// Notes only: whom it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
}
