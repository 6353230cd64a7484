//! What an administrator fills in, and what to do at the provider's.

use yingke_channel_contract::{Field, FieldKind, SetupStep, Words};

const SECURITY: FieldKind = FieldKind::Choice {
    of: &[
        ("tls", Words::new("SSL/TLS", "TLS")),
        ("starttls", Words::new("STARTTLS", "STARTTLS")),
        (
            "plain",
            Words::new("不加密（仅限本机）", "None (for a server on this machine)"),
        ),
    ],
};

const SIGN_IN: FieldKind = FieldKind::Choice {
    of: &[
        ("password", Words::new("密码或授权码", "Password")),
        ("google", Words::new("Google 账号授权", "Google (OAuth 2.0)")),
        (
            "microsoft",
            Words::new("Microsoft 365 授权", "Microsoft 365 (OAuth 2.0)"),
        ),
        (
            "oauth",
            Words::new("其他 OAuth 2.0 服务", "Another OAuth 2.0 server"),
        ),
    ],
};

const POLICY: FieldKind = FieldKind::Choice {
    of: &[
        ("leave", Words::new("保持原样", "Leave it as it is")),
        ("seen", Words::new("标为已读", "Mark it as read")),
        ("move", Words::new("移到文件夹", "Move it to a folder")),
    ],
};

const PLUS: FieldKind = FieldKind::Choice {
    of: &[
        (
            "auto",
            Words::new(
                "自动（Google、Microsoft 开启）",
                "Automatic (on for Google and Microsoft)",
            ),
        ),
        ("on", Words::new("开启", "On")),
        ("off", Words::new("关闭", "Off")),
    ],
};

const DMARC: FieldKind = FieldKind::Choice {
    of: &[
        ("mark", Words::new("只标出来", "Only mark them")),
        ("apart", Words::new("隔离", "Keep them apart")),
        ("refuse", Words::new("拒收", "Refuse them")),
    ],
};

const PORT: FieldKind = FieldKind::Number {
    least: 1,
    most: 65_535,
};

