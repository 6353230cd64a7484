//! What came back: kept beside the outbox row before the next step, so that a crash resumes there. Holds no request, and
//! of the answer's headers only those that steps read.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yingke_words::{Span, Time};

use crate::{DeliveryError, ErrorKind};

/// The answer to one step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The status; 0 when there was none.
    pub status: u16,
    /// Headers that steps may read, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as text, at most 4 MiB.
    pub body: String,
    /// What went wrong on the way.
    pub failure: Option<Failure>,
    /// What stood in the way, when nothing left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<Obstacle>,
    /// When it came.
    pub at: Time,
}

/// What went wrong on the way to a provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Failure {
    /// It never left: no address, no connection, an address that is not allowed. Nothing can have arrived.
    NotSent,
    /// It left, and no answer came: it may have arrived.
    Ambiguous,
}

/// What stood in the way of something that never left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Obstacle {
    /// The name has no address.
    NoAddress,
    /// Nobody takes a connection there.
    NoConnection,
    /// Nobody answers in time.
    NoAnswer,
    /// The other side hung up, or speaks another protocol.
    Cut,
    /// The other side could not prove who it is, or speaks no TLS that we speak.
    NotSecure,
    /// A password would cross the Internet in the clear.
    InTheClear,
    /// The other side does not offer what this needs.
    NotOffered,
    /// The administrator of this installation does not allow that address.
    NotAllowed,
    /// What was to be sent makes no sense.
    Senseless,
}

impl Answer {
    /// An answer with a status and a body.
    pub fn of(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            failure: None,
            obstacle: None,
            at: Time::from_millis(0),
        }
    }

    /// No answer.
    pub fn failed(failure: Failure) -> Self {
        Self {
            failure: Some(failure),
            ..Self::of(0, "")
        }
    }

    /// No answer, because of what stood in the way.
    pub fn kept_from(obstacle: Obstacle) -> Self {
        Self {
            obstacle: Some(obstacle),
            ..Self::failed(Failure::NotSent)
        }
    }

    /// With a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The span of `Retry-After`, in whole seconds or as a date; at most a day.
    pub fn retry_after(&self) -> Option<Span> {
        const DAY: i64 = 24 * 60 * 60;
        let text = self.header("retry-after")?;
        if let Ok(seconds) = text.trim().parse::<f64>() {
            #[expect(clippy::cast_possible_truncation, reason = "clamped")]
            return Some(Span::millis(
                (seconds.clamp(0.0, 86_400.0) * 1_000.0).ceil() as i64
            ));
        }
        let at = httpdate(text)?;
        Some(at.since(self.at)).map(|span| Span::millis(span.as_millis().min(DAY * 1_000)))
    }

    /// What the way and the status alone say is wrong: the same for every HTTP provider. None when nothing is; a channel
    /// looks into the body first where its provider says more there.
    pub fn error(&self) -> Option<DeliveryError> {
        let kind = match (self.failure, self.status) {
            (Some(Failure::NotSent), _) | (None, 500..) => ErrorKind::Away,
            (Some(Failure::Ambiguous), _) => ErrorKind::Unknown,
            (None, 200..300) => return None,
            (None, 401) => ErrorKind::Unauthorised,
            (None, 403) => ErrorKind::Forbidden,
            (None, 404 | 410) => ErrorKind::Unreachable,
            (None, 413) => ErrorKind::TooLarge,
            (None, 408 | 429) => ErrorKind::Throttled,
            (None, _) => ErrorKind::Invalid,
        };
        let error = DeliveryError::of(kind).after(self.retry_after());
        Some(if self.status == 0 {
            error
        } else {
            error.said(self.status, &self.body)
        })
    }
}

/// A date as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
fn httpdate(text: &str) -> Option<Time> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut parts = text.split_ascii_whitespace().skip(1);
    let day: i64 = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let month = (1..)
        .zip(MONTHS)
        .find(|(_, month)| *month == name)
        .map(|(number, _): (i64, _)| number)?;
    let year: i64 = parts.next()?.parse().ok()?;
    let clock: Vec<i64> = parts
        .next()?
        .split(':')
        .map_while(|part| part.parse().ok())
        .collect();
    let [hour, minute, second] = clock[..] else {
        return None;
    };
    // Days since the epoch, by the calendar that starts in March (Howard Hinnant's days_from_civil).
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * m + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(Time::from_millis(
        (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let said = |text: &str| {
            let mut answer = Answer::of(429, "").with("retry-after", text);
            answer.at = Time::from_millis(784_111_770_000);
            answer.retry_after()
        };
        assert_eq!(said("120"), Some(Span::seconds(120)));
        assert_eq!(said("0.5"), Some(Span::millis(500)));
        assert_eq!(said("-3"), Some(Span::millis(0)));
        assert_eq!(said("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Span::seconds(7)));
        assert_eq!(said("Sun, 06 Nov 2094 08:49:37 GMT"), Some(Span::days(1)));
        assert_eq!(said("soon"), None);
    }

    #[test]
    fn what_may_have_arrived_is_told_apart_from_what_cannot() {
        let kind = |answer: Answer| answer.error().map(|error| error.kind);
        assert_eq!(kind(Answer::failed(Failure::Ambiguous)), Some(ErrorKind::Unknown));
        assert_eq!(kind(Answer::failed(Failure::NotSent)), Some(ErrorKind::Away));
        assert_eq!(kind(Answer::of(503, "")), Some(ErrorKind::Away));
        assert_eq!(kind(Answer::of(429, "")), Some(ErrorKind::Throttled));
        assert_eq!(kind(Answer::of(204, "")), None);
    }
}
