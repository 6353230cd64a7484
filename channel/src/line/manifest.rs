//! What the channel says of itself.

use yingke_channel_contract::{
    Ability, Field, FieldKind, Hint, Limits, Manifest, Proved, Rate, Receipts, SetupStep, TextLimit, Unit,
    Way, Words,
};
use yingke_words::Span;

use super::{
    media::{DATA_API, STICKERS},
    outbound::API,
};

/// One message's text.
pub const TEXT: TextLimit = TextLimit {
    most: 5000,
    unit: Unit::Utf16,
};

const FORM: &[Field] = &[
    Field::secret(
        "channel_secret",
        Words::new("Channel secret", "Channel secret"),
        Words::new(
            "LINE Developers 控制台 → 该 Messaging API 频道 → Basic settings。LINE 用它给推送签名。",
            "LINE Developers console, the Messaging API channel, Basic settings. LINE signs its calls with it.",
        ),
    ),
    Field::secret(
        "channel_access_token",
        Words::new("Channel access token", "Channel access token"),
        Words::new(
            "同一频道 → Messaging API → Channel access token (long-lived)，点 Issue 生成。",
            "The same channel, Messaging API, Channel access token (long-lived), Issue.",
        ),
    ),
    Field::text(
        "show_names",
        Words::new("显示客服姓名", "Show agents' names"),
        Words::new(
            "打开后，回复上方显示客服姓名，而不是官方账号的名称。",
            "Answers bear the agent's name instead of the account's.",
        ),
    )
    .of_kind(FieldKind::Flag)
    .optional(),
    Field::base_url(API),
    Field::text(
        "data_url",
        Words::new("文件接口地址", "API address for files"),
        Words::new(
            "一般不用改；客户发来的图片、视频、语音和文件从这里下载。",
            "Leave it as it is. What customers send is fetched from there.",
        ),
    )
    .of_kind(FieldKind::Url)
    .optional()
    .usually(DATA_API),
    Field::text(
        "sticker_url",
        Words::new("贴图地址", "Address of stickers"),
        Words::new(
            "一般不用改；贴图的图片从这里下载。",
            "Leave it as it is. Pictures of stickers are fetched from there.",
        ),
    )
    .of_kind(FieldKind::Url)
    .optional()
    .usually(STICKERS),
];

const fn step(zh: &'static str, en: &'static str) -> SetupStep {
    SetupStep {
        text: Words::new(zh, en),
    }
}

const STEPS: &[SetupStep] = &[
    step(
        "在 LINE Official Account Manager 的「设置 → Messaging API」里启用 Messaging API，选择服务提供者。",
        "In LINE Official Account Manager, Settings, Messaging API, enable the Messaging API and choose a provider.",
    ),
    step(
        "在 LINE Developers 控制台打开这个频道：Basic settings 里复制 Channel secret，Messaging API 里生成 Channel access token，填在这里。",
        "Open the channel in the LINE Developers console: copy the channel secret (Basic settings), issue a channel access token (Messaging API), and fill in both here.",
    ),
    step(
        "点「测试连接」。推送地址 {callback} 会自动登记到 LINE，不用手动填写。",
        "Press Test connection. The address {callback} is registered with LINE by itself.",
    ),
    step(
        "回到控制台的 Messaging API 页，打开 Use webhook 和 Webhook redelivery，再点 Verify 确认。",
        "Back on the console's Messaging API page, switch on Use webhook and Webhook redelivery, and press Verify.",
    ),
    step(
        "在 LINE Official Account Manager 的「回应设置」里关闭自动回应消息；要接待群聊，再打开「允许加入群组」。",
        "In LINE Official Account Manager, Response settings, switch off the auto-response messages; to serve groups, allow the account to join them.",
    ),
];

const SENDS: &[Ability] = &[
    Ability::Text,
    Ability::Location,
    Ability::Sticker,
    Ability::Link,
    Ability::Contact,
    Ability::Menu,
    Ability::Reply,
    Ability::Typing,
    Ability::ReadMark,
];

const RECEIVES: &[Ability] = &[
    Ability::Text,
    Ability::Image,
    Ability::Audio,
    Ability::Video,
    Ability::File,
    Ability::Location,
    Ability::Sticker,
    // What was pressed.
    Ability::Menu,
    Ability::Reply,
    Ability::Edit,
    Ability::Recall,
];

/// LINE takes no bytes: it fetches media from public addresses, and files of ours have none.
const AS_A_LINK: Words = Words::new(
    "LINE 不接受上传：把文件放到公网可访问的地址，把链接作为文字发送。",
    "LINE takes no uploads: put it where the public can fetch it, and send it as a link.",
);

const fn instead(ability: Ability, zh: &'static str, en: &'static str) -> Hint {
    Hint {
        ability,
        instead: Words::new(zh, en),
    }
}

const HINTS: &[Hint] = &[
    Hint {
        ability: Ability::Image,
        instead: AS_A_LINK,
    },
    Hint {
        ability: Ability::Audio,
        instead: AS_A_LINK,
    },
    Hint {
        ability: Ability::Video,
        instead: AS_A_LINK,
    },
    Hint {
        ability: Ability::File,
        instead: AS_A_LINK,
    },
    instead(
        Ability::Template,
        "LINE 没有模板消息，也没有时间窗口：直接发文字即可。",
        "LINE has no templates and no window: simply write.",
    ),
    instead(
        Ability::Mail,
        "把内容写成文字，附件以链接发送。",
        "Write it as a text, and send what is attached as a link.",
    ),
    instead(
        Ability::Edit,
        "LINE 不支持修改已发出的消息：再发一条更正。",
        "What was sent cannot be changed on LINE: send a correction.",
    ),
    instead(
        Ability::Recall,
        "LINE 不支持官方账号撤回消息：再发一条说明。",
        "An account cannot take messages back on LINE: send an explanation.",
    ),
    instead(
        Ability::Reaction,
        "LINE 不支持官方账号表情回应：直接发送表情。",
        "An account cannot react on LINE: send the emoji as a message.",
    ),
];

/// The manifest.
pub static MANIFEST: Manifest = Manifest {
    key: "line",
    name: Words::new("LINE", "LINE"),
    about: Words::new(
        "LINE 官方账号：好友私聊、群组和多人聊天室，常用于日本、台湾和泰国。",
        "A LINE Official Account: friends, groups and rooms. Where people are in Japan, Taiwan and Thailand.",
    ),
    color: "#06C755",
    way: Way::Webhook,
    // LINE gives up after two seconds. [K]
    answer_within: Span::seconds(2),
    form: FORM,
    steps: STEPS,
    receives: RECEIVES,
    sends: SENDS,
    hints: HINTS,
    receipts: Receipts::Sent,
    limits: Limits {
        text: TEXT,
        files: &[],
        edits_within: None,
        recalls_within: None,
        webhook: 1024 * 1024,
    },
    // LINE's own limit is 2000 a second; nobody answers that fast.
    rate: Rate {
        a_minute: 3_000,
        burst: 100,
        between: Span::millis(0),
    },
    windows: &[],
    // Pushes are, by their retry keys: `Reconcile` repeats them. A reply is not, so the whole is not.
    enters: true,
    templates_reopen: false,
    opens_with: None,
    idempotent: false,
    proved: Proved::Sdk,
};
