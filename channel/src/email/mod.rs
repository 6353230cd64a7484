//! Email: a mailbox read by IMAP, answers sent by SMTP.
//!
//! `listen` says what to ask the mailbox, `inbound` reads each mail (`mime` its parts, `quote` its new words, `report`
//! bounces), `outbound` writes mails. The connections themselves are `desk/egress`'s.
//!
//! Sending is not idempotent: SMTP has no such thing. A second try after a cut connection may arrive twice; both bear one
//! Message-ID, by which most mailboxes show them once.

mod automatic;
mod charset;
mod compose;
mod connect;
mod encode;
mod encoded_words;
mod flowed;
mod form;
mod headers;
mod html;
mod html_rules;
mod inbound;
mod listen;
mod mailbox;
mod markup;
mod mime;
mod oauth;
mod outbound;
mod plain;
mod proofs;
mod quote;
mod quote_words;
mod renamed;
mod reply_token;
mod report;
mod said;
mod settings;
mod smtp;
mod troubles;
#[cfg(test)]
mod tests;

use yingke_channel_contract::{
    Ability, AddressKind, Answer, Channel, Connect, Consent, Ctx, FileKind, FileLimit, Hint, Incoming, Limits,
    Listener, Manifest, Outbound, Parsed, Proved, Rate, Receipts, Refusal, Sent, Step, TextLimit, Tokens, Trouble,
    Unit, Verified, Way, Words,
};
use yingke_words::Span;

pub use inbound::{Read, Seen};

/// The channel.
pub struct Email;

/// What fits into 25 MB as base64.
const FILE: u64 = 18_000_000;

const fn files(kind: FileKind) -> FileLimit {
    FileLimit {
        kind,
        most: FILE,
        types: &[],
        becomes: None,
        seconds: None,
    }
}

const ANEW: Words = Words::new("再发一封邮件说明。", "Send another mail that says so.");

static MANIFEST: Manifest = Manifest {
    key: "email",
    name: Words::new("邮件", "Email"),
    about: Words::new(
        "任何支持 IMAP 和 SMTP 的邮箱：企业邮箱、Gmail、Microsoft 365、自建邮局。",
        "Any mailbox with IMAP and SMTP: Gmail, Microsoft 365, your own server.",
    ),
    color: "#5B6B8C",
    way: Way::Listen,
    answer_within: Span::seconds(10),
    form: form::FORM,
    steps: form::STEPS,
    receives: &[
        Ability::Text,
        Ability::Image,
        Ability::Audio,
        Ability::Video,
        Ability::File,
        Ability::Mail,
        Ability::Reply,
    ],
    sends: &[
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
        Ability::Mail,
        Ability::Reply,
    ],
    hints: &[
        Hint {
            ability: Ability::Template,
            instead: Words::new(
                "邮件没有模板审核，直接写正文或用快捷回复。",
                "Mails need no approval: write it, or use a canned reply.",
            ),
        },
        Hint {
            ability: Ability::Edit,
            instead: ANEW,
        },
        Hint {
            ability: Ability::Recall,
            instead: ANEW,
        },
        Hint {
            ability: Ability::Reaction,
            instead: Words::new("回一封简短的邮件。", "Answer with a short mail."),
        },
    ],
    receipts: Receipts::Failed,
    limits: Limits {
        text: TextLimit {
            most: 200_000,
            unit: Unit::Characters,
        },
        files: &[
            files(FileKind::Image),
            files(FileKind::Audio),
            files(FileKind::Video),
            files(FileKind::File),
        ],
        edits_within: None,
        recalls_within: None,
        webhook: 0,
    },
    // Google and Microsoft let a mailbox send about 30 mails a minute [K].
    rate: Rate {
        a_minute: 30,
        burst: 10,
        between: Span::millis(0),
    },
    windows: &[],
    enters: false,
    templates_reopen: false,
    opens_with: Some(AddressKind::Email),
    idempotent: false,
    proved: Proved::Server,
};

impl Channel for Email {
    fn manifest(&self) -> &Manifest {
        &MANIFEST
    }

    fn verify(&self, _ctx: &Ctx<'_>, _incoming: Incoming) -> Result<Verified, Refusal> {
        Err(Refusal::NoWebhook)
    }

    fn parse(&self, _ctx: &Ctx<'_>, _verified: &Verified) -> Parsed {
        let mut parsed = Parsed::empty();
        parsed.problem("", "mails come by IMAP, not by calls");
        parsed
    }

    fn render(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
        outbound::render(ctx, outbound, answers)
    }

    fn tokens(&self) -> Option<&dyn Tokens> {
        Some(&oauth::Refresh)
    }

    fn listener(&self) -> Option<&dyn Listener> {
        Some(&listen::Watch)
    }

    fn consent(&self) -> Option<&dyn Consent> {
        Some(&oauth::Refresh)
    }

    fn connect(&self) -> Option<&dyn Connect> {
        Some(self)
    }

    fn troubles(&self) -> &'static [(&'static str, Trouble)] {
        troubles::ALL
    }
}

/// Reads a mail of which nothing else is known: what fuzzing feeds, and what reads a kept payload again. Never panics.
pub fn parse(bytes: &[u8]) -> Read {
    inbound::read(&settings::Account::default(), bytes, Seen::default())
}
