//! A manifest on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yingke_channel_contract::{
    Ability, AddressKind, Channel, Consent, Field, FieldKind, FileLimit, Hint, Level, Limits, Proved, Rate,
    Receipts, SetupStep, Trigger, Trouble, Unit, Way, WindowRule, Words,
};

/// A kind of channel.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Channel)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub struct ChannelView {
    /// Its key.
    key: &'static str,
    /// What it is called.
    name: Words,
    /// One line about it.
    about: Words,
    /// Its colour, `#RRGGBB`.
    color: &'static str,
    /// How events come in.
    way: Way,
    /// What an administrator fills in.
    form: Vec<ChannelField>,
    /// What to do on the provider's side. `{callback}` stands for the app's address, `{KEY}` for a field's value.
    steps: Vec<SetupStep>,
    /// What comes in.
    receives: Vec<Ability>,
    /// What goes out.
    sends: Vec<Ability>,
    /// What to do instead of what does not.
    hints: Vec<Hint>,
    /// How far the provider tells what became of a message.
    receipts: Receipts,
    /// How much it takes.
    limits: ChannelLimits,
    /// How fast.
    rate: ChannelRate,
    /// What opens a window; none = we may always write.
    windows: Vec<ChannelWindow>,
    /// Whether an approved message opens a window by itself; where not, only what the customer writes does.
    templates_reopen: bool,
    /// The kind of address with which we can begin a thread; none = the customer has to.
    opens_with: Option<AddressKind>,
    /// What that is not ours has agreed with our reading of the protocol.
    proved: Proved,
    /// What its own codes of health and of connecting mean; the others are the house's.
    troubles: Vec<ChannelTrouble>,
    /// When access is granted by a person in their browser; none = never.
    consent: Option<ChannelConsent>,
    /// Whether connecting can be tried.
    can_connect: bool,
    /// Whether it has approved messages.
    has_templates: bool,
    /// Whether payloads can be tried.
    has_console: bool,
    /// Whether customers enter before they write, and so can be greeted.
    enters: bool,
}

/// One field of a channel's form.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelField {
    /// Its key.
    key: &'static str,
    /// Whose value it is.
    level: Level,
    /// What it holds.
    kind: ChannelFieldKind,
    /// Whether it must be filled.
    required: bool,
    /// What it is called.
    label: Words,
    /// Where to find it.
    help: Words,
    /// What it is while nothing is filled in.
    usual: &'static str,
}

/// What a field of a channel's form holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelFieldKind {
    /// Which kind.
    #[serde(rename = "type")]
    kind: ChannelFieldType,
    /// How many characters we make.
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<usize>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<i64>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<i64>,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Vec<ChannelChoice>>,
}

/// The kinds of field.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ChannelFieldType {
    /// A line.
    Text,
    /// A text that is never shown again.
    Secret,
    /// A secret that we make.
    Made,
    /// A whole number.
    Number,
    /// `true` or empty.
    Flag,
    /// One of several.
    Choice,
    /// A web address.
    Url,
    /// JSON.
    Json,
}

/// One of several.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelChoice {
    /// Its key.
    key: &'static str,
    /// What it is called.
    name: Words,
}

/// Something that can be wrong with an account, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelTrouble {
    /// The code of it, in an account's health and in the answer of connecting.
    code: &'static str,
    /// What is wrong, and why.
    what: Words,
    /// What to do about it.
    todo: Words,
}

/// When a channel's access is granted by a person in their browser.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelConsent {
    /// While this field of the form …
    field: &'static str,
    /// … has one of these values.
    of: Vec<&'static str>,
}

impl ChannelConsent {
    fn of(consent: &dyn Consent) -> Self {
        let (field, of) = consent.asked_while();
        Self {
            field,
            of: of.to_vec(),
        }
    }
}

/// How much a channel takes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChannelLimits {
    /// The longest text of one message; longer ones are split.
    text_most: usize,
    /// What it is counted in.
    text_unit: TextUnit,
    /// Files, by kind.
    files: Vec<FileLimit>,
    /// Seconds within which a message can be edited, where edits are sent at all; none = for ever.
    edits_within_seconds: Option<i64>,
    /// Seconds within which a message can be taken back, where that is sent at all; none = for ever.
    recalls_within_seconds: Option<i64>,
}

