//! One mail to events. Never fails: what is no mail at all is a problem.

use std::collections::BTreeMap;

use mail_parser::{HeaderName, HeaderValue, Message as Parsed, MessageParser};
use serde_json::Value;
use yingke_channel_contract::{
    Content, Inbound, Mail, Mark, Message, Peer, Problem, Proof, Sent, What,
};
use yingke_words::{ConversationId, Time};

use super::{
    automatic,
    headers::{self, Person},
    html,
    mime::{self, Body},
    plain, proofs, quote, reply_token, report,
    settings::{Account, Dmarc},
};

/// The longest text of a message; more of it is in its HTML or its file.
const MOST_TEXT: usize = 200_000;

/// Before the address of somebody whose mail fails the rule of their own domain: nobody we know has such an id.
pub const UNVERIFIED: &str = "unverified:";

/// Where a mail lay.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub enum Place {
    /// Among what came in.
    #[default]
    Inbox,
    /// Among what was sent from elsewhere.
    Sent,
}

/// What is known of a mail besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// When the server got it.
    pub received: Option<Time>,
    /// It came before we were connected.
    pub history: bool,
    /// Where it lay.
    pub place: Place,
}

/// What a mail comes to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Read {
    /// Its events. Empty for a mail of our own that came back.
    pub events: Vec<Inbound>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// When a mail was written, by itself.
pub fn dated(bytes: &[u8]) -> Option<Time> {
    headers::written(&MessageParser::new().parse_headers(bytes)?, None)
}

