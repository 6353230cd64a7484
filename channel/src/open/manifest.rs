//! What the open channel says of itself.

use yingke_channel_contract::{
    Ability, Field, FieldKind, FileKind, FileLimit, Limits, Manifest, Proved, Rate, Receipts, SetupStep,
    TextLimit, Unit, Way, Words,
};
use yingke_words::Span;

use super::inbound::SIGNATURE_HEADER;

const fn of(kind: FileKind) -> FileLimit {
    FileLimit {
        kind,
        most: 50 << 20,
        types: &[],
        becomes: None,
        seconds: None,
    }
}

const fn step(zh: &'static str, en: &'static str) -> SetupStep {
    SetupStep {
        text: Words::new(zh, en),
    }
}

const FORM: &[Field] = &[
    Field::made(
        "secret",
        44,
        Words::new("签名密钥", "Signing secret"),
        Words::new(
            "双向使用：对方推送时用它签名，我们推送时也用它签名。复制给对方（前面可加 whsec_）。",
            "For both directions: the other side signs with it, and so do we. Copy it there (with `whsec_` before it, if they want it so).",
        ),
    ),
    Field::secret(
        "old_secret",
        Words::new("旧密钥", "Old secret"),
        Words::new(
            "更换密钥期间填写旧的：新旧都认，推送时同时带两个签名。对方换完后清空。",
            "While the secret is being replaced, the one from before: both are accepted, and we sign with both. Clear it when the other side has the new one.",
        ),
    )
    .optional(),
    Field::text(
        "outgoing_url",
        Words::new("推送地址", "Address for outgoing messages"),
        Words::new(
            "客服的回复会以 POST 推送到这里。只收不发可留空。",
            "What agents send is posted there. Leave it empty if messages only come in.",
        ),
    )
    .of_kind(FieldKind::Url)
    .optional(),
    Field::text(
        "signing",
        Words::new("来信如何签名", "How calls are signed"),
        Words::new(
            "对方不支持 Standard Webhooks 时才改。",
            "Change it only for a system that does not sign by Standard Webhooks.",
        ),
    )
    .of_kind(FieldKind::Choice {
        of: &[
            ("standard", Words::new("Standard Webhooks（推荐）", "Standard Webhooks (recommended)")),
            (
                "hmac",
                Words::new("请求头里的 HMAC-SHA256", "HMAC-SHA256 of the body in a header"),
            ),
            ("header", Words::new("请求头里的固定密钥", "A secret in a header")),
        ],
    })
    .optional()
    .usually("standard"),
    Field::secret(
        "foreign_secret",
        Words::new("对方的密钥", "The other system's secret"),
        Words::new(
            "仅用于后两种签名方式；留空则用上面的签名密钥。",
            "For the latter two ways of signing; when empty, the signing secret above is used.",
        ),
    )
    .optional(),
    Field::text(
        "signature_header",
        Words::new("签名所在的请求头", "Header of the signature"),
        Words::new("例如 X-Hub-Signature-256", "For example X-Hub-Signature-256"),
    )
    .optional()
    .usually(SIGNATURE_HEADER),
    Field::text(
        "signature_prefix",
        Words::new("签名前缀", "Before the signature"),
        Words::new("例如 sha256=，没有就留空", "For example sha256=; empty for none"),
    )
    .optional(),
    Field::text(
        "mapping",
        Words::new("字段映射", "Field mapping"),
        Words::new(
            "对方用自己的格式推送时填写；留空表示对方按我们的格式推送。可在测试台上用一份真实报文试。",
            "For a system that sends its own format; empty when it sends ours. Try it on a real payload in the test console.",
        ),
    )
    .of_kind(FieldKind::Json)
    .optional(),
    Field::text(
        "reply",
        Words::new("固定应答", "Fixed answer"),
        Words::new(
            "对方要求特定应答时填写，例如 success 或 {\"code\":0}",
            "For a system that expects certain words, for example success or {\"code\":0}",
        ),
    )
    .optional(),
];

/// The manifest.
pub(super) static MANIFEST: Manifest = Manifest {
    key: "open",
    name: Words::new("开放渠道", "Open channel"),
    about: Words::new(
        "用签名的 JSON 接入任何系统；也是抖店飞鸽、千牛、京东咚咚、拼多多、小红书聚光、快手私信等只对授权服务商开放的平台的桥接口。",
        "Any system by signed JSON; also the bridge for platforms that only licensed partners may reach (飞鸽, 千牛, 咚咚, 拼多多, 小红书聚光, 快手私信).",
    ),
    color: "#5B6B7F",
    way: Way::Webhook,
    answer_within: Span::seconds(10),
    form: FORM,
    steps: &[
        step(
            "在对方系统（或服务商的桥接程序）里，把推送地址填成 {callback}，密钥填成 {secret}。",
            "In the other system, or the partner's bridge, set {callback} as the webhook address and {secret} as its secret.",
        ),
        step(
            "把对方接收消息的地址填到「推送地址」，用同一密钥校验我们的签名。",
            "Fill in the other side's address for outgoing messages; it checks our signature with the same secret.",
        ),
        step(
            "对方不能按我们的格式推送时，选好签名方式，写一份字段映射，并用真实报文在测试台上试通。",
            "If it cannot send our format, choose how it signs, write a field mapping, and try it on a real payload in the test console.",
        ),
        step(
            "从对方发一条消息，在这里回复一条，确认两边都收到。",
            "Send a message from there, answer it here, and see that both arrive.",
        ),
    ],
    receives: Ability::ALL,
    sends: Ability::ALL,
    hints: &[],
    receipts: Receipts::Read,
    limits: Limits {
        // What the desk itself takes: a platform behind a bridge may take less, and the bridge splits.
        text: TextLimit {
            most: 20_000,
            unit: Unit::Characters,
        },
        files: &[
            of(FileKind::Image),
            of(FileKind::Audio),
            of(FileKind::Video),
            of(FileKind::File),
        ],
        edits_within: None,
        recalls_within: None,
        webhook: 8 << 20,
    },
    rate: Rate {
        a_minute: 600,
        burst: 50,
        between: Span::millis(0),
    },
    windows: &[],
    enters: true,
    templates_reopen: false,
    opens_with: None,
    idempotent: true,
    proved: Proved::Sdk,
};