/// How a text's length is counted.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TextUnit {
    /// Unicode characters.
    Characters,
    /// UTF-16 code units, as JavaScript counts.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// How fast a channel takes messages.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChannelRate {
    /// So many a minute.
    a_minute: u32,
    /// At most so many at once.
    burst: u32,
}

/// A window in which we may write.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChannelWindow {
    /// What opens it.
    trigger: Trigger,
    /// For how long.
    lasts_seconds: i64,
    /// How many messages of ours it holds; none = as many as we like.
    messages: Option<i64>,
}

impl ChannelView {
    /// The channel as its manifest says it.
    pub fn of(channel: &dyn Channel) -> Self {
        let manifest = channel.manifest();
        Self {
            key: manifest.key,
            name: manifest.name,
            about: manifest.about,
            color: manifest.color,
            way: manifest.way,
            form: manifest.form.iter().map(ChannelField::of).collect(),
            steps: manifest.steps.to_vec(),
            receives: manifest.receives.to_vec(),
            sends: manifest.sends.to_vec(),
            hints: manifest.hints.to_vec(),
            receipts: manifest.receipts,
            limits: ChannelLimits::of(&manifest.limits),
            rate: ChannelRate::of(manifest.rate),
            windows: manifest.windows.iter().map(ChannelWindow::of).collect(),
            templates_reopen: manifest.templates_reopen,
            opens_with: manifest.opens_with,
            proved: manifest.proved,
            troubles: channel.troubles().iter().map(ChannelTrouble::of).collect(),
            consent: channel.consent().map(ChannelConsent::of),
            can_connect: channel.connect().is_some(),
            has_templates: channel.templates().is_some(),
            has_console: channel.console().is_some(),
            enters: manifest.enters,
        }
    }
}

impl ChannelTrouble {
    const fn of((code, trouble): &(&'static str, Trouble)) -> Self {
        Self {
            code,
            what: trouble.what,
            todo: trouble.todo,
        }
    }
}

impl ChannelField {
    fn of(field: &Field) -> Self {
        Self {
            key: field.key,
            level: field.level,
            kind: ChannelFieldKind::of(field.kind),
            required: field.required,
            label: field.label,
            help: field.help,
            usual: field.usual,
        }
    }
}

impl ChannelFieldKind {
    fn of(kind: FieldKind) -> Self {
        let plain = |kind| Self {
            kind,
            length: None,
            least: None,
            most: None,
            of: None,
        };
        match kind {
            FieldKind::Text => plain(ChannelFieldType::Text),
            FieldKind::Secret => plain(ChannelFieldType::Secret),
            FieldKind::Made { length } => Self {
                length: Some(length),
                ..plain(ChannelFieldType::Made)
            },
            FieldKind::Number { least, most } => Self {
                least: Some(least),
                most: Some(most),
                ..plain(ChannelFieldType::Number)
            },
            FieldKind::Flag => plain(ChannelFieldType::Flag),
            FieldKind::Choice { of } => Self {
                of: Some(
                    of.iter()
                        .map(|(key, name)| ChannelChoice { key, name: *name })
                        .collect(),
                ),
                ..plain(ChannelFieldType::Choice)
            },
            FieldKind::Url => plain(ChannelFieldType::Url),
            FieldKind::Json => plain(ChannelFieldType::Json),
        }
    }
}

impl ChannelLimits {
    fn of(limits: &Limits) -> Self {
        let seconds = |span: yingke_words::Span| span.as_millis() / 1_000;
        Self {
            text_most: limits.text.most,
            text_unit: match limits.text.unit {
                Unit::Characters => TextUnit::Characters,
                Unit::Utf16 => TextUnit::Utf16,
                Unit::Bytes => TextUnit::Bytes,
            },
            files: limits.files.to_vec(),
            edits_within_seconds: limits.edits_within.map(seconds),
            recalls_within_seconds: limits.recalls_within.map(seconds),
        }
    }
}

impl ChannelRate {
    const fn of(rate: Rate) -> Self {
        Self {
            a_minute: rate.a_minute,
            burst: rate.burst,
        }
    }
}

impl ChannelWindow {
    const fn of(rule: &WindowRule) -> Self {
        Self {
            trigger: rule.trigger,
            lasts_seconds: rule.lasts.as_millis() / 1_000,
            messages: rule.messages,
        }
    }
}
