//! What a channel says of itself: the form, the docs page, the ability matrix and the limits all come from here.

pub mod form;

use serde::Serialize;
use utoipa::ToSchema;
use yingke_conversation::{AddressKind, ChannelRules, Content, TextLimit, WindowRule};
use yingke_words::Span;

use crate::FileKind;

/// A text in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Words {
    /// 简体中文, as a Chinese product would say it.
    #[schema(value_type = String)]
    pub zh: &'static str,
    /// English.
    #[schema(value_type = String)]
    pub en: &'static str,
}

/// Something that is wrong, in words for whoever can put it right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// What is wrong, and why.
    pub what: Words,
    /// What to do about it.
    pub todo: Words,
}

impl Trouble {
    /// What is wrong, and what to do.
    pub const fn new(what: Words, todo: Words) -> Self {
        Self { what, todo }
    }
}

/// How events come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// The provider calls us.
    Webhook,
    /// The provider calls us, and we fetch.
    Pull,
    /// We keep a connection open.
    Listen,
}

/// What a channel can carry, in one direction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "each is the word of DESIGN §8 or of the canonical drafts"
)]
pub enum Ability {
    Text,
    Image,
    Audio,
    Video,
    File,
    Location,
    Sticker,
    Link,
    Contact,
    Menu,
    Template,
    Mail,
    Reply,
    Edit,
    Recall,
    Reaction,
    Typing,
    ReadMark,
    Service,
}

impl Ability {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Text,
        Self::Image,
        Self::Audio,
        Self::Video,
        Self::File,
        Self::Location,
        Self::Sticker,
        Self::Link,
        Self::Contact,
        Self::Menu,
        Self::Template,
        Self::Mail,
        Self::Reply,
        Self::Edit,
        Self::Recall,
        Self::Reaction,
        Self::Typing,
        Self::ReadMark,
        Self::Service,
    ];

    /// Its stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::File => "file",
            Self::Location => "location",
            Self::Sticker => "sticker",
            Self::Link => "link",
            Self::Contact => "contact",
            Self::Menu => "menu",
            Self::Template => "template",
            Self::Mail => "mail",
            Self::Reply => "reply",
            Self::Edit => "edit",
            Self::Recall => "recall",
            Self::Reaction => "reaction",
            Self::Typing => "typing",
            Self::ReadMark => "readMark",
            Self::Service => "service",
        }
    }

    /// What carrying this content takes.
    pub const fn of(content: &Content) -> Self {
        match content {
            Content::Location(_) => Self::Location,
            Content::Sticker => Self::Sticker,
            Content::Link(_) => Self::Link,
            Content::Contact { .. } => Self::Contact,
            Content::Menu(_) => Self::Menu,
            Content::Template(_) => Self::Template,
            Content::Mail(_) => Self::Mail,
            // What only customers send.
            Content::Pressed { .. } | Content::Unsupported { .. } => Self::Text,
        }
    }

    /// What carrying this kind of file takes.
    pub const fn of_file(kind: FileKind) -> Self {
        match kind {
            FileKind::Image => Self::Image,
            FileKind::Audio => Self::Audio,
            FileKind::Video => Self::Video,
            FileKind::File => Self::File,
        }
    }
}

/// How far the provider tells us what became of a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Receipts {
    /// Only that it took it.
    Sent,
    /// Also when it failed later.
    Failed,
    /// Also that it arrived.
    Delivered,
    /// Also that it was seen.
    Read,
}

/// Whose value a field is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// The app's.
    App,
    /// The inbox's.
    Inbox,
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum FieldKind {
    /// A line.
    Text,
    /// A line that is never shown again.
    Secret,
    /// A secret that we make and the administrator copies to the provider: `bytes` random bytes in letters and digits.
    Made {
        /// How many characters.
        length: usize,
    },
    /// A whole number.
    Number {
        /// At least.
        least: i64,
        /// At most.
        most: i64,
    },
    /// Yes or no: `true` or empty.
    Flag,
    /// One of these.
    Choice {
        /// Key and name.
        #[serde(skip)]
        of: &'static [(&'static str, Words)],
    },
    /// `https://…`
    Url,
    /// A JSON document of the channel's own.
    Json,
}

/// One field of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Field {
    /// Its key in [`crate::Settings`]. `base_url` is every HTTP channel's own field for the provider's address.
    pub key: &'static str,
    /// Whose value it is.
    pub level: Level,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it must be filled.
    pub required: bool,
    /// What it is called, by the provider's own word.
    pub label: Words,
    /// Where to find it; empty when the label says it all.
    pub help: Words,
    /// What it is while nothing is filled in.
    pub usual: &'static str,
}

/// One step on the provider's side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct SetupStep {
    /// What to do. `{callback}` stands for the address to be filled in there, `{KEY}` for the value of a made field.
    pub text: Words,
}

/// What to do instead of something the channel cannot do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Hint {
    /// What it cannot do.
    pub ability: Ability,
    /// What to do instead.
    pub instead: Words,
}

/// Which files a channel takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileLimit {
    /// What kind.
    pub kind: FileKind,
    /// Bytes.
    pub most: u64,
    /// Media types; empty = any.
    #[schema(value_type = Vec<String>)]
    pub types: &'static [&'static str],
    /// What to change other types into, where we can: `audio/amr`, `audio/ogg; codecs=opus`.
    #[schema(value_type = Option<String>)]
    pub becomes: Option<&'static str>,
    /// Seconds it may play.
    pub seconds: Option<u32>,
}

/// Longer than anybody looks back.
const FOR_EVER: Span = Span::days(36_500);

