//! What the channel says of itself.

use yingke_channel_contract::{
    Ability, Field, FieldKind, FileKind, FileLimit, Hint, Limits, Manifest, Proved, Rate, Receipts,
    SetupStep, TextLimit, Unit, Way, Words,
};
use yingke_words::Span;

use super::{API, CDN, GATEWAY, MEDIA_CDN, draft};

const FORM: &[Field] = &[
    Field::secret(
        "token",
        Words::new("机器人令牌（Token）", "Bot token"),
        Words::new(
            "开发者后台 → Bot → Reset Token，只显示一次。",
            "Developer portal → Bot → Reset Token. It is shown once.",
        ),
    ),
    Field::text(
        "public_key",
        Words::new("公钥（Public Key）", "Public key"),
        Words::new(
            "开发者后台 → General Information。用来核对按钮点击确实来自 Discord。",
            "Developer portal → General Information. It proves that pressed buttons come from Discord.",
        ),
    ),
    Field::text(
        "guild_channels",
        Words::new("同时接待的服务器频道", "Server channels to answer"),
        Words::new(
            "填频道 ID，多个用逗号隔开；不填则只接待私信。需在后台打开 Message Content Intent。",
            "Channel ids with commas between; empty = direct messages only. Needs the Message Content Intent.",
        ),
    )
    .optional(),
    Field::text(
        "import_since",
        Words::new("服务器频道的导入起始日期", "Import server channels from"),
        Words::new(
            "格式 2026-01-31。不填则只收接入之后的消息；导入的旧消息不提醒、不计时、不自动回复。",
            "Like 2026-01-31. Empty: only what is said from now on. Old messages raise no alarm and get no automatic answer.",
        ),
    )
    .optional(),
    Field::base_url(API),
    address(
        "gateway_url",
        Words::new("网关地址", "Gateway address"),
        GATEWAY,
    ),
    address("cdn_url", Words::new("文件地址", "File address"), CDN),
    // Animated stickers stand elsewhere [K].
    address(
        "media_url",
        Words::new("动态贴纸地址", "Animated sticker address"),
        MEDIA_CDN,
    ),
];

const fn address(key: &'static str, label: Words, usual: &'static str) -> Field {
    Field::text(key, label, Words::new("一般不用改。", "Leave it as it is."))
        .of_kind(FieldKind::Url)
        .optional()
        .usually(usual)
}

const fn step(zh: &'static str, en: &'static str) -> SetupStep {
    SetupStep {
        text: Words::new(zh, en),
    }
}

const STEPS: &[SetupStep] = &[
    step(
        "打开 discord.com/developers/applications，新建应用；在 Bot 页点 Reset Token，复制令牌。",
        "At discord.com/developers/applications create an application; on the page Bot press Reset Token and copy the token.",
    ),
    step(
        "在 General Information 页复制 Public Key，连同令牌填到这里并保存。",
        "Copy the Public Key from General Information, fill both in here, and save.",
    ),
    step(
        "把 {callback} 填到 General Information 页的 Interactions Endpoint URL 并保存，Discord 会当场验证。不填也能收到按钮点击，只是走长连接。",
        "Put {callback} into Interactions Endpoint URL on General Information and save: Discord checks it at once. Without it presses come over the gateway.",
    ),
    step(
        "如需接待服务器频道，在 Bot 页打开 Message Content Intent。只接待私信可跳过。",
        "To answer channels of a server, switch on Message Content Intent on the page Bot. Not needed for direct messages.",
    ),
    step(
        "在 OAuth2 页用 bot 权限生成邀请链接，把机器人加进客户所在的服务器：和机器人没有共同服务器的人无法给它发私信。",
        "On OAuth2 make an invitation with the scope bot and add the bot to the server your customers are in: who shares no server with it cannot write to it.",
    ),
];

const fn hint(ability: Ability, zh: &'static str, en: &'static str) -> Hint {
    Hint {
        ability,
        instead: Words::new(zh, en),
    }
}

const HINTS: &[Hint] = &[
    hint(
        Ability::Location,
        "请发送地图链接或文字地址。",
        "Send a link to a map, or the address as text.",
    ),
    hint(
        Ability::Sticker,
        "请发送表情符号或图片。",
        "Send an emoji or a picture.",
    ),
    hint(
        Ability::Contact,
        "请把姓名和电话写在文字里。",
        "Write the name and number as text.",
    ),
    hint(
        Ability::Template,
        "Discord 没有模板消息，可随时直接发送文字。",
        "Discord has no templates: write at any time.",
    ),
];

const fn files(kind: FileKind) -> FileLimit {
    FileLimit {
        kind,
        most: draft::BYTES,
        types: &[],
        becomes: None,
        seconds: None,
    }
}

/// What the channel says of itself.
pub static MANIFEST: Manifest = Manifest {
    key: "discord",
    name: Words::new("Discord", "Discord"),
    about: Words::new(
        "玩家和社区用户的私信与服务器频道：文字、图片、文件、按钮、表情回应。",
        "Direct messages and server channels of players and communities: text, pictures, files, buttons, reactions.",
    ),
    color: "#5865F2",
    way: Way::Listen,
    answer_within: Span::seconds(3),
    form: FORM,
    steps: STEPS,
    receives: &[
        Ability::Text,
        Ability::Image,
        Ability::Audio,
        Ability::Video,
        Ability::File,
        Ability::Sticker,
        Ability::Menu,
        Ability::Reply,
        Ability::Edit,
        Ability::Recall,
        Ability::Reaction,
        Ability::Typing,
    ],
    sends: &[
        Ability::Text,
        Ability::Image,
        Ability::Audio,
        Ability::Video,
        Ability::File,
        Ability::Link,
        Ability::Menu,
        Ability::Reply,
        Ability::Edit,
        Ability::Recall,
        Ability::Reaction,
        Ability::Typing,
    ],
    hints: HINTS,
    receipts: Receipts::Sent,
    limits: Limits {
        // Discord says "characters" and does not say which: counted the stricter way.
        text: TextLimit {
            most: 2_000,
            unit: Unit::Utf16,
        },
        files: &[
            files(FileKind::Image),
            files(FileKind::Audio),
            files(FileKind::Video),
            files(FileKind::File),
        ],
        edits_within: None,
        recalls_within: None,
        webhook: 256 * 1024,
    },
    // 50 a second over all routes; five in five seconds to one channel [K], which its headers and 429 correct.
    rate: Rate {
        a_minute: 1_500,
        burst: 25,
        between: Span::seconds(1),
    },
    windows: &[],
    // For some minutes: Discord says "past few minutes", and no number.
    enters: false,
    templates_reopen: false,
    opens_with: None,
    idempotent: true,
    proved: Proved::Sdk,
};
