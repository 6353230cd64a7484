//! What 微信客服 is, what it takes, what an administrator fills in.

use yingke_channel_contract::{
    Ability, Field, FileKind, FileLimit, Hint, Limits, Manifest, Proved, Rate, Receipts, SetupStep,
    TextLimit, Trigger, Unit, Way, WindowRule, Words,
};
use yingke_words::Span;

/// One message of text, in bytes.
pub(super) const TEXT: TextLimit = TextLimit {
    most: 2_048,
    unit: Unit::Bytes,
};

/// How long the code of a welcome is good, and so the window that entering opens.
pub(super) const WELCOME: Span = Span::seconds(20);

pub(super) static MANIFEST: Manifest = Manifest {
    key: "wecom_kf",
    name: Words::new("微信客服", "WeChat Customer Service"),
    about: Words::new(
        "企业微信的“微信客服”：微信用户在网页、视频号、公众号、小程序里一键咨询，无需加好友。",
        "WeCom's 微信客服: WeChat users write from pages, Channels, accounts and mini programs without adding a contact.",
    ),
    color: "#07C160",
    way: Way::Pull,
    answer_within: Span::seconds(5),
    form: FORM,
    steps: STEPS,
    receives: &[
        Ability::Text,
        Ability::Image,
        Ability::Audio,
        Ability::Video,
        Ability::File,
        Ability::Location,
        Ability::Link,
        Ability::Contact,
        Ability::Menu,
        Ability::Recall,
        Ability::Service,
    ],
    sends: &[
        Ability::Text,
        Ability::Image,
        Ability::Audio,
        Ability::Video,
        Ability::File,
        Ability::Location,
        Ability::Link,
        Ability::Menu,
        Ability::Service,
    ],
    hints: HINTS,
    receipts: Receipts::Failed,
    limits: Limits {
        text: TEXT,
        files: FILES,
        edits_within: None,
        recalls_within: None,
        // A call holds six short fields.
        webhook: 64 * 1_024,
    },
    // Unchecked: the sheet has no figure for send_msg. 45009 is the judge.
    rate: Rate {
        a_minute: 1_200,
        burst: 20,
        between: Span::millis(0),
    },
    windows: &[
        WindowRule {
            trigger: Trigger::Message,
            lasts: Span::hours(48),
            messages: Some(5),
        },
        // Only entering that came with a welcome's code opens it: see `event`.
        WindowRule {
            trigger: Trigger::Enter,
            lasts: WELCOME,
            messages: Some(1),
        },
    ],
    enters: true,
    templates_reopen: false,
    opens_with: None,
    idempotent: true,
    proved: Proved::Sdk,
};

const FORM: &[Field] = &[
    Field::text(
        "corp_id",
        Words::new("企业 ID", "Corp ID"),
        Words::new(
            "企业微信管理后台 → 我的企业 → 企业信息，最下方。",
            "WeCom admin console → My Company → Company Information, at the bottom.",
        ),
    ),
    Field::secret(
        "secret",
        Words::new("Secret", "Secret"),
        Words::new(
            "管理微信客服的自建应用的 Secret；较早开通的企业也可用“微信客服 → API”里的 Secret。",
            "The secret of the self-built app that manages the accounts; older enterprises may use the one under 微信客服 → API.",
        ),
    ),
    Field::made(
        "token",
        32,
        Words::new("Token", "Token"),
        Words::new(
            "填到企业微信的回调配置里。",
            "Goes into WeCom's callback settings.",
        ),
    ),
    Field::made(
        "aes_key",
        43,
        Words::new("EncodingAESKey", "EncodingAESKey"),
        Words::new(
            "填到企业微信的回调配置里。",
            "Goes into WeCom's callback settings.",
        ),
    ),
    Field::base_url(super::api::BASE),
];

const STEPS: &[SetupStep] = &[
    SetupStep {
        text: Words::new(
            "在企业微信管理后台 → 应用管理 → 微信客服 里创建客服账号，接待方式选“通过 API 管理微信客服账号”，并选定可调用接口的自建应用。",
            "In the WeCom admin console → App Management → 微信客服 create an account, let it be managed by API, and choose the self-built app that may call it.",
        ),
    },
    SetupStep {
        text: Words::new(
            "打开该自建应用，把服务器的出口 IP 加入“企业可信 IP”，复制 Secret。",
            "Open that app, add this server's outgoing IP to the trusted IPs, and copy its secret.",
        ),
    },
    SetupStep {
        text: Words::new(
            "先在这里保存，再回到微信客服的回调配置，填写 URL {callback}、Token {token}、EncodingAESKey {aes_key} 并保存；企业微信会立即验证。",
            "Save here first, then fill in WeCom's callback settings: URL {callback}, Token {token}, EncodingAESKey {aes_key}. WeCom checks them at once.",
        ),
    },
    SetupStep {
        text: Words::new(
            "如需由这里发送欢迎语，请关闭企业微信后台自带的欢迎语，否则企业微信不会下发欢迎语凭证。",
            "To greet from here, switch off WeCom's own welcome: with it on, WeCom gives no code for ours.",
        ),
    },
];

const HINTS: &[Hint] = &[
    hint(
        Ability::Sticker,
        "微信客服不支持表情包，可以发图片，或在文字里用表情符号。",
        "It takes no stickers: send a picture, or an emoji in the text.",
    ),
    hint(
        Ability::Contact,
        "微信客服不支持发送通讯录名片，请把姓名和电话写在文字里。",
        "It takes no contact cards of ours: write name and number.",
    ),
    hint(
        Ability::Template,
        "微信客服没有模板消息。超过 48 小时请等客户来信，或改用短信、邮件、电话联系。",
        "It has no templates. After 48 hours wait for the customer, or use SMS, mail or the phone.",
    ),
    hint(
        Ability::Reply,
        "微信客服不支持引用，请在文字里说明是哪一条。",
        "It takes no quotes: say in the text which message you mean.",
    ),
    hint(
        Ability::Edit,
        "发出后不能修改，请补发一条更正。",
        "What was sent cannot be changed: send a correction.",
    ),
    hint(
        Ability::Recall,
        "发出后不能从这里撤回，请补发一条更正。",
        "What was sent cannot be taken back from here: send a correction.",
    ),
    hint(
        Ability::Reaction,
        "微信客服不支持表情回应，请直接回复。",
        "It has no reactions: answer with words.",
    ),
];

const fn hint(ability: Ability, zh: &'static str, en: &'static str) -> Hint {
    Hint {
        ability,
        instead: Words::new(zh, en),
    }
}

// Unchecked: sizes as integrations know them. What is of no such type goes out as a file.
const FILES: &[FileLimit] = &[
    FileLimit {
        kind: FileKind::Image,
        most: 10 * 1_024 * 1_024,
        types: &["image/jpeg", "image/png"],
        becomes: Some("image/jpeg"),
        seconds: None,
    },
    FileLimit {
        kind: FileKind::Audio,
        most: 2 * 1_024 * 1_024,
        types: &["audio/amr"],
        becomes: Some("audio/amr"),
        seconds: Some(60),
    },
    FileLimit {
        kind: FileKind::Video,
        most: 10 * 1_024 * 1_024,
        types: &["video/mp4"],
        becomes: None,
        seconds: None,
    },
    FileLimit {
        kind: FileKind::File,
        most: 20 * 1_024 * 1_024,
        types: &[],
        becomes: None,
        seconds: None,
    },
];
