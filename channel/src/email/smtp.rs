//! What mail servers answer (RFC 5321) and mean by it (RFC 3463), as the house's errors. Bounces use the same words.

use yingke_channel_contract::{Answer, DeliveryError, ErrorKind};

/// An enhanced status: class, subject, detail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Status(pub u16, pub u16, pub u16);

impl Status {
    /// The first one in a text.
    pub fn first(text: &str) -> Option<Self> {
        text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .find_map(Self::of)
    }

    fn of(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|part| part.parse::<u16>().ok());
        let status = Self(numbers.next()??, numbers.next()??, numbers.next()??);
        let sound = numbers.next().is_none() && matches!(status.0, 2 | 4 | 5) && status.1 < 8;
        sound.then_some(status)
    }
}

/// Why a mail was not taken; none when it was.
pub fn error(answer: &Answer) -> Option<DeliveryError> {
    if answer.failure.is_some() {
        return answer.error();
    }
    if (200..300).contains(&answer.status) {
        return None;
    }
    let status = Status::first(&answer.body);
    let error = DeliveryError::of(kind(answer.status, status)).after(answer.retry_after());
    Some(if answer.status == 0 {
        error
    } else {
        error.said(code(answer.status, status), &answer.body)
    })
}

/// `550 5.1.1`
fn code(reply: u16, status: Option<Status>) -> String {
    status.map_or_else(
        || reply.to_string(),
        |Status(class, subject, detail)| format!("{reply} {class}.{subject}.{detail}"),
    )
}

/// What a reply means.
fn kind(reply: u16, status: Option<Status>) -> ErrorKind {
    match (reply, status) {
        // Sign-in: of the account, whatever else is said.
        (530 | 534 | 535 | 538, _) | (_, Some(Status(5, 7, 8 | 9))) => ErrorKind::Unauthorised,
        (400..500, status) => passing(reply, status),
        (_, Some(Status(4, ..))) => passing(reply, status),
        // The server lost the thread of what we say, which says nothing about the mail: try again.
        (500 | 503, None | Some(Status(5, 5, _))) => ErrorKind::Away,
        (_, Some(status @ Status(5, ..))) => lasting(status),
        (550 | 551 | 553 | 521 | 556, _) => ErrorKind::Unreachable,
        (552, _) => ErrorKind::TooLarge,
        (554, _) => ErrorKind::Forbidden,
        _ => ErrorKind::Invalid,
    }
}

/// What passes by itself.
fn passing(reply: u16, status: Option<Status>) -> ErrorKind {
    match (reply, status) {
        // Too many, too fast, come back later (greylisting).
        (_, Some(Status(_, 7, _))) | (429 | 450 | 452, _) => ErrorKind::Throttled,
        _ => ErrorKind::Away,
    }
}

/// What does not, by its enhanced status.
fn lasting(status: Status) -> ErrorKind {
    match status {
        Status(_, 2, 2) => ErrorKind::Quota,
        Status(_, 2, 3) | Status(_, 3, 4) => ErrorKind::TooLarge,
        // 1.7 and 1.8 are about the sender, us.
        Status(_, 7, _) | Status(_, 1, 7 | 8) => ErrorKind::Forbidden,
        Status(_, 6, _) => ErrorKind::Content,
        Status(_, 5, _) => ErrorKind::Invalid,
        // No such box, a box shut down, a host or a route that does not exist.
        _ => ErrorKind::Unreachable,
    }
}

/// What a bounce means, by its status and what the other server had said.
pub fn bounced(status: &str, diagnostic: &str) -> DeliveryError {
    let found = Status::first(status);
    let reply = diagnostic
        .split(|c: char| !c.is_ascii_digit())
        .find_map(|word| word.parse::<u16>().ok().filter(|code| (400..600).contains(code)))
        .unwrap_or(550);
    let general = matches!(found, None | Some(Status(_, 0, 0)));
    let exact = Status::first(diagnostic).filter(|_| general).or(found);
    let kind = match exact {
        // The queue gave up: what passes did not pass. Whoever is meant was not reached.
        None | Some(Status(4, ..) | Status(_, 0, 0)) => ErrorKind::Unreachable,
        // Their server refused us; ours would have said so at once.
        Some(Status(5, 7, _)) => ErrorKind::Blocked,
        Some(_) => kind(reply, exact),
    };
    let detail = if diagnostic.is_empty() { status } else { diagnostic };
    DeliveryError::of(kind).said(status.trim(), detail)
}