/// Mails within mails, thousands of them: reading them would take more stack than there is.
fn is_abyss(bytes: &[u8]) -> bool {
    const MOST: usize = 300;
    let nests = |at: &&[u8]| {
        let starts = |word: &[u8]| {
            at.get(..word.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        starts(b"/rfc822") || starts(b"/global") || starts(b"/digest")
    };
    let slashes = (0..bytes.len()).filter(|at| bytes[*at] == b'/');
    slashes.map(|at| &bytes[at..]).filter(nests).count() > MOST
}

/// Reads a mail.
pub fn read(account: &Account, bytes: &[u8], seen: Seen) -> Read {
    let problem = |what: &str| Read {
        events: Vec::new(),
        problems: vec![Problem::at("", what)],
    };
    if is_abyss(bytes) {
        return problem("mails within mails, too many to be read");
    }
    let Some(parsed) = MessageParser::new().parse(bytes) else {
        return problem("no mail: it has no head");
    };
    let id = headers::message_id(&parsed);
    let own = mime::text_header(&parsed, reply_token::OWN);
    if let Some(ours) = own.and_then(|header| reply_token::own_id(account, header)) {
        return Read {
            events: renamed(ours, &id, seen.place).into_iter().collect(),
            problems: Vec::new(),
        };
    }
    if seen.place == Place::Inbox
        && let Some(mut events) = report::events(account, &parsed, &id)
    {
        for event in &mut events {
            event.at = headers::written(&parsed, seen.received);
        }
        return Read {
            events,
            problems: Vec::new(),
        };
    }
    let Some(sender) = headers::sender(&parsed) else {
        return problem("nobody sent it: no From, Sender or Return-Path");
    };
    let fails = || proofs::of(&parsed, &account.authserv).dmarc == Proof::Fail;
    if seen.place == Place::Inbox && account.dmarc == Dmarc::Refuse && fails() {
        return problem(&format!(
            "refused: the domain of {} says that it did not send this (DMARC)",
            sender.address
        ));
    }
    let event = match seen.place {
        Place::Inbox => Some(came(account, &parsed, sender, &id)),
        Place::Sent => went(account, &parsed, sender, &id),
    };
    let Some(mut event) = event else {
        return problem("sent to nobody");
    };
    event.at = headers::written(&parsed, seen.received);
    if let What::Message(message) | What::Echo(message) = &mut event.what {
        message.history = seen.history;
    }
    Read {
        events: vec![event],
        problems: Vec::new(),
    }
}

/// Our mail bears another id by now: the service that sent it gave it one, by which answers and bounces will name it. Only
/// the copy among what was sent says so, which nobody but our own server puts there.
fn renamed(ours: &str, id: &str, place: Place) -> Option<Inbound> {
    let other = place == Place::Sent && id != ours && !id.starts_with("sha256:");
    let what = What::Receipt {
        of: Mark::Message(ours.to_owned()),
        state: Ok(Sent::as_parts([id])),
    };
    other.then(|| Inbound::new(format!("renamed:{id}"), Peer::default(), what))
}

/// A mail to us.
fn came(account: &Account, parsed: &Parsed<'_>, sender: Person, id: &str) -> Inbound {
    let proofs = proofs::of(parsed, &account.authserv);
    let mut message = message(parsed, &sender);
    message.conversation = token(account, parsed);
    let mut peer = Peer {
        id: sender.address.clone(),
        name: sender.name.clone(),
        email: sender.address.clone(),
        ..Peer::default()
    };
    // Whoever uses our own address is a loop, or pretends.
    message.automatic |= account.owns(&sender.address);
    let mut context = context(account, parsed, id, &sender);
    if let Some(Content::Mail(mail)) = &mut message.content {
        (mail.spf, mail.dkim, mail.dmarc) = (proofs.spf, proofs.dkim, proofs.dmarc);
    }
    if account.dmarc == Dmarc::Apart && proofs.dmarc == Proof::Fail {
        distrust(&mut peer, &mut message, &mut context);
    }
    if let Some(Content::Mail(mail)) = &mut message.content {
        mail.automatic = message.automatic;
    }
    let mut event = Inbound::new(id, peer, What::Message(message));
    event.context = context;
    event
}

/// The domain of the sender says that it did not send this. It is shown, and it is nobody's: another person, another
/// thread, no address it asks to be answered at, and no machine answers it. SECURITY T80.
fn distrust(peer: &mut Peer, message: &mut Message, context: &mut BTreeMap<String, Value>) {
    peer.id = format!("{UNVERIFIED}{}", peer.id);
    peer.email.clear();
    peer.attributes.insert("dmarc".to_owned(), "fail".to_owned());
    message.thread.clear();
    message.replies_to.clear();
    message.conversation = None;
    message.automatic = true;
    context.remove("reply_to");
    context.remove("cc");
}

/// A mail that somebody sent from our address with another program.
fn went(account: &Account, parsed: &Parsed<'_>, sender: Person, id: &str) -> Option<Inbound> {
    let receivers = headers::people(parsed.to(), parsed);
    let copies = headers::people(parsed.cc(), parsed);
    let mut all = receivers.into_iter().chain(copies);
    let to = all.find(|one| !account.owns(&one.address))?;
    let message = message(parsed, &sender);
    let peer = Peer {
        id: to.address.clone(),
        name: to.name,
        email: to.address,
        ..Peer::default()
    };
    let mut event = Inbound::new(id, peer, What::Echo(message));
    event.context = thread_context(account, parsed, id);
    Some(event)
}

fn message(parsed: &Parsed<'_>, sender: &Person) -> Message {
    let subject = headers::subject(parsed);
    let Body { text, html, files } = mime::body(parsed);
    let folded = words(text.as_deref(), html.as_deref(), &subject);
    let automatic = automatic::wrote(parsed, sender, &subject);
    let shown = |people: Vec<Person>| people.iter().map(Person::shown).collect();
    let mail = Mail {
        from: sender.shown(),
        to: shown(headers::people(parsed.to(), parsed)),
        cc: shown(headers::people(parsed.cc(), parsed)),
        html: html.unwrap_or_default(),
        quoted: folded.quoted,
        automatic,
        subject,
        ..Mail::default()
    };
    let thread = headers::thread(parsed);
    Message {
        text: folded.text,
        content: Some(Content::Mail(Box::new(mail))),
        files,
        replies_to: thread.first().cloned().unwrap_or_default(),
        thread,
        automatic,
        ..Message::default()
    }
}

/// The new words: of the plain text, unless it shows no quote where the HTML does, or says nothing.
fn words(text: Option<&str>, html: Option<&str>, subject: &str) -> quote::Folded {
    let forwarded = quote::forwards(subject);
    let of_html = || html.map(|html| quote::fold(&plain::lines(html), forwarded));
    let of_text = text.map(|text| quote::fold(&quote::lines(text), forwarded));
    let marked = html.is_some_and(|html| html.contains(&format!("class=\"{}", html::QUOTED)));
    let mut folded = match of_text {
        Some(folded) if marked && folded.quoted.is_empty() => of_html().unwrap_or(folded),
        Some(folded) => folded,
        None => of_html().unwrap_or_default(),
    };
    for part in [&mut folded.text, &mut folded.quoted] {
        if let Some((cut, _)) = part.char_indices().nth(MOST_TEXT) {
            part.truncate(cut);
        }
    }
    folded
}

/// The thread whose token this mail came to, or refers to. Servers say in other headers than `To` where it came to.
fn token(account: &Account, parsed: &Parsed<'_>) -> Option<ConversationId> {
    let listed = [parsed.to(), parsed.cc(), parsed.resent_to()];
    let listed = listed.into_iter().flat_map(|one| headers::people(one, parsed));
    let given = [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
        "X-Forwarded-To",
    ];
    let given = parsed.headers().iter().filter_map(|header| {
        let named = given
            .iter()
            .any(|one| header.name.as_str().eq_ignore_ascii_case(one));
        match &header.value {
            HeaderValue::Text(text) if named => Some(text.trim().trim_matches(['<', '>']).to_owned()),
            _ => None,
        }
    });
    listed
        .map(|person| person.address)
        .chain(given)
        .find_map(|address| reply_token::conversation(account, &address))
        .or_else(|| headers::referred(parsed).find_map(|id| reply_token::referred(account, &id)))
}

fn thread_context(account: &Account, parsed: &Parsed<'_>, id: &str) -> BTreeMap<String, Value> {
    // An id that we made of a mail without one names nothing anybody else knows.
    let known = parsed.header(HeaderName::MessageId).is_some() && !id.starts_with("sha256:");
    let references = if known {
        headers::references(parsed, id, |one| reply_token::referred(account, one).is_some())
    } else {
        Vec::new()
    };
    BTreeMap::from([
        ("subject".to_owned(), headers::subject(parsed).into()),
        ("message_id".to_owned(), (if known { id } else { "" }).into()),
        ("references".to_owned(), references.into()),
    ])
}

/// What an answer needs. Who got a copy is kept to be offered, and nobody is ever added by it. SECURITY T80.
fn context(account: &Account, parsed: &Parsed<'_>, id: &str, sender: &Person) -> BTreeMap<String, Value> {
    let mut context = thread_context(account, parsed, id);
    let mut answers = headers::people(parsed.reply_to(), parsed)
        .into_iter()
        .map(|one| one.address);
    let answers = answers.find(|one| !account.owns(one));
    let answers = answers.unwrap_or_else(|| sender.address.clone());
    let others = [parsed.to(), parsed.cc()];
    let others = others.into_iter().flat_map(|one| headers::people(one, parsed));
    let mut copies: Vec<String> = others
        .map(|one| one.address)
        .filter(|one| !account.owns(one) && *one != answers)
        .take(50)
        .collect();
    copies.dedup();
    context.insert("reply_to".to_owned(), answers.into());
    context.insert("cc".to_owned(), copies.into());
    context
}