/// How much a channel takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The longest text of one message; longer ones are split.
    pub text: TextLimit,
    /// Files, by kind.
    pub files: &'static [FileLimit],
    /// How long after sending a message can be edited, where it can be at all; none = for ever.
    pub edits_within: Option<Span>,
    /// How long after sending a message can be taken back, where it can be at all; none = for ever.
    pub recalls_within: Option<Span>,
    /// The largest body of a call, in bytes.
    pub webhook: usize,
}

/// How fast a channel takes messages: a token bucket for each inbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// So many a minute.
    pub a_minute: u32,
    /// At most so many at once.
    pub burst: u32,
    /// At least so long between two to the same recipient.
    pub between: Span,
}

/// What that is not ours has agreed with our reading of the protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Proved {
    /// A real server of the protocol.
    Server,
    /// The vendor's own SDK.
    Sdk,
    /// Published answers.
    Vectors,
    /// Nothing: the docs page says so.
    Nothing,
}

/// What a channel says of itself.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its key: its folder, and the `channel` of its inboxes.
    pub key: &'static str,
    /// What it is called.
    pub name: Words,
    /// One line about it: who has it, what it takes.
    pub about: Words,
    /// Its colour, `#RRGGBB`.
    pub color: &'static str,
    /// How events come in.
    pub way: Way,
    /// The provider waits this long for an answer to its call.
    pub answer_within: Span,
    /// The form.
    pub form: &'static [Field],
    /// What to do on the provider's side, in this order.
    pub steps: &'static [SetupStep],
    /// What comes in.
    pub receives: &'static [Ability],
    /// What goes out. Everything else is refused with the hint's alternative.
    pub sends: &'static [Ability],
    /// What to do instead.
    pub hints: &'static [Hint],
    /// How far receipts go.
    pub receipts: Receipts,
    /// How much it takes.
    pub limits: Limits,
    /// How fast.
    pub rate: Rate,
    /// What opens a window; empty = we may always write.
    pub windows: &'static [WindowRule],
    /// The provider tells when somebody enters the chat or begins to follow: they can be greeted before they write.
    pub enters: bool,
    /// Whether an approved message opens a window by itself. Where it does not, only what the customer writes does.
    pub templates_reopen: bool,
    /// The kind of address with which we can begin a thread; none = the customer has to.
    pub opens_with: Option<AddressKind>,
    /// The provider takes a message with the same id once.
    pub idempotent: bool,
    /// What agreed.
    pub proved: Proved,
}

impl Manifest {
    /// Whether it carries this outwards.
    pub fn sends(&self, ability: Ability) -> bool {
        self.sends.contains(&ability)
    }

    /// What to do instead; none when nobody thought of anything.
    pub fn instead(&self, ability: Ability) -> Option<Words> {
        self.hints
            .iter()
            .find(|hint| hint.ability == ability)
            .map(|hint| hint.instead)
    }

    /// The limit for a kind of file.
    pub fn file(&self, kind: FileKind) -> Option<&FileLimit> {
        self.limits.files.iter().find(|limit| limit.kind == kind)
    }

    /// What decisions need to know of it.
    pub fn rules(&self) -> ChannelRules {
        ChannelRules {
            outbox: true,
            windows: self.windows.to_vec(),
            carries: Some(self.sends.iter().map(|ability| ability.key()).collect()),
            text: Some(self.limits.text),
            edits_within: self
                .sends(Ability::Edit)
                .then(|| self.limits.edits_within.unwrap_or(FOR_EVER)),
            recalls_within: self
                .sends(Ability::Recall)
                .then(|| self.limits.recalls_within.unwrap_or(FOR_EVER)),
            opens_with: self.opens_with,
        }
    }
}

impl Field {
    /// A line of the app's that must be filled.
    pub const fn text(key: &'static str, label: Words, help: Words) -> Self {
        Self {
            key,
            level: Level::App,
            kind: FieldKind::Text,
            required: true,
            label,
            help,
            usual: "",
        }
    }

    /// A secret of the app's that must be filled.
    pub const fn secret(key: &'static str, label: Words, help: Words) -> Self {
        Self {
            kind: FieldKind::Secret,
            ..Self::text(key, label, help)
        }
    }

    /// A secret of the app's that we make.
    pub const fn made(key: &'static str, length: usize, label: Words, help: Words) -> Self {
        Self {
            kind: FieldKind::Made { length },
            ..Self::text(key, label, help)
        }
    }

    /// The provider's address, `usual` unless somebody fills in another.
    pub const fn base_url(usual: &'static str) -> Self {
        Self {
            key: "base_url",
            level: Level::App,
            kind: FieldKind::Url,
            required: false,
            label: Words {
                zh: "接口地址",
                en: "API address",
            },
            help: Words {
                zh: "一般不用改；经代理访问或使用测试环境时填写。",
                en: "Leave it as it is, unless you go through a proxy or a test server.",
            },
            usual,
        }
    }

    /// May be left empty.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }

    /// The inbox's value.
    #[must_use]
    pub const fn of_inbox(self) -> Self {
        Self {
            level: Level::Inbox,
            ..self
        }
    }

    /// Of another kind.
    #[must_use]
    pub const fn of_kind(self, kind: FieldKind) -> Self {
        Self { kind, ..self }
    }

    /// Whether its value is never shown: somebody's secret, or one that we make.
    pub const fn is_secret(&self) -> bool {
        matches!(self.kind, FieldKind::Secret | FieldKind::Made { .. })
    }

    /// Whether we make it.
    pub const fn is_made(&self) -> bool {
        matches!(self.kind, FieldKind::Made { .. })
    }

    /// With what it is while nothing is filled in.
    #[must_use]
    pub const fn usually(self, usual: &'static str) -> Self {
        Self { usual, ..self }
    }
}

impl Words {
    /// A text in both languages.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// No text.
    pub const NONE: Self = Self { zh: "", en: "" };
}
