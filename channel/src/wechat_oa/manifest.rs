//! What the channel says of itself. Numbers marked [M] are said by everybody and were not checked against the platform.

use yingke_channel_contract::{
    Ability, Field, FieldKind, FileKind, FileLimit, Hint, Limits, Manifest, Proved, Rate, Receipts,
    SetupStep, TextLimit, Trigger, Unit, Way, WindowRule, Words,
};
use yingke_words::Span;

use super::protocol::API;

const MIB: u64 = 1024 * 1024;

/// The longest text of one message, in bytes. [M]
const LONGEST_TEXT: usize = 2048;

/// A message opens 48 hours and five answers; a pressed menu, a follow and a scan a minute and three, which add nothing to
/// the five. The platform is the judge (45015, 45047). [M]
const WINDOWS: &[WindowRule] = &[
    WindowRule {
        trigger: Trigger::Message,
        lasts: Span::hours(48),
        messages: Some(5),
    },
    short(Trigger::Menu),
    short(Trigger::Enter),
    short(Trigger::Scan),
];

const fn short(trigger: Trigger) -> WindowRule {
    WindowRule {
        trigger,
        lasts: Span::minutes(1),
        messages: Some(3),
    }
}

/// The manifest.
pub static MANIFEST: Manifest = Manifest {
    key: "wechat_oa",
    name: Words::new("微信公众号", "WeChat Official Account"),
    about: Words::new(
        "接收公众号粉丝的消息与菜单点击，在 48 小时内回复；认证的服务号能力最全。",
        "Messages and menu clicks of an account's followers, answered within 48 hours; verified service accounts can do \
         the most.",
    ),
    color: "#07C160",
    way: Way::Webhook,
    answer_within: Span::seconds(5),
    form: FORM,
    steps: STEPS,
    receives: &[
        Ability::Text,
        Ability::Image,
        Ability::Audio,
        Ability::Video,
        Ability::Location,
        Ability::Link,
        Ability::Menu,
    ],
    sends: &[
        Ability::Text,
        Ability::Image,
        Ability::Audio,
        Ability::Video,
        Ability::Link,
        Ability::Menu,
        Ability::Template,
        Ability::Typing,
    ],
    hints: HINTS,
    // Ordinary messages: nothing more is ever told of them. (What became of a template is.)
    receipts: Receipts::Sent,
    limits: Limits {
        text: TextLimit {
            most: LONGEST_TEXT,
            unit: Unit::Bytes,
        },
        files: FILES,
        edits_within: None,
        recalls_within: None,
        webhook: 256 * 1024,
    },
    // Far below what the platform lets an account call in a minute (45011). [M]
    rate: Rate {
        a_minute: 3_000,
        burst: 100,
        between: Span::millis(0),
    },
    windows: WINDOWS,
    enters: true,
    templates_reopen: false,
    opens_with: None,
    idempotent: false,
    proved: Proved::Vectors,
};

const FORM: &[Field] = &[
    Field::text(
        "appid",
        Words::new("AppID（开发者 ID）", "AppID"),
        Words::new(
            "公众号后台“设置与开发 › 开发接口管理”里，wx 开头。",
            "In the account's console under 设置与开发 › 开发接口管理; it begins with wx.",
        ),
    ),
    Field::secret(
        "secret",
        Words::new("AppSecret（开发者密码）", "AppSecret"),
        Words::new(
            "同一页面重置后只显示一次。重置会让旧密码立即失效。",
            "Shown once after it is reset on the same page. Resetting voids the old one at once.",
        ),
    ),
    Field::made(
        "token",
        32,
        Words::new("令牌（Token）", "Token"),
        Words::new(
            "由我们生成，请复制到公众号后台的“服务器配置”。",
            "Made by us: copy it into the console's 服务器配置.",
        ),
    ),
    Field::made(
        "aes_key",
        43,
        Words::new("消息加解密密钥（EncodingAESKey）", "EncodingAESKey"),
        Words::new(
            "由我们生成，请复制到公众号后台；明文模式下可不填。",
            "Made by us: copy it into the console. Not needed in plain mode.",
        ),
    )
    .optional(),
    Field::text(
        "mode",
        Words::new("消息加解密方式", "Message encryption"),
        Words::new(
            "与公众号后台的选择一致。安全模式下拒收未加密的消息。",
            "The same as in the console. In safe mode messages in the clear are refused.",
        ),
    )
    .of_kind(FieldKind::Choice { of: MODES })
    .optional()
    .usually("safe"),
    Field::base_url(API),
];

