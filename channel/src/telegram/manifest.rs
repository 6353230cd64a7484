//! What the channel says of itself.

use yingke_channel_contract::{
    Ability, Field, FieldKind, FileKind, FileLimit, Hint, Limits, Manifest, Proved, Rate, Receipts,
    SetupStep, TextLimit, Unit, Way, Words,
};
use yingke_words::Span;

use super::call::API;

const MB: u64 = 1024 * 1024;
/// The largest picture that is shown as one.
pub const LARGEST_PICTURE: u64 = 10 * MB;
/// The largest file a bot sends.
pub const LARGEST: u64 = 50 * MB;

/// One message's text.
pub const TEXT: TextLimit = TextLimit {
    most: 4096,
    unit: Unit::Utf16,
};

const FORM: &[Field] = &[
    Field::secret(
        "token",
        Words::new("机器人 Token", "Bot token"),
        Words::new(
            "在 Telegram 里找 @BotFather，发送 /newbot 创建机器人后得到，形如 123456:ABC-DEF…",
            "From @BotFather in Telegram, after /newbot: 123456:ABC-DEF…",
        ),
    ),
    Field::text(
        "mode",
        Words::new("接收方式", "How messages come in"),
        Words::new(
            "本系统有公网 HTTPS 地址时选「推送」；没有公网地址时选「轮询」。",
            "Webhook when this desk has a public HTTPS address; polling when it has none.",
        ),
    )
    .of_kind(FieldKind::Choice {
        of: &[
            ("webhook", Words::new("推送", "Webhook")),
            ("poll", Words::new("轮询", "Polling")),
        ],
    })
    .optional()
    .usually("webhook"),
    Field::made(
        "secret_token",
        48,
        Words::new("推送密钥", "Secret token"),
        Words::new(
            "自动生成，连接时会告诉 Telegram，此后每次推送都带着它。",
            "Made here and told to Telegram when connecting; every call of theirs carries it.",
        ),
    ),
    Field::text(
        "poll_seconds",
        Words::new("轮询等待秒数", "Seconds to wait when polling"),
        Words::new(
            "没有新消息时，Telegram 最多等这么久再答复。",
            "How long Telegram waits for something new before it answers.",
        ),
    )
    .of_kind(FieldKind::Number { least: 0, most: 50 })
    .optional()
    .usually("10"),
    Field::base_url(API),
];

const STEPS: &[SetupStep] = &[
    SetupStep {
        text: Words::new(
            "在 Telegram 里打开 @BotFather，发送 /newbot，按提示起名，把得到的 Token 填在这里。",
            "Open @BotFather in Telegram, send /newbot, choose a name, and fill in the token here.",
        ),
    },
    SetupStep {
        text: Words::new(
            "要在群里看到所有发言，给 @BotFather 发送 /setprivacy 并选 Disable；不设置则只能收到 @ 机器人和回复它的消息。",
            "To see everything that is said in groups, send /setprivacy to @BotFather and choose Disable; otherwise only \
             what mentions or answers the bot arrives.",
        ),
    },
    SetupStep {
        text: Words::new(
            "要接待 Telegram Business 账号的私聊，先给 @BotFather 发送 /mybots → Bot Settings → Business Mode 并打开，\
             再到该账号的「设置 → Telegram Business → 聊天机器人」里填机器人用户名，并允许回复消息。",
            "To serve the chats of a Telegram Business account, turn on Business Mode at @BotFather (/mybots, Bot \
             Settings), then name the bot in that account under Settings, Telegram Business, Chatbots, and let it reply.",
        ),
    },
    SetupStep {
        text: Words::new(
            "点「测试连接」。推送地址 {callback} 由系统自动登记，不用手动填写。",
            "Press Test connection. The address {callback} is registered with Telegram by itself.",
        ),
    },
];

const SENDS: &[Ability] = &[
    Ability::Text,
    Ability::Image,
    Ability::Audio,
    Ability::Video,
    Ability::File,
    Ability::Location,
    Ability::Sticker,
    Ability::Link,
    Ability::Contact,
    Ability::Menu,
    Ability::Reply,
    Ability::Edit,
    Ability::Recall,
    Ability::Reaction,
    Ability::Typing,
];

const RECEIVES: &[Ability] = &[
    Ability::Text,
    Ability::Image,
    Ability::Audio,
    Ability::Video,
    Ability::File,
    Ability::Location,
    Ability::Sticker,
    Ability::Contact,
    // What was pressed.
    Ability::Menu,
    Ability::Reply,
    Ability::Edit,
    // Only business accounts tell of deletions.
    Ability::Recall,
    Ability::Reaction,
];

const HINTS: &[Hint] = &[
    Hint {
        ability: Ability::Template,
        instead: Words::new(
            "Telegram 没有模板消息：客户开始过对话后，直接发文字即可。",
            "Telegram has no templates: once the customer has started the bot, simply write.",
        ),
    },
    Hint {
        ability: Ability::Mail,
        instead: Words::new(
            "把内容写成文字，附件作为文件发送。",
            "Write it as a text and send what is attached as files.",
        ),
    },
];

const fn file(kind: FileKind, most: u64) -> FileLimit {
    FileLimit {
        kind,
        most,
        types: &[],
        becomes: None,
        seconds: None,
    }
}

const FILES: &[FileLimit] = &[
    FileLimit {
        types: &["image/jpeg", "image/png", "image/webp", "image/gif"],
        becomes: Some("image/jpeg"),
        ..file(FileKind::Image, LARGEST_PICTURE)
    },
    FileLimit {
        types: &["audio/ogg", "audio/mpeg", "audio/mp4"],
        becomes: Some("audio/ogg; codecs=opus"),
        ..file(FileKind::Audio, LARGEST)
    },
    file(FileKind::Video, LARGEST),
    file(FileKind::File, LARGEST),
];

/// The manifest.
pub static MANIFEST: Manifest = Manifest {
    key: "telegram",
    name: Words::new("Telegram", "Telegram"),
    about: Words::new(
        "Telegram 机器人：私聊、群组、频道，以及 Telegram Business 账号的私聊。",
        "A Telegram bot: private chats, groups, channels, and the chats of Telegram Business accounts.",
    ),
    color: "#229ED9",
    way: Way::Webhook,
    // Telegram waits about a minute [K]; after ten seconds something is wrong here.
    answer_within: Span::seconds(10),
    form: FORM,
    steps: STEPS,
    receives: RECEIVES,
    sends: SENDS,
    hints: HINTS,
    receipts: Receipts::Sent,
    limits: Limits {
        text: TEXT,
        files: FILES,
        // A bot's own messages can be edited for ever: the year is ours.
        edits_within: Some(Span::days(365)),
        recalls_within: Some(Span::hours(48)),
        webhook: 1024 * 1024,
    },
    // About 30 a second to everyone and one to each chat. A group's 20 a minute are left to the 429 that says when.
    rate: Rate {
        a_minute: 1_800,
        burst: 30,
        between: Span::seconds(1),
    },
    // A bot may always write to whoever started it. A business account's 24 hours are told by the refusal.
    windows: &[],
    enters: true,
    templates_reopen: false,
    opens_with: None,
    idempotent: false,
    proved: Proved::Sdk,
};
