//! A draft to a mail, and what the server says of it.

use std::fmt::Write as _;

use serde_json::Value;
use yingke_channel_contract::{
    Answer, Content, Ctx, DeliveryError, Draft, ErrorKind, Mail, MailOut, Outbound, Request, Sent, Step,
};
use yingke_words::Email;

use super::{
    compose::{self, Letter},
    encode::{folded, mailbox, unstructured},
    headers,
    inbound::UNVERIFIED,
    renamed, reply_token, said,
    settings::{self, Account},
    smtp,
};

/// What servers commonly take, all in all: 25 MB.
const MOST: u64 = 25 << 20;

/// The next step in sending.
pub fn render(ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent> {
    let Outbound::Draft(draft) = outbound else {
        return unsendable();
    };
    let account = Account::of(ctx);
    let id = message_id(&account, draft);
    match answers.last() {
        None => match mail(ctx, &account, draft, &id) {
            Ok(mail) => Step::Send(Box::new(Request::Mail(Box::new(mail)))),
            Err(Missing::Token) => Step::need("access"),
            Err(Missing::Sense(error)) => Step::Stop(error),
        },
        Some(answer) => match smtp::error(answer) {
            None => {
                let renamed = renamed::by(ctx.text("smtp_host"), &answer.body);
                Step::Done(Sent::as_parts([id].into_iter().chain(renamed)))
            }
            Some(error) if error.kind == ErrorKind::Unauthorised && settings::by_token(ctx) => {
                Step::renew("access")
            }
            Some(error) => Step::Stop(error),
        },
    }
}

/// Why there is no mail to be sent.
enum Missing {
    Token,
    Sense(DeliveryError),
}

impl From<ErrorKind> for Missing {
    fn from(kind: ErrorKind) -> Self {
        Self::Sense(DeliveryError::of(kind))
    }
}

fn unsendable<T>() -> Step<T> {
    Step::Stop(DeliveryError::of(ErrorKind::Unsendable))
}

/// The Message-ID, without brackets: the same for every try, so that a server that knows it by the second try's time can
/// drop one of them.
fn message_id(account: &Account, draft: &Draft) -> String {
    id_of(account, &draft.id.to_string())
}

fn id_of(account: &Account, message: &str) -> String {
    format!("{message}@{}", domain_of_ids(account))
}

fn domain_of_ids(account: &Account) -> String {
    ascii_domain(account.domain()).unwrap_or_else(|| "localhost".to_owned())
}

fn mail(ctx: &Ctx<'_>, account: &Account, draft: &Draft, id: &str) -> Result<MailOut, Missing> {
    let said = said::of(draft).ok_or(Missing::from(ErrorKind::Unsendable))?;
    let files: u64 = draft
        .files
        .iter()
        .map(|file| file.size.div_ceil(57) * 78 + 1_000)
        .sum();
    if files + (said.text.len() + said.html.len()) as u64 * 4 / 3 > MOST {
        return Err(ErrorKind::TooLarge.into());
    }
    let Some(from) = address(&account.address) else {
        return Err(ErrorKind::Unauthorised.into());
    };
    let (host, port, security) = settings::sending(ctx);
    if host.is_empty() {
        return Err(ErrorKind::Unauthorised.into());
    }
    let empty = Mail::default();
    let mail = match &draft.content {
        Some(Content::Mail(mail)) => mail,
        _ => &empty,
    };
    let to = receivers(draft, mail)?;
    let cc: Vec<_> = mail.cc.iter().filter_map(|one| address(one)).collect();
    let head = Head {
        ctx,
        account,
        draft,
        from: &from,
        to: &to,
        cc: &cc,
        id,
    };
    let letter = Letter {
        head: head.write(mail),
        text: said.text,
        html: said.html,
        pictures: said.pictures,
        files: &draft.files,
        mark: draft.id.uuid().simple().to_string(),
    };
    Ok(MailOut {
        host: host.to_owned(),
        port,
        security,
        credentials: settings::credentials(ctx, true).ok_or(Missing::Token)?,
        from: from.clone(),
        to: to.iter().chain(&cc).cloned().collect(),
        data: compose::pieces(&letter),
    })
}

/// To whom: where they asked to be answered, or else who they are; and whom the agent added.
fn receivers(draft: &Draft, mail: &Mail) -> Result<Vec<String>, Missing> {
    let known = draft.to.id.strip_prefix(UNVERIFIED).unwrap_or(&draft.to.id);
    let asked = draft.to.context("reply_to");
    let first = address(asked).or_else(|| address(known));
    let first =
        first.ok_or_else(|| Missing::Sense(DeliveryError::of(ErrorKind::Unreachable).said("", known)))?;
    let mut all = vec![first];
    for more in mail.to.iter().filter_map(|one| address(one)) {
        if !all.contains(&more) {
            all.push(more);
        }
    }
    Ok(all)
}

/// The address in `Name <address>`, checked, with a domain that servers understand.
pub fn address(text: &str) -> Option<String> {
    let bare = match text.rsplit_once('<') {
        Some((_, rest)) => rest.trim_end().strip_suffix('>')?,
        None => text,
    };
    let email = Email::try_from(bare.to_owned()).ok()?;
    let (local, domain) = email.as_str().rsplit_once('@')?;
    Some(format!("{local}@{}", ascii_domain(domain)?))
}

fn ascii_domain(domain: &str) -> Option<String> {
    match url::Host::parse(domain).ok()? {
        url::Host::Domain(domain) => Some(domain),
        _ => None,
    }
}

struct Head<'a, 'c> {
    ctx: &'a Ctx<'c>,
    account: &'a Account,
    draft: &'a Draft,
    from: &'a str,
    to: &'a [String],
    cc: &'a [String],
    id: &'a str,
}

impl Head<'_, '_> {
    fn write(&self, mail: &Mail) -> String {
        let (ctx, draft) = (self.ctx, self.draft);
        let name = ctx.settings.get("sender_name").unwrap_or(&draft.author);
        let mut head = String::new();
        let _ = write!(head, "Date: {}\r\n", date(ctx));
        head.push_str(&folded("From", [mailbox(name, self.from)].into_iter(), ", "));
        head.push_str(&folded("To", self.to.iter().cloned(), ", "));
        if !self.cc.is_empty() {
            head.push_str(&folded("Cc", self.cc.iter().cloned(), ", "));
        }
        let conversation = draft.to.conversation;
        if let Some(back) = conversation.and_then(|one| reply_token::reply_address(self.account, one)) {
            head.push_str(&folded("Reply-To", [mailbox(name, &back)].into_iter(), ", "));
        }
        head.push_str(&unstructured("Subject", &subject(draft, mail)));
        let _ = write!(head, "Message-ID: <{}>\r\n", self.id);
        let root = conversation.and_then(|one| reply_token::reference(self.account, one));
        let root = root.map(|local| format!("{local}@{}", domain_of_ids(self.account)));
        head.push_str(&thread(self.account, draft, root));
        let own = reply_token::own(self.account, self.id).replace(' ', "\r\n ");
        let _ = write!(head, "{}: {own}\r\n", reply_token::OWN);
        if draft.automatic {
            head.push_str("Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n");
        }
        head
    }
}

fn date(ctx: &Ctx<'_>) -> String {
    let now = jiff::Timestamp::from_millisecond(ctx.now.millis()).unwrap_or_default();
    let now = now.to_zoned(jiff::tz::TimeZone::UTC);
    jiff::fmt::rfc2822::to_string(&now).unwrap_or_else(|_| "Thu, 1 Jan 1970 00:00:00 +0000".to_owned())
}

/// What it answers, and the thread before that: first what all mails of the thread refer to; the mail the thread began
/// with, while nobody has answered that.
fn thread(account: &Account, draft: &Draft, root: Option<String>) -> String {
    let sound = |id: &&str| {
        !id.is_empty()
            && !id.starts_with("sha256:")
            && id.len() <= 250
            && id
                .bytes()
                .all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'))
    };
    let began = draft.to.context("began");
    let began = (!began.is_empty() && began != draft.id.to_string()).then(|| id_of(account, began));
    let last = Some(draft.replies_to.as_str())
        .filter(sound)
        .or(Some(draft.to.context("message_id")).filter(sound))
        .or(began.as_deref().filter(sound));
    let kept = draft.to.context.get("references").and_then(Value::as_array);
    let kept = kept.into_iter().flatten().filter_map(Value::as_str).filter(sound);
    let kept = kept.filter(|id| last.is_some_and(|last| last != *id) && root.as_deref() != Some(id));
    let before = kept.chain(last).map(ToOwned::to_owned).collect();
    let before = headers::shortened(before, headers::MOST_REFERENCES - root.iter().count());
    let ids: Vec<String> = root.into_iter().chain(before).collect();
    let mut head = last
        .map(|last| format!("In-Reply-To: <{last}>\r\n"))
        .unwrap_or_default();
    if !ids.is_empty() {
        let all = ids.iter().map(|id| format!("<{id}>"));
        head.push_str(&folded("References", all, " "));
    }
    head
}

/// The agent's subject; or the thread's, as an answer; or the first words.
fn subject(draft: &Draft, mail: &Mail) -> String {
    const ANSWERS: &[&str] = &[
        "re:",
        "re：",
        "回复:",
        "回复：",
        "答复:",
        "答复：",
        "回覆:",
        "回覆：",
        "aw:",
        "sv:",
        "vs:",
        "odp:",
        "antw:",
        "res:",
        "r:",
    ];
    if !mail.subject.trim().is_empty() {
        return mail.subject.clone();
    }
    let kept = draft.to.context("subject").trim();
    let lower = kept.to_lowercase();
    if ANSWERS.iter().any(|start| lower.starts_with(start)) {
        return kept.to_owned();
    }
    if !kept.is_empty() {
        return format!("Re: {kept}");
    }
    let first = draft.text.trim().lines().next().unwrap_or_default();
    let words: String = first.chars().take(60).collect();
    match (words.is_empty(), draft.files.first()) {
        (true, Some(file)) => file.name.clone(),
        _ => words,
    }
}