const MODES: &[(&str, Words)] = &[
    ("safe", Words::new("安全模式（推荐）", "Safe mode (recommended)")),
    ("compatible", Words::new("兼容模式", "Compatible mode")),
    ("plain", Words::new("明文模式", "Plain mode")),
];

const STEPS: &[SetupStep] = &[
    SetupStep {
        text: Words::new(
            "用管理员微信登录 mp.weixin.qq.com，打开“设置与开发 › 开发接口管理”，复制 AppID，重置并复制 AppSecret，填到上面。",
            "Sign in to mp.weixin.qq.com as its administrator, open 设置与开发 › 开发接口管理, copy the AppID, reset and copy \
             the AppSecret, and fill them in above.",
        ),
    },
    SetupStep {
        text: Words::new(
            "在同一页面把本服务器的出口 IP 加入“IP 白名单”，否则接口会报 40164。",
            "On the same page add this server's outgoing address to the IP 白名单; without it every call fails with 40164.",
        ),
    },
    SetupStep {
        text: Words::new(
            "在“服务器配置”里填写：URL {callback}，Token {token}，EncodingAESKey {aes_key}，加解密方式选“安全模式”，提交并启用。",
            "Under 服务器配置 fill in: URL {callback}, Token {token}, EncodingAESKey {aes_key}, choose 安全模式, submit and \
             switch it on.",
        ),
    },
    SetupStep {
        text: Words::new(
            "注意：一个公众号只能有一个服务器地址。启用后，后台的自动回复与菜单编辑会停用，原来对接的系统也收不到消息；需要并行时请打开“原样转发”。",
            "Mind: an account has one server address. Once it is on, the console's own auto-replies and menu editor stop, and \
             a system connected before gets nothing more; to run both, switch on raw forwarding.",
        ),
    },
    SetupStep {
        text: Words::new(
            "用自己的微信关注公众号并发一条消息，确认工作台能收到，再从工作台回复一条。",
            "Follow the account with your own WeChat, write to it, see it arrive at the workbench, and answer from there.",
        ),
    },
];

const HINTS: &[Hint] = &[
    Hint {
        ability: Ability::File,
        instead: Words::new(
            "公众号不能发文件，请改发下载链接或图片。",
            "Send a link to the file, or a picture of it.",
        ),
    },
    Hint {
        ability: Ability::Location,
        instead: Words::new(
            "公众号不能发位置，请发送地址文字或地图链接。",
            "Send the address as text, or a link to a map.",
        ),
    },
    Hint {
        ability: Ability::Sticker,
        instead: Words::new("请改发图片（支持 GIF）。", "Send it as a picture; GIFs move."),
    },
    Hint {
        ability: Ability::Contact,
        instead: Words::new("请把姓名和电话作为文字发送。", "Send name and number as text."),
    },
    Hint {
        ability: Ability::Reply,
        instead: Words::new(
            "公众号不支持引用，请在回复里复述要点。",
            "There are no quotes here: repeat the point in your words.",
        ),
    },
    Hint {
        ability: Ability::Edit,
        instead: Words::new("已发送的消息不能修改，请补发一条更正。", "Send a correction."),
    },
    Hint {
        ability: Ability::Recall,
        instead: Words::new(
            "已发送的消息不能撤回，请补发一条说明。",
            "Send an explanation: it cannot be taken back.",
        ),
    },
    Hint {
        ability: Ability::Reaction,
        instead: Words::new("请直接回复文字或表情符号。", "Answer with words or an emoji."),
    },
];

/// [M] all of them.
const FILES: &[FileLimit] = &[
    FileLimit {
        kind: FileKind::Image,
        most: 10 * MIB,
        types: &["image/jpeg", "image/png", "image/gif"],
        becomes: Some("image/jpeg"),
        seconds: None,
    },
    FileLimit {
        kind: FileKind::Audio,
        most: 2 * MIB,
        types: &["audio/mpeg", "audio/amr"],
        // Debian's ffmpeg writes MP3 and no AMR.
        becomes: Some("audio/mpeg"),
        seconds: Some(60),
    },
    FileLimit {
        kind: FileKind::Video,
        most: 10 * MIB,
        types: &["video/mp4"],
        becomes: Some("video/mp4"),
        seconds: None,
    },
];
