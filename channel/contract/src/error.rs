//! Why something was not delivered. A value, never a text to be searched.

use serde::{Deserialize, Serialize};
use yingke_words::Span;

/// What kind of reason.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ErrorKind {
    /// The customer has to write first.
    WindowClosed,
    /// The provider takes no more messages for now: the customer's window, or the account's day.
    Quota,
    /// The customer blocked us, or does not follow any more.
    Blocked,
    /// There is no such person any more.
    Unreachable,
    /// Our credentials are no longer good: somebody has to connect the channel again.
    Unauthorised,
    /// The credentials are good and do not allow this.
    Forbidden,
    /// Too fast.
    Throttled,
    /// Too large for this channel.
    TooLarge,
    /// This channel cannot carry it.
    Unsendable,
    /// The provider does not like what it says.
    Content,
    /// The provider says that what we sent makes no sense: a mistake of ours.
    Invalid,
    /// Somebody on the provider's side holds the thread.
    Held,
    /// The provider, or the way to it, is out of order.
    Away,
    /// The connection was cut after it was sent: it may have arrived.
    Unknown,
}

/// When to try again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Retry {
    /// Not by itself.
    Never,
    /// After this span at the earliest.
    After(Span),
    /// After a span that grows with each try.
    BackOff,
}

/// Why something was not delivered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeliveryError {
    /// What kind of reason.
    pub kind: ErrorKind,
    /// The provider's code; empty for none.
    pub code: String,
    /// The provider's words, at most 300 characters; empty for none.
    pub detail: String,
    /// When the provider says we may try again, in milliseconds from its answer.
    pub after_ms: Option<i64>,
}

impl ErrorKind {
    /// The stable key: the workbench has what happened, why, and what to do for each.
    pub const fn key(self) -> &'static str {
        match self {
            Self::WindowClosed => "windowClosed",
            Self::Quota => "quota",
            Self::Blocked => "blocked",
            Self::Unreachable => "unreachable",
            Self::Unauthorised => "unauthorised",
            Self::Forbidden => "forbidden",
            Self::Throttled => "throttled",
            Self::TooLarge => "tooLarge",
            Self::Unsendable => "unsendable",
            Self::Content => "content",
            Self::Invalid => "invalid",
            Self::Held => "held",
            Self::Away => "away",
            Self::Unknown => "unknown",
        }
    }

    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::WindowClosed,
        Self::Quota,
        Self::Blocked,
        Self::Unreachable,
        Self::Unauthorised,
        Self::Forbidden,
        Self::Throttled,
        Self::TooLarge,
        Self::Unsendable,
        Self::Content,
        Self::Invalid,
        Self::Held,
        Self::Away,
        Self::Unknown,
    ];
}

impl DeliveryError {
    /// An error of a kind, without a word of the provider's.
    pub fn of(kind: ErrorKind) -> Self {
        Self {
            kind,
            code: String::new(),
            detail: String::new(),
            after_ms: None,
        }
    }

    /// With the provider's code and words.
    #[must_use]
    pub fn said(mut self, code: impl std::fmt::Display, detail: &str) -> Self {
        self.code = code.to_string();
        self.detail = detail.chars().filter(|c| !c.is_control()).take(300).collect();
        self
    }

    /// With the span after which the provider lets us try again.
    #[must_use]
    pub fn after(mut self, span: Option<Span>) -> Self {
        self.after_ms = span.map(Span::as_millis);
        self
    }

    /// When to try again.
    pub fn retry(&self) -> Retry {
        match (self.kind, self.after_ms) {
            (ErrorKind::Throttled | ErrorKind::Away, Some(millis)) => {
                Retry::After(Span::millis(millis.max(0)))
            }
            (ErrorKind::Throttled | ErrorKind::Away, None) => Retry::BackOff,
            _ => Retry::Never,
        }
    }

    /// Whether it says that the account itself is out of order, not this one message.
    pub fn breaks_the_account(&self) -> bool {
        self.kind == ErrorKind::Unauthorised
    }
}
