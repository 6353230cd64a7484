//! Whether a machine wrote a mail: nothing automatic may answer it, or two machines talk to each other for ever.

use mail_parser::{HeaderName, Message};

use super::{headers::Person, mime::text_header};

/// Beginnings of subjects that programs give absence notes, where they say it nowhere else.
const SUBJECTS: &[&str] = &[
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "out of office",
    "out of the office",
    "自动回复",
    "自動回覆",
    "自动答复",
    "外出",
    "automatische antwort",
    "abwesenheitsnotiz",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "resposta automática",
    "автоответ",
    "自動応答",
    "undeliverable:",
    "delivery status notification",
    "mail delivery failed",
    "系统退信",
    "退信",
];

/// Whether a machine wrote it.
pub fn wrote(message: &Message<'_>, sender: &Person, subject: &str) -> bool {
    let said = |name| text_header(message, name).map(|text| text.trim().to_ascii_lowercase());
    let auto = said("Auto-Submitted").is_some_and(|text| !text.is_empty() && !text.starts_with("no"));
    let precedence = said("Precedence").unwrap_or_default();
    let bulk = matches!(precedence.as_str(), "bulk" | "junk" | "list" | "auto_reply");
    let list = [
        HeaderName::ListId,
        HeaderName::ListUnsubscribe,
        HeaderName::ListPost,
    ];
    let listed = list.into_iter().any(|name| message.header(name).is_some());
    let marks = [
        "X-Autoreply",
        "X-Autorespond",
        "X-Auto-Response-Suppress",
        "X-Failed-Recipients",
    ];
    let marked = marks.into_iter().any(|name| said(name).is_some());
    let local = sender.address.split('@').next().unwrap_or_default();
    let daemon = matches!(local, "mailer-daemon" | "postmaster" | "mail-daemon");
    let subject = subject.trim().to_lowercase();
    let titled = SUBJECTS.iter().any(|start| subject.starts_with(start));
    auto || bulk || listed || marked || daemon || titled || nobody_answers(message)
}

/// `Return-Path: <>`: whoever sent it wants no answer, not even that it did not arrive.
fn nobody_answers(message: &Message<'_>) -> bool {
    let raw = message.header_raw(HeaderName::ReturnPath);
    raw.is_some_and(|raw| raw.trim() == "<>")
}