/// The form.
pub const FORM: &[Field] = &[
    Field::text("address", Words::new("邮箱地址", "Mail address"), Words::new("客户写信用的地址。", "The address customers write to.")),
    Field::text(
        "sender_name",
        Words::new("发件人名称", "Sender name"),
        Words::new("不填则显示回复的客服。", "Empty: the name of the agent who answers."),
    )
    .optional(),
    Field::text("auth", Words::new("登录方式", "Sign-in"), Words::NONE).optional().of_kind(SIGN_IN).usually("password"),
    Field::text(
        "user",
        Words::new("登录名", "User name"),
        Words::new("一般就是邮箱地址，可不填。", "Usually the mail address: leave it empty."),
    )
    .optional(),
    Field::secret(
        "password",
        Words::new("密码或授权码", "Password"),
        Words::new(
            "QQ 邮箱、163 邮箱等要填“授权码”，不是登录密码。",
            "Some providers want an app password instead of the one you sign in with.",
        ),
    )
    .optional(),
    Field::text("imap_host", Words::new("IMAP 服务器", "IMAP server"), Words::new("例如 imap.exmail.qq.com", "For example imap.gmail.com")),
    Field::text("imap_port", Words::new("IMAP 端口", "IMAP port"), Words::NONE).optional().of_kind(PORT).usually("993"),
    Field::text("imap_security", Words::new("IMAP 加密方式", "IMAP security"), Words::NONE)
        .optional()
        .of_kind(SECURITY)
        .usually("tls"),
    Field::text("smtp_host", Words::new("SMTP 服务器", "SMTP server"), Words::new("例如 smtp.exmail.qq.com", "For example smtp.gmail.com")),
    Field::text("smtp_port", Words::new("SMTP 端口", "SMTP port"), Words::NONE).optional().of_kind(PORT).usually("587"),
    Field::text("smtp_security", Words::new("SMTP 加密方式", "SMTP security"), Words::NONE)
        .optional()
        .of_kind(SECURITY)
        .usually("starttls"),
    Field::text(
        "smtp_user",
        Words::new("SMTP 登录名", "SMTP user name"),
        Words::new("发信用另一个账号时填写。", "Only when sending takes another account."),
    )
    .optional(),
    Field::secret("smtp_password", Words::new("SMTP 密码", "SMTP password"), Words::NONE).optional(),
    Field::text("client_id", Words::new("OAuth 客户端 ID", "OAuth client ID"), Words::NONE).optional(),
    Field::secret("client_secret", Words::new("OAuth 客户端密钥", "OAuth client secret"), Words::NONE).optional(),
    Field::secret(
        "refresh_token",
        Words::new("刷新令牌", "Refresh token"),
        Words::new(
            "一般不填：保存后点“去授权”即可。已有令牌也可以直接填在这里，轮换后的新令牌会自动保存。",
            "Usually empty: save, then press Authorise. If you have one already, fill it in; when it is rotated the new one is kept.",
        ),
    )
    .optional(),
    Field::text(
        "authorize_url",
        Words::new("授权地址", "Authorisation address"),
        Words::new("Google、Microsoft 可不填。", "Empty for Google and Microsoft."),
    )
    .optional()
    .of_kind(FieldKind::Url),
    Field::text(
        "token_url",
        Words::new("令牌地址", "Token address"),
        Words::new("Google、Microsoft 可不填；单租户应用请填租户自己的地址。", "Empty for Google and Microsoft, unless your app is of a single tenant."),
    )
    .optional()
    .of_kind(FieldKind::Url),
    Field::text("scope", Words::new("授权范围", "Scope"), Words::NONE).optional(),
    Field::text("folder", Words::new("收信文件夹", "Folder to read"), Words::NONE).optional().usually("INBOX"),
    Field::text(
        "sent_folder",
        Words::new("已发送文件夹", "Folder of sent mails"),
        Words::new(
            "填写后，在其他客户端发出的邮件也会显示在对话里。",
            "With it, mails you send with another program are shown in their conversations.",
        ),
    )
    .optional(),
    Field::text("policy", Words::new("读取之后", "After reading a mail"), Words::NONE).optional().of_kind(POLICY).usually("leave"),
    Field::text("done_folder", Words::new("移到哪个文件夹", "Folder to move it to"), Words::NONE).optional(),
    Field::text(
        "import_since",
        Words::new("导入起始日期", "Import from"),
        Words::new(
            "格式 2026-01-31。不填则只收接入之后的新邮件；导入的旧邮件不提醒、不计时、不自动回复。",
            "Like 2026-01-31. Empty: only what comes from now on. Old mails raise no alarm and get no automatic answer.",
        ),
    )
    .optional(),
    Field::text(
        "poll_minutes",
        Words::new("最长检查间隔（分钟）", "Look at least every … minutes"),
        Words::new("服务器支持 IDLE 时新邮件即时到达。", "Where the server supports IDLE, mails come at once anyway."),
    )
    .optional()
    .of_kind(FieldKind::Number { least: 1, most: 28 })
    .usually("5"),
    Field::text(
        "authserv_id",
        Words::new("验证服务器标识", "Name of the checking server"),
        Words::new(
            "收到的邮件里 Authentication-Results 开头的名称，如 mx.google.com。填写后显示 SPF、DKIM、DMARC 结果。",
            "What Authentication-Results begins with in mails you get, like mx.google.com. With it SPF, DKIM and DMARC are shown.",
        ),
    )
    .optional(),
    Field::text(
        "enforce_dmarc",
        Words::new("DMARC 验证失败的邮件", "Mails that fail DMARC"),
        Words::new(
            "需要先填“验证服务器标识”。隔离：不并入该地址原有的对话，也不会自动回复；拒收：不进入对话，列在异常报文里，原件留在邮箱。",
            "Needs the name of the checking server. Apart: they join no conversation of the address they claim, and get no automatic answer. Refused: they are listed among what could not be read, and stay in the mailbox.",
        ),
    )
    .optional()
    .of_kind(DMARC)
    .usually("mark"),
    Field::text(
        "plus_addresses",
        Words::new("回信地址带令牌", "Reply addresses with a token"),
        Words::new(
            "回信地址形如 hello+令牌@example.com，回信必定进入原对话。请先确认邮箱收得到带加号的地址；QQ、163 邮箱不支持。",
            "Answers go to hello+token@example.com and always find their conversation. Make sure that your server delivers such addresses.",
        ),
    )
    .optional()
    .of_kind(PLUS)
    .usually("auto"),
    Field::made(
        "reply_secret",
        40,
        Words::new("回信令牌密钥", "Secret of reply tokens"),
        Words::new("自动生成，不用填到别处。", "Made by us; you need not fill it in anywhere."),
    ),
];

/// What to do at the provider's.
pub const STEPS: &[SetupStep] = &[
    SetupStep {
        text: Words::new(
            "在邮箱设置里开启 IMAP 和 SMTP；QQ、163 等邮箱还要生成授权码，Google 个人账号要生成应用专用密码。",
            "Turn on IMAP and SMTP in the mailbox's settings. Where the provider wants an app password, make one.",
        ),
    },
    SetupStep {
        text: Words::new(
            "Google Workspace 和 Microsoft 365 请选择授权登录：新建 OAuth 应用（类型选 Web），授予 IMAP 与 SMTP 权限，把重定向地址设为 {consent}，再把客户端 ID 和密钥填到这里，保存后点“去授权”。",
            "For Google Workspace and Microsoft 365 choose OAuth: make a web app with the IMAP and SMTP scopes and the redirect address {consent}, fill in its ID and secret, save, and press Authorise.",
        ),
    },
    SetupStep {
        text: Words::new(
            "用另一个邮箱写一封信试试；再打开它的原文，把 Authentication-Results 后面的服务器名填到“验证服务器标识”。",
            "Write a mail from another address. Then look at its source, and fill in the server name behind Authentication-Results.",
        ),
    },
];
